// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import java.util.Locale;

/**
 * The tophash byte of a slot, and eight of them matched as one word (layout section 3).
 *
 * <p>A bucket starts with eight tophash bytes.  A live slot has the top byte of its key's hash, moved up by five when
 * it is below five, so that the values 0 to 4 are free to name states:
 *
 * <pre>
 *   0       emptyRest        empty, and so are all later slots of the chain
 *   1       emptyOne         empty
 *   2       evacuatedX       old buckets only: the entry moved to the bucket with the same index
 *   3       evacuatedY       old buckets only: ... to that index + number of old buckets
 *   4       evacuatedEmpty   old buckets only: was empty, the bucket is evacuated
 *   5..255  a live entry
 * </pre>
 *
 * <h2>Eight bytes in one word</h2>
 *
 * <p>Read as one little-endian long, slot i is byte i counted from the low end.  {@link #match} finds the slots that
 * hold a given top: {@code x = word ^ repeated} has a zero byte exactly where the bytes are equal, and
 * {@code (x - 0x01..01) & ~x & 0x80..80} flags zero bytes.
 *
 * <p><b>What the flags mean.</b>  Let x_i be the bytes of x and c_i the borrow into byte i of the subtraction, c_0 = 0.
 * Byte i of the difference is x_i - 1 - c_i mod 256, and it borrows from byte i+1 exactly if x_i &lt; 1 + c_i.  The
 * flag of byte i is set exactly if bit 7 of that difference is set and bit 7 of x_i is clear, so x_i &lt;= 127.
 * <ul>
 * <li>x_i = 0: the difference is 255 or 254, the flag is set, and the byte borrows.  <em>No match is missed.</em>
 * <li>1 + c_i &lt;= x_i &lt;= 127: the difference is at most 126, no flag, no borrow.
 * <li>x_i = 1 and c_i = 1: the difference is 255, the flag is set, and the byte borrows.  This is the only false flag.
 * </ul>
 * A borrow starts only at a zero byte and is passed on only by bytes that are 0 or 1, so a false flag stands above a
 * true match with nothing but true and false matches between.  Hence:
 * <ol>
 * <li>the lowest flag is always true, and the word has a flag exactly if it has a match
 *     ({@link #hasEmptyRest} is exact);
 * <li>a false flag stands only on a byte equal to {@code top ^ 1}.  For a live top, which is at least 5, that byte is
 * at
 *     least 4: never an empty slot, whose stale key could be resurrected, but another live slot, whose key differs from
 *     the one looked for because equal keys have equal hashes, or evacuatedEmpty, which occurs only in old buckets that
 *     no lookup enters.  So comparing keys at the flagged slots gives the right answer.
 * </ol>
 * <p>A byte-exact form costs one operation more; {@link #matchEmpty} and {@link #matchFilled} are exact, because their
 * result is used without a key comparison behind it.  {@code TopHashTest} enumerates every pair of byte values at every
 * pair of positions and compares every word function with a loop over bytes.
 */
public final class TopHash
{
    /** The slot is empty, and so are all later slots of the chain. */
    public static final int EMPTY_REST = 0;
    /** The slot is empty; a later one may be in use. */
    public static final int EMPTY_ONE = 1;
    /** Old bucket: the entry moved to the new bucket with the same index. */
    public static final int EVACUATED_X = 2;
    /** Old bucket: the entry moved to the new bucket with the old index plus the number of old buckets. */
    public static final int EVACUATED_Y = 3;
    /** Old bucket: the slot was empty when the bucket was evacuated. */
    public static final int EVACUATED_EMPTY = 4;
    /** The smallest tophash of a live entry. */
    public static final int MIN_TOP_HASH = 5;

    /** The flags of all eight slots. */
    public static final long ALL_SLOTS = 0x8080808080808080L;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ALL_SLOTS;
    private static final long LOW_BITS = ~HIGH_BITS;
    private static final long EMPTY_MASK = ~ONES;
    /** Added to seven bits, reaches bit 7 exactly from {@link #MIN_TOP_HASH} on; at most 127 + 123, so never beyond. */
    private static final long TO_HIGH_BIT = (0x80 - MIN_TOP_HASH) * ONES;
    private static final int TOP_SHIFT = 56;
    /**
     * {@link #repeat} of {@link #of}, by the top byte of a hash. One load in place of six operations: beyond the cache
     * a lookup costs what it keeps other lookups from starting, which is its number of instructions.
     */
    private static final long[] REPEATED = new long[1 << Byte.SIZE];

    static
    {
        for (int i = 0; i < REPEATED.length; i++)
        {
            REPEATED[i] = repeat(of((long)i << TOP_SHIFT));
        }
    }

    private TopHash()
    {
    }

    /**
     * The tophash of a hash.
     *
     * @param hash the hash of a key.
     * @return 5..255.
     */
    public static int of(final long hash)
    {
        final int top = (int)(hash >>> TOP_SHIFT);
        // No branch: it would be mispredicted once in fifty keys.
        return top + (top - MIN_TOP_HASH >> 31 & MIN_TOP_HASH);
    }

    /**
     * A tophash in each of the eight bytes, the second argument of {@link #match}.
     *
     * @param top 0..255.
     * @return the word.
     */
    public static long repeat(final int top)
    {
        return (top & 0xFF) * ONES;
    }

    /**
     * The tophash of a hash in all eight bytes of a word: {@code repeat(of(hash))}.
     *
     * @param hash hash of a key.
     * @return the word.
     */
    public static long repeatOf(final long hash)
    {
        return REPEATED[(int)(hash >>> TOP_SHIFT)];
    }

    /**
     * The slots that hold a tophash: 0x80 in the byte of each.  No match is missed and the lowest flag is true; a
     * higher one may stand on a byte equal to {@code top ^ 1} (see the class comment), so compare keys.
     *
     * @param word     the eight tophash bytes of a bucket.
     * @param repeated {@link #repeat} of the tophash.
     * @return flags; walk them with {@link #slot} and {@code flags &= flags - 1}.
     */
    public static long match(final long word, final long repeated)
    {
        final long x = word ^ repeated;
        return (x - ONES) & ~x & HIGH_BITS;
    }

    /**
     * The lowest flagged slot.
     *
     * @param matches flags, not 0.
     * @return slot index 0..7; 8 if there is no flag.
     */
    public static int slot(final long matches)
    {
        return Long.numberOfTrailingZeros(matches) >>> 3;
    }

    /**
     * Whether some slot is {@link #EMPTY_REST}, that is, whether the chain ends its entries in this bucket.  Exact.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return true if a byte is 0.
     */
    public static boolean hasEmptyRest(final long word)
    {
        return ((word - ONES) & ~word & HIGH_BITS) != 0;
    }

    /**
     * Whether a bucket says by itself that a key is not in its chain: no slot matches, and the last one is
     * {@link #EMPTY_REST}. Of a chain that ends in this bucket by an earlier slot alone, which only corrupted bytes can
     * do, this is false: ask {@link #hasEmptyRest}.
     *
     * @param word    the eight tophash bytes of a bucket.
     * @param matches {@link #match} of the word and the key's tophash.
     * @return true if the search is over.
     */
    public static boolean isAbsent(final long word, final long matches)
    {
        return (matches | word >>> TOP_SHIFT) == 0;
    }

    /**
     * Whether the last slot is {@link #EMPTY_REST}, so that no chain goes on behind this bucket.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return true if byte 7 is 0.
     */
    public static boolean endsChain(final long word)
    {
        return word >>> TOP_SHIFT == 0;
    }

    /**
     * The tophash of the last slot; a chain goes on behind it only if it is not {@link #EMPTY_REST}.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return 0..255.
     */
    public static long last(final long word)
    {
        return word >>> TOP_SHIFT;
    }

    /**
     * The word after a delete in the first bucket of a chain that goes no further: the slot becomes {@link #EMPTY_ONE}
     * or, if nothing follows it, {@link #EMPTY_REST} as all of that value right before it.
     *
     * @param word the eight tophash bytes of a bucket.
     * @param slot the slot that was deleted, 0..7.
     * @return the new word.
     */
    public static long without(final long word, final int slot)
    {
        final int shift = slot << 3;
        final long emptied = with(word, slot, EMPTY_ONE);
        final long behind = -1L << shift << Byte.SIZE;
        // No branch: which entry of a bucket goes last is a coin that no branch predictor guesses.
        final long followed = -(word >>> shift >>> Byte.SIZE & 0xFF) >> TOP_SHIFT;
        final int half = Long.numberOfLeadingZeros((emptied ^ EMPTY_ONE * ONES) & ~behind) >>> 3 << 2;
        return emptied & (behind | followed | -1L >>> half >>> half);
    }

    /**
     * The word of a bucket behind which its chain has no entry any more: each {@link #EMPTY_ONE} right before its end
     * becomes {@link #EMPTY_REST}.
     *
     * @param word the eight tophash bytes of a bucket, none of them {@link #EMPTY_REST}.
     * @return the new word.
     */
    public static long trimmed(final long word)
    {
        final int half = Long.numberOfLeadingZeros(word ^ EMPTY_ONE * ONES) >>> 3 << 2;
        return word & -1L >>> half >>> half;
    }

    /**
     * The empty slots: bytes 0 and 1.  Exact.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return 0x80 in the byte of each.
     */
    public static long matchEmpty(final long word)
    {
        final long rest = word & EMPTY_MASK;
        return ~(((rest & LOW_BITS) + LOW_BITS) | rest) & HIGH_BITS;
    }

    /**
     * The live slots: bytes from {@link #MIN_TOP_HASH} on.  Exact.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return 0x80 in the byte of each.
     */
    public static long matchFilled(final long word)
    {
        return (((word & LOW_BITS) + TO_HIGH_BIT) | word) & HIGH_BITS;
    }

    /**
     * The slots that are not empty: live or moved.  Exact.
     *
     * @param word the eight tophash bytes of a bucket.
     * @return 0x80 in the byte of each.
     */
    public static long matchUsed(final long word)
    {
        final long rest = word & EMPTY_MASK;
        return ((rest & LOW_BITS) + LOW_BITS | rest) & HIGH_BITS;
    }

    /**
     * The flags from a slot on.
     *
     * @param flags of slots.
     * @param slot  first slot to keep, 0..8.
     * @return the flags without those of lower slots.
     */
    public static long from(final long flags, final int slot)
    {
        final int halfShift = slot << 2;
        return flags & -1L << halfShift << halfShift;
    }

    /**
     * The word with {@link #EVACUATED_EMPTY} in every slot that is not live.
     *
     * @param word   the eight tophash bytes of a bucket.
     * @param filled {@link #matchFilled} of the word.
     * @return the new word.
     */
    public static long withEmptyEvacuated(final long word, final long filled)
    {
        final long live = (filled >>> 7) * 0xFF;
        return word & live | EVACUATED_EMPTY * ONES & ~live;
    }

    /**
     * The word of an old bucket whose live entries have moved.
     *
     * @param filled {@link #matchFilled} of the word before.
     * @param upper  those of its flags whose entry went to the upper half.
     * @return {@link #EVACUATED_X}, {@link #EVACUATED_Y} or {@link #EVACUATED_EMPTY} in each slot.
     */
    public static long evacuated(final long filled, final long upper)
    {
        return EVACUATED_EMPTY * ONES - (EVACUATED_EMPTY - EVACUATED_X) * (filled >>> 7) + (upper >>> 7);
    }

    /**
     * Some bytes of the word, moved together to its low end.
     *
     * @param word  the eight tophash bytes of a bucket.
     * @param flags the bytes to take, as from {@link #matchFilled}.
     * @return the word, {@link #EMPTY_REST} behind them.
     */
    public static long packed(final long word, final long flags)
    {
        return Long.compress(word, (flags >>> 7) * 0xFF);
    }

    /**
     * One byte of the word.
     *
     * @param word the eight tophash bytes of a bucket.
     * @param slot slot index 0..7.
     * @return 0..255.
     */
    public static int at(final long word, final int slot)
    {
        return (int)(word >>> (slot << 3)) & 0xFF;
    }

    /**
     * The word with one byte replaced.
     *
     * @param word the eight tophash bytes of a bucket.
     * @param slot slot index 0..7.
     * @param top  the new byte, 0..255.
     * @return the new word.
     */
    public static long with(final long word, final int slot, final int top)
    {
        final int shift = slot << 3;
        return (word & ~(0xFFL << shift)) | ((top & 0xFFL) << shift);
    }

    /**
     * Whether a slot is empty.
     *
     * @param top its tophash, 0..255.
     * @return true for {@link #EMPTY_REST} and {@link #EMPTY_ONE}.
     */
    public static boolean isEmpty(final int top)
    {
        return top <= EMPTY_ONE;
    }

    /**
     * Whether a tophash is one of the three evacuation marks.  A bucket counts as evacuated by its slot 0 alone.
     *
     * @param top 0..255.
     * @return true for 2, 3 and 4.
     */
    public static boolean isEvacuated(final int top)
    {
        return top > EMPTY_ONE && top < MIN_TOP_HASH;
    }

    /**
     * The state in Go's words.
     *
     * @param top 0..255.
     * @return for example {@code "emptyRest"}, or {@code "live(0x4f)"}.
     */
    public static String describe(final int top)
    {
        return switch (top)
        {
            case EMPTY_REST -> "emptyRest";
            case EMPTY_ONE -> "emptyOne";
            case EVACUATED_X -> "evacuatedX";
            case EVACUATED_Y -> "evacuatedY";
            case EVACUATED_EMPTY -> "evacuatedEmpty";
            default -> String.format(Locale.ROOT, "live(0x%02x)", top);
        };
    }
}
