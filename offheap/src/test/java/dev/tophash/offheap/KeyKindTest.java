// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.GoHash;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The five key kinds: each hashes as the walk by type does, and finds what it stored. */
class KeyKindTest
{
    @ParameterizedTest
    @ValueSource(strings = {"map[int64]int64", "map[int32]int64", "map[[16]uint8]int64", "map[[200]uint8]int64",
        "map[string]int64", "map[struct { a string; b float64 }]int64", "map[interface {}]int64"})
    void shouldHashAsGoDoesByType(final String text)
    {
        final MapType type = MapType.parse(text);
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, -1, MapConfig.defaults()))
        {
            for (int i = 0; i < 200; i++)
            {
                stage(map.key().clear(), type, i);
                map.elem().clear().setLong(0, i);
                assertTrue(map.assign());
            }
            final Hmap inner = map.table();
            int count = 0;
            try (TypedCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    final long place = cursor.place();
                    final long slot = Place.keyOffset(place, inner.keySize);
                    final long value = type.indirectKey() ? inner.offsetAt(slot) : slot;
                    assertEquals(GoHash.hash(type.key(), Memory.SOURCE, inner.memory, value, inner.seed(), inner.keys,
                        inner.heap.decoder(), inner.heap.types(), () -> 0), inner.hashOf(place));
                    assertTrue(inner.equalsItself(place));
                    count++;
                }
            }
            assertEquals(200, count);
            stage(map.key().clear(), type, 200);
            assertFalse(map.find());
            assertFalse(map.delete());
            for (int i = 0; i < 200; i++)
            {
                stage(map.key().clear(), type, i);
                assertTrue(map.find());
                assertEquals(i, map.found().getLong(0));
                stage(map.key().clear(), type, i);
                assertTrue(map.delete());
            }
            assertEquals(0, map.stats().boxBytes(), "every box went back");
        }
    }

    private static void stage(final Staging key, final MapType type, final int i)
    {
        switch (type.key().toString())
        {
            case "int32" -> key.setInt(0, i);
            case "string" -> key.setString(0, "key " + i);
            case "interface {}" -> key.setAny(0, i % 2 == 0 ? (Object)(long)i : "key " + i);
            default ->
            {
                if (type.key().toString().startsWith("struct"))
                {
                    key.setString(0, "key " + i / 2).setDouble(16, i);
                }
                else
                {
                    key.setLong(0, i);
                }
            }
        }
    }
}
