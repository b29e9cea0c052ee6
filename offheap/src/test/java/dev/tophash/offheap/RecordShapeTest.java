// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RecordShapeTest
{
    private record Size(int width, String name)
    {
        Size
        {
            if (width < 0)
            {
                throw new IllegalArgumentException("width=" + width);
            }
        }
    }

    @Test
    void shouldChangeOneComponent()
    {
        final Size old = new Size(3, "a");
        final RecordShape shape = RecordShape.of(old);
        assertEquals(new Size(4, "a"), shape.copy(old, "width", 4));
        assertEquals(new Size(3, "b"), shape.copy(old, "name", "b"));
        assertSame(shape, RecordShape.of(new Size(1, "c")), "found once");
    }

    @Test
    void shouldRefuseWhatTheRecordRefusesAndNamesThatItDoesNotHave()
    {
        final Size old = new Size(3, "a");
        final RecordShape shape = RecordShape.of(old);
        assertEquals("width=-1",
            assertThrows(IllegalArgumentException.class, () -> shape.copy(old, "width", -1)).getMessage());
        assertEquals("no such setting: name=depth",
            assertThrows(IllegalArgumentException.class, () -> shape.copy(old, "depth", 1)).getMessage());
    }
}
