// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.MapClosedException;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.memory.LeakDetector;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The other ways to get an empty map, and two beliefs about them.
 */
final class OtherCases
{
    private static final long[] THREE = {3};
    private static final long[] NONE = {};

    private OtherCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        cases.put("ways/literal-and-make", OtherCases::literalAndMake);
        cases.put("ways/delete-loop", OtherCases::deleteLoop);
        cases.put("ways/delete-all-refill", OtherCases::deleteRefill);
        cases.put("ways/new-map-others-hold-old", OtherCases::newMap);
        cases.put("ways/same-size-growth", OtherCases::sameSize);
        cases.put("ways/nil-map", OtherCases::nilMap);
        cases.put("ways/sync-map-clear", OtherCases::syncMap);
        cases.put("leak/tasks", TaskLeak::run);
        cases.put("ways/struct-keys", OtherCases::structKeys);
    }

    private static void literalAndMake(final Stage stage)
    {
        for (final long hint : new long[]{-1, 0, 8, 9, 100})
        {
            try (LabMap x = LabMap.make(stage.setup(), KeyForm.STRING, hint, 0))
            {
                stage.say((hint < 0 ? "literal" : "make(map, " + hint + ")") + ": " + x.hdr() + ", buckets " +
                    (x.walk().buckets() == 0 ? "nil" :
                        "of " + x.total() * BmapDescriptor.bucketSize(x.form().type()) + " bytes"));
                stage.quote("hint " + hint, stage.lines().getLast());
                stage.act("first-write", x, NONE, new long[]{1}, () -> x.put(1, 1));
                stage.say("  after one assignment: " + x.hdr());
            }
        }
    }

    private static String tops(final LabMap x)
    {
        final StringBuilder text = new StringBuilder();
        ChainView.of(x.image().view(), 3).buckets().forEach((bucket) ->
        {
            bucket.slots().forEach((slot) -> text.append(String.format(Locale.ROOT, "%02x", slot.tophash())));
            text.append(' ');
        });
        return text + length(x);
    }

    private static String length(final LabMap x)
    {
        return "chain " + ChainView.of(x.image().view(), 3).buckets().size() + ", noverflow " + x.walk().noverflow();
    }

    private static void deleteLoop(final Stage stage)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 60);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, keys))
        {
            stage.say("full: " + tops(x));
            stage.act("delete-third-bucket", x, THREE, keys, () -> delete(x, keys, 16, 24));
            stage.say("third bucket deleted: " + tops(x));
            stage.act("delete-last-bucket", x, THREE, keys, () -> delete(x, keys, 56, 60));
            stage.say("last bucket deleted: " + tops(x));
            stage.quote("last", "last bucket deleted: " + length(x));
            stage.act("delete-behind", x, THREE, keys, () -> delete(x, keys, 24, 55));
            stage.say("all behind the third bucket deleted but one: " + tops(x));
            stage.act("delete-one-more", x, THREE, keys, () -> delete(x, keys, 55, 56));
            stage.say("that one too, so nothing follows: " + tops(x));
            stage.act("delete-rest", x, THREE, keys, () -> delete(x, keys, 0, 60));
            stage.say("all deleted: " + tops(x) + ", hash0 redrawn: " + x.reseeded());
        }
    }

    private static void delete(final LabMap x, final long[] keys, final int from, final int to)
    {
        Arrays.stream(keys, from, to).forEach(x::delete);
    }

    private static void deleteRefill(final Stage stage)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            stage.say("filled: noverflow " + x.walk().noverflow());
            stage.quote("filled", stage.lines().getLast());
            for (int round = 1; round <= 3; round++)
            {
                stage.act("delete-all", x, NONE, keys, () -> delete(x, keys, 0, keys.length));
                stage.act("refill", x, NONE, keys, () -> x.put(keys));
                stage.say("round " + round + ", all deleted one by one and refilled: noverflow " +
                    x.walk().noverflow());
                stage.quote("round " + round, stage.lines().getLast());
            }
            stage.act("real-clear", x, NONE, keys, x.walk()::clear);
            stage.say("a real clear: noverflow " + x.walk().noverflow());
            stage.quote("clear", stage.lines().getLast());
        }
    }

    private static void newMap(final Stage stage)
    {
        stage.plain();
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap old = ZeroingCases.filled(stage, KeyForm.INT64);
            LabMap fresh = LabMap.make(stage.setup(), KeyForm.INT64, -1, 0))
        {
            stage.act("new-map", fresh, NONE, keys, () -> fresh.put(1, 1));
            stage.tell("who made the new map sees len {}", fresh.walk().len());
            stage.tell("who still holds the old one sees len {}, lookup finds {} of {}", old.walk().len(),
                old.found(keys), keys.length);
            stage.quote("old", stage.lines().getLast());
        }
        stage.tell("in Go the old memory comes back when a collection finds no holder; in Tophash at close():");
        whenReturned(stage, keys);
    }

    private static void whenReturned(final Stage stage, final long... keys)
    {
        final MapConfig config = LabMap.config(stage.setup().version());
        final long open = LeakDetector.openRegions();
        try (OffHeapTypedMap fresh = OffHeapTypedMap.create(KeyForm.INT64.type(), 300, config))
        {
            final OffHeapTypedMap old = OffHeapTypedMap.create(KeyForm.INT64.type(), 300, config);
            for (final long key : keys)
            {
                KeyForm.INT64.stage(old.key(), key);
                old.assign();
            }
            stage.tell("  old map: {} entries, bytes in use {}; new map: bytes in use {}; regions open {}",
                old.sizeLong(), old.stats().usedBytes(), fresh.stats().usedBytes(),
                LeakDetector.openRegions() - open);
            final long used = old.stats().usedBytes();
            old.clear(ClearStrategy.REALLOCATE);
            stage.tell("  old.clear(REALLOCATE), a new table for everybody: bytes in use {} -> {}, of these waiting " +
                "to be cleaned {}", used, old.stats().usedBytes(), old.stats().pendingBytes());
            old.advance(Long.MAX_VALUE);
            stage.tell("  after its chores: bytes in use {}, waiting {}", old.stats().usedBytes(),
                old.stats().pendingBytes());
            old.close();
            stage.tell("  old.close(): regions open {}; whoever still holds the old map gets {}",
                LeakDetector.openRegions() - open, afterClose(old));
        }
        stage.tell("  the new one closed too: regions open {}", LeakDetector.openRegions() - open);
    }

    private static String afterClose(final OffHeapTypedMap map)
    {
        try
        {
            return Long.toString(map.sizeLong());
        }
        catch (final MapClosedException e)
        {
            return e.getClass().getSimpleName();
        }
    }

    private static void sameSize(final Stage stage)
    {
        final LabMap.Setup setup = stage.setup();
        try (LabMap x = LabMap.make(setup, KeyForm.INT64, 100, 0))
        {
            // One chain after the other is filled and emptied but for one key: few entries, many overflow buckets.
            for (int bucket = 0; x.walk().noverflow() < 16; bucket++)
            {
                final long[] chain = LabKeys.colliding(setup, KeyForm.INT64, 0, 4, bucket, 17);
                x.put(chain);
                delete(x, chain, 0, 16);
            }
            final long[] keys = LabKeys.colliding(setup, KeyForm.INT64, 0, 4, 3, 17);
            stage.say("few entries, many overflow buckets: " + x.hdr() + " " + x.chain(3));
            stage.act("one-insert", x, THREE, keys, () -> x.put(1_000_000, 1));
            stage.say("one more key: " + x.hdr());
            stage.act("finish-growth", x, THREE, keys, () ->
            {
                for (long key = 0; x.walk().growing(); key++)
                {
                    x.delete(-1 - key);
                }
            });
            stage.say("after the growth to the same size: " + x.hdr() + " " + x.chain(3));
        }
    }

    // -------------------------------------------------------------------------------------------- no bytes at all

    private static void nilMap(final Stage stage)
    {
        stage.say("var m map[string]int64: len " + NilMap.len() + ", lookup finds " + NilMap.find("a") +
            ", range yields " + NilMap.range());
        stage.quote("reads", stage.lines().getLast());
        NilMap.delete("a");
        stage.say("delete: len " + NilMap.len());
        stage.say("var x map[any]int64, a slice as key: lookup " + caught(() -> NilMap.find(new int[1])));
        stage.say("var x map[any]int64, a slice as key: delete " + caught(() -> NilMap.delete(new int[1])));
        stage.say("m[\"a\"] = 1, recovered: " + NilMap.assign().getMessage());
        stage.quote("writes", stage.lines().getLast());
        stage.say("and not recovered:");
        throw NilMap.assign();
    }

    private static String caught(final Runnable action)
    {
        try
        {
            action.run();
            return "does nothing";
        }
        catch (final GoFailure e)
        {
            return e.getMessage();
        }
    }

    /** Another type with a clear of its own; there is no counterpart here before there is a concurrent map. */
    private static void syncMap(final Stage stage)
    {
        stage.say(stage.setup().version().compareTo(GoVersion.GO_1_23) < 0 ?
            "sync.Map has no method Clear in this Go" :
            "sync.Map: 3 keys stored; after Clear range yields 0, load finds false");
    }

    // -------------------------------------------------------------------------------------------- struct or int64

    private static void counted(final Stage stage, final String name, final String head, final KeySpread spread)
    {
        stage.tell("{}{} keys, {} buckets, load {}; per hit: key comparisons {}, buckets visited {}, tophash bytes" +
            " {}; buckets with overflow {} %", head, spread.entries(), spread.mains(), digits(2, spread.load()),
            digits(3, spread.comparisons()), digits(3, spread.visited()), digits(2, spread.tophashes()),
            digits(1, spread.overflowing()));
        stage.quote(name, stage.lines().getLast());
    }

    private static String digits(final int count, final double value)
    {
        return String.format(Locale.ROOT, "%." + count + "f", value);
    }

    private static void structKeys(final Stage stage)
    {
        stage.plain();
        final KeySpread ints = KeySpread.of(KeyForm.INT64, stage.setup());
        final KeySpread structs = KeySpread.of(KeyForm.STRUCT, stage.setup());
        KeySpread.measureHash(stage.setup(), ints, structs);
        counted(stage, "int64", "int64:  ", ints);
        counted(stage, "struct", "struct: ", structs);
        stage.tell("hash of one key, best of 40 short loops on this machine now: int64 {} ns, struct {} ns (orders" +
            " of magnitude, not a benchmark)", digits(1, ints.nanos()), digits(1, structs.nanos()));
        final List<String> depths = List.of("1", "2", "3", "4+");
        stage.chart(new BarChart("chart.depth", "%", depths, List.of(ints.depths(), structs.depths())));
        stage.chart(new BarChart("chart.chains", "%", depths, List.of(ints.chains(), structs.chains())));
        stage.chart(new BarChart("chart.hash", "ns", List.of("hash"), List.of(
            new BarChart.Series(ints.name(), List.of(ints.nanos())),
            new BarChart.Series(structs.name(), List.of(structs.nanos())))));
    }
}
