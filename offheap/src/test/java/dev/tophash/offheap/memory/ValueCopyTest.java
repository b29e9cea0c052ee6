// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ValueCopyTest
{
    @Test
    void shouldCopyThereAndBack()
    {
        final byte[] bytes = {1, 2, 3, 4, 5};
        final MemorySegment memory = MemorySegment.ofArray(bytes);
        final MemorySegment segment;
        try (ValueCopy copy = new ValueCopy(3))
        {
            segment = copy.segment();
            assertEquals(3, segment.byteSize());
            assertEquals(0, segment.address() % Long.BYTES);
            copy.load(memory, 1);
            assertArrayEquals(new byte[] {2, 3, 4}, segment.toArray(ValueLayout.JAVA_BYTE));
            segment.set(ValueLayout.JAVA_BYTE, 0, (byte)9);
            assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, bytes);
            copy.store(memory, 2);
            assertArrayEquals(new byte[] {1, 2, 9, 3, 4}, bytes);
            assertThrows(IndexOutOfBoundsException.class, () -> copy.load(memory, 3));
        }
        assertFalse(segment.scope().isAlive());
        try (ValueCopy none = new ValueCopy(0))
        {
            assertEquals(0, none.segment().byteSize());
        }
    }
}
