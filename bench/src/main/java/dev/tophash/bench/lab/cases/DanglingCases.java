// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.conform.ScriptedSeeds;
import dev.tophash.bench.lab.go.BucketNames;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The headline: one overflow bucket with two owners. Go's collector makes the first case impossible there (a bucket
 * that an iterator can reach is never handed out again); memory that is recycled by hand makes it real.
 */
final class DanglingCases
{
    private static final long[] BOTH = {3, 9, 16};
    /** What the product may hand out in one step; in the copy from before it is zero. */
    private static final long GROWTH_ROOM = 16 << 10;
    private static final String CURSOR = "cursor";
    private static final String NINE = "nine";
    private static final String RESET = "reset";

    private DanglingCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        cases.put("dangling/recycled-under-a-cursor", DanglingCases::recycled);
        cases.put("dangling/three-steps-one-by-one", DanglingCases::oneByOne);
        cases.put("seed/kept-after-reset", DanglingCases::seedKept);
    }

    private static void recycled(final Stage stage)
    {
        final long[] a = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 12);
        final long[] b = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 9, 10);
        final long[] asked = LabKeys.join(a, Arrays.copyOf(b, 9));
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, a))
        {
            final AtomicReference<GoIterator> opened = new AtomicReference<>();
            stage.share(x.bucket(16), new Ledger.Owner(CURSOR, () -> x.bucket(16) == opened.get().bptr(), 15, 3),
                holder(x, NINE, 9));
            stage.actor(CURSOR);
            stage.act("cursor-in-overflow", x, BOTH, a, () ->
            {
                opened.set(new GoIterator(x.walk(), 3, 0));
                stage.watch(opened.get());
                for (int i = 0; i < 9; i++)
                {
                    opened.get().next();
                }
            });
            final GoIterator cursor = opened.get();
            stage.say("cursor stands in " + x.where(cursor.bptr()) + " of " + x.chain(3));
            stage.actor(RESET);
            stage.act("zero-in-place", x, BOTH, a, () ->
            {
                x.zeroMain();
                x.setCounts(0, 0);
                x.setNextOverflow(x.bucket(16));
            });
            stage.say("array zeroed in place, counts 0, spare buckets free again: " + x.hdr());
            stage.say("the cursor still delivers key " + deliver(x, cursor) + ": its bucket is on nobody's chain");
            stage.actor(NINE);
            stage.act("handed-out-again", x, BOTH, asked, () -> x.put(Arrays.copyOf(b, 9)));
            stage.say("9 keys into bucket 9: " + x.chain(9) + ": " + x.where(cursor.bptr()) +
                " has two owners, the cursor and bucket 9");
            final LabMap.Ranged ranged = x.ranged();
            stage.say("inserted 9, len " + x.walk().len() + ", range yields " + ranged.entries() +
                ": the stale entries came along");
            stage.actor(CURSOR);
            final StringBuilder read = new StringBuilder();
            stage.act("cursor-reads", x, BOTH, asked, () -> read.append(rest(x, cursor)));
            stage.say("the cursor, in the chain of bucket 3, now delivers " + read);
            stage.actor(NINE);
            stage.act("owner-deletes", x, BOTH, asked, () -> Arrays.stream(b).limit(9).forEach(x::delete));
            stage.say("bucket 9 deletes its 9 keys: len " + x.walk().len() + ", range yields " +
                x.ranged().entries());
        }
    }

    /** Whoever starts at a main bucket and comes to the shared one. */
    static Ledger.Owner holder(final LabMap x, final String name, final long main)
    {
        return new Ledger.Owner(name, () -> ChainView.of(x.image().view(), main).buckets().stream()
            .anyMatch((bucket) -> x.image().view().addressOf(bucket.offset()) == x.bucket(16)), 15, main);
    }

    /** The product's own three steps, with the cursor in an overflow bucket that step 2 does not reach. */
    private static void oneByOne(final Stage stage)
    {
        stage.plain();
        final LabMap.Setup setup = stage.setup();
        final long[] keys = LabKeys.colliding(setup, KeyForm.INT64, 0, 4, 3, 30);
        try (OffHeapTypedMap map = OffHeapTypedMap.create(KeyForm.INT64.type(), 100,
            LabMap.config(setup, new ScriptedSeeds(null).keep(setup.seed()))))
        {
            put(map, keys);
            try (TypedCursor cursor = map.cursor(3, 0))
            {
                for (int i = 0; i < 25; i++)
                {
                    cursor.next();
                }
                final long bucket = cursor.bucketOffset();
                stage.watch(bucket);
                stage.tell("a cursor stands in the last of {}", ChainView.of(map.image(), 3).arrows());
                final ClearSteps steps = new ClearSteps(map);
                final String name = new BucketNames(map.image()).of(map.image().addressOf(bucket));
                shown(stage, "size-check", map, bucket, name, keys, () ->
                    stage.tell("step 1, size check: empty {}, so go on; not a byte changes", steps.isEmpty()));
                shown(stage, "clear-buckets", map, bucket, name, keys, steps::clearBuckets);
                stage.tell("step 2, clear buckets: the array and its spare buckets are zero, and the spare pointer " +
                    "is back; the bucket of the cursor is on no chain any more, and still full");
                shown(stage, "reset-tophash", map, bucket, name, keys, steps::resetTophash);
                stage.tell("step 3, reset tophash: every other bucket that was ever handed out is emptied, then the " +
                    "header says so");
                int stale = 0;
                while (cursor.next())
                {
                    stale++;
                }
                stage.tell("the cursor delivers after that: {}", stale);
                stage.figure("stale", stale);
                // Under a new seed the keys would go elsewhere; the lab keeps the seed, so that they overflow again.
                shown(stage, "fill-after-clear", map, bucket, name, keys, () -> put(map, keys));
                stage.tell("the same keys again, under the same seed, while the cursor is still open: {}; its bucket " +
                    "was not handed out: {}", ChainView.of(map.image(), 3).arrows(), !chained(map, bucket));
            }
        }
    }

    private static boolean chained(final OffHeapTypedMap map, final long bucket)
    {
        for (long i = 0; i < 1L << map.image().b(); i++)
        {
            if (ChainView.of(map.image(), i).buckets().stream().anyMatch((one) -> one.offset() == bucket))
            {
                return true;
            }
        }
        return false;
    }

    private static void put(final OffHeapTypedMap map, final long... keys)
    {
        for (int i = 0; i < keys.length; i++)
        {
            KeyForm.INT64.stage(map.key(), keys[i]);
            map.elem().setLong(0, i + 1L);
            map.assign();
        }
    }

    /** A step of the product, and the words of the bucket that the cursor holds. */
    private static void shown(
        final Stage stage, final String key, final OffHeapTypedMap map, final long bucket, final String name,
        final long[] keys, final Runnable action)
    {
        try (LabImage before = LabImage.copyOf(map.image(), GROWTH_ROOM))
        {
            action.run();
            try (LabImage after = LabImage.copyOf(map.image(), 0))
            {
                final Ledger ledger = Ledger.ofProduct(before, after, bucket, name, CURSOR);
                stage.product(key, before.view(), after.view(), new long[]{3},
                    OpenedProduct.ask(map, KeyForm.INT64, keys), List.of(ledger));
            }
        }
    }

    private static String deliver(final LabMap x, final GoIterator cursor)
    {
        return cursor.next() ? x.form().read(x.image(), cursor.key()) : "nothing";
    }

    private static String rest(final LabMap x, final GoIterator cursor)
    {
        final StringBuilder text = new StringBuilder();
        while (cursor.next())
        {
            text.append(text.isEmpty() ? "" : ", ").append(x.form().read(x.image(), cursor.key()));
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }

    /** Whoever knows the seed can build keys that all fall into one bucket; a reset that keeps it helps him. */
    private static void seedKept(final Stage stage)
    {
        final long[] attack = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 40);
        final long[] three = {3};
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, attack))
        {
            stage.say("40 chosen keys: " + x.chain(3));
            stage.act("clear-keep-seed", x, three, attack, () ->
            {
                x.walk().clear();
                x.walk().setHash0(stage.setup().seed());
            });
            stage.act("attack-again", x, three, attack, () -> x.put(attack));
            stage.say("the same keys after a reset that keeps the seed: " + x.chain(3));
            stage.act("real-clear", x, three, attack, x.walk()::clear);
            stage.act("attack-again", x, three, attack, () -> x.put(attack));
            stage.say("the same keys after a clear with a new seed: " + x.chain(3) + ", noverflow " +
                x.walk().noverflow());
        }
    }
}
