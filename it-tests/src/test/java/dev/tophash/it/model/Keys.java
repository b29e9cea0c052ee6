// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.TypedSubject.KeyCodec;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.Staging;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Keys of every kind: how they are drawn and how they look in Go's memory. */
final class Keys
{
    static final KeyCodec<Long> INT64 = codec("int64",
        (staging, key) -> staging.setLong(0, key), value -> value.getLong(0));

    static final KeyCodec<Integer> INT32 = codec("int32",
        (staging, key) -> staging.setInt(0, key), value -> value.getInt(0));

    static final KeyCodec<String> STRING = codec("string",
        (staging, key) -> staging.setString(0, key), value -> value.getString(0));

    /** Zero is written with either sign, which must not matter; the model knows only +0. */
    static final KeyCodec<Double> FLOAT64 = codec("float64",
        (staging, key) -> staging.setDouble(0, key == 0 && (garbage() & 64) != 0 ? -0.0 : key),
        value -> value.getDouble(0) + 0.0);

    /** The last four bytes are padding and get garbage, which must not matter. */
    static final KeyCodec<Pair> STRUCT = codec("struct { s string; n int32 }",
        (staging, key) -> staging.setString(0, key.s()).setInt(16, key.n()).setInt(20, garbage()),
        value -> new Pair(value.getString(0), value.getInt(16)));

    static final KeyCodec<Any> ANY = codec("interface {}",
        (staging, key) -> staging.setAny(0, key.value()), value -> new Any(value.getAny(0)));

    private static int garbage = 1;

    private static final String ALPHABET = "abcdefgh\u00e4\u4e2d0123456789-_";

    private Keys()
    {
    }

    private static int garbage()
    {
        garbage = garbage * 1_664_525 + 1_013_904_223;
        return garbage;
    }

    /** A key with padding. */
    record Pair(String s, int n)
    {
    }

    /** What an interface holds: nil, int64, float64 or string. */
    record Any(Object value)
    {
    }

    /** Writes a key. */
    @FunctionalInterface
    private interface Writer<K>
    {
        void write(Staging staging, K key);
    }

    /** Reads a key. */
    @FunctionalInterface
    private interface Reader<K>
    {
        K read(GoValue value);
    }

    private static <K> KeyCodec<K> codec(final String type, final Writer<K> writer, final Reader<K> reader)
    {
        return new KeyCodec<>()
        {
            @Override
            public String type()
            {
                return type;
            }

            @Override
            public void write(final Staging staging, final K key)
            {
                writer.write(staging, key);
            }

            @Override
            public K read(final GoValue value)
            {
                return reader.read(value);
            }
        };
    }

    private static <K> List<K> distinct(final int count, final Supplier<K> draw)
    {
        final Set<K> keys = new LinkedHashSet<>();
        for (int tries = 0; keys.size() < count && tries < 20 * count; tries++)
        {
            keys.add(draw.get());
        }
        return new ArrayList<>(keys);
    }

    /** Half of them small numbers in a row, as people use them. */
    static List<Long> longs(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> random.nextBoolean() ? random.nextLong() : random.nextLong(-5, count));
    }

    static List<Integer> ints(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> random.nextBoolean() ? random.nextInt() : random.nextInt(-5, count));
    }

    /** Keys that differ in one byte only are among them. */
    static List<Blob> blobs(final SplittableRandom random, final int size, final int count)
    {
        final byte[] bytes = new byte[size];
        return distinct(count, () ->
        {
            if (random.nextBoolean())
            {
                random.nextBytes(bytes);
            }
            else
            {
                bytes[random.nextInt(size)] = (byte)random.nextInt();
            }
            return new Blob(bytes);
        });
    }

    /** Keys of no byte, of few and of more than a staging cell has, most of them no UTF-8. */
    static List<Blob> varBlobs(final SplittableRandom random, final int count)
    {
        return distinct(count, () ->
        {
            final byte[] bytes = new byte[random.nextInt(16) == 0 ? random.nextInt(200, 600) : random.nextInt(24)];
            random.nextBytes(bytes);
            return new Blob(bytes);
        });
    }

    static List<String> strings(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> string(random));
    }

    private static String string(final SplittableRandom random)
    {
        final int length = switch (random.nextInt(16))
        {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(40, 300);
            default -> random.nextInt(4, 24);
        };
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** Without NaN, which equals nothing and has tests of its own. */
    static List<Double> doubles(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> switch (random.nextInt(4))
        {
            case 0 -> (double)random.nextInt(-3, count);
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : -Double.MIN_VALUE;
            default -> finite(Double.longBitsToDouble(random.nextLong()));
        } + 0.0);
    }

    private static double finite(final double number)
    {
        return Double.isNaN(number) ? 0.0 : number;
    }

    static List<Pair> pairs(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> new Pair(
            random.nextBoolean() ? string(random) : "same", random.nextBoolean() ? random.nextInt() : 7));
    }

    static List<Any> anys(final SplittableRandom random, final int count)
    {
        return distinct(count, () -> switch (random.nextInt(4))
        {
            case 0 -> new Any(string(random));
            case 1 -> new Any((long)random.nextInt(count));
            case 2 -> new Any((double)random.nextInt(count));
            default -> new Any(random.nextInt(20) == 0 ? null : random.nextLong());
        });
    }
}
