// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoType;
import java.util.Arrays;

/**
 * One side, key or elem, of a script's map type: the Go type, and the value that number n stands for. Package {@code
 * codec} of the Go programs is the same in Go.
 *
 * <pre>
 *   u64 i64 u32 i32 u16 i8 bool   the number itself (truncated)
 *   str            "key-" + 5 decimal digits
 *   lstr           40 bytes: 'x' * 35 + 5 decimal digits
 *   f64            float64(n); also nan, -0, inf, -inf
 *   pt             struct{a, b int64}{n, n*3+1}
 *   mixed          struct{s string; n int32}{"key-ddddd", n}
 *   b24 b40 b200   n as 8 bytes little-endian, then byte(n+i) at index i >= 8
 *   unit           struct{}
 *   any            interface{}: even n an int64, odd n a string
 * </pre>
 */
public abstract class ScriptSide
{
    /** Go's c0 and c1 (layout section 16.2). */
    static final long C0 = 33054211828000289L;
    static final long C1 = 23344194077549503L;

    private final String word;
    private final GoType goType;

    ScriptSide(final String word, final GoType goType)
    {
        this.word = word;
        this.goType = goType;
    }

    /**
     * The word of the script language.
     *
     * @return for example {@code "i64"}.
     */
    public String word()
    {
        return word;
    }

    /**
     * The Go type behind it.
     *
     * @return the type.
     */
    public GoType goType()
    {
        return goType;
    }

    boolean isFloat()
    {
        return false;
    }

    /**
     * Writes the value of a number in Go's memory form.
     *
     * @param number the number.
     * @param out    where to.
     */
    public abstract void write(ScriptNumber number, ValueWriter out);

    /**
     * Prints a value as mapdump does.
     *
     * @param in the value.
     * @return its text.
     */
    public abstract String show(ValueReader in);

    /**
     * Copies a value.
     *
     * @param in  the value.
     * @param out where to.
     */
    public abstract void copy(ValueReader in, ValueWriter out);

    /**
     * What mapdump prints for an absent elem.
     *
     * @return text of the zero value.
     */
    public String showZero()
    {
        return "0";
    }

    /** Takes the addresses out of a slot of a copied bucket. */
    void normalise(final byte[] bucket, final int slot, final AddressSpace memory)
    {
    }

    /**
     * Hash of a key as the compiled map type hashes it; random parts (NaN) are left out.
     *
     * @param number the number.
     * @param seed   hash0.
     * @param keys   words of the hash.
     * @return the hash.
     */
    public abstract long hash(ScriptNumber number, long seed, HashKeys keys);

    static long hash(final byte[] content, final long seed, final HashKeys keys)
    {
        return MemHash.hash(Bytes.SOURCE, content, 0, content.length, seed, keys);
    }

    static byte[] bytes(final long value, final int size)
    {
        final byte[] bytes = new byte[Math.max(size, Long.BYTES)];
        Bytes.putLong(bytes, 0, value);
        return size < bytes.length ? Arrays.copyOf(bytes, size) : bytes;
    }

    /** An integer. */
    static final class OfInt extends ScriptSide
    {
        private final boolean signed;

        OfInt(final String word, final GoType type)
        {
            super(word, type);
            signed = word.startsWith("i");
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            final long value = number.value();
            switch (goType().size())
            {
                case 1 -> out.setByte(0, (byte)value);
                case 2 -> out.setShort(0, (short)value);
                case 4 -> out.setInt(0, (int)value);
                default -> out.setLong(0, value);
            }
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            switch (goType().size())
            {
                case 1 -> out.setByte(0, in.getByte(0));
                case 2 -> out.setShort(0, in.getShort(0));
                case 4 -> out.setInt(0, in.getInt(0));
                default -> out.setLong(0, in.getLong(0));
            }
        }

        @Override
        public String show(final ValueReader in)
        {
            return switch (goType().size())
            {
                case 1 -> String.valueOf(signed ? in.getByte(0) : in.getByte(0) & 0xFF);
                case 2 -> String.valueOf(signed ? in.getShort(0) : in.getShort(0) & 0xFFFF);
                case 4 -> String.valueOf(signed ? in.getInt(0) : in.getInt(0) & 0xFFFF_FFFFL);
                default -> signed ? String.valueOf(in.getLong(0)) : Long.toUnsignedString(in.getLong(0));
            };
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return ScriptSide.hash(bytes(number.value(), goType().size()), seed, keys);
        }
    }

    /** A bool. */
    static final class OfBool extends ScriptSide
    {
        OfBool()
        {
            super("bool", GoType.BOOL);
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.setByte(0, (byte)(number.value() & 1));
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setByte(0, in.getByte(0));
        }

        @Override
        public String show(final ValueReader in)
        {
            return String.valueOf(in.getByte(0) != 0);
        }

        @Override
        public String showZero()
        {
            return "false";
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return ScriptSide.hash(bytes(number.value() & 1, 1), seed, keys);
        }
    }

    /** Nothing. */
    static final class OfUnit extends ScriptSide
    {
        OfUnit()
        {
            super("unit", GoType.struct());
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.clear();
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.clear();
        }

        @Override
        public String show(final ValueReader in)
        {
            return "";
        }

        @Override
        public String showZero()
        {
            return "";
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return seed;
        }
    }

    /** A float64. */
    static final class OfFloat extends ScriptSide
    {
        OfFloat()
        {
            super("f64", GoType.FLOAT64);
        }

        @Override
        boolean isFloat()
        {
            return true;
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.setLong(0, Double.doubleToRawLongBits(number.toDouble()));
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setLong(0, in.getLong(0));
        }

        @Override
        public String show(final ValueReader in)
        {
            return GoFloat.toString(Double.longBitsToDouble(in.getLong(0)));
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            final double value = number.toDouble();
            return value == 0 ? C1 * (C0 ^ seed) :
                ScriptSide.hash(bytes(Double.doubleToRawLongBits(value), Double.BYTES), seed, keys);
        }
    }

    /** Two longs. */
    static final class OfPoint extends ScriptSide
    {
        OfPoint()
        {
            super("pt", GoType.parse("struct { a int64; b int64 }"));
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.setLong(0, number.value());
            out.setLong(8, number.value() * 3 + 1);
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setLong(0, in.getLong(0));
            out.setLong(8, in.getLong(8));
        }

        @Override
        public String show(final ValueReader in)
        {
            return String.valueOf(in.getLong(0));
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            final byte[] content = new byte[16];
            Bytes.putLong(content, 0, number.value());
            Bytes.putLong(content, 8, number.value() * 3 + 1);
            return ScriptSide.hash(content, seed, keys);
        }
    }
}
