// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructFlyweightTest
{
    private static final int COUNT = 1_600;
    private static final int KEPT_PART = 16;

    private static final StructType EVERY_KIND = StructType.parse(
        "struct { l int64; d float64; i int32; f float32; s int16; b int8; t bool }");
    private static final LongField LONG = EVERY_KIND.longField("l");
    private static final DoubleField DOUBLE = EVERY_KIND.doubleField("d");
    private static final IntField INT = EVERY_KIND.intField("i");
    private static final FloatField FLOAT = EVERY_KIND.floatField("f");
    private static final ShortField SHORT = EVERY_KIND.shortField("s");
    private static final ByteField BYTE = EVERY_KIND.byteField("b");
    private static final BooleanField BOOLEAN = EVERY_KIND.booleanField("t");

    private static OffHeapLongStructMap map()
    {
        return OffHeapMaps.longStruct(EVERY_KIND).build();
    }

    @Test
    void shouldReadAndWriteEachFieldWhereItLies()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            assertTrue(map.getOrCreate(1, flyweight));
            map.put(2, new byte[32]);
            LONG.set(flyweight, Long.MIN_VALUE + 1);
            DOUBLE.set(flyweight, -0.5);
            INT.set(flyweight, 0x8000_0001);
            FLOAT.set(flyweight, 1.25f);
            SHORT.set(flyweight, (short)-2);
            BYTE.set(flyweight, (byte)-3);
            BOOLEAN.set(flyweight, true);
            final byte[] bytes = new byte[32];
            assertTrue(map.get(1, bytes));
            final ByteBuffer expected = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Long.MIN_VALUE + 1).putDouble(-0.5).putInt(0x8000_0001).putFloat(1.25f).putShort((short)-2)
                .put((byte)-3).put((byte)1);
            assertEquals(expected.rewind(), ByteBuffer.wrap(bytes));
            assertFalse(map.getOrCreate(1, flyweight));
            assertEquals(Long.MIN_VALUE + 1, LONG.get(flyweight));
            assertEquals(-0.5, DOUBLE.get(flyweight));
            assertEquals(0x8000_0001, INT.get(flyweight));
            assertEquals(1.25f, FLOAT.get(flyweight));
            assertEquals(-2, SHORT.get(flyweight));
            assertEquals(-3, BYTE.get(flyweight));
            assertTrue(BOOLEAN.get(flyweight));
            BOOLEAN.set(flyweight, false);
            assertFalse(BOOLEAN.get(flyweight));
            assertTrue(map.get(2, bytes));
            assertEquals(ByteBuffer.allocate(32), ByteBuffer.wrap(bytes), "the neighbour");
        }
    }

    @Test
    void shouldStandNowhereBeforeAndAfter()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        assertFalse(flyweight.isValid());
        assertEquals("flyweight stands nowhere: field=l",
            assertThrows(IllegalStateException.class, () -> LONG.get(flyweight)).getMessage());
        try (OffHeapLongStructMap map = map())
        {
            map.getOrCreate(1, flyweight);
            assertTrue(flyweight.isValid());
            assertFalse(map.find(2, flyweight));
            assertFalse(flyweight.isValid());
            assertThrows(IllegalStateException.class, () -> LONG.set(flyweight, 1));
            assertTrue(map.find(1, flyweight));
            flyweight.unwrap();
            assertThrows(IllegalStateException.class, () -> LONG.get(flyweight));
        }
    }

    @Test
    void shouldStayWhereOthersAreAddedOrChangedWithoutAGrowth()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructFlyweight other = new StructFlyweight();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(EVERY_KIND).capacity(1_000).build())
        {
            map.getOrCreate(0, flyweight);
            LONG.set(flyweight, 7);
            for (long key = 1; key < 1_000; key++)
            {
                map.getOrCreate(key, other);
                LONG.set(other, key);
                map.forEach(entry -> assertTrue(entry.key() >= 0));
                assertEquals(7, LONG.get(flyweight));
            }
        }
    }

    @Test
    void shouldLetTheMapRemoveTheEntryOnWhichItStands()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructFlyweight other = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            for (long key = 0; key < 1_000; key++)
            {
                map.getOrCreate(key, flyweight);
                LONG.set(flyweight, key);
            }
            for (long key = 0; key < 1_000; key += 2)
            {
                assertTrue(map.find(key, flyweight));
                assertEquals(key, LONG.get(flyweight));
                map.find(key + 1, other);
                map.remove(flyweight);
                assertFalse(flyweight.isValid());
                assertFalse(other.isValid());
                assertFalse(map.containsKey(key));
            }
            assertEquals(500, map.size());
            for (long key = 1; key < 1_000; key += 2)
            {
                assertTrue(map.find(key, flyweight));
                assertEquals(key, LONG.get(flyweight));
            }
        }
    }

    @Test
    void shouldRefuseToRemoveWhereItDoesNotStand()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = map(); OffHeapLongStructMap foreign = OffHeapMaps.longStruct(EVERY_KIND)
            .name("foreign").build())
        {
            assertThrows(IllegalStateException.class, () -> map.remove(flyweight));
            map.put(1, new byte[32]);
            map.put(2, new byte[32]);
            map.find(1, flyweight);
            foreign.put(1, new byte[32]);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> foreign.remove(flyweight)).getMessage()
                .startsWith("flyweight on a value of another map: "));
            assertTrue(flyweight.isValid());
            map.remove(2);
            assertTrue(assertThrows(IllegalStateException.class, () -> map.remove(flyweight)).getMessage()
                .startsWith("flyweight is stale"));
            assertEquals(1, map.size());
            map.find(1, flyweight);
            map.remove(flyweight);
            assertEquals("flyweight stands nowhere: map=" + map.image().type(),
                assertThrows(IllegalStateException.class, () -> map.remove(flyweight)).getMessage());
            assertEquals(0, map.size());
            map.getOrCreate(3, flyweight);
            map.withValue(3, segment ->
                assertThrows(ConcurrentModificationException.class, () -> map.remove(flyweight)));
            assertEquals(1, map.size());
            map.close();
            assertThrows(MapClosedException.class, () -> map.remove(flyweight));
            assertEquals(1, foreign.size());
        }
    }

    enum Change
    {
        REMOVE
        {
            @Override
            void make(final OffHeapLongStructMap map)
            {
                map.remove(2);
            }
        },
        REMOVE_THE_LAST
        {
            @Override
            void make(final OffHeapLongStructMap map)
            {
                map.forEach(entry -> entry.remove());
            }
        },
        CLEAR
        {
            @Override
            void make(final OffHeapLongStructMap map)
            {
                map.clear();
            }
        },
        SWAP
        {
            @Override
            void make(final OffHeapLongStructMap map)
            {
                map.clear(ClearStrategy.SWAP);
            }
        },
        GROWTH
        {
            @Override
            void make(final OffHeapLongStructMap map)
            {
                for (long key = 0; key < 100; key++)
                {
                    map.put(key, new byte[32]);
                }
            }
        };

        abstract void make(OffHeapLongStructMap map);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeRefusedAfter(final Change change)
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            map.put(2, new byte[32]);
            map.getOrCreate(1, flyweight);
            change.make(map);
            assertFalse(flyweight.isValid());
            assertEquals("flyweight is stale, entries have moved, look the key up again: field=l",
                assertThrows(IllegalStateException.class, () -> LONG.get(flyweight)).getMessage());
            assertThrows(IllegalStateException.class, () -> INT.set(flyweight, 1));
        }
    }

    /** What was moved lies on where it was, so only a write shows that a flyweight has been left behind. */
    @Test
    void shouldNeverWriteToWhatAGrowthHasLeftBehind()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructFlyweight again = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            for (long key = 0; key < 400; key++)
            {
                final long watched = key / 2;
                final boolean found = map.find(watched, flyweight);
                map.getOrCreate(key, again);
                if (found && flyweight.isValid())
                {
                    LONG.set(flyweight, key);
                    assertTrue(map.find(watched, again));
                    assertEquals(key, LONG.get(again));
                }
            }
        }
    }

    @Test
    void shouldSayThatTheMapIsClosed()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructFlyweight stale = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            map.getOrCreate(2, stale);
            map.remove(2);
            map.getOrCreate(1, flyweight);
            map.close();
            assertThrows(MapClosedException.class, () -> LONG.get(flyweight));
            assertThrows(MapClosedException.class, () -> LONG.set(flyweight, 1));
            assertThrows(MapClosedException.class, () -> LONG.get(stale));
            assertFalse(flyweight.isValid());
            assertThrows(MapClosedException.class, () -> map.find(1, flyweight));
            assertThrows(MapClosedException.class, () -> map.getOrCreate(1, flyweight));
        }
    }

    /** The same text of a type is the same type; another text is refused, whatever lies there. */
    @Test
    void shouldRefuseAFieldOfAnotherType()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final LongField equal = StructType.parse(EVERY_KIND.toString()).longField("l");
        final LongField foreign = StructType.parse("struct { a [100]int64; l int64 }").longField("l");
        try (OffHeapLongStructMap map = map())
        {
            map.getOrCreate(1, flyweight);
            equal.set(flyweight, 5);
            assertEquals(5, LONG.get(flyweight));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> foreign.get(flyweight)).getMessage()
                .startsWith("field of another type: field=l, of=struct"));
            assertThrows(IllegalArgumentException.class, () -> foreign.set(flyweight, 1));
        }
    }

    /** Values of more than 128 bytes lie in boxes, which move. */
    @Test
    void shouldFollowValuesInBoxes()
    {
        final StructType large = StructType.parse("struct { a [50]int64; last int64 }");
        final LongField last = large.longField("last");
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(large).build())
        {
            for (long key = 0; key < COUNT; key++)
            {
                assertTrue(map.getOrCreate(key, flyweight));
                assertEquals(0, last.get(flyweight));
                last.set(flyweight, key);
            }
            for (long key = 0; key < COUNT; key++)
            {
                if (key % KEPT_PART != 0)
                {
                    assertTrue(map.remove(key));
                    assertFalse(flyweight.isValid());
                    map.find(0, flyweight);
                }
            }
            int stale = 0;
            for (long key = COUNT; key < COUNT + 200; key++)
            {
                map.find(KEPT_PART, flyweight);
                map.put(key, new byte[large.size()]);
                if (flyweight.isValid())
                {
                    assertEquals(KEPT_PART, last.get(flyweight));
                }
                else
                {
                    stale++;
                }
            }
            assertTrue(stale > 0, "no box has moved");
            for (long key = 0; key < COUNT; key += KEPT_PART)
            {
                assertTrue(map.find(key, flyweight));
                assertEquals(key, last.get(flyweight));
            }
        }
    }

    @Test
    void shouldLeaveTheMapAsItWasWhereMemoryIsNotAllowed()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructType large = StructType.parse("struct { a [400]int64 }");
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(large).budget(64 << 10).build())
        {
            long key = 0;
            try
            {
                while (map.getOrCreate(key, flyweight))
                {
                    key++;
                }
            }
            catch (final OffHeapMemoryException e)
            {
                assertTrue(e.getMessage().contains("limit="), e.getMessage());
            }
            assertEquals(key, map.size());
            assertFalse(map.find(key, flyweight));
            assertFalse(flyweight.isValid());
            assertTrue(map.find(key - 1, flyweight));
        }
    }

    // ---------------------------------------------------------------- bytes by their place

    @Test
    void shouldReadAndWriteBytesByTheirPlace()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = map())
        {
            map.put(1, new byte[32]);
            map.put(2, new byte[32]);
            map.put(3, new byte[32]);
            assertTrue(map.find(2, flyweight));
            assertEquals(32, flyweight.valueSize());
            flyweight.putLong(0, 1L << 63 | 1);
            flyweight.putInt(16, -7);
            flyweight.putShort(24, (short)-9);
            flyweight.putByte(26, (byte)3);
            flyweight.putByte(27, (byte)1);
            assertEquals(1L << 63 | 1, LONG.get(flyweight));
            assertEquals(-7, INT.get(flyweight));
            assertEquals(-9, SHORT.get(flyweight));
            assertEquals(3, BYTE.get(flyweight));
            assertTrue(BOOLEAN.get(flyweight));
            assertEquals(1L << 63 | 1, flyweight.getLong(0));
            assertEquals(-7, flyweight.getInt(16));
            assertEquals(-9, flyweight.getShort(24));
            assertEquals(3, flyweight.getByte(26));
            final byte[] whole = new byte[34];
            flyweight.getBytes(0, whole, 1, 32);
            assertEquals(-128, whole[8]);
            whole[17] = 5;
            flyweight.putBytes(16, whole, 17, 4);
            assertEquals(-251, INT.get(flyweight));
            assertOutside(flyweight);
            final byte[] zeros = new byte[32];
            final byte[] bytes = new byte[32];
            assertTrue(map.get(1, bytes));
            assertEquals(ByteBuffer.wrap(zeros), ByteBuffer.wrap(bytes), "the neighbours");
            assertTrue(map.get(3, bytes));
            assertEquals(ByteBuffer.wrap(zeros), ByteBuffer.wrap(bytes), "the neighbours");
        }
    }

    private static void assertOutside(final StructFlyweight flyweight)
    {
        for (final int index : new int[] {-1, 32, Integer.MAX_VALUE, Integer.MIN_VALUE})
        {
            assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getByte(index));
            assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putByte(index, (byte)1));
            assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getBytes(index, new byte[1], 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putBytes(index, new byte[1], 0, 1));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getShort(31));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putShort(31, (short)1));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getInt(29));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putInt(29, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getLong(25));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putLong(25, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getBytes(0, new byte[40], 0, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putBytes(0, new byte[40], 0, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getBytes(0, new byte[4], 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.putBytes(0, new byte[4], -1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> flyweight.getBytes(4, new byte[4], 0, -1));
    }

    @Test
    void shouldRefuseBytesOfAStaleValue()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        assertThrows(IllegalStateException.class, flyweight::valueSize);
        assertThrows(IllegalStateException.class, () -> flyweight.getByte(0));
        try (OffHeapLongStructMap map = map())
        {
            map.put(1, new byte[32]);
            map.put(2, new byte[32]);
            assertTrue(map.find(1, flyweight));
            map.remove(2);
            assertThrows(IllegalStateException.class, flyweight::valueSize);
            assertThrows(IllegalStateException.class, () -> flyweight.getLong(0));
            assertThrows(IllegalStateException.class, () -> flyweight.putLong(0, 1));
            assertThrows(IllegalStateException.class, () -> flyweight.putBytes(0, new byte[2], 0, 2));
            assertTrue(map.find(1, flyweight));
            assertEquals(0, flyweight.getLong(0));
            map.close();
            assertThrows(MapClosedException.class, () -> flyweight.getLong(0));
            assertThrows(MapClosedException.class, flyweight::valueSize);
        }
    }
}
