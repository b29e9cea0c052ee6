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
    void shouldNameWhatIsNull()
    {
        assertEquals("argument is null: consumer=null",
            assertThrows(NullPointerException.class, () -> Required.argument(null, "consumer")).getMessage());
        assertEquals("argument is null: key=null", Required.absent("key").getMessage());
    }
}
