// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The sides whose slots can hold addresses: strings, structs with strings, interfaces, and values too large for a slot.
 */
final class PointerSides
{
    private PointerSides()
    {
    }

    private static String text(final String prefix, final long number)
    {
        final String digits = Long.toUnsignedString(number);
        return prefix + "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Replaces an address by the first bytes behind it, at most eight. */
    private static void firstBytes(final byte[] bucket, final int slot, final long size, final AddressSpace memory)
    {
        final long address = Bytes.getLong(bucket, slot);
        final byte[] word = new byte[Long.BYTES];
        if (address != 0)
        {
            final int count = (int)Math.max(0, Math.min(size, Long.BYTES));
            System.arraycopy(memory.getBytes(address, count), 0, word, 0, count);
        }
        System.arraycopy(word, 0, bucket, slot, word.length);
    }

    /** A string. */
    static final class OfText extends ScriptSide
    {
        private final String prefix;

        OfText(final String word, final String prefix)
        {
            super(word, GoType.STRING);
            this.prefix = prefix;
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.setString(0, text(prefix, number.value()));
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setString(0, in.getString(0));
        }

        @Override
        public String show(final ValueReader in)
        {
            return in.getString(0);
        }

        @Override
        public String showZero()
        {
            return "";
        }

        @Override
        void normalise(final byte[] bucket, final int slot, final AddressSpace memory)
        {
            firstBytes(bucket, slot, Bytes.getLong(bucket, slot + Long.BYTES), memory);
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return ScriptSide.hash(utf8(text(prefix, number.value())), seed, keys);
        }
    }

    /** A string, an int32, and padding. */
    static final class OfMixed extends ScriptSide
    {
        private static final int NUMBER_OFFSET = 16;
        private static final int PADDING_OFFSET = 20;

        OfMixed()
        {
            super("mixed", GoType.parse("struct { s string; n int32 }"));
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            out.setString(0, text("key-", number.value()));
            out.setInt(NUMBER_OFFSET, (int)number.value());
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setString(0, in.getString(0));
            out.setInt(NUMBER_OFFSET, in.getInt(NUMBER_OFFSET));
        }

        @Override
        public String show(final ValueReader in)
        {
            return in.getString(0);
        }

        @Override
        void normalise(final byte[] bucket, final int slot, final AddressSpace memory)
        {
            firstBytes(bucket, slot, Bytes.getLong(bucket, slot + Long.BYTES), memory);
            Arrays.fill(bucket, slot + PADDING_OFFSET, slot + goType().size(), (byte)0);
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return ScriptSide.hash(ScriptSide.bytes(number.value(), Integer.BYTES),
                ScriptSide.hash(utf8(text("key-", number.value())), seed, keys), keys);
        }
    }

    /** An array of bytes. */
    static final class OfBytes extends ScriptSide
    {
        /** Larger values lie in a box of their own. */
        private static final int MAX_INLINE_SIZE = 128;

        OfBytes(final String word, final int size)
        {
            super(word, GoType.bytes(size));
        }

        private byte[] content(final long number)
        {
            final byte[] content = ScriptSide.bytes(number, goType().size());
            for (int i = Long.BYTES; i < content.length; i++)
            {
                content[i] = (byte)(number + i);
            }
            return content;
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            final byte[] content = content(number.value());
            for (int i = 0; i < content.length; i += Long.BYTES)
            {
                out.setLong(i, Bytes.getLong(content, i));
            }
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            for (int i = 0; i < goType().size(); i += Long.BYTES)
            {
                out.setLong(i, in.getLong(i));
            }
        }

        @Override
        public String show(final ValueReader in)
        {
            return Long.toUnsignedString(in.getLong(0));
        }

        @Override
        void normalise(final byte[] bucket, final int slot, final AddressSpace memory)
        {
            if (goType().size() > MAX_INLINE_SIZE)
            {
                firstBytes(bucket, slot, Long.BYTES, memory);
            }
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            return ScriptSide.hash(content(number.value()), seed, keys);
        }
    }

    /** An interface that holds an int64 or a string. */
    static final class OfAny extends ScriptSide
    {
        private static final int KIND_MASK = 31;

        OfAny()
        {
            super("any", GoType.ANY);
        }

        @Override
        public void write(final ScriptNumber number, final ValueWriter out)
        {
            final long value = number.value();
            out.setAny(0, (value & 1) == 0 ? (Object)value : text("key-", value));
        }

        @Override
        public void copy(final ValueReader in, final ValueWriter out)
        {
            out.setAny(0, in.getAny(0));
        }

        @Override
        public String show(final ValueReader in)
        {
            return String.valueOf(in.getAny(0));
        }

        /** The words become 1 and the number, or 2 and the first bytes of the string. */
        @Override
        void normalise(final byte[] bucket, final int slot, final AddressSpace memory)
        {
            final long typeAddress = Bytes.getLong(bucket, slot);
            final long dataAddress = Bytes.getLong(bucket, slot + Long.BYTES);
            long tag = 0;
            long word = 0;
            if (typeAddress != 0)
            {
                final int kind = memory.getBytes(typeAddress + TypeDescriptor.KIND_OFFSET, 1)[0] & KIND_MASK;
                if (kind == GoType.INT64.goKindNumber())
                {
                    tag = 1;
                    word = memory.getLong(dataAddress);
                }
                else if (kind == GoType.STRING.goKindNumber())
                {
                    final byte[] header = memory.getBytes(dataAddress, 16);
                    firstBytes(header, 0, Bytes.getLong(header, Long.BYTES), memory);
                    tag = 2;
                    word = Bytes.getLong(header, 0);
                }
                else
                {
                    throw new IndexOutOfBoundsException(String.format(
                        Locale.ROOT, "type word of an interface: address=%#x, kind=%d", typeAddress, kind));
                }
            }
            Bytes.putLong(bucket, slot, tag);
            Bytes.putLong(bucket, slot + Long.BYTES, word);
        }

        @Override
        public long hash(final ScriptNumber number, final long seed, final HashKeys keys)
        {
            final long value = number.value();
            final byte[] content = (value & 1) == 0 ? ScriptSide.bytes(value, Long.BYTES) : utf8(text("key-", value));
            return ScriptSide.C1 * ScriptSide.hash(content, seed ^ ScriptSide.C0, keys);
        }
    }
}
