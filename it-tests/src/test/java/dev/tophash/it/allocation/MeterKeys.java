// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The keys that {@link AllocationMeter} uses, made beforehand. */
interface MeterKeys
{
    /** Number of keys: as many are put as are missed. */
    int COUNT = 6_000;

    /** Spreads small numbers over all bits. */
    int SPREAD = 0x9e37_79b1;

    /** Strings of which each character is one byte of UTF-8 or, if asked for, of up to four bytes. */
    List<String> STRINGS =
        texts(System.getProperty("meter.map").startsWith("wide") ? "schl\u00fcssel-\u2603-\ud83d\ude00-" : "key-");

    /** Keys of 24 bytes. */
    List<byte[]> FIXED =
        texts("").stream().map(key -> Arrays.copyOf(key.getBytes(StandardCharsets.US_ASCII), 24)).toList();

    /** Room for all keys, or for their values. */
    static MemorySegment packed()
    {
        return Arena.global().allocate(COUNT * 40L);
    }

    private static List<String> texts(final String prefix)
    {
        return IntStream.range(0, COUNT).mapToObj(i -> prefix + i).toList();
    }

    /** Keys of type long. */
    final class LongKeys
    {
        /** Whether an iteration makes no object of a key. */
        static final boolean FREE_TO_ITERATE = true;

        private LongKeys()
        {
        }

        static long of(final int number)
        {
            return (long)number * SPREAD;
        }
    }

    /** Keys of type int. */
    final class IntKeys
    {
        /** Whether an iteration makes no object of a key. */
        static final boolean FREE_TO_ITERATE = true;

        private IntKeys()
        {
        }

        static int of(final int number)
        {
            return number * SPREAD;
        }
    }

    /** Keys of type String. */
    final class StringKeys
    {
        /** Whether an iteration makes no object of a key. */
        static final boolean FREE_TO_ITERATE = false;

        private StringKeys()
        {
        }

        static String of(final int number)
        {
            return STRINGS.get(number);
        }
    }

    /** Keys of type byte[]. */
    final class BytesKeys
    {
        /** Whether an iteration makes no object of a key. */
        static final boolean FREE_TO_ITERATE = true;

        private BytesKeys()
        {
        }

        static byte[] of(final int number)
        {
            return FIXED.get(number);
        }
    }

    /** Keys of type byte[]. */
    final class VarBytesKeys
    {
        /** Whether an iteration makes no object of a key. */
        static final boolean FREE_TO_ITERATE = false;

        private VarBytesKeys()
        {
        }

        static byte[] of(final int number)
        {
            return FIXED.get(number);
        }
    }
}
