// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringIntMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Agrona's buffers of every kind, and parts that they do not have. */
class DirectBufferKeyTest
{
    private static final byte[] MESSAGE = "..key-of-a-message..".getBytes(StandardCharsets.UTF_8);
    private static final int INDEX = 2;
    private static final int SIZE = MESSAGE.length - 4;

    private final DirectBufferKey key = new DirectBufferKey();

    private static List<DirectBuffer> buffers()
    {
        final ByteBuffer direct = ByteBuffer.allocateDirect(MESSAGE.length + 8).put(5, MESSAGE);
        final byte[] wide = new byte[MESSAGE.length + 8];
        System.arraycopy(MESSAGE, 0, wide, 5, MESSAGE.length);
        final ExpandableArrayBuffer expandable = new ExpandableArrayBuffer();
        expandable.putBytes(0, MESSAGE);
        final ExpandableDirectByteBuffer off = new ExpandableDirectByteBuffer();
        off.putBytes(0, MESSAGE);
        final UnsafeBuffer whole = new UnsafeBuffer(direct, 5, MESSAGE.length);
        return List.of(new UnsafeBuffer(MESSAGE), new UnsafeBuffer(wide, 5, MESSAGE.length), whole,
            new UnsafeBuffer(ByteBuffer.wrap(wide), 5, MESSAGE.length),
            new UnsafeBuffer(ByteBuffer.wrap(wide, 3, wide.length - 3).slice(), 2, MESSAGE.length),
            new UnsafeBuffer(whole, 0, MESSAGE.length), new UnsafeBuffer(whole.addressOffset(), MESSAGE.length),
            new UnsafeBuffer(direct.limit(9), 5, MESSAGE.length), expandable, off);
    }

    @Test
    void shouldFindAKeyInEveryBuffer()
    {
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().missingValue(-1).build())
        {
            int count = 0;
            for (final DirectBuffer buffer : buffers())
            {
                final KeyView shown = key.wrap(buffer, INDEX, SIZE);
                assertEquals(-1, map.put(shown, ++count), buffer::toString);
                assertEquals(count, map.get("key-of-a-message"));
                assertEquals(-1, map.get(key.wrap(buffer, INDEX, SIZE - 1)));
                assertEquals(count, map.remove(key.wrap(buffer, INDEX, SIZE)));
            }
            assertEquals(0, map.size());
        }
    }

    @Test
    void shouldRefuseAPartThatABufferDoesNotHave()
    {
        for (final DirectBuffer buffer : buffers())
        {
            assertEquals("key outside its buffer: index=-1, size=2, capacity=" + buffer.capacity(),
                assertThrows(IndexOutOfBoundsException.class, () -> key.wrap(buffer, -1, 2)).getMessage());
            assertThrows(IndexOutOfBoundsException.class, () -> key.wrap(buffer, buffer.capacity() - 1, 2));
            final KeyView shown = key.wrap(buffer, 0, 3);
            assertEquals(3, shown.length());
            assertThrows(IndexOutOfBoundsException.class, () -> key.wrap(buffer, 0, -1));
            assertThrows(IllegalStateException.class, shown::length);
        }
    }

    @Test
    void shouldRefuseNoBuffer()
    {
        assertEquals("argument is null: buffer=null",
            assertThrows(NullPointerException.class, () -> key.wrap(null, 0, 0)).getMessage());
    }
}
