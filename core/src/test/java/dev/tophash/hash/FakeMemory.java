// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.layout.GoType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A small memory at a made-up base address, with a bump allocator and a table of dynamic types.
 */
final class FakeMemory implements AddressDecoder, TypeResolver
{
    static final long BASE = 0xC000_0000_00L;

    /** The source as production code has it: one static instance. */
    static final ByteSource<byte[]> SOURCE = new ArraySource();

    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] bytes;
    private final Map<GoType, Long> addresses = new HashMap<>();
    private final Map<Long, GoType> types = new HashMap<>();
    private int used;

    FakeMemory(final int size)
    {
        bytes = new byte[size];
    }

    int allocate(final int size)
    {
        final int offset = used;
        used = (used + size + 7) & -8;
        return offset;
    }

    int allocate(final byte... content)
    {
        final int offset = allocate(content.length);
        System.arraycopy(content, 0, bytes, offset, content.length);
        return offset;
    }

    void putInt(final long offset, final int value)
    {
        INT.set(bytes, (int)offset, value);
    }

    void putLong(final long offset, final long value)
    {
        LONG.set(bytes, (int)offset, value);
    }

    void putDouble(final long offset, final double value)
    {
        putLong(offset, Double.doubleToRawLongBits(value));
    }

    void putString(final long offset, final String text)
    {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putLong(offset, utf8.length == 0 ? 0 : BASE + allocate(utf8));
        putLong(offset + 8, utf8.length);
    }

    /** Stores an interface whose content lies elsewhere. */
    void putInterface(final long offset, final GoType type, final long content)
    {
        putLong(offset, addressOf(type));
        putLong(offset + 8, BASE + content);
    }

    long addressOf(final GoType type)
    {
        return addresses.computeIfAbsent(type, (t) ->
        {
            final long address = 0x4000_0000L + 64L * addresses.size();
            types.put(address, t);
            return address;
        });
    }

    @Override
    public long offsetOf(final long address, final long size)
    {
        final long offset = address - BASE;
        return offset >= 0 && size >= 0 && offset <= bytes.length - size ? offset : OUTSIDE;
    }

    @Override
    public GoType typeAt(final long address)
    {
        return types.get(address);
    }

    private static final class ArraySource implements ByteSource<byte[]>
    {
        @Override
        public byte getByte(final byte[] memory, final long offset)
        {
            return memory[Math.toIntExact(offset)];
        }

        @Override
        public int getInt(final byte[] memory, final long offset)
        {
            return (int)INT.get(memory, Math.toIntExact(offset));
        }

        @Override
        public long getLong(final byte[] memory, final long offset)
        {
            return (long)LONG.get(memory, Math.toIntExact(offset));
        }
    }
}
