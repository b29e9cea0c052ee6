// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.COUNT_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.HASH0_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NOVERFLOW_OFFSET;
import static dev.tophash.layout.classic.HmapFlags.SAME_SIZE_GROW;

import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import java.lang.foreign.MemorySegment;

/**
 * The 48 bytes of Go's {@code hmap}, field by field, and the heap that they stand in. Every method reads or writes the
 * bytes themselves; there is no copy here.
 */
abstract class HmapHeader
{
    /** Offset that stands for a nil pointer. */
    static final long NIL = Heap.NIL;

    final Heap heap;
    final MemorySegment memory;
    final long base;
    final long headerOffset;

    HmapHeader(final Opening opening)
    {
        heap = opening.heap();
        memory = heap.memory();
        base = heap.base();
        headerOffset = opening.headerOffset();
    }

    // ---------------------------------------------------------------- fields

    final long count()
    {
        return Memory.getLong(memory, headerOffset + COUNT_OFFSET);
    }

    final void setCount(final long count)
    {
        Memory.putLong(memory, headerOffset + COUNT_OFFSET, count);
    }

    final int flags()
    {
        return Memory.getUnsignedByte(memory, headerOffset + FLAGS_OFFSET);
    }

    final void setFlags(final int flags)
    {
        Memory.putByte(memory, headerOffset + FLAGS_OFFSET, (byte)flags);
    }

    final boolean sameSizeGrow()
    {
        return (flags() & SAME_SIZE_GROW) != 0;
    }

    final int b()
    {
        return Memory.getUnsignedByte(memory, headerOffset + B_OFFSET);
    }

    final void setB(final int b)
    {
        Memory.putByte(memory, headerOffset + B_OFFSET, (byte)b);
    }

    final int noverflow()
    {
        return Memory.getShort(memory, headerOffset + NOVERFLOW_OFFSET) & 0xffff;
    }

    final void setNoverflow(final int noverflow)
    {
        Memory.putShort(memory, headerOffset + NOVERFLOW_OFFSET, (short)noverflow);
    }

    final long hash0()
    {
        return Memory.getInt(memory, headerOffset + HASH0_OFFSET) & 0xffff_ffffL;
    }

    final void writeHash0(final int hash0)
    {
        Memory.putInt(memory, headerOffset + HASH0_OFFSET, hash0);
    }

    final long nevacuate()
    {
        return Memory.getLong(memory, headerOffset + NEVACUATE_OFFSET);
    }

    final void setNevacuate(final long nevacuate)
    {
        Memory.putLong(memory, headerOffset + NEVACUATE_OFFSET, nevacuate);
    }

    // ---------------------------------------------------------------- pointers

    /** The offset that a pointer field leads to. */
    final long offsetAt(final long field)
    {
        final long address = Memory.getLong(memory, field);
        return address == 0 ? NIL : address - base;
    }

    /** Makes a pointer field lead to an offset. */
    final void putAddress(final long field, final long offset)
    {
        Memory.putLong(memory, field, offset == NIL ? 0 : base + offset);
    }

    // ---------------------------------------------------------------- errors

    final MapCorruptionException corrupt(
        final Check check, final long offset, final String expected, final long actual)
    {
        return heap.corrupt(check, offset, expected, actual);
    }

    /** Turns what the segment throws into what the product promises, see {@link Heap#failure}. */
    final RuntimeException failure(final Throwable e)
    {
        return heap.failure(e);
    }

    // ---------------------------------------------------------------- what every map offers

    /**
     * Number of entries; O(1).
     *
     * @return the count, {@link Integer#MAX_VALUE} if it is larger than that.
     * @throws MapClosedException if the map is closed.
     */
    public final int size()
    {
        return (int)Math.min(sizeLong(), Integer.MAX_VALUE);
    }

    /**
     * Number of entries; O(1).
     *
     * @return the count.
     * @throws MapClosedException if the map is closed.
     */
    public final long sizeLong()
    {
        try
        {
            return count();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Tells whether the map has no entry; O(1).
     *
     * @return true if the count is 0.
     * @throws MapClosedException if the map is closed.
     */
    public final boolean isEmpty()
    {
        return sizeLong() == 0;
    }

    /**
     * Tells whether the map was closed.
     *
     * @return true after {@link #close}.
     */
    public final boolean isClosed()
    {
        return heap.region().isClosed();
    }

    /**
     * Gives all memory back; every later operation, also through an open cursor, throws {@link MapClosedException}.
     * Idempotent and safe from any thread. The JDK closes memory by a handshake with all threads and leaves a few of
     * those that were reading it interrupted (JDK 22 to 25: 1 to 10 % of them); whoever goes on after {@link
     * MapClosedException} asks {@link Thread#interrupted}.
     */
    public final void close()
    {
        heap.region().close();
    }
}
