// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.List;
import java.util.Map;

/**
 * Cases in which somebody zeroes the bucket array, or some of it, or resets it "in three steps". Each is the case of
 * the same name of the oracle's Go program, in its order and with its texts.
 */
final class ZeroingCases
{
    private static final long[] FIVE = {5};
    private static final long[] NONE = {};
    /** What the product may hand out in one step; in the copy from before it is zero. */
    private static final long ROOM = 16 << 10;

    private ZeroingCases()
    {
    }

    static void register(final Map<String, LabCase> cases)
    {
        for (final KeyForm form : new KeyForm[]{KeyForm.INT64, KeyForm.STRUCT, KeyForm.STRING})
        {
            cases.put("zero-main-buckets/" + form.word(), (stage) -> zeroMain(stage, form));
        }
        cases.put("zero-main-count-reset/int64", (stage) -> zeroMainCount(stage, KeyForm.INT64));
        cases.put("article-4.2-memclr-sizeof-bmap/int64", (stage) -> sizeofBmap(stage, KeyForm.INT64));
        cases.put("article-4.2-memclr-sizeof-bmap/string", (stage) -> sizeofBmap(stage, KeyForm.STRING));
        for (final KeyForm form : new KeyForm[]{KeyForm.INT64, KeyForm.STRUCT, KeyForm.STRING})
        {
            final String word = form.word();
            cases.put("zero-all-spare-too/" + word, (stage) -> zeroAll(stage, form));
            cases.put("article-4.3-three-step/" + word, (stage) -> threeStep(stage, form, false));
            cases.put("article-4.3-three-step-plus-count/" + word, (stage) -> threeStep(stage, form, true));
            cases.put("three-step/skip-tophash-reset/" + word, (stage) -> onlyData(stage, form));
        }
        cases.put("three-step/skip-nil-check", ZeroingCases::skipNil);
        cases.put("three-step/skip-data-clear/int64", (stage) -> onlyTophash(stage, KeyForm.INT64));
        cases.put("three-step/skip-data-clear/struct", (stage) -> onlyTophash(stage, KeyForm.STRUCT));
    }

    static LabMap filled(final Stage stage, final KeyForm form)
    {
        return LabMap.make(stage.setup(), form, 300, 0, LabKeys.filledKeys(stage.setup(), form));
    }

    private static void zeroMain(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        try (LabMap x = filled(stage, form))
        {
            stage.say(x.report("before", keys));
            stage.say("chain of bucket 5: " + x.chain(5));
            stage.act("zero-main", x, FIVE, keys, x::zeroMain);
            stage.say(x.report("after zeroing the 2^B main buckets", keys));
            stage.say("chain of bucket 5: " + x.chain(5));
            final long[] fresh = LabKeys.seq(500_000, 500_120);
            stage.act("fresh-keys", x, NONE, fresh, () -> putFresh(stage, x, fresh));
            final int entries = x.ranged().entries();
            stage.say(fresh.length + " new keys inserted: " + x.hdr() + "; range yields " + entries +
                "; len is too high by " + (x.walk().len() - entries));
            stage.act("real-clear", x, FIVE, keys, x.walk()::clear);
            stage.say("real clear repairs it: " + x.hdr());
        }
    }

    private static void putFresh(final Stage stage, final LabMap x, final long[] fresh)
    {
        final int b = x.walk().b();
        for (int i = 0; i < fresh.length; i++)
        {
            x.put(fresh[i], 1);
            if (x.walk().b() != b)
            {
                stage.say("B went from " + b + " to " + x.walk().b() + " at new key " + (i + 1) + ", with " + (i + 1) +
                    " real entries");
                break;
            }
        }
        x.put(fresh);
    }

    private static void zeroMainCount(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        try (LabMap x = filled(stage, form))
        {
            stage.act("zero-main-count", x, FIVE, keys, () ->
            {
                x.zeroMain();
                x.walk().setCount(0);
            });
            stage.say(x.report("main buckets zeroed, count = 0", keys));
            stage.act("refill", x, FIVE, keys, () -> x.put(keys));
            stage.say(x.report("same keys inserted again", keys));
            stage.say("chain of bucket 5: " + x.chain(5) + " (the spare buckets used before are lost)");
        }
    }

    private static void sizeofBmap(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        try (LabMap x = filled(stage, form))
        {
            final int b = x.walk().b();
            stage.say("2^" + b + " * 8 = " + (8 << b) + " bytes cleared of " +
                (BmapDescriptor.bucketSize(form.type()) << b));
            stage.act("sizeof-bmap", x, new long[]{0, 4}, keys, x::zeroSizeofBmap);
            stage.say(x.report("after", keys));
        }
    }

    // -------------------------------------------------------------------------------------------- spare area too

    private static long sentinel(final LabMap x)
    {
        return x.image().getLong(x.bucket(x.total() - 1) + BmapDescriptor.overflowOffset(x.form().type()));
    }

    private static void zeroAll(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), form, 0, 4, 3, 60);
        try (LabMap x = LabMap.make(stage.setup(), form, 100, 0))
        {
            x.showBeyond();
            final long bytes = x.total() * BmapDescriptor.bucketSize(form.type());
            // Where Go's allocator put a block of the same size on the recorded run.
            final long gap = form == KeyForm.INT64 ? 96 : 144;
            final long block = x.bucket(x.total()) + gap;
            final int words = (int)(bytes / Long.BYTES);
            stage.say("array " + bytes + " bytes, own block begins " + gap + " bytes behind its end");
            stage.say("fresh map: " + x.hdr() + " ; overflow word of the last spare bucket: " + x.where(sentinel(x)));
            final long[] shown = {3, 1L << x.walk().b(), x.total() - 1};
            stage.act("zero-all", x, shown, NONE, () -> x.image().zero(x.bucket(0), bytes));
            stage.say("whole array zeroed: overflow word of the last spare bucket: " + x.where(sentinel(x)));
            productFillsOneChain(stage, x, keys, block, words);
            x.image().zero(block, bytes);
            stage.act("fill-one-chain", x, shown, keys, () -> fillOneChain(stage, x, keys, block, words),
                (before) -> List.of(Ledger.ofBlock(before, x.image(), block, words, "map", "neighbour")));
            final int first = firstForeign(x, block, words);
            stage.say("end: " + x.hdr() + "; " + foreign(x, block, words) + " of " + words +
                " words of the foreign block overwritten, from word " + first + "; lookups find " + x.found(keys) +
                " of " + keys.length);
            final long value = form.type().pointerFree() ? -1 : 0;
            stage.act("neighbour-writes", x, shown, keys, () ->
            {
                for (int i = 0; i < words; i++)
                {
                    x.image().putLong(block + (long)i * Long.BYTES, value);
                }
            }, (before) -> List.of(Ledger.ofBlock(before, x.image(), block, words, "neighbour", "neighbour")));
            stage.say("after its owner rewrote the block, lookups find " + x.found(keys) + " of " + keys.length);
        }
    }

    private static void fillOneChain(
        final Stage stage, final LabMap x, final long[] keys, final long block, final int words)
    {
        String last = "";
        for (int i = 0; i < keys.length; i++)
        {
            x.put(keys[i], i + 1L);
            final String chain = x.chain(3);
            if (!chain.equals(last))
            {
                last = chain;
                stage.say("key " + (i + 1) + ": " + chain + "; nextOverflow " +
                    x.where(x.image().view().nextOverflowAddress()) + "; foreign words written: " +
                    foreign(x, block, words));
            }
        }
    }

    /** The same zeroed array under a live map of the product, and the same keys. */
    private static void productFillsOneChain(
        final Stage stage, final LabMap x, final long[] keys, final long block, final int words)
    {
        if (!stage.watching())
        {
            return;
        }
        try (ZeroedProduct product = new ZeroedProduct(x);
            LabImage before = LabImage.copyOf(product.map().image(), ROOM))
        {
            String refusal = null;
            for (int i = 0; i < keys.length && refusal == null; i++)
            {
                refusal = product.put(keys[i], i + 1L);
            }
            try (LabImage after = LabImage.copyOf(product.map().image(), 0))
            {
                final StepResult.Answer answer = product.ask(keys);
                stage.product("product-fills", before.view(), after.view(), new long[]{3}, new StepResult.Answer(
                    answer.len(), answer.asked(), answer.found(), answer.entries(), null,
                    "assign of key " + (answer.found() + 1) + ": " + refusal, answer.range(), null),
                    List.of(Ledger.ofBlock(before, after, block, words, "product", "neighbour")));
            }
        }
    }

    private static int foreign(final LabMap x, final long block, final int words)
    {
        int count = 0;
        for (int i = 0; i < words; i++)
        {
            count += x.image().getLong(block + (long)i * Long.BYTES) != 0 ? 1 : 0;
        }
        return count;
    }

    private static int firstForeign(final LabMap x, final long block, final int words)
    {
        for (int i = 0; i < words; i++)
        {
            if (x.image().getLong(block + (long)i * Long.BYTES) != 0)
            {
                return i;
            }
        }
        return (int)MapImage.NOWHERE;
    }

    // -------------------------------------------------------------------------------------------- three steps

    private static void threeStep(final Stage stage, final KeyForm form, final boolean count)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        final long[] thirty = java.util.Arrays.copyOfRange(keys, 300, keys.length);
        try (LabMap x = filled(stage, form))
        {
            stage.act(count ? "three-step-count" : "three-step", x, FIVE, keys, () ->
            {
                x.threeStep();
                if (count)
                {
                    x.walk().setCount(0);
                }
            });
            stage.say(x.report("after the reset", keys));
            stage.say("chain of bucket 5: " + x.chain(5));
            stage.act("one-insert", x, FIVE, keys, () -> x.put(700_000, 1));
            stage.say(x.report("after inserting one new key", keys));
            stage.act("reinsert", x, FIVE, keys, () -> x.put(thirty));
            final LabMap.Ranged again = x.ranged();
            stage.say("after inserting the 30 keys of bucket 5 again: " + x.hdr() + "; range yields " +
                again.entries() + " entries, " + again.distinct() + " distinct keys");
            stage.act("delete-again", x, FIVE, keys, () ->
            {
                for (final long key : thirty)
                {
                    x.delete(key);
                }
            });
            final LabMap.Ranged deleted = x.ranged();
            stage.say("after deleting those 30 keys: " + x.hdr() + "; lookup finds " + x.found(thirty) +
                " of them; range yields " + deleted.entries() + " entries, " + deleted.distinct() + " distinct");
        }
    }

    private static void skipNil(final Stage stage)
    {
        try (LabMap x = LabMap.make(stage.setup(), KeyForm.INT64, 0, 0))
        {
            stage.say("B 0, buckets <nil>");
            stage.act("skip-nil-check", x, NONE, NONE, () -> x.image().putByte(x.walk().buckets(), 0));
        }
    }

    private static void onlyTophash(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        try (LabMap x = filled(stage, form))
        {
            stage.act("only-tophash", x, FIVE, keys, () ->
            {
                x.eachChained((bucket) -> x.image().putLong(bucket, 0));
                x.walk().setCount(0);
            });
            stage.say(x.report("only tophash reset (every bucket of every chain), count = 0", keys));
            stage.act("refill", x, FIVE, keys, () -> x.put(keys));
            stage.say(x.report("refilled", keys));
        }
    }

    private static void onlyData(final Stage stage, final KeyForm form)
    {
        final long[] keys = LabKeys.filledKeys(stage.setup(), form);
        try (LabMap x = filled(stage, form))
        {
            final int size = BmapDescriptor.bucketSize(form.type()) - BmapDescriptor.KEYS_OFFSET - Long.BYTES;
            stage.act("only-data", x, FIVE, keys, () ->
                x.eachChained((bucket) -> x.image().zero(bucket + BmapDescriptor.KEYS_OFFSET, size)));
            stage.say(x.report("keys and elems zeroed, tophash kept", keys));
            final long zero = x.image().allocate(form.type().key().size());
            final long elem = x.walk().find(zero);
            stage.say("lookup of the zero key: " + (elem == 0 ? 0 : x.image().getLong(elem)) + " " + (elem != 0) +
                " (generic code: " + (x.walk().generic().find(zero) != 0) + ")");
            stage.act("refill", x, FIVE, keys, () -> x.put(keys));
            stage.say(x.report("refilled", keys));
            int count = 0;
            while (x.walk().find(zero) != 0)
            {
                x.walk().delete(zero);
                count++;
            }
            stage.say("the zero key had to be deleted " + count + " times until lookup no longer finds it; " +
                x.hdr());
        }
    }
}
