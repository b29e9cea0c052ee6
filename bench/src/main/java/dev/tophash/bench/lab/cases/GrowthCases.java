// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import java.util.Arrays;
import java.util.Map;

/**
 * Cases in which a map is reset while it grows, or while an iterator is under way. Each is the case of the same name of
 * the oracle's Go program.
 */
final class GrowthCases
{
    private static final long[] FIVE = {5};
    private static final long[] FIRST = {0};
    private static final long[] NONE = {};

    private GrowthCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        cases.put("growing/zero-new-array", (stage) -> growing(stage, "grow-new"));
        cases.put("growing/zero-old-array", (stage) -> growing(stage, "grow-old"));
        cases.put("growing/zero-both-arrays", (stage) -> growing(stage, "grow-both"));
        cases.put("growing/three-step-count-0", (stage) -> growing(stage, "grow-three"));
        cases.put("growing/oldbuckets-nil-only", (stage) -> growing(stage, "grow-drop"));
        cases.put("growing/first-tophash-byte-only", GrowthCases::badState);
        cases.put("growing/oldbuckets-nil-oldoverflow-kept", GrowthCases::oldoverflow);
        cases.put("iterator/zero-main-while-in-overflow-bucket", GrowthCases::iteratorInOverflow);
        cases.put("iterator/clear-in-the-middle-of-growth", GrowthCases::iteratorClear);
        cases.put("iterator/clear-after-growth-finished-NaN", (stage) -> iteratorNan(stage, true));
        cases.put("iterator/clear-during-growth-NaN", (stage) -> iteratorNan(stage, false));
    }

    private static void growing(final Stage stage, final String what)
    {
        final long[] keys = LabKeys.seq(0, 210);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 0, 0, keys))
        {
            final long old = x.walk().oldbuckets();
            final int oldB = x.walk().b() - 1;
            stage.say("before: " + x.hdr() + ", nevacuate " + x.walk().nevacuate() + ", " + evacuated(x) + " of " +
                (1 << oldB) + " old buckets evacuated");
            stage.act(what, x, FIRST, keys, () ->
            {
                switch (what)
                {
                    case "grow-new" -> x.zeroMain();
                    case "grow-old" ->
                        x.image().zero(old, (long)BmapDescriptor.bucketSize(KeyForm.INT64.type()) << oldB);
                    case "grow-both" ->
                    {
                        x.zeroMain();
                        x.image().zero(old, (long)BmapDescriptor.bucketSize(KeyForm.INT64.type()) << oldB);
                    }
                    case "grow-three" ->
                    {
                        x.threeStep();
                        x.walk().setCount(0);
                    }
                    default -> x.walk().setOldbuckets(0);
                }
            });
            stage.say(x.report("after", keys));
            stage.act("one-insert", x, FIRST, keys, () -> x.put(1_000_000, 1));
            stage.say(x.report("one insert", keys));
            stage.act("sixty-inserts", x, FIRST, keys, () ->
                Arrays.stream(LabKeys.seq(2_000_000, 2_000_060)).forEach((key) -> x.put(key, 1)));
            stage.say(x.report("61 inserts", keys));
        }
    }

    private static int evacuated(final LabMap x)
    {
        int count = 0;
        for (long i = 0; i < x.walk().noldbuckets(); i++)
        {
            count += x.walk().evacuated(x.walk().oldbuckets() + i * x.walk().bucketSize) ? 1 : 0;
        }
        return count;
    }

    private static void badState(final Stage stage)
    {
        final long[] keys = LabKeys.seq(0, 210);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 0, 0, keys))
        {
            final int moved = evacuated(x);
            stage.act("first-tophash-byte", x, FIRST, keys, () ->
            {
                for (long i = 0; i < x.walk().noldbuckets(); i++)
                {
                    final long bucket = x.walk().oldbuckets() + i * x.walk().bucketSize;
                    if (x.walk().evacuated(bucket))
                    {
                        x.image().putByte(bucket, 0);
                    }
                }
            });
            stage.say(x.hdr() + "; tophash[0] = 0 in " + moved + " evacuated old buckets");
            stage.act("hundred-inserts", x, FIRST, keys, () ->
                Arrays.stream(LabKeys.seq(5000, 5100)).forEach((key) -> x.put(key, 1)));
            stage.say("survived " + x.hdr());
        }
    }

    private static void oldoverflow(final Stage stage)
    {
        final long[] twenty = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 20);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, twenty))
        {
            for (long i = 1_000_000; x.walk().oldbuckets() == 0; i++)
            {
                x.put(i, 1);
            }
            stage.say("growing: " + x.hdr());
            stage.act("oldoverflow-kept", x, FIRST, twenty, () ->
            {
                x.zeroMain();
                x.setCounts(0, 0);
                x.walk().setOldbuckets(0);
                x.setHeaderWord(HmapDescriptor.NEVACUATE_OFFSET, 0);
            });
            stage.say("main array zeroed, count, noverflow, oldbuckets, nevacuate reset; extra not: " + x.hdr());
            final long[] again = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 5, 3, 20);
            stage.act("twenty-again", x, new long[]{3}, again, () -> x.put(again));
            stage.say("20 keys in one bucket: " + x.hdr());
            stage.act("four-hundred", x, new long[]{3}, again, () ->
                Arrays.stream(LabKeys.seq(3_000_000, 3_000_400)).forEach((key) -> x.put(key, 1)));
            stage.say("survived " + x.hdr());
        }
    }

    // -------------------------------------------------------------------------------------------- iterators

    private static void iteratorInOverflow(final Stage stage)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            final GoIterator iterator = new GoIterator(x.walk(), 5, 0);
            stage.watch(iterator);
            for (int i = 0; i < 10; i++)
            {
                iterator.next();
            }
            stage.say("iterator stands in " + x.where(iterator.bptr()) + " of " + x.chain(5));
            stage.act("zero-main-count", x, FIVE, keys, () ->
            {
                x.zeroMain();
                x.walk().setCount(0);
            });
            final int delivered = rest(iterator);
            stage.say("main buckets zeroed, count = 0: " + x.hdr() + "; the iterator still delivers " + delivered +
                " entries, of which lookup finds 0 (" + x.found(keys) + ")");
        }
    }

    private static int rest(final GoIterator iterator)
    {
        int count = 0;
        while (iterator.next())
        {
            count++;
        }
        return count;
    }

    private static void iteratorClear(final Stage stage)
    {
        final long[] keys = LabKeys.seq(0, 208);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 0, 0, keys))
        {
            while (x.walk().growing())
            {
                x.put(0, 1);
            }
            final GoIterator iterator = new GoIterator(x.walk(), 0, 0);
            stage.watch(iterator);
            // Go's program starts the iterator, then sets it back to bucket 0 and takes the first entry.
            iterator.next();
            x.put(1000, 1);
            stage.say("iterator opened, then growth started: " + x.hdr() + " nevacuate " + x.walk().nevacuate());
            stage.act("real-clear", x, FIRST, keys, x.walk()::clear);
            stage.say("clear: " + x.hdr());
            stage.say("entries the iterator delivers after the clear: " + rest(iterator));
            stage.quote("delivers", stage.lines().getLast());
        }
    }

    private static void iteratorNan(final Stage stage, final boolean finish)
    {
        final long[] keys = new long[104];
        Arrays.fill(keys, -1);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.FLOAT64, 0, 0))
        {
            x.put(keys);
            settle(x);
            final GoIterator iterator = new GoIterator(x.walk(), 0, 0);
            stage.watch(iterator);
            iterator.next();
            x.put(-1, 104);
            if (finish)
            {
                settle(x);
            }
            stage.say("105 NaN entries, iterator opened before the growth, growing " + x.walk().growing());
            stage.act("real-clear", x, NONE, NONE, x.walk()::clear);
            final int delivered = rest(iterator);
            stage.say("len after clear " + x.walk().len() + "; entries the iterator delivers after the clear: " +
                delivered);
        }
    }

    private static void settle(final LabMap x)
    {
        while (x.walk().growing())
        {
            x.put(1, 1);
            x.delete(1);
        }
    }
}
