// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.hash.ByteSource;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A private, writable copy of the bytes of a map: the patient of the lab.
 *
 * <p>The copy keeps the base of the original, so every address in it still means the same. Behind the copied bytes is
 * free room, from which the literal walk takes what Go would take from its heap; nothing is ever given back, so an
 * address never means two things. Every access is by address and checked: outside the copy it ends in the
 * {@link GoFailure} that Go would have died of.
 */
public final class LabImage implements AutoCloseable
{
    /** The copy as the hash functions read it, by offset. */
    static final ByteSource<LabImage> SOURCE = new ByOffset();

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ALIGNMENT = 64;

    private static final AtomicLong OPEN = new AtomicLong();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;
    private final MapImage original;
    private final MapImage view;
    private final long base;
    private long end;
    private final Set<Span> zeroed = new LinkedHashSet<>();

    private LabImage(final MapImage original, final long roomBytes)
    {
        this.original = original;
        this.base = original.base();
        this.end = (original.size() + ALIGNMENT - 1) & -ALIGNMENT;
        this.memory = arena.allocate(end + roomBytes, ALIGNMENT);
        MemorySegment.copy(original.memory(), 0, memory, 0, original.size());
        this.view = new MapImage(
            memory, base, original.headerOffset(), original.type(), original.keys(), original.version());
        OPEN.incrementAndGet();
    }

    /**
     * Number of copies that are not closed; 0 when nobody works on any.
     *
     * @return a count.
     */
    public static long openCopies()
    {
        return OPEN.get();
    }

    /**
     * Some bytes of an image.
     *
     * @param offset of the first.
     * @param size   how many.
     */
    public record Span(long offset, long size)
    {
    }

    /**
     * Copies a map.
     *
     * @param original  the map; it is not changed, and not needed afterwards.
     * @param roomBytes free room for what a walk allocates.
     * @return the copy; close it.
     */
    public static LabImage copyOf(final MapImage original, final long roomBytes)
    {
        return new LabImage(original, roomBytes);
    }

    /**
     * Another copy of this copy, with the free room that is left.
     *
     * @return a new patient; close it too.
     */
    public LabImage fork()
    {
        final LabImage copy = new LabImage(view, 0);
        copy.end = end;
        return copy;
    }

    /**
     * The bytes for those who only read: pictures, dump, verifier.
     *
     * @return a live view.
     */
    public MapImage view()
    {
        return view;
    }

    /**
     * The map type.
     *
     * @return the type.
     */
    public MapType type()
    {
        return original.type();
    }

    /**
     * Where the header is.
     *
     * @return its address.
     */
    public long header()
    {
        return base + original.headerOffset();
    }

    /**
     * The first free byte.
     *
     * @return its address.
     */
    public long endAddress()
    {
        return base + end;
    }

    /**
     * Takes zeroed memory out of the free room.
     *
     * @param size number of bytes.
     * @return its address, a multiple of 64 above the base.
     */
    public long allocate(final long size)
    {
        final long offset = end;
        final long free = memory.byteSize() - offset;
        if (size < 0 || size > free)
        {
            throw new LabFullException(size, free);
        }
        end = Math.min(memory.byteSize(), (offset + size + ALIGNMENT - 1) & -ALIGNMENT);
        return base + offset;
    }

    /**
     * The bytes that are in use, without the free room: what another map can be made from.
     *
     * @return a live view.
     */
    public MapImage used()
    {
        return new MapImage(memory.asSlice(0, end), base, original.headerOffset(), original.type(), original.keys(),
            original.version());
    }

    /**
     * All bytes, to compare or to restore.
     *
     * @return a copy.
     */
    public byte[] snapshot()
    {
        return memory.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Goes back to former bytes; what was allocated since is free and zero again.
     *
     * @param snapshot of this image.
     */
    public void restore(final byte[] snapshot)
    {
        memory.fill((byte)0);
        MemorySegment.copy(snapshot, 0, memory, ValueLayout.JAVA_BYTE, 0, snapshot.length);
        end = snapshot.length;
    }

    /**
     * Takes over the bytes of another map with the same base and header.
     *
     * @param other its bytes.
     * @throws LabFullException if they do not fit; nothing has changed then.
     */
    public void become(final MapImage other)
    {
        final long size = (other.size() + ALIGNMENT - 1) & -ALIGNMENT;
        if (other.base() != base || other.headerOffset() != original.headerOffset() || size > memory.byteSize())
        {
            throw new LabFullException(size, memory.byteSize());
        }
        MemorySegment.copy(other.memory(), 0, memory, 0, other.size());
        if (end > other.size())
        {
            memory.asSlice(other.size(), end - other.size()).fill((byte)0);
        }
        end = size;
    }

    private long offset(final long address, final long size)
    {
        final long offset = address - base;
        if (size < 0 || offset < 0 || offset > memory.byteSize() - size || address == 0)
        {
            throw GoFailure.fault(address);
        }
        return offset;
    }

    /**
     * Reads a byte.
     *
     * @param address where.
     * @return 0..255.
     */
    public int getByte(final long address)
    {
        return memory.get(ValueLayout.JAVA_BYTE, offset(address, 1)) & 0xff;
    }

    /**
     * Reads two bytes.
     *
     * @param address where.
     * @return 0..65535.
     */
    public int getShort(final long address)
    {
        return memory.get(SHORT, offset(address, Short.BYTES)) & 0xffff;
    }

    /**
     * Reads four bytes.
     *
     * @param address where.
     * @return the value.
     */
    public int getInt(final long address)
    {
        return memory.get(INT, offset(address, Integer.BYTES));
    }

    /**
     * Reads eight bytes.
     *
     * @param address where.
     * @return the value.
     */
    public long getLong(final long address)
    {
        return memory.get(LONG, offset(address, Long.BYTES));
    }

    /**
     * Pokes a byte.
     *
     * @param address where.
     * @param value   its low eight bits.
     */
    public void putByte(final long address, final int value)
    {
        memory.set(ValueLayout.JAVA_BYTE, offset(address, 1), (byte)value);
    }

    /**
     * Pokes two bytes.
     *
     * @param address where.
     * @param value   its low sixteen bits.
     */
    public void putShort(final long address, final int value)
    {
        memory.set(SHORT, offset(address, Short.BYTES), (short)value);
    }

    /**
     * Pokes four bytes.
     *
     * @param address where.
     * @param value   the value.
     */
    public void putInt(final long address, final int value)
    {
        memory.set(INT, offset(address, Integer.BYTES), value);
    }

    /**
     * Pokes eight bytes.
     *
     * @param address where.
     * @param value   the value.
     */
    public void putLong(final long address, final long value)
    {
        memory.set(LONG, offset(address, Long.BYTES), value);
    }

    /**
     * Zeroes a range.
     *
     * @param address where it starts.
     * @param size    number of bytes.
     */
    public void zero(final long address, final long size)
    {
        final long offset = offset(address, size);
        memory.asSlice(offset, size).fill((byte)0);
        zeroed.add(new Span(offset, size));
    }

    /**
     * What was zeroed since this was asked last: pictures paint it.
     *
     * @return ranges, in the order of time.
     */
    public List<Span> takeZeroed()
    {
        final List<Span> spans = List.copyOf(zeroed);
        zeroed.clear();
        return spans;
    }

    /**
     * Copies a range.
     *
     * @param from source.
     * @param to   target.
     * @param size number of bytes.
     */
    public void copy(final long from, final long to, final long size)
    {
        MemorySegment.copy(memory, offset(from, size), memory, offset(to, size), size);
    }

    /**
     * Stores text in the free room.
     *
     * @param text    the text.
     * @param address where the string header (address, length) goes.
     */
    public void putString(final long address, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final long content = bytes.length == 0 ? 0 : allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++)
        {
            putByte(content + i, bytes[i]);
        }
        putLong(address, content);
        putLong(address + Long.BYTES, bytes.length);
    }

    /**
     * Reads the text of a string header.
     *
     * @param address of the header.
     * @return the text.
     */
    public String getString(final long address)
    {
        final long length = getLong(address + Long.BYTES);
        if (length < 0 || length > memory.byteSize())
        {
            throw GoFailure.fault(getLong(address));
        }
        final long content = length == 0 ? 0 : offset(getLong(address), length);
        final byte[] bytes = new byte[(int)length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, content, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the decoder of the hash functions wants: an offset, or -1. */
    long offsetOf(final long address, final long size)
    {
        final long offset = address - base;
        return offset >= 0 && size >= 0 && offset <= memory.byteSize() - size ? offset : -1;
    }

    /**
     * What an address is counted from.
     *
     * @return the address of the first byte.
     */
    public long base()
    {
        return base;
    }

    /** All bytes, free ones too, for the history of a copy. */
    MemorySegment memory()
    {
        return memory;
    }

    /** Gives room back that was taken since. */
    void free(final long endAddress)
    {
        end = endAddress - base;
    }

    @Override
    public void close()
    {
        arena.close();
        OPEN.decrementAndGet();
    }

    private static final class ByOffset implements ByteSource<LabImage>
    {
        @Override
        public byte getByte(final LabImage image, final long offset)
        {
            return (byte)image.getByte(image.base + offset);
        }

        @Override
        public int getInt(final LabImage image, final long offset)
        {
            return image.getInt(image.base + offset);
        }

        @Override
        public long getLong(final LabImage image, final long offset)
        {
            return image.getLong(image.base + offset);
        }
    }
}
