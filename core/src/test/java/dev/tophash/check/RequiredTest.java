// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RequiredTest
{
    @Test
    void shouldLetThroughWhatIsThere()
    {
        final Object argument = new Object();
        assertSame(argument, Required.argument(argument, "argument"));
    }

    @Test
    void shouldNameAnIndexOfNothing()
    {
        assertEquals(1, Required.index(1, 2));
        assertEquals(0, Required.index(0, 1));
        for (final int index : new int[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE})
        {
            assertEquals("nothing of this index: index=" + index + ", count=2",
                assertThrows(IndexOutOfBoundsException.class, () -> Required.index(index, 2)).getMessage());
        }
    }

    @Test
    void shouldNameWhatIsNull()
    {
        assertEquals("argument is null: consumer=null",
            assertThrows(NullPointerException.class, () -> Required.argument(null, "consumer")).getMessage());
        assertEquals("argument is null: key=null", Required.absent("key").getMessage());
    }
}
