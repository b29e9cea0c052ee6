// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.ByteSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian numbers in byte arrays.
 */
final class Bytes
{
    /** Byte arrays as the hash functions read them. */
    static final ByteSource<byte[]> SOURCE = new ByteSource<>()
    {
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
            return Bytes.getLong(memory, (int)offset);
        }
    };

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes()
    {
    }

    static long getLong(final byte[] bytes, final int offset)
    {
        return (long)LONG.get(bytes, offset);
    }

    static void putLong(final byte[] bytes, final int offset, final long value)
    {
        LONG.set(bytes, offset, value);
    }
}
