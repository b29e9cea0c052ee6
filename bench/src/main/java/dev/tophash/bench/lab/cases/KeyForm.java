// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.hash.ByteSource;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.Staging;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The keys of the lessons: one form for each of Go's three codes, each made from a number as the Go programs of the
 * oracle make them. Elems are int64.
 */
public enum KeyForm
{
    /** The number itself: eight-byte code. */
    INT64("map[int64]int64", "int64"),
    /** {@code struct { a, b int64 }} with the number and its negative: generic code. */
    STRUCT("map[struct { a int64; b int64 }]int64", "struct"),
    /** {@code "key-000017"}: string code. */
    STRING("map[string]int64", "string"),
    /** The number as float64, or a NaN for a negative number: generic code. */
    FLOAT64("map[float64]int64", "float64");

    private static final ByteSource<byte[]> BYTES = new OfArray();

    @SuppressWarnings("ImmutableEnumChecker") // MapType is immutable, it only does not say so
    private final MapType type;
    private final String word;

    KeyForm(final String type, final String word)
    {
        this.type = MapType.parse(type);
        this.word = word;
    }

    /**
     * The map type.
     *
     * @return key of this form, elem int64.
     */
    public MapType type()
    {
        return type;
    }

    /**
     * The word for it in the names of Go's cases.
     *
     * @return the word.
     */
    public String word()
    {
        return word;
    }

    /** The key's bytes, for a string its content. */
    byte[] bytes(final long number)
    {
        return switch (this)
        {
            case INT64 -> longs(number);
            case STRUCT -> longs(number, -number);
            case STRING -> name(number).getBytes(StandardCharsets.UTF_8);
            case FLOAT64 -> longs(Double.doubleToRawLongBits(number < 0 ? Double.NaN : number));
        };
    }

    private static byte[] longs(final long... values)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (final long value : values)
        {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    private static String name(final long number)
    {
        return String.format(Locale.ROOT, "key-%06d", number);
    }

    /** The key as text, as {@link #read} gives it. */
    String text(final long number)
    {
        return switch (this)
        {
            case INT64 -> Long.toString(number);
            case STRUCT -> "{" + number + " " + -number + "}";
            case STRING -> name(number);
            case FLOAT64 -> Double.toString(number < 0 ? Double.NaN : number);
        };
    }

    /**
     * The hash of a key.
     *
     * @param number of the key.
     * @param seed   hash0.
     * @param keys   key words.
     * @return the hash.
     */
    public long hash(final long number, final int seed, final HashKeys keys)
    {
        return hash(bytes(number), seed, keys);
    }

    /** The hash of a key's bytes. */
    static long hash(final byte[] bytes, final int seed, final HashKeys keys)
    {
        return MemHash.hash(BYTES, bytes, 0, bytes.length, seed & 0xffff_ffffL, keys);
    }

    /** Puts a key into the product's staging value. */
    public void stage(final Staging staging, final long number)
    {
        switch (this)
        {
            case INT64 -> staging.setLong(0, number);
            case STRUCT -> staging.setLong(0, number).setLong(8, -number);
            case STRING -> staging.setString(0, name(number));
            case FLOAT64 -> staging.setDouble(0, number < 0 ? Double.NaN : number);
        }
    }

    /** Puts a key into the lab's copy; string content at {@code content}, or into memory of its own if that is 0. */
    void stage(final LabImage image, final long address, final long number, final long content)
    {
        if (this == STRING && content == 0)
        {
            image.putString(address, name(number));
            return;
        }
        final byte[] bytes = bytes(number);
        final long target = this == STRING ? content : address;
        for (int i = 0; i < bytes.length; i++)
        {
            image.putByte(target + i, bytes[i]);
        }
        if (this == STRING)
        {
            image.putLong(address, content);
            image.putLong(address + Long.BYTES, bytes.length);
        }
    }

    /** The key at an address as text, to count distinct ones. */
    String read(final LabImage image, final long address)
    {
        return switch (this)
        {
            case INT64 -> Long.toString(image.getLong(address));
            case STRUCT -> "{" + image.getLong(address) + " " + image.getLong(address + 8) + "}";
            case STRING -> image.getString(address);
            case FLOAT64 -> Double.toString(Double.longBitsToDouble(image.getLong(address)));
        };
    }

    private static final class OfArray implements ByteSource<byte[]>
    {
        @Override
        public byte getByte(final byte[] memory, final long offset)
        {
            return memory[(int)offset];
        }

        @Override
        public int getInt(final byte[] memory, final long offset)
        {
            return ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN).getInt((int)offset);
        }

        @Override
        public long getLong(final byte[] memory, final long offset)
        {
            return ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN).getLong((int)offset);
        }
    }
}
