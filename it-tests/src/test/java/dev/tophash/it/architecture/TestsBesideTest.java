// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every class of the engine has a test of its own name beside it, so that whoever edits the class knows what to run.
 * Some share a test, which is named here; some have nothing to test.
 */
class TestsBesideTest
{
    private static final String MAIN = "offheap/src/main/java/dev/tophash/offheap/";
    private static final String TEST = "offheap/src/test/java/dev/tophash/offheap/";

    /** Classes that one test shows together. */
    private static final Map<String, String> SHARED = Map.ofEntries(
        Map.entry("LongKey", "KeyKindTest"), Map.entry("IntKey", "KeyKindTest"), Map.entry("BytesKey", "KeyKindTest"),
        Map.entry("StringKey", "KeyKindTest"), Map.entry("TypedKey", "KeyKindTest"),
        Map.entry("StringDoubleKeyViews", "KeyViewTest"), Map.entry("StringSetKeyViews", "KeyViewTest"),
        Map.entry("StringStructKeyViews", "KeyViewTest"), Map.entry("StringDoubleKeyViewFunctions", "KeyViewTest"),
        Map.entry("StringKeyed", "KeyedTest"), Map.entry("BytesKeyed", "KeyedTest"),
        Map.entry("LongKeyHmapCursor", "KeyedTest"),
        Map.entry("StringKeyHmapCursor", "KeyedTest"), Map.entry("BytesKeyHmapCursor", "KeyedTest"),
        Map.entry("VarBytesKeyHmapCursor", "KeyedTest"), Map.entry("NumberValue", "LongDoubleUpdatesTest"),
        Map.entry("StraightLongDoubleUpdates", "LongDoubleUpdatesTest"),
        Map.entry("LongDoubleHmapCursor", "LongDoubleContentsTest"),
        Map.entry("LongSetHmapCursor", "LongSetContentsTest"),
        Map.entry("LongKeyedBatches", "LongSetBatchesTest"),
        Map.entry("LongSetSegments", "LongDoubleSegmentsTest"),
        Map.entry("StructWindow", "StructFlyweightTest"),
        Map.entry("LongStructSegments", "LongDoubleSegmentsTest"),
        Map.entry("StructField", "StructFlyweightTest"),
        Map.entry("WatchedLongDoubleMap", "WatchedMapsTest"),
        Map.entry("WatchedLongSet", "WatchedMapsTest"),
        Map.entry("WatchedLongStructMap", "WatchedMapsTest"),
        Map.entry("StringDoubleKeyViewReads", "SingleWriterViewTest"),
        Map.entry("StringSetKeyViewReads", "SingleWriterViewTest"),
        Map.entry("StringStructKeyViewReads", "SingleWriterViewTest"),
        Map.entry("LongDoubleSingleWriterView", "SingleWriterViewTest"),
        Map.entry("LongSetSingleWriterView", "SingleWriterViewTest"),
        Map.entry("LongStructSingleWriterView", "SingleWriterViewTest"),
        Map.entry("LongField", "StructFlyweightTest"),
        Map.entry("IntField", "StructFlyweightTest"),
        Map.entry("ShortField", "StructFlyweightTest"),
        Map.entry("ByteField", "StructFlyweightTest"),
        Map.entry("BooleanField", "StructFlyweightTest"),
        Map.entry("FloatField", "StructFlyweightTest"),
        Map.entry("DoubleField", "StructFlyweightTest"),
        Map.entry("ClearStrategy", "ClearingTest"), Map.entry("TypedTables", "ClearingTest"),
        Map.entry("memory/FileRange", "memory/ReservedRangeTest"),
        Map.entry("memory/NativeRange", "memory/ReservedRangeTest"), Map.entry("memory/Slabs", "memory/BoxHeapTest"),
        Map.entry("memory/PageRuns", "memory/AllocatorTest"), Map.entry("memory/PageTable", "memory/AllocatorTest"),
        Map.entry("memory/Blocks", "memory/AllocatorTest"), Map.entry("memory/AllocatorWalk", "memory/AllocatorTest"),
        Map.entry("memory/Grant", "memory/RegionTest"), Map.entry("MapEvents", "events/EventsTest"),
        Map.entry("events/FlightEvents", "events/EventsTest"));

    /** Declarations without a body. */
    private static final Set<String> NOTHING_TO_TEST =
        Set.of("LongStructConsumer", "MapRandom", "SaveProgress", "events/Span", "memory/RegionConfig");

    /** The public maps and sets and their contract: one set of tests in it-tests runs through all of them. */
    private static final String PUBLIC_MAPS = "OffHeap\\w*(Map|Set)";

    private static List<String> classes(final String root, final List<String> files)
    {
        return files.stream().filter(file -> file.matches(root + "((arrays|events|values|memory)/)?[A-Z]\\w+\\.java"))
            .map(file -> file.substring(root.length(), file.length() - ".java".length())).toList();
    }

    private static List<String> untested(final List<String> files)
    {
        final Set<String> tests = new TreeSet<>(classes(TEST, files));
        final List<String> complaints = new ArrayList<>();
        for (final String name : classes(MAIN, files))
        {
            final String test = SHARED.getOrDefault(name, name + "Test");
            if (!tests.contains(test) && !NOTHING_TO_TEST.contains(name) && !name.matches(PUBLIC_MAPS))
            {
                complaints.add("no test beside it: " + name);
            }
        }
        return complaints;
    }

    @Test
    void shouldHaveATestBesideEveryEngineClass()
    {
        assertEquals(List.of(), untested(Repository.files()));
    }

    @Test
    void shouldKeepItsListsShort()
    {
        final Set<String> names = Set.copyOf(classes(MAIN, Repository.files()));
        final Set<String> gone = new TreeSet<>(SHARED.keySet());
        gone.addAll(NOTHING_TO_TEST);
        gone.removeAll(names);
        assertEquals(Set.of(), gone, "listed and not there");
        final Set<String> own = SHARED.keySet().stream().map(name -> name + "Test")
            .filter(classes(TEST, Repository.files())::contains).collect(Collectors.toSet());
        assertEquals(Set.of(), own, "has a test of its own now");
    }

    @Test
    void shouldNoticeAClassWithoutATest()
    {
        final List<String> files = new ArrayList<>(Repository.files());
        files.add(MAIN + "arrays/Planted.java");
        assertEquals(List.of("no test beside it: arrays/Planted"), untested(files));
        files.add(TEST + "arrays/PlantedTest.java");
        assertEquals(List.of(), untested(files));
        assertTrue(files.remove(TEST + "HmapTest.java"));
        assertEquals(List.of("no test beside it: Hmap"), untested(files));
    }
}
