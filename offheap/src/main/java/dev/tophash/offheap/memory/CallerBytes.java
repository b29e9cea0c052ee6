// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.check.Required;
import dev.tophash.hash.ByteSource;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a caller's bytes where they lie, in an array or in a buffer. Both check each access themselves. Numbers are
 * little endian, whatever byte order a buffer has been given.
 */
public final class CallerBytes
{
    /** Bytes of an array. */
    public static final ByteSource<byte[]> ARRAY = new ArraySource();

    /** Bytes of a buffer, by index: its position is neither used nor changed. */
    public static final ByteSource<ByteBuffer> BUFFER = new BufferSource();

    private CallerBytes()
    {
    }

    /** What {@link #word(String, int)} returns for a text that is not ASCII: no eight ASCII bytes. */
    private static final long NO_ASCII = -1;

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /**
     * Bytes of a key.
     *
     * @param key the key.
     * @return their number.
     */
    public static int length(final byte[] key)
    {
        if (key == null)
        {
            throw Required.absent("key");
        }
        return key.length;
    }

    /**
     * Bytes of a key, if it is ASCII.
     *
     * @param key the key.
     * @return its chars.
     */
    public static int length(final String key)
    {
        if (key == null)
        {
            throw Required.absent("key");
        }
        return key.length();
    }

    /**
     * Tells whether nobody can change a key.
     *
     * @param key the key.
     * @return false for an array.
     */
    public static boolean isSteady(final byte[] key)
    {
        return false;
    }

    /**
     * Tells whether nobody can change a key.
     *
     * @param key the key.
     * @return true for a text.
     */
    public static boolean isSteady(final String key)
    {
        return true;
    }

    /**
     * Loads eight bytes.
     *
     * @param key the key.
     * @param at  index of the first of them.
     * @return the value.
     */
    public static long word(final byte[] key, final int at)
    {
        return (long)ArraySource.LONG.get(key, at);
    }

    /**
     * Loads eight chars of a text as their bytes in ASCII. They go from the text to where they are needed without an
     * array between: a load that spans two stores waits until everything before them is done, cache misses included.
     *
     * @param key the key.
     * @param at  index of the first of them.
     * @return the value; one for which {@link #isAscii} is false if one of them is not ASCII.
     */
    public static long word(final String key, final int at)
    {
        long word = 0;
        int wide = 0;
        for (int i = 0; i < Long.BYTES; i++)
        {
            final char c = key.charAt(at + i);
            word |= (long)c << (i << 3);
            // Nothing where the JIT knows the text for one of bytes.
            wide |= c >>> Byte.SIZE;
        }
        return wide == 0 ? word : NO_ASCII;
    }

    /**
     * Stores eight bytes.
     *
     * @param bytes the array.
     * @param at    index of the first of them.
     * @param word  the value.
     */
    public static void putWord(final byte[] bytes, final int at, final long word)
    {
        ArraySource.LONG.set(bytes, at, word);
    }

    /**
     * The first word that Go's hash takes of 1 to 7 bytes: four of them or, of up to three, the first, the middle and
     * the last.
     *
     * @param key    the key.
     * @param length its bytes.
     * @return the value.
     */
    public static long first(final byte[] key, final int length)
    {
        return length >= Integer.BYTES ? half(key, 0) :
            few(key[0] & 0xff, key[length >> 1] & 0xff, key[length - 1] & 0xff);
    }

    /**
     * As {@link #first(byte[], int)}, of a text that may be ASCII.
     *
     * @param key    the key.
     * @param length its chars.
     * @return the value; one for which {@link #isAscii} is false if one of them is not ASCII.
     */
    public static long first(final String key, final int length)
    {
        return length >= Integer.BYTES ? half(key, 0) :
            few(key.charAt(0), key.charAt(length >> 1), key.charAt(length - 1));
    }

    /**
     * The last word that Go's hash takes of 1 to 7 bytes: four of them, or nothing.
     *
     * @param key    the key.
     * @param length its bytes.
     * @return the value.
     */
    public static long last(final byte[] key, final int length)
    {
        return length >= Integer.BYTES ? half(key, length - Integer.BYTES) : 0;
    }

    /**
     * As {@link #last(byte[], int)}, of a text that may be ASCII.
     *
     * @param key    the key.
     * @param length its chars.
     * @return the value; one for which {@link #isAscii} is false if one of them is not ASCII.
     */
    public static long last(final String key, final int length)
    {
        return length >= Integer.BYTES ? half(key, length - Integer.BYTES) : 0;
    }

    /**
     * Puts up to three bytes together.
     *
     * @param first  the first of them, unsigned.
     * @param middle the one in the middle.
     * @param last   the last one.
     * @return the value; one for which {@link #isAscii} is false if one of them is not ASCII.
     */
    public static long few(final int first, final int middle, final int last)
    {
        return (first | middle | last) >>> Byte.SIZE == 0 ? first | middle << Byte.SIZE | last << 2 * Byte.SIZE :
            NO_ASCII;
    }

    private static long half(final byte[] key, final int at)
    {
        return (int)ArraySource.INT.get(key, at) & 0xffff_ffffL;
    }

    private static long half(final String key, final int at)
    {
        int half = 0;
        int wide = 0;
        for (int i = 0; i < Integer.BYTES; i++)
        {
            final char c = key.charAt(at + i);
            half |= c << (i << 3);
            wide |= c >>> Byte.SIZE;
        }
        return wide == 0 ? half & 0xffff_ffffL : NO_ASCII;
    }

    /**
     * Tells whether bytes of words are all ASCII.
     *
     * @param words the words, put together by or.
     * @return false if one of them is beyond 127.
     */
    public static boolean isAscii(final long words)
    {
        return (words & HIGH_BITS) == 0;
    }

    /**
     * Compares a caller's bytes with a range of the region.
     *
     * @param source how to read the caller's bytes.
     * @param bytes  the caller's bytes.
     * @param offset where they begin.
     * @param memory the region's memory.
     * @param at     position in bytes.
     * @param size   number of bytes.
     * @param <M>    what holds the caller's bytes.
     * @return whether all bytes are equal.
     */
    public static <M> boolean equal(
        final ByteSource<M> source, final M bytes, final long offset, final MemorySegment memory, final long at,
        final long size)
    {
        long i = 0;
        for (; i <= size - Long.BYTES; i += Long.BYTES)
        {
            if (source.getLong(bytes, offset + i) != Memory.getLong(memory, at + i))
            {
                return false;
            }
        }
        if (size >= Long.BYTES)
        {
            // The last word overlaps the one before: no loop whose end nobody can predict.
            i = size - Long.BYTES;
            return source.getLong(bytes, offset + i) == Memory.getLong(memory, at + i);
        }
        for (; i < size; i++)
        {
            if (source.getByte(bytes, offset + i) != Memory.getByte(memory, at + i))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Copies a caller's bytes into the region.
     *
     * @param source how to read the caller's bytes.
     * @param bytes  the caller's bytes.
     * @param offset where they begin.
     * @param memory the region's memory.
     * @param to     position in bytes.
     * @param size   number of bytes.
     * @param <M>    what holds the caller's bytes.
     */
    public static <M> void copy(
        final ByteSource<M> source, final M bytes, final long offset, final MemorySegment memory, final long to,
        final long size)
    {
        long i = 0;
        for (; i <= size - Long.BYTES; i += Long.BYTES)
        {
            Memory.putLong(memory, to + i, source.getLong(bytes, offset + i));
        }
        if (size >= Long.BYTES)
        {
            i = size - Long.BYTES;
            Memory.putLong(memory, to + i, source.getLong(bytes, offset + i));
            return;
        }
        for (; i < size; i++)
        {
            Memory.putByte(memory, to + i, source.getByte(bytes, offset + i));
        }
    }

    private static final class ArraySource implements ByteSource<byte[]>
    {
        private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        @Override
        public byte getByte(final byte[] memory, final long offset)
        {
            return memory[(int)offset];
        }

        @Override
        public int getInt(final byte[] memory, final long offset)
        {
            return (int)INT.get(memory, (int)offset);
        }

        @Override
        public long getLong(final byte[] memory, final long offset)
        {
            return (long)LONG.get(memory, (int)offset);
        }
    }

    private static final class BufferSource implements ByteSource<ByteBuffer>
    {
        private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        @Override
        public byte getByte(final ByteBuffer memory, final long offset)
        {
            return memory.get((int)offset);
        }

        @Override
        public int getInt(final ByteBuffer memory, final long offset)
        {
            return (int)INT.get(memory, (int)offset);
        }

        @Override
        public long getLong(final ByteBuffer memory, final long offset)
        {
            return (long)LONG.get(memory, (int)offset);
        }
    }
}
