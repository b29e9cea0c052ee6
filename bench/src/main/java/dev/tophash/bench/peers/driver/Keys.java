// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import dev.tophash.bench.against.driver.RandomKeys;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The keys of a run, in slices of as many as the map gets entries. A small map gets another slice each time, so that no
 * branch predictor learns a thousand keys by heart. The Go program makes the same keys in the same order.
 *
 * <p>A slice is put in the order of its numbers and looked up in another one, the same for all slices.
 */
public final class Keys
{
    /** Bytes of a key of fixed size. */
    public static final int KEY_BYTES = 16;

    private static final int LEAST_KEYS = 1 << 16;
    private static final int SHORTEST = 8;
    private static final int LENGTHS = 33;
    private static final long ORDER_SEED = 77_777_777_777L;
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private final int total;
    private final int[] order;
    private long[] longs;
    private int[] ints;

    /**
     * Prepares keys.
     *
     * @param size entries of the map.
     */
    public Keys(final int size)
    {
        total = size * slices(size);
        order = new int[size];
        for (int i = 0; i < size; i++)
        {
            final int j = (int)((RandomKeys.key(ORDER_SEED + i) >>> 1) % (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
    }

    /**
     * How many entries the map gets.
     *
     * @return keys of a slice.
     */
    public int size()
    {
        return order.length;
    }

    /**
     * How many slices there are.
     *
     * @param size entries of the map.
     * @return at least 1.
     */
    public static int slices(final int size)
    {
        return Math.max(1, LEAST_KEYS / size);
    }

    /**
     * A key that is an int.
     *
     * @param number its number.
     * @return another one for each number.
     */
    public static int intKey(final int number)
    {
        int x = number * 0x9e3779b1 + 0x7f4a7c15;
        x = (x ^ x >>> 16) * 0x85ebca6b;
        x = (x ^ x >>> 13) * 0xc2b2ae35;
        return x ^ x >>> 16;
    }

    /**
     * A key that is a string of 8 to 40 letters and digits; the first eight differ for each number.
     *
     * @param number its number.
     * @return a new string.
     */
    public static String stringKey(final int number)
    {
        final long word = RandomKeys.key(number);
        final byte[] text = new byte[SHORTEST + (int)((word >>> 1) % LENGTHS)];
        long digits = intKey(number) & 0xffffffffL;
        for (int i = 0; i < text.length; i++)
        {
            if (i >= SHORTEST && i % SHORTEST == 0)
            {
                digits = RandomKeys.key(word + i);
            }
            text[i] = (byte)DIGITS[(int)(digits & 15)];
            digits >>>= 4;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static byte[] byteKey(final int number)
    {
        return ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(RandomKeys.key(2L * number))
            .putLong(RandomKeys.key(2L * number + 1)).array();
    }

    private static PairKey pairKey(final int number)
    {
        return new PairKey(RandomKeys.key(2L * number), RandomKeys.key(2L * number + 1));
    }

    long[] longs()
    {
        if (longs == null)
        {
            longs = RandomKeys.range(0, total);
        }
        return longs;
    }

    long[] longProbes()
    {
        final long[] probes = new long[total];
        Arrays.setAll(probes, i -> longs()[shuffled(i)]);
        return probes;
    }

    long[] absentLongs()
    {
        return RandomKeys.range(total, total);
    }

    int[] ints()
    {
        if (ints == null)
        {
            ints = new int[total];
            Arrays.setAll(ints, Keys::intKey);
        }
        return ints;
    }

    int[] intProbes()
    {
        final int[] probes = new int[total];
        Arrays.setAll(probes, i -> ints()[shuffled(i)]);
        return probes;
    }

    int[] absentInts()
    {
        final int[] absent = new int[total];
        Arrays.setAll(absent, i -> intKey(total + i));
        return absent;
    }

    KeyObjects<byte[]> bytes()
    {
        return objects(Keys::byteKey, byte[][]::new);
    }

    KeyObjects<PairKey> pairs()
    {
        return objects(Keys::pairKey, PairKey[]::new);
    }

    KeyObjects<String> strings()
    {
        return objects(Keys::stringKey, String[]::new);
    }

    /** Probes are equal to the keys and other objects, as keys that a program has just read. */
    private <K> KeyObjects<K> objects(final IntFunction<K> make, final IntFunction<K[]> array)
    {
        final K[] keys = array.apply(total);
        Arrays.setAll(keys, make);
        final K[] probes = array.apply(total);
        Arrays.setAll(probes, i -> make.apply(shuffled(i)));
        final K[] absent = array.apply(total);
        Arrays.setAll(absent, i -> make.apply(total + i));
        return new KeyObjects<>(keys, probes, absent);
    }

    private int shuffled(final int position)
    {
        return position / order.length * order.length + order[position % order.length];
    }
}
