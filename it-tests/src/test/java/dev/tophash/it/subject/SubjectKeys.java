// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.BytesKeyCursor;
import dev.tophash.IntKeyCursor;
import dev.tophash.LongKeyCursor;
import dev.tophash.StringKeyCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The model's keys in the form in which the maps take them, and back. */
public final class SubjectKeys
{
    private SubjectKeys()
    {
    }

    public static long raw(final Long key)
    {
        return key;
    }

    public static int raw(final Integer key)
    {
        return key;
    }

    public static String raw(final String key)
    {
        return key;
    }

    public static byte[] raw(final Blob key)
    {
        return key.bytes();
    }

    public static Long box(final long key)
    {
        return key;
    }

    public static Integer box(final int key)
    {
        return key;
    }

    public static String box(final String key)
    {
        return key;
    }

    public static Blob box(final byte[] key)
    {
        return new Blob(key);
    }

    /** A map with the same entries in the same order whose keys have the form in which the maps take them. */
    public static <K, R, V> Map<R, V> rawMap(final Map<K, V> model, final Function<K, R> raw)
    {
        final Map<R, V> rawMap = new LinkedHashMap<>();
        model.forEach((key, value) -> rawMap.put(raw.apply(key), value));
        return rawMap;
    }

    static Long keyOf(final LongKeyCursor cursor)
    {
        return cursor.key();
    }

    static Integer keyOf(final IntKeyCursor cursor)
    {
        return cursor.key();
    }

    static String keyOf(final StringKeyCursor cursor)
    {
        return cursor.key();
    }

    static Blob keyOf(final BytesKeyCursor cursor)
    {
        return new Blob(cursor.key());
    }

    /** Keys of the model for {@code long} keys, one for each number. */
    public static final class LongKeys
    {
        private LongKeys()
        {
        }

        public static Long of(final int number)
        {
            return number * 0x9e37_79b9_7f4a_7c15L;
        }
    }

    /** Keys of the model for {@code int} keys, one for each number. */
    public static final class IntKeys
    {
        private IntKeys()
        {
        }

        public static Integer of(final int number)
        {
            return number * 0x9e37_79b1;
        }
    }

    /** Keys of the model for {@code String} keys, one for each number. */
    public static final class StringKeys
    {
        private StringKeys()
        {
        }

        public static String of(final int number)
        {
            return "k\u00e9y-" + number + "x".repeat(number % 64 == 0 ? 300 : number % 8);
        }
    }

    /** Keys of the model for {@code Bytes} keys, one for each number. */
    public static final class BytesKeys
    {
        private BytesKeys()
        {
        }

        public static Blob of(final int number)
        {
            return new Blob(Arrays.copyOf(StringKeys.of(number).getBytes(StandardCharsets.UTF_8), Blob.SIZE));
        }
    }

    /** Keys of the model for {@code VarBytes} keys, one for each number. */
    public static final class VarBytesKeys
    {
        private VarBytesKeys()
        {
        }

        public static Blob of(final int number)
        {
            return new Blob(StringKeys.of(number).getBytes(StandardCharsets.UTF_8));
        }
    }
}
