// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A copy of some bytes in a segment of its own, which ends with this object. */
public final class ValueCopy implements AutoCloseable
{
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment segment;

    /**
     * Makes room for a copy.
     *
     * @param size number of bytes.
     */
    public ValueCopy(final int size)
    {
        segment = arena.allocate(size, Long.BYTES);
    }

    /**
     * The copy.
     *
     * @return a native segment of this thread.
     */
    public MemorySegment segment()
    {
        return segment;
    }

    /**
     * Copies the bytes here.
     *
     * @param memory the memory.
     * @param offset offset of the first byte.
     */
    public void load(final MemorySegment memory, final long offset)
    {
        Memory.copy(memory, offset, segment, 0, segment.byteSize());
    }

    /**
     * Copies the bytes back.
     *
     * @param memory the memory.
     * @param offset offset of the first byte.
     */
    public void store(final MemorySegment memory, final long offset)
    {
        Memory.copy(segment, 0, memory, offset, segment.byteSize());
    }

    /** Ends the segment. */
    @Override
    public void close()
    {
        arena.close();
    }
}
