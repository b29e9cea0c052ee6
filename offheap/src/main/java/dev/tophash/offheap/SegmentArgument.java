// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/** A segment of the caller's: what is refused before a byte of it is touched, and what it means if that fails. */
final class SegmentArgument
{
    private SegmentArgument()
    {
    }

    /** The caller's segment has no memory any more: the file behind it was truncated, or its disk failed. */
    static IllegalArgumentException lost(
        final String what, final MemorySegment segment, final InternalError e)
    {
        return new IllegalArgumentException(what + " cannot be read or written: segment=" + segment, e);
    }

    /** Reads a whole array from the head of a segment. */
    static void read(final String what, final MemorySegment segment, final byte[] target)
    {
        try
        {
            Memory.getBytes(segment, 0, target, 0, target.length);
        }
        catch (final InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Copies bytes of a map to the head of a segment. */
    static void write(
        final String what, final MemorySegment segment, final MemorySegment memory, final long offset, final int size)
    {
        try
        {
            Memory.copy(memory, offset, segment, 0, size);
        }
        catch (final InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    static void checkSource(final String what, final MemorySegment segment, final int size)
    {
        if (!segment.isNative())
        {
            throw new IllegalArgumentException(what + " on the Java heap, use the byte[] form: segment=" + segment);
        }
        if (segment.byteSize() < size)
        {
            throw new IllegalArgumentException(
                what + " too short: byteSize=" + segment.byteSize() + ", needed=" + size);
        }
        checkUsable(what, segment);
    }

    /** Refuses what no byte can be read of. */
    static void checkUsable(final String what, final MemorySegment segment)
    {
        if (!segment.isAccessibleBy(Thread.currentThread()))
        {
            throw new WrongThreadException(what + " belongs to another thread: segment=" + segment);
        }
        if (!segment.scope().isAlive())
        {
            throw new IllegalArgumentException(what + " was closed: segment=" + segment);
        }
    }

    static void checkTarget(final String what, final MemorySegment segment, final int size)
    {
        checkSource(what, segment, size);
        if (segment.isReadOnly())
        {
            throw new IllegalArgumentException(what + " is read-only: segment=" + segment);
        }
    }
}
