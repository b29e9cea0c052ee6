// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The other ways to get an empty map, and two beliefs about them.
 */
final class OtherCases
{
    private static final long[] THREE = {3};
    private static final long[] NONE = {};
    private static final int MANY = 100_000;

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
        cases.put("ways/struct-keys", OtherCases::structKeys);
    }

    private static void literalAndMake(final Stage stage)
    {
        for (final long hint : new long[]{-1, 0, 8, 9, 100})
        {
            try (LabMap x = LabMap.make(stage.setup(), KeyForm.STRING, hint, 0))
            {
                stage.say((hint < 0 ? "literal" : "make(map, " + hint + ")") + ": " + x.hdr() + ", buckets " +
                    (0 == x.walk().buckets() ? "nil" : "of " + x.total() * x.form().type().bucketSize() + " bytes"));
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
            bucket.slots().forEach((slot) -> text.append(String.format("%02x", slot.tophash())));
            text.append(' ');
        });
        return text + "chain " + ChainView.of(x.image().view(), 3).buckets().size() + ", noverflow " +
            x.walk().noverflow();
    }

    private static void deleteLoop(final Stage stage)
    {
        final long[] keys = LabMap.colliding(stage.setup(), KeyForm.INT64, 0, 4, 3, 60);
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, keys))
        {
            stage.say("full: " + tops(x));
            stage.act("delete-third-bucket", x, THREE, keys, () -> delete(x, keys, 16, 24));
            stage.say("third bucket deleted: " + tops(x));
            stage.act("delete-last-bucket", x, THREE, keys, () -> delete(x, keys, 56, 60));
            stage.say("last bucket deleted: " + tops(x));
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
        final long[] keys = LabMap.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap x = ZeroingCases.filled(stage, KeyForm.INT64))
        {
            stage.say("filled: noverflow " + x.walk().noverflow());
            for (int round = 1; round <= 3; round++)
            {
                stage.act("delete-all", x, NONE, keys, () -> delete(x, keys, 0, keys.length));
                stage.act("refill", x, NONE, keys, () -> x.put(keys));
                stage.say("round " + round + ", all deleted one by one and refilled: noverflow " +
                    x.walk().noverflow());
            }
            stage.act("real-clear", x, NONE, keys, x.walk()::clear);
            stage.say("a real clear: noverflow " + x.walk().noverflow());
        }
    }

    private static void newMap(final Stage stage)
    {
        final long[] keys = LabMap.filledKeys(stage.setup(), KeyForm.INT64);
        try (LabMap old = ZeroingCases.filled(stage, KeyForm.INT64);
            LabMap fresh = LabMap.make(stage.setup(), KeyForm.INT64, -1, 0))
        {
            stage.act("new-map", fresh, NONE, keys, () -> fresh.put(1, 1));
            stage.say("who made the new map sees len " + fresh.walk().len());
            stage.say("who still holds the old one sees len " + old.walk().len() + ", lookup finds " +
                old.found(keys) + " of " + keys.length);
            stage.say("the old memory comes back when the last holder lets go: in Go the collector, here close()");
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
                final long[] chain = LabMap.colliding(setup, KeyForm.INT64, 0, 4, bucket, 17);
                x.put(chain);
                delete(x, chain, 0, 16);
            }
            final long[] keys = LabMap.colliding(setup, KeyForm.INT64, 0, 4, 3, 17);
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

    // -------------------------------------------------------------------------------------------- struct or int64

    private static void structKeys(final Stage stage)
    {
        for (final KeyForm form : new KeyForm[]{KeyForm.INT64, KeyForm.STRUCT})
        {
            final Random random = new Random(stage.setup().seed());
            try (OffHeapTypedMap map = OffHeapTypedMap.create(form.type(), MANY,
                LabMap.config(stage.setup().version()).withReservation(64 << 20)))
            {
                map.unsafePinHash0(stage.setup().seed());
                for (int i = 0; i < MANY; i++)
                {
                    form.stage(map.key(), random.nextLong());
                    map.assign();
                }
                stage.say(form.word() + ": " + chains(map.image()));
            }
        }
    }

    /** Buckets visited for each hit, and share of main buckets with overflow. */
    private static String chains(final MapImage image)
    {
        long visited = 0;
        long overflowing = 0;
        final long mainCount = 1L << image.b();
        for (long i = 0; i < mainCount; i++)
        {
            int depth = 0;
            for (long b = image.bucketOffset(image.bucketsAddress(), i); MapImage.NIL != b; b = image.nextInChain(b))
            {
                depth++;
                for (int slot = 0; slot < 8; slot++)
                {
                    visited += image.tophash(b, slot) > 4 ? depth : 0;
                }
            }
            overflowing += depth > 1 ? 1 : 0;
        }
        return String.format(Locale.ROOT,
            "%d keys, B %d, load %.2f: buckets visited per hit %.3f, buckets with overflow %.1f %%",
            image.count(), image.b(), image.count() / (double)mainCount, visited / (double)image.count(),
            100.0 * overflowing / mainCount);
    }
}
