// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

/**
 * Go's portable hash of a piece of memory (layout section 16.1).
 *
 * <p>A process on a machine with AES instructions uses another hash, unless it runs with {@code GODEBUG=cpu.aes=off}.
 * The two releases that differ, up to 1.22 and 1.23, differ only in how the four key words come out of the process
 * key: see {@link HashKeys}.
 *
 * <p>The building block is {@link #mix}, a full 64 by 64 bit product folded to 64 bits.  Its weakness is the value 0:
 * if one factor is 0 the result is 0 whatever the other is.  A factor is a word of input combined with a secret key
 * word, so whoever knows or guesses a key word can choose input that is hashed to one constant; that is why
 * {@link HashKeys#random} refuses published constants and why keys are never printed.
 *
 * <p>All functions are pure and allocate nothing.  The forms for 4 and 8 bytes give exactly what {@link #hash} gives
 * for those lengths.
 */
public final class MemHash
{
    static final long M1 = 0xa0761d6478bd642fL;
    static final long M2 = 0xe7037ed1a0b428dbL;
    static final long M3 = 0x8ebc6af09c88c6e3L;
    static final long M4 = 0x589965cc75374cc3L;
    static final long M5 = 0x1d8e4e27c47d124fL;

    private MemHash()
    {
    }

    /**
     * The high half of the 128-bit product of two unsigned words, xor its low half.
     *
     * @param a one factor.
     * @param b the other.
     * @return the folded product.
     */
    public static long mix(final long a, final long b)
    {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }

    /**
     * Hash of 8 bytes.
     *
     * @param value the bytes as a little-endian number.
     * @param seed  the map's hash0, zero-extended.
     * @param k0    first key word, {@link HashKeys#k0}.
     * @param k1    second key word.
     * @return the hash.
     */
    public static long hash64(final long value, final long seed, final long k0, final long k1)
    {
        return hash64(value, seed ^ k0, k1);
    }

    /**
     * Hash of 8 bytes, for a caller that has combined the seed and the first key word.
     *
     * @param value     the bytes as a little-endian number.
     * @param seedAndK0 {@code seed ^ k0} of {@link #hash64(long, long, long, long)}.
     * @param k1        second key word.
     * @return the hash.
     */
    public static long hash64(final long value, final long seedAndK0, final long k1)
    {
        return mix(M5 ^ 8, mix(value ^ k1, value ^ seedAndK0));
    }

    /**
     * Hash of 4 bytes.
     *
     * @param value the bytes as a little-endian number.
     * @param seed  the map's hash0, zero-extended.
     * @param k0    first key word, {@link HashKeys#k0}.
     * @param k1    second key word.
     * @return the hash.
     */
    public static long hash32(final int value, final long seed, final long k0, final long k1)
    {
        return hash32(value, seed ^ k0, k1);
    }

    /**
     * Hash of 4 bytes, for a caller that has combined the seed and the first key word.
     *
     * @param value     the bytes as a little-endian number.
     * @param seedAndK0 {@code seed ^ k0} of {@link #hash32(int, long, long, long)}.
     * @param k1        second key word.
     * @return the hash.
     */
    public static long hash32(final int value, final long seedAndK0, final long k1)
    {
        final long word = value & 0xFFFFFFFFL;
        return mix(M5 ^ 4, mix(word ^ k1, word ^ seedAndK0));
    }

    /**
     * Hash of 4 to 16 bytes that a caller has loaded: of up to 7 bytes the first and the last four, of more the first
     * and the last eight. The two overlap or meet.
     *
     * @param first     the first bytes, a little-endian number.
     * @param last      the last ones.
     * @param length    number of bytes.
     * @param seedAndK0 {@code seed ^ k0} of {@link #hash64(long, long, long, long)}.
     * @param k1        second key word.
     * @return what {@link #hash(ByteSource, Object, long, long, long, HashKeys)} gives.
     */
    public static long hashWords(
        final long first, final long last, final long length, final long seedAndK0, final long k1)
    {
        return mix(M5 ^ length, mix(first ^ k1, last ^ seedAndK0));
    }

    /**
     * Hash of 17 to 48 bytes that a caller has loaded, but the last 16: the hash so far, of the next 16.
     *
     * @param first  their first eight bytes, a little-endian number.
     * @param second the other eight.
     * @param state  {@code seed ^ k0} at the beginning, then what this method returned.
     * @param k1     second key word.
     * @return the next state; with the last 16 bytes it goes to {@link #hashWords} instead of the seed.
     */
    public static long hashPair(final long first, final long second, final long state, final long k1)
    {
        return mix(first ^ k1, second ^ state);
    }

    /**
     * Hash of any number of bytes.
     *
     * @param source how to read the memory.
     * @param memory the memory.
     * @param offset offset of the first byte.
     * @param length number of bytes, at least 0.
     * @param seed   the map's hash0, zero-extended, or the hash so far of a key made of several pieces.
     * @param keys   the key words.
     * @param <M>    the memory.
     * @return the hash; {@code seed ^ k0} for length 0.
     */
    public static <M> long hash(
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long length,
        final long seed,
        final HashKeys keys)
    {
        final long start = seed ^ keys.k0();
        if (length > 16)
        {
            final long state = length > 48 ? hashBlocks(source, memory, offset, length, start, keys) : start;
            return hashTail(source, memory, offset, length, state, keys.k1());
        }

        final long a;
        final long b;
        if (length >= 8)
        {
            a = source.getLong(memory, offset);
            b = source.getLong(memory, offset + length - 8);
        }
        else if (length >= 4)
        {
            a = source.getInt(memory, offset) & 0xFFFFFFFFL;
            b = source.getInt(memory, offset + length - 4) & 0xFFFFFFFFL;
        }
        else if (length > 0)
        {
            a = (source.getByte(memory, offset) & 0xFF) |
                (source.getByte(memory, offset + (length >> 1)) & 0xFF) << 8 |
                (source.getByte(memory, offset + length - 1) & 0xFF) << 16;
            b = 0;
        }
        else
        {
            return start;
        }
        return mix(M5 ^ length, mix(a ^ keys.k1(), b ^ start));
    }

    /** Whole blocks of 48 bytes in three lanes, while more than 48 bytes remain. */
    private static <M> long hashBlocks(
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long length,
        final long start,
        final HashKeys keys)
    {
        final long k1 = keys.k1();
        final long k2 = keys.k2();
        final long k3 = keys.k3();
        long lane0 = start;
        long lane1 = start;
        long lane2 = start;
        final long end = offset + length - 48;
        for (long o = offset; o < end; o += 48)
        {
            lane0 = mix(source.getLong(memory, o) ^ k1, source.getLong(memory, o + 8) ^ lane0);
            lane1 = mix(source.getLong(memory, o + 16) ^ k2, source.getLong(memory, o + 24) ^ lane1);
            lane2 = mix(source.getLong(memory, o + 32) ^ k3, source.getLong(memory, o + 40) ^ lane2);
        }
        return lane0 ^ lane1 ^ lane2;
    }

    /** What is left after the blocks, 1 to 48 bytes, by 16; then the last 16 bytes, which overlap what came before. */
    private static <M> long hashTail(
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final long length,
        final long start,
        final long k1)
    {
        long state = start;
        final long end = offset + length;
        for (long o = offset + (length - 1) / 48 * 48; o < end - 16; o += 16)
        {
            state = mix(source.getLong(memory, o) ^ k1, source.getLong(memory, o + 8) ^ state);
        }
        final long a = source.getLong(memory, end - 16);
        final long b = source.getLong(memory, end - 8);
        return mix(M5 ^ length, mix(a ^ k1, b ^ state));
    }
}
