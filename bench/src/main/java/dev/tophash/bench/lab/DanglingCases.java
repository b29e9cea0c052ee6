// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.util.Arrays;
import java.util.Map;

/**
 * The headline: one overflow bucket with two owners. Go's collector makes the first case impossible there (a bucket
 * that an iterator can reach is never handed out again); memory that is recycled by hand makes it real.
 */
final class DanglingCases
{
    private static final long[] BOTH = {3, 9, 16};

    private DanglingCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        cases.put("dangling/recycled-under-a-cursor", DanglingCases::recycled);
        cases.put("seed/kept-after-reset", DanglingCases::seedKept);
    }

    private static void recycled(final Stage stage)
    {
        final long[] a = LabMap.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 12);
        final long[] b = LabMap.colliding(stage.setup(), KeyForm.INT64, 0, 4, 9, 10);
        final long[] asked = LabMap.join(a, Arrays.copyOf(b, 9));
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, a))
        {
            final GoIterator cursor = new GoIterator(x.walk(), 3, 0);
            stage.act("cursor-in-overflow", x, BOTH, a, () ->
            {
                for (int i = 0; i < 9; i++)
                {
                    cursor.next();
                }
            });
            stage.say("cursor stands in " + x.where(cursor.bptr()) + " of " + x.chain(3));
            stage.act("zero-in-place", x, BOTH, a, () ->
            {
                x.zeroMain();
                x.setCounts(0, 0);
                x.setNextOverflow(x.bucket(16));
            });
            stage.say("array zeroed in place, counts 0, spare buckets free again: " + x.hdr());
            stage.say("the cursor still delivers key " + deliver(x, cursor) + ": its bucket is on nobody's chain");
            stage.act("handed-out-again", x, BOTH, asked, () -> x.put(Arrays.copyOf(b, 9)));
            stage.say("9 keys into bucket 9: " + x.chain(9) + ": " + x.where(cursor.bptr()) +
                " has two owners, the cursor and bucket 9");
            final LabMap.Ranged ranged = x.ranged();
            stage.say("inserted 9, len " + x.walk().len() + ", range yields " + ranged.entries() +
                ": the stale entries came along");
            stage.say("the cursor, in the chain of bucket 3, now delivers " + rest(x, cursor));
            stage.act("owner-deletes", x, BOTH, asked, () -> Arrays.stream(b).limit(9).forEach(x::delete));
            stage.say("bucket 9 deletes its 9 keys: len " + x.walk().len() + ", range yields " +
                x.ranged().entries());
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
        final long[] attack = LabMap.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 40);
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
