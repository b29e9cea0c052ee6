// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketNames;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Some memory with more than one owner, word by word: what stood there before a step, what stands there after it, who
 * reads it now, who wrote it, and whose data that destroyed.
 *
 * @param place  name of the bucket, or of the block.
 * @param actor  who acted: key of a text.
 * @param owners who holds the address of this memory after the step: keys of texts.
 * @param words  its words; of a block only those that changed.
 * @param hidden number of changed words that are left out.
 */
public record Ledger(String place, String actor, List<String> owners, List<Word> words, int hidden)
{
    private static final int SLOTS = 8;
    private static final int MAX_WORDS = 12;

    /** Fixed lists. */
    public Ledger
    {
        owners = List.copyOf(owners);
        words = List.copyOf(words);
    }

    /** What eight bytes are. */
    public enum Part
    {
        /** The eight tophash bytes. */
        TOPHASH,
        /** Part of a key. */
        KEY,
        /** An elem. */
        ELEM,
        /** The overflow word. */
        OVERFLOW,
        /** A word of a block that is no bucket. */
        WORD
    }

    /**
     * Eight bytes.
     *
     * @param part      what they are.
     * @param number    of the slot, or of the word; -1 if there is only one.
     * @param before    the bytes before the step, little-endian.
     * @param after     the bytes after it.
     * @param read      whether the owners read them: in a bucket the tophash and overflow words, and slots that a
     *                  tophash byte calls filled.
     * @param destroyed whose data were overwritten, as key of a text; empty if nobody's.
     */
    public record Word(Part part, int number, long before, long after, boolean read, String destroyed)
    {
        /**
         * Whether the step wrote it.
         *
         * @return true if the bytes differ.
         */
        public boolean written()
        {
            return before != after;
        }

        /**
         * Whether it holds what nobody wiped: bytes that neither this step wrote nor anybody reads.
         *
         * @return true if they are still there.
         */
        public boolean leftover()
        {
            return !written() && !read && after != 0;
        }
    }

    /**
     * Somebody who holds the address of a bucket.
     *
     * @param name   key of a text.
     * @param holds  asked after the step whether it still holds it.
     * @param mask   number of buckets - 1, to tell the main bucket of a key.
     * @param bucket its main bucket.
     */
    record Owner(String name, BooleanSupplier holds, long mask, long bucket)
    {
    }

    /** The words of a bucket. */
    static Ledger ofBucket(
        final LabMap map, final LabImage before, final long bucket, final String actor, final List<Owner> owners)
    {
        final MapImage was = before.view();
        final MapImage is = map.image().view();
        final long offset = is.offsetOf(bucket);
        final List<Word> words = new ArrayList<>();
        words.add(word(was, is, Part.TOPHASH, -1, offset, true, ""));
        final int keySize = is.type().keySlotSize();
        for (int i = 0; i < SLOTS; i++)
        {
            final boolean live = is.tophash(offset, i) >= TopHash.MIN_TOP_HASH;
            final String victim = victim(map, before, bucket, i, actor, owners);
            for (int part = 0; part < keySize; part += Long.BYTES)
            {
                words.add(word(was, is, Part.KEY, i, is.keySlotOffset(offset, i) + part, live, victim));
            }
            words.add(word(was, is, Part.ELEM, i, is.elemOffset(offset, i), live, victim));
        }
        words.add(word(was, is, Part.OVERFLOW, -1, offset + is.overflowOffset(), true, ""));
        return new Ledger(new BucketNames(is).of(bucket), actor,
            owners.stream().filter((owner) -> owner.holds().getAsBoolean()).map(Owner::name).toList(), words, 0);
    }

    /** The words of a bucket of the product that a cursor holds; whose entries are cleared is nobody's loss. */
    static Ledger ofProduct(
        final LabImage before, final LabImage after, final long offset, final String name, final String owner)
    {
        final MapImage is = after.view();
        final List<Word> words = new ArrayList<>();
        words.add(word(before.view(), is, Part.TOPHASH, -1, offset, true, ""));
        for (int i = 0; i < SLOTS; i++)
        {
            final boolean live = is.tophash(offset, i) >= TopHash.MIN_TOP_HASH;
            words.add(word(before.view(), is, Part.KEY, i, is.keySlotOffset(offset, i), live, ""));
            words.add(word(before.view(), is, Part.ELEM, i, is.elemOffset(offset, i), live, ""));
        }
        words.add(word(before.view(), is, Part.OVERFLOW, -1, offset + is.overflowOffset(), true, ""));
        return new Ledger(name, "clear", List.of(owner), words, 0);
    }

    private static Word word(
        final MapImage was, final MapImage is, final Part part, final int number, final long offset,
        final boolean read, final String victim)
    {
        final long before = was.longAt(offset);
        final long after = is.longAt(offset);
        return new Word(part, number, before, after, read, before == after ? "" : victim);
    }

    /** Whose entry stood in a slot: that of the owner to whose main bucket the key belongs, if it is not the actor. */
    private static String victim(
        final LabMap map, final LabImage before, final long bucket, final int slot, final String actor,
        final List<Owner> owners)
    {
        final long offset = before.view().offsetOf(bucket);
        if (before.view().tophash(offset, slot) < TopHash.MIN_TOP_HASH)
        {
            return "";
        }
        final long hash = map.form().hash(before.getLong(before.view().addressOf(
            before.view().keySlotOffset(offset, slot))), map.walk().hash0(), before.view().keys());
        return owners.stream().filter((owner) -> (hash & owner.mask()) == owner.bucket()).map(Owner::name)
            .filter((name) -> !name.equals(actor)).findFirst().orElse("");
    }

    /** The changed words of a block that is not the map's. */
    static Ledger ofBlock(
        final LabImage before, final LabImage after, final long block, final int count, final String actor,
        final String owner)
    {
        final List<Word> words = new ArrayList<>();
        int changed = 0;
        for (int i = 0; i < count; i++)
        {
            final long offset = after.view().offsetOf(block + (long)i * Long.BYTES);
            final Word word = word(before.view(), after.view(), Part.WORD, i, offset, true,
                actor.equals(owner) ? "" : owner);
            changed += word.written() ? 1 : 0;
            if (word.written() && changed <= MAX_WORDS)
            {
                words.add(word);
            }
        }
        final long past = block - after.view().bucketsAddress() -
            after.view().totalBuckets(after.view().b()) * after.view().bucketSize();
        return new Ledger(new BucketName(BucketName.Kind.OUTSIDE, past).text(), actor, List.of(owner), words,
            changed - words.size());
    }

    /**
     * Whether the step destroyed anything.
     *
     * @return names of the victims: keys of texts.
     */
    public List<String> victims()
    {
        return words.stream().map(Word::destroyed).filter((name) -> !name.isEmpty()).distinct().toList();
    }
}
