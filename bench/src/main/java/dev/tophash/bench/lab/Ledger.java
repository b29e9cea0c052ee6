// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.layout.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

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

    /**
     * Eight bytes.
     *
     * @param part      what they are: "tophash", "key[3]", "elem[3]", "overflow", "word 9".
     * @param before    the bytes before the step.
     * @param after     the bytes after it.
     * @param read      whether the owners read them: in a bucket the tophash and overflow words, and slots that a
     *                  tophash byte calls filled.
     * @param destroyed whose data were overwritten, as key of a text; empty if nobody's.
     */
    public record Word(String part, String before, String after, boolean read, String destroyed)
    {
        /**
         * Whether the step wrote it.
         *
         * @return true if the bytes differ.
         */
        public boolean written()
        {
            return !before.equals(after);
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
        words.add(word(was, is, "tophash", offset, true, ""));
        final int keySize = is.type().keySlotSize();
        for (int i = 0; i < SLOTS; i++)
        {
            final boolean live = is.tophash(offset, i) >= TopHash.MIN_TOP_HASH;
            final String victim = victim(map, before, bucket, i, actor, owners);
            for (int part = 0; part < keySize; part += Long.BYTES)
            {
                words.add(word(was, is, "key[" + i + ']', is.keySlotOffset(offset, i) + part, live, victim));
            }
            words.add(word(was, is, "elem[" + i + ']', is.elemOffset(offset, i), live, victim));
        }
        words.add(word(was, is, "overflow", offset + is.type().overflowOffset(), true, ""));
        return new Ledger(new BucketNames(is).of(bucket), actor,
            owners.stream().filter((owner) -> owner.holds().getAsBoolean()).map(Owner::name).toList(), words, 0);
    }

    /** The words of a bucket of the product that a cursor holds; whose entries are cleared is nobody's loss. */
    static Ledger ofProduct(
        final LabImage before, final LabImage after, final long offset, final String name, final String owner)
    {
        final MapImage is = after.view();
        final List<Word> words = new ArrayList<>();
        words.add(word(before.view(), is, "tophash", offset, true, ""));
        for (int i = 0; i < SLOTS; i++)
        {
            final boolean live = is.tophash(offset, i) >= TopHash.MIN_TOP_HASH;
            words.add(word(before.view(), is, "key[" + i + ']', is.keySlotOffset(offset, i), live, ""));
            words.add(word(before.view(), is, "elem[" + i + ']', is.elemOffset(offset, i), live, ""));
        }
        words.add(word(before.view(), is, "overflow", offset + is.type().overflowOffset(), true, ""));
        return new Ledger(name, "clear", List.of(owner), words, 0);
    }

    private static Word word(
        final MapImage was, final MapImage is, final String part, final long offset, final boolean read,
        final String victim)
    {
        final String before = hex(was, offset);
        final String after = hex(is, offset);
        return new Word(part, before, after, read, before.equals(after) ? "" : victim);
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
            final Word word = word(before.view(), after.view(), "word " + i, offset, true,
                actor.equals(owner) ? "" : owner);
            changed += word.written() ? 1 : 0;
            if (word.written() && changed <= MAX_WORDS)
            {
                words.add(word);
            }
        }
        return new Ledger("+" + (block - after.view().bucketsAddress() -
            after.view().totalBuckets(after.view().b()) * after.view().type().bucketSize()), actor, List.of(owner),
            words, changed - words.size());
    }

    private static String hex(final MapImage image, final long offset)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++)
        {
            text.append(i > 0 ? " " : "").append(String.format("%02x", image.byteAt(offset + i)));
        }
        return text.toString();
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

    /**
     * The ledger for a terminal.
     *
     * @param texts in which language.
     * @return lines.
     */
    public List<String> lines(final LessonTexts texts)
    {
        final List<String> lines = new ArrayList<>();
        final String holders = owners.isEmpty() ? texts.get("ledger.nobody") :
            owners.stream().map((name) -> texts.get("owner." + name)).collect(Collectors.joining(" + "));
        lines.add(texts.get("ledger.head").replace("{place}", place).replace("{owners}", holders)
            .replace("{actor}", texts.get("owner." + actor)));
        for (final Word word : words)
        {
            if (word.written() || word.read())
            {
                lines.add(String.format("%-9s %s %s %s%s", word.part(), word.before(),
                    word.written() ? "->" : "  ", word.written() ? word.after() : " ".repeat(23), note(texts, word))
                    .stripTrailing());
            }
        }
        if (words.isEmpty())
        {
            lines.add(texts.get("ledger.untouched"));
        }
        if (hidden > 0)
        {
            lines.add(texts.get("ledger.more").replace("{n}", Integer.toString(hidden)));
        }
        return lines;
    }

    private String note(final LessonTexts texts, final Word word)
    {
        final StringBuilder note = new StringBuilder();
        if (!word.destroyed().isEmpty())
        {
            note.append("  ").append(texts.get("ledger.destroyed").replace("{actor}", texts.get("owner." + actor))
                .replace("{victim}", texts.get("owner." + word.destroyed())));
        }
        else if (word.read() && owners.size() > 1)
        {
            note.append("  ").append(texts.get("ledger.both"));
        }
        return note.toString();
    }
}
