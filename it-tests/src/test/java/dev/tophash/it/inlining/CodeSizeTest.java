// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.inlining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.TopHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sizes of code that decide about inlining: HotSpot inlines a hot method up to 325 bytes of code and any method up to
 * 35 bytes. The walks stay below the first number, what they call at each slot below the second.
 */
class CodeSizeTest
{
    private static final int HOT = 325;
    private static final int LEAF = 35;
    private static final List<String> WALKS =
        List.of("find", "chainOf", "search", "add", "update", "insert", "assign", "assignInChain", "assignMoving",
            "beginDelete", "finishDelete", "removeStraight", "delete");
    private static final List<String> CHAINS =
        List.of("markRemoved", "endChainBefore", "predecessor", "nextInChain");
    private static final List<String> MOVES =
        List.of("growWork", "evacuate", "splitChain", "splitRest", "copySplit", "destination", "move");

    private static Class<?> engine(final String name)
    {
        try
        {
            return Class.forName("dev.tophash.offheap." + name);
        }
        catch (final ClassNotFoundException e)
        {
            throw new AssertionError(e);
        }
    }

    /** Methods above a limit, and a check that those we talk about exist. */
    private static Map<String, Integer> larger(final Class<?> type, final int limit, final List<String> names)
    {
        final Map<String, Integer> sizes = ClassFile.codeSizes(type);
        final Map<String, Integer> found = new TreeMap<>();
        for (final String name : names)
        {
            assertTrue(sizes.keySet().stream().anyMatch(method -> method.startsWith(name + "(")),
                () -> "no method " + name + " in " + type + ": " + sizes.keySet());
        }
        sizes.forEach((method, size) ->
        {
            final boolean named = names.isEmpty() || names.contains(method.substring(0, method.indexOf('(')));
            if (named && size > limit)
            {
                found.put(method, size);
            }
        });
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"LongKeyTable", "IntKeyTable", "BytesKeyTable", "StringKeyTable", "TypedKeyTable"})
    void shouldKeepEveryWalkInlinable(final String table)
    {
        assertEquals(Map.of(), larger(engine(table), HOT, WALKS));
        assertEquals(Map.of(), larger(engine(table), HOT, List.of()));
        assertEquals(Map.of(), larger(engine(table).getSuperclass(), HOT, MOVES));
        assertEquals(Map.of(), larger(engine("HmapCache"), HOT, CHAINS));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "LongDouble", "LongLong", "LongInt", "IntDouble", "IntLong", "IntInt"})
    void shouldSpellOutWhatAsksOnce(final String pair)
    {
        assertEquals(Map.of(), larger(engine("Straight" + pair + "Updates"), HOT,
            List.of("addAndGetBefore", "addTo", "getAndAdd", "putIfAbsent", "getOrPut", "replace",
                "compareAndReplace")));
        assertEquals(Map.of(), larger(engine("OffHeap" + pair + "Map"), HOT,
            List.of("get", "getOrDefault", "put", "remove")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LongStructInPlace", "IntStructInPlace"})
    void shouldKeepEveryLookupByAFlyweightInlinable(final String map)
    {
        assertEquals(Map.of(), larger(engine(map), HOT, List.of("find", "create", "takeOut", "getOrCreate", "remove")));
        assertEquals(Map.of(), larger(engine("StructWindow"), HOT, List.of("at", "lead", "leaveOn", "mapIn")));
        assertEquals(Map.of(), larger(engine(map), LEAF, List.of("isKey", "lead")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LongKey", "IntKey"})
    void shouldKeepNumberKeysTrivial(final String key)
    {
        assertEquals(Map.of(), larger(engine(key), LEAF, List.of("hash", "equalsAt", "store", "load", "size")));
        assertEquals(Map.of(), larger(engine(key), LEAF, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BytesKey", "StringKey", "TypedKey"})
    void shouldKeepOtherKeysSmall(final String key)
    {
        assertEquals(Map.of(), larger(engine(key), LEAF, List.of("size", "load", "equalsItself", "travelsByValue")));
        assertEquals(Map.of(), larger(engine(key), HOT, List.of()));
    }

    @Test
    void shouldKeepLoadsAndStoresTrivial()
    {
        final List<String> names = List.of(
            "getByte", "getUnsignedByte", "getShort", "getInt", "getLong", "putByte", "putShort", "putInt", "putLong");
        assertEquals(Map.of(), larger(engine("memory.Memory"), LEAF, names));
    }

    @Test
    void shouldKeepTheArithmeticOfTophashBytesTrivial()
    {
        final List<String> names =
            List.of("of", "repeat", "repeatOf", "match", "slot", "hasEmptyRest", "isAbsent", "matchEmpty", "isEmpty",
                "isEvacuated", "at");
        assertEquals(Map.of(), larger(TopHash.class, LEAF, names));
        assertEquals(Map.of(), larger(MemHash.class, LEAF, List.of("mix")));
    }

    /** Control: a method that is too large is found. */
    @Test
    void shouldNoticeALargeMethod()
    {
        assertFalse(larger(CodeSizeTest.class, LEAF, List.of("larger")).isEmpty());
        assertFalse(larger(engine("Hmap"), LEAF, List.of("hashGrow")).isEmpty());
        assertEquals(Map.of(), larger(CodeSizeTest.class, LEAF, List.of("tiny")));
        assertEquals(2, ClassFile.codeSizes(CodeSizeTest.class).get("tiny()I"), "iconst, ireturn: " + tiny());
    }

    private static int tiny()
    {
        return 1;
    }
}
