// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;

/** Values by their content, and what typed maps make of it: equals, hashCode, putAll. */
class ValuePartsTest
{
    private static final MapType TYPE = MapType.parse("map[interface {}]struct { a interface {}; n int8; s string }");

    private static OffHeapTypedMap map(final long budget)
    {
        return OffHeapTypedMap.create(TYPE, -1, MapConfig.defaults().withBudget(budget));
    }

    private static OffHeapTypedMap map()
    {
        return map(16 << 20);
    }

    private static void put(final OffHeapTypedMap map, final Object key, final Object any, final int n, final String s)
    {
        map.key().clear().setAny(0, key);
        map.elem().clear().setAny(0, any).setByte(16, (byte)n).setString(24, s);
        map.assign();
    }

    @Test
    void shouldDivideAValueIntoRunsStringsAndInterfaces()
    {
        assertEquals("[Part[kind=INTERFACE, offset=0, size=16], Part[kind=ARRAY, offset=16, size=8], " +
            "Part[kind=STRING, offset=24, size=16]]", new ValueParts(TYPE.elem()).list().toString());
        assertEquals("[]", new ValueParts(GoType.struct()).list().toString());
        assertEquals("[Part[kind=ARRAY, offset=0, size=300]]", new ValueParts(GoType.bytes(300)).list().toString());
        assertFalse(new ValueParts(GoType.INT64).areOwning());
    }

    @Test
    @SuppressWarnings("try") // closed early, to see what the methods say then
    void shouldCompareMapsByTheContentOfEveryPart()
    {
        try (OffHeapTypedMap a = map(); OffHeapTypedMap b = map())
        {
            for (int i = 0; i < 30; i++)
            {
                put(a, "key" + i, (double)i, i, "s".repeat(i));
                put(b, "key" + (29 - i), (double)(29 - i), 29 - i, "s".repeat(29 - i));
            }
            assertEquals(a, b);
            assertEquals(a.hashCode(), b.hashCode());
            put(b, "key7", 7.0, 7, "s".repeat(6) + "t");
            assertNotEquals(a, b);
            put(b, "key7", 7L, 7, "s".repeat(7));
            assertNotEquals(a, b);
            put(b, "key7", null, 7, "s".repeat(7));
            assertNotEquals(b, a);
            put(b, "key7", 7.0, 8, "s".repeat(7));
            assertNotEquals(a, b);
            put(b, "key7", 7.5, 7, "s".repeat(7));
            assertNotEquals(a, b);
            put(b, "key7", 7.0, 7, "s".repeat(7));
            assertEquals(a, b);
            b.key().clear().setAny(0, "key7");
            b.delete();
            put(b, 7L, 7.0, 7, "s".repeat(7));
            assertNotEquals(a, b);
            assertNotEquals(a, null);
            b.close();
            assertNotEquals(a, b);
            assertEquals(b, b);
        }
    }

    @Test
    void shouldPutAllEntriesOfAnotherMap()
    {
        try (OffHeapTypedMap a = map(); OffHeapTypedMap b = map())
        {
            for (int i = 0; i < 300; i++)
            {
                put(a, i % 2 == 0 ? (Object)("key" + i) : (Object)(long)i, i % 3 == 0 ? null : "any" + i, i, "s" + i);
            }
            put(b, "key0", 5L, 1, "before");
            put(b, "own", 5L, 1, "own");
            b.putAll(a);
            assertEquals(301, b.size());
            b.key().clear().setAny(0, "own");
            assertTrue(b.delete());
            assertEquals(a, b);
            assertEquals(a.hashCode(), b.hashCode());
            assertTrue(MapVerifier.verify(b.image()).clean());
        }
    }

    @Test
    @SuppressWarnings("try") // closed early, to see what the methods say then
    void shouldSayHowManyWerePutBeforeARefusal()
    {
        try (OffHeapTypedMap a = map(); OffHeapTypedMap b = map(64 << 10))
        {
            for (int i = 0; i < 200; i++)
            {
                put(a, "key" + i, "any" + i, i, "s".repeat(1000));
            }
            final PutAllException e = assertThrows(PutAllException.class, () -> b.putAll(a));
            assertTrue(e.getCause() instanceof OffHeapMemoryException, e::toString);
            assertEquals(e.doneCount(), b.size());
            assertTrue(e.doneCount() > 0 && e.doneCount() < 200, e::toString);
            assertTrue(MapVerifier.verify(b.image()).clean());
            assertThrows(IllegalArgumentException.class, () -> a.putAll(a));
            try (OffHeapTypedMap other =
                OffHeapTypedMap.create(MapType.parse("map[int64]int64"), -1, MapConfig.defaults()))
            {
                final IllegalArgumentException wrong =
                    assertThrows(IllegalArgumentException.class, () -> a.putAll(other));
                assertTrue(wrong.getMessage().startsWith("map of another type: type=map[int64]int64"),
                    wrong.getMessage());
            }
            b.close();
            assertThrows(MapClosedException.class, () -> b.putAll(a));
            assertThrows(PutAllException.class, () -> a.putAll(b));
        }
    }
}
