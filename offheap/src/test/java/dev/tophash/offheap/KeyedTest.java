// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.BytesIntCursor;
import dev.tophash.LongIntCursor;
import dev.tophash.StringIntCursor;
import dev.tophash.VarBytesIntCursor;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;

/** The way from a key that is an object to its place, and the key that a cursor keeps. */
class KeyedTest
{
    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldLeadFromAStringToItsPlace()
    {
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build())
        {
            for (final String key : new String[] {"", "a", "\u00e9\u2603", "long".repeat(5_000)})
            {
                assertEquals(Place.NOT_FOUND, map.find(key));
                final long place = map.assign(key);
                assertTrue(Place.isNew(place));
                assertEquals(Place.plain(place), map.find(key));
                assertEquals(Place.plain(place), map.assign(key));
            }
            final long gone = map.beginDelete("a");
            map.finishDelete(gone);
            assertEquals(Place.NOT_FOUND, map.find("a"));
            assertEquals(Place.NOT_FOUND, map.beginDelete("longer".repeat(10_000)));
            assertThrows(IllegalArgumentException.class, () -> map.put("\ud800", 1));
            assertThrows(NullPointerException.class, () -> map.put((String)null, 1));
            assertEquals(3, map.size());
        }
    }

    @Test
    void shouldLeadFromBytesToTheirPlace()
    {
        try (OffHeapVarBytesIntMap map = OffHeapMaps.varBytesInt().build())
        {
            for (final byte[] key : new byte[][] {
                {}, {0}, {-1, (byte)0xd8}, new byte[239], new byte[240], new byte[9_999]})
            {
                assertEquals(Place.NOT_FOUND, map.find(key));
                final long place = map.assign(key);
                assertTrue(Place.isNew(place));
                assertEquals(Place.plain(place), map.find(key));
                map.finishDelete(map.beginDelete(key));
                assertFalse(map.containsKey(key));
                map.put(key, key.length);
            }
            assertEquals(6, map.size());
            assertEquals(Place.NOT_FOUND, map.beginDelete(new byte[20_000]));
            assertEquals(9_999, map.get(new byte[9_999]));
        }
    }

    /** As one or two words, in a block, and in a box; the walk lists buckets, a removal lets the cursor go on. */
    @Test
    void shouldDeliverKeysOfEachLength()
    {
        for (final int size : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 40, 128, 129, 200})
        {
            try (OffHeapBytesIntMap map = OffHeapMaps.bytesInt(size).build())
            {
                final int count = size == 1 ? 250 : 300;
                for (int i = 0; i < count; i++)
                {
                    map.put(numbered(i, size), i);
                }
                for (final int removed : new int[] {-1, 111})
                {
                    final BitSet seen = new BitSet();
                    map.forEach((key, number) ->
                    {
                        assertArrayEquals(numbered(number, size), key, "size=" + size);
                        assertFalse(seen.get(number));
                        seen.set(number);
                        if (number == removed)
                        {
                            map.remove(key);
                        }
                    });
                    assertEquals(count, seen.cardinality());
                }
                assertEquals(count - 1, map.size());
            }
        }
    }

    private static byte[] numbered(final int number, final int size)
    {
        final byte[] key = new byte[size];
        for (int i = 0; i < size; i++)
        {
            key[i] = (byte)(i % 2 == 0 ? number : number >> Byte.SIZE);
        }
        return key;
    }

    @Test
    void shouldRefuseAKeyOfAnotherLength()
    {
        for (final int size : new int[] {1, 4, 8, 16, 129})
        {
            try (OffHeapBytesIntMap map = OffHeapMaps.bytesInt(size).build())
            {
                final long place = map.assign(new byte[size]);
                assertEquals(Place.plain(place), map.find(new byte[size]));
                assertEquals(size, map.keySize());
                assertThrows(IllegalArgumentException.class, () -> map.get(new byte[size - 1]));
                assertThrows(IllegalArgumentException.class, () -> map.put(new byte[size + 1], 1));
                assertThrows(IllegalArgumentException.class, () -> map.computeIfAbsent(new byte[size + 1], key -> 1));
                assertThrows(NullPointerException.class, () -> map.remove((byte[])null));
                assertEquals(1, map.size());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.bytesInt(0));
    }

    /** A function that changes the array with the key is found out before the entry is made. */
    @Test
    void shouldNoticeThatAFunctionChangedTheKey()
    {
        try (OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(3).build();
            OffHeapVarBytesIntMap free = OffHeapMaps.varBytesInt().build())
        {
            final byte[] key = bytes("abc");
            assertThrows(ConcurrentModificationException.class, () -> fixed.computeIfAbsent(key, same -> ++key[0]));
            assertThrows(ConcurrentModificationException.class, () -> free.computeIfAbsent(key, same -> ++key[0]));
            assertEquals(0, fixed.size() + free.size());
            assertEquals(7, fixed.computeIfAbsent(key, same -> 7));
            assertEquals(7, free.computeIfAbsent(key, same -> 7));
            assertEquals(7, free.get(bytes("cbc")));
        }
    }

    @Test
    void shouldKeepTheKeyOfAnEntryThatIsGone()
    {
        try (OffHeapLongIntMap longs = OffHeapMaps.longInt().build();
            OffHeapStringIntMap strings = OffHeapMaps.stringInt().build();
            OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(3).build();
            OffHeapVarBytesIntMap free = OffHeapMaps.varBytesInt().build())
        {
            longs.put(5, 1);
            strings.put("five", 1);
            fixed.put(bytes("fiv"), 1);
            free.put(bytes("five!"), 1);
            try (LongIntCursor number = longs.cursor(); StringIntCursor text = strings.cursor();
                BytesIntCursor three = fixed.cursor(); VarBytesIntCursor any = free.cursor())
            {
                assertTrue(number.next() && text.next() && three.next() && any.next());
                longs.clear();
                strings.remove("five");
                strings.put("other", 2);
                fixed.clear();
                free.remove(bytes("five!"));
                free.put(bytes("other"), 2);
                assertEquals(5, number.key());
                assertEquals("five", text.key());
                final byte[] key = new byte[3];
                three.copyKey(key);
                assertArrayEquals(bytes("fiv"), key);
                assertArrayEquals(key, three.key());
                assertNotSame(three.key(), three.key());
                final byte[] whole = new byte[any.keySize()];
                any.copyKey(whole);
                assertArrayEquals(bytes("five!"), whole);
                assertArrayEquals(whole, any.key());
                assertThrows(IllegalArgumentException.class, () -> three.copyKey(whole));
                assertThrows(IllegalArgumentException.class, () -> any.copyKey(key));
                final byte[] four = new byte[4];
                text.copyKey(four);
                assertArrayEquals(bytes("five"), four);
                assertEquals(4, text.keySize());
                assertThrows(IllegalArgumentException.class, () -> text.copyKey(whole));
            }
        }
    }

    /** A buffer that is longer than any key takes one key after the other. */
    @Test
    void shouldCopyAKeyToAPartOfAnArray()
    {
        try (OffHeapStringIntMap strings = OffHeapMaps.stringInt().build();
            OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(3).build();
            OffHeapVarBytesIntMap free = OffHeapMaps.varBytesInt().build())
        {
            strings.put("zw\u00f6lf", 1);
            fixed.put(bytes("fiv"), 1);
            free.put(bytes("five!"), 1);
            try (StringIntCursor text = strings.readOnly().cursor(); BytesIntCursor three = fixed.readOnly().cursor();
                VarBytesIntCursor any = free.readOnly().cursor())
            {
                final byte[] room = new byte[8];
                assertThrows(IllegalStateException.class, text::keySize);
                assertThrows(IllegalStateException.class, () -> text.copyKey(room, 0));
                assertThrows(IllegalStateException.class, () -> text.copyKey(room));
                assertTrue(text.next() && three.next() && any.next());
                assertEquals(6, text.copyKey(room, 1));
                assertArrayEquals(bytes("\0zw\u00f6lf\0"), room);
                assertEquals(6, text.keySize());
                assertEquals(3, three.copyKey(room, 5));
                assertArrayEquals(bytes("\0zw\u00f6fiv"), room);
                assertEquals(5, any.copyKey(room, 0));
                assertArrayEquals(bytes("five!fiv"), room);
                for (final int outside : new int[] {-1, 6, 9})
                {
                    assertThrows(IndexOutOfBoundsException.class, () -> text.copyKey(room, outside));
                    assertThrows(IndexOutOfBoundsException.class, () -> three.copyKey(room, outside));
                    assertThrows(IndexOutOfBoundsException.class, () -> any.copyKey(room, outside));
                }
                assertArrayEquals(bytes("five!fiv"), room);
            }
            strings.clear();
            free.clear();
            strings.put("", 1);
            free.put(new byte[0], 1);
            try (StringIntCursor text = strings.cursor(); VarBytesIntCursor any = free.cursor())
            {
                assertTrue(text.next() && any.next());
                assertEquals(0, text.copyKey(new byte[0], 0));
                assertEquals(0, any.copyKey(new byte[3], 3));
                text.copyKey(new byte[0]);
            }
        }
    }

    /** A wiped map keeps no key that a cursor could still copy. */
    @Test
    void shouldRefuseToCopyAKeyThatWasWiped()
    {
        try (OffHeapStringIntMap strings = OffHeapMaps.stringInt().build();
            OffHeapVarBytesIntMap free = OffHeapMaps.varBytesInt().build())
        {
            strings.put("secret", 1);
            free.put(bytes("secret"), 1);
            try (StringIntCursor text = strings.cursor(); VarBytesIntCursor any = free.cursor())
            {
                assertTrue(text.next() && any.next());
                strings.clear(ClearStrategy.WIPE);
                free.clear(ClearStrategy.WIPE);
                assertThrows(IllegalStateException.class, text::keySize);
                assertThrows(IllegalStateException.class, () -> text.copyKey(new byte[6]));
                assertThrows(IllegalStateException.class, () -> text.copyKey(new byte[6], 0));
                assertThrows(IllegalStateException.class, () -> any.copyKey(new byte[6], 0));
            }
        }
    }
}
