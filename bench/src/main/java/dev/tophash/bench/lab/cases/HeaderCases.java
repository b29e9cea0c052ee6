// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.Arrays;
import java.util.Map;

/**
 * Cases in which a count, a counter or the pointer to the spare buckets is wrong, and those that leak. Each is the case
 * of the same name of the oracle's Go program.
 */
final class HeaderCases
{
    private static final long[] FIVE = {5};
    private static final long[] THREE = {3};
    private static final long[] NONE = {};

    private HeaderCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        cases.put("count-too-high", HeaderCases::countHigh);
        cases.put("count-zero-buckets-kept", HeaderCases::countZero);
        cases.put("count-too-low", HeaderCases::countLow);
        cases.put("noverflow-kept", HeaderCases::noverflowKept);
        final String rewound = "nextOverflow-rewound-chains-kept/";
        cases.put(rewound + "self-loop-lookup", HeaderCases::selfLoop);
        cases.put(rewound + "self-loop-range", HeaderCases::selfLoop);
        cases.put(rewound + "shared-bucket", HeaderCases::sharedBucket);
        cases.put(rewound + "chain-cut", HeaderCases::chainCut);
        cases.put("leak/overflow-list", HeaderCases::leak);
        cases.put("leak/spare-buckets", HeaderCases::spareLeak);
        cases.put("reference/real-clear", HeaderCases::reference);
    }

    private static void countHigh(final Stage stage)
    {
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
            stage.act("zero-main", x, FIVE, keys, x::zeroMain);
            stage.say("zeroed, count kept: " + x.hdr());
            for (int round = 1; round <= 4; round++)
            {
                final long[] fresh = LabKeys.seq(round * 1000L, round * 1000L + 40);
                stage.act("round-" + round, x, NONE, fresh, () -> Arrays.stream(fresh).forEach((key) -> x.put(key, 1)));
                final int entries = x.ranged().entries();
                stage.say("round " + round + ", 40 keys inserted: " + x.hdr() + "; real entries " + entries);
                x.zeroMain();
            }
        }
    }

    private static void countZero(final Stage stage)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            stage.act("count-zero", x, FIVE, keys, () -> x.walk().setCount(0));
            stage.say(x.report("count = 0, buckets kept", keys));
            stage.act("real-clear", x, FIVE, keys, x.walk()::clear);
            stage.say(x.report("after a real clear (does nothing: count is 0)", keys));
            stage.act("one-insert", x, FIVE, keys, () -> x.put(999_999, 1));
            stage.say(x.report("after inserting one key", keys));
            stage.act("one-delete", x, FIVE, keys, () ->
            {
                for (int i = 0; i < keys.length && x.walk().len() != 0; i++)
                {
                    x.delete(keys[i]);
                }
            });
            stage.say("after one effective delete: " + x.hdr() + " hash0 reseeded: " + x.reseeded());
            stage.act("second-insert", x, FIVE, keys, () -> x.put(999_998, 1));
            stage.say(x.report("after inserting another key with the new seed", keys));
        }
    }

    private static void countLow(final Stage stage)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            stage.act("count-three", x, FIVE, keys, () -> x.walk().setCount(3));
            stage.act("three-deletes", x, FIVE, keys, () ->
            {
                for (int i = 0; i < 3; i++)
                {
                    x.delete(keys[i]);
                }
            });
            stage.say("count 3 instead of 330, three deletes: " + x.hdr() + ", hash0 reseeded: " + x.reseeded());
            x.delete(keys[5]);
            stage.say("a fourth delete is ignored: " + x.hdr());
            stage.act("one-insert", x, FIVE, keys, () -> x.put(999_999, 1));
            stage.say(x.report("after one insert", keys));
        }
    }

    private static void noverflowKept(final Stage stage)
    {
        final LabMap.Setup setup = stage.setup();
        long[] keys = {};
        for (int bucket = 0; bucket < 6; bucket++)
        {
            final int count = 16 + (bucket < 5 ? 1 : 0);
            keys = LabKeys.join(keys, LabKeys.colliding(setup, KeyForm.INT64, 0, 4, bucket, count));
        }
        try (LabMap x = LabMap.make(setup, KeyForm.INT64, 100, 0, keys))
        {
            stage.say("filled: " + x.hdr());
            stage.act("zero-main-noverflow-kept", x, THREE, keys, () ->
            {
                x.walk().setNoverflow(16);
                x.zeroMain();
                x.walk().setCount(0);
            });
            stage.say("zeroed, count = 0, noverflow kept at 16: " + x.hdr());
            final long array = x.walk().buckets();
            stage.act("one-insert", x, THREE, keys, () -> x.put(1, 1));
            stage.say("one insert: " + x.hdr() + "; new bucket array: " + (x.walk().buckets() != array) +
                " (a same-size growth for one entry)");
        }
    }

    // -------------------------------------------------------------------------------------------- the spare pointer

    private static void rewind(final LabMap x)
    {
        x.threeStep();
        x.zeroSpareTophash();
        x.setCounts(0, 0);
        x.setNextOverflow(x.bucket(16));
    }

    private static void selfLoop(final Stage stage)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 40);
        final long[] seventeen = Arrays.copyOf(keys, 17);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, Arrays.copyOf(keys, 12)))
        {
            stage.say("before: " + x.hdr() + " " + x.chain(3));
            stage.act("rewind", x, THREE, seventeen, () -> rewind(x));
            stage.say("tophash/keys/elems of all buckets cleared, overflow words kept, nextOverflow rewound: " +
                x.hdr() + " " + x.chain(3));
            stage.act("sixteen", x, THREE, seventeen, () -> x.put(Arrays.copyOf(keys, 16)));
            stage.say("16 keys: " + x.hdr() + " " + x.chain(3));
            final long[] absent = LabKeys.join(seventeen, new long[]{keys[30]});
            stage.act("seventeenth", x, THREE, absent, () -> x.put(keys[16], 1));
            stage.say("17th key: " + x.hdr() + " " + x.chain(3));
            stage.say("present keys found: " + x.found(seventeen) + " of 17");
        }
    }

    private static void sharedBucket(final Stage stage)
    {
        final long[] a = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 40);
        final long[] b = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 9, 40);
        final long[] twelve = Arrays.copyOf(a, 12);
        final long[] nine = Arrays.copyOf(b, 9);
        final long[] both = {3, 9};
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, twelve))
        {
            stage.share(x.bucket(16), DanglingCases.holder(x, "three", 3), DanglingCases.holder(x, "nine", 9));
            stage.actor("reset");
            stage.act("rewind", x, both, LabKeys.join(twelve, nine), () -> rewind(x));
            stage.actor("three");
            stage.act("first-owner", x, both, LabKeys.join(twelve, nine), () -> x.put(twelve));
            stage.actor("nine");
            stage.act("second-owner", x, both, LabKeys.join(twelve, nine), () -> x.put(nine));
            stage.say("two buckets share an overflow bucket: " + x.chain(3) + " " + x.chain(9));
            final LabMap.Ranged ranged = x.ranged();
            stage.say(x.hdr() + "; inserted 21; found " + x.found(twelve) + " + " + x.found(nine) +
                "; range yields " + ranged.entries() + " entries, " + ranged.distinct() + " distinct");
            stage.actor("three");
            stage.act("one-more-three", x, both, LabKeys.join(twelve, nine), () -> x.put(a[20], 1));
            stage.actor("nine");
            stage.act("one-more-nine", x, both, LabKeys.join(twelve, nine), () -> x.put(b[20], 1));
            final LabMap.Ranged more = x.ranged();
            stage.say("one more each: " + x.hdr() + "; range yields " + more.entries() + ", " + more.distinct() +
                " distinct");
            stage.actor("three");
            stage.act("first-owner-deletes", x, both, LabKeys.join(twelve, nine), () ->
                Arrays.stream(twelve).forEach(x::delete));
        }
    }

    private static void chainCut(final Stage stage)
    {
        final long[] a = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 40);
        final long[] asked = Arrays.copyOf(a, 25);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, Arrays.copyOf(a, 20)))
        {
            stage.say("before: " + x.hdr() + " " + x.chain(3));
            stage.act("rewind", x, THREE, asked, () -> rewind(x));
            stage.act("twenty-four", x, THREE, asked, () -> x.put(Arrays.copyOf(a, 24)));
            stage.say("24 keys again: " + x.hdr() + " " + x.chain(3) + " found " + x.found(Arrays.copyOf(a, 24)));
            stage.act("twenty-fifth", x, THREE, asked, () -> x.put(a[24], 1));
            final LabMap.Ranged ranged = x.ranged();
            stage.say("25th key: " + x.hdr() + " " + x.chain(3) + "; found " + x.found(asked) +
                " of 25; range yields " + ranged.entries() + ", " + ranged.distinct() + " distinct");
        }
    }

    // -------------------------------------------------------------------------------------------- leaks

    private static void leak(final Stage stage)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 90);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 6 << 20))
        {
            stage.act("thousand-rounds", x, NONE, NONE, () ->
            {
                for (int round = 0; round <= 1000; round++)
                {
                    x.put(keys);
                    if (round % 250 == 0 || round == 1)
                    {
                        stage.say("round " + round + ": " + x.hdr());
                    }
                    x.zeroMain();
                    x.setCounts(0, 0);
                }
            });
            stage.act("real-clear", x, NONE, NONE, () ->
            {
                x.walk().clear();
                x.put(1, 1);
                x.walk().clear();
            });
            stage.say("after a real clear: " + x.hdr());
        }
    }

    private static void spareLeak(final Stage stage)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 6, 3, 30);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 400, 0))
        {
            stage.say("fresh: " + x.hdr() + " spare buckets: " + (x.total() - 64));
            for (int round = 1; round <= 3; round++)
            {
                stage.act("fill-" + round, x, THREE, keys, () -> x.put(keys));
                stage.say("round " + round + ": " + x.hdr() + " " + x.chain(3));
                stage.act("zero-main-counts", x, THREE, keys, () ->
                {
                    x.zeroMain();
                    x.setCounts(0, 0);
                });
            }
        }
    }

    private static void reference(final Stage stage)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            stage.act("real-clear", x, FIVE, keys, () ->
            {
                x.walk().clear();
                x.walk().setHash0(stage.setup().seed());
            });
            stage.say(x.report("after clear", keys));
            stage.act("refill", x, FIVE, keys, () -> x.put(keys));
            stage.say(x.report("refilled", keys));
            stage.say("chain of bucket 5: " + x.chain(5));
        }
    }
}
