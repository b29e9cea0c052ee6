// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

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
