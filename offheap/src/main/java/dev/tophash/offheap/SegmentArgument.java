// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;
import dev.tophash.check.Required;
import dev.tophash.offheap.memory.CallerNumbers;
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
        final String what, final MemorySegment segment, final Throwable e)
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
        Required.argument(segment, what);
        if (!segment.isNative())
        {
            throw new IllegalArgumentException(
                what + " on the Java heap, use the form with arrays: segment=" + segment);
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

    // ---------------------------------------------------------------- many entries

    /** Refuses a segment that has no room for so many entries from a place on. */
    static void checkRange(
        final String what, final MemorySegment segment, final long offset, final long count, final int size)
    {
        checkSource(what, segment, 0);
        if (offset < 0 || count < 0)
        {
            throw new IndexOutOfBoundsException(
                what + " of no range: offset=" + offset + ", count=" + count + ", segment=" + segment);
        }
        // Empty structs take no room.
        if (offset > segment.byteSize() || size != 0 && count > (segment.byteSize() - offset) / size)
        {
            throw new IllegalArgumentException(what + " too short: byteSize=" + segment.byteSize() + ", offset=" +
                offset + ", count=" + count + ", size=" + size);
        }
    }

    static void checkTargetRange(
        final String what, final MemorySegment segment, final long offset, final long count, final int size)
    {
        checkRange(what, segment, offset, count, size);
        if (segment.isReadOnly())
        {
            throw new IllegalArgumentException(what + " is read-only: segment=" + segment);
        }
    }

    /** What ended a batch of writes of which so many were done before the part in which it ended. */
    static PutAllException stopped(final long doneCount, final RuntimeException e)
    {
        return e instanceof final PutAllException inPart && inPart.getCause() instanceof final RuntimeException cause ?
            new PutAllException(doneCount + inPart.doneCount(), cause) : new PutAllException(doneCount, e);
    }

    static void zero(final String what, final MemorySegment segment, final long offset, final int size)
    {
        try
        {
            Memory.zero(segment, offset, size);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Copies bytes of a map. */
    static void write(
        final String what, final MemorySegment segment, final long offset, final MemorySegment memory,
        final long from, final int size)
    {
        try
        {
            Memory.copy(memory, from, segment, offset, size);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Reads bytes to the head of an array. */
    static void read(
        final String what, final MemorySegment segment, final long offset, final byte[] target, final int count)
    {
        try
        {
            Memory.getBytes(segment, offset, target, 0, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Reads numbers to the head of an array. */
    static void read(
        final String what, final MemorySegment segment, final long offset, final long[] target, final int count)
    {
        try
        {
            CallerNumbers.read(segment, offset, target, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Reads numbers to the head of an array. */
    static void read(
        final String what, final MemorySegment segment, final long offset, final int[] target, final int count)
    {
        try
        {
            CallerNumbers.read(segment, offset, target, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Reads numbers to the head of an array. */
    static void read(
        final String what, final MemorySegment segment, final long offset, final double[] target, final int count)
    {
        try
        {
            CallerNumbers.read(segment, offset, target, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Writes numbers from the head of an array. */
    static void write(
        final String what, final MemorySegment segment, final long offset, final long[] source, final int count)
    {
        try
        {
            CallerNumbers.write(source, segment, offset, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Writes numbers from the head of an array. */
    static void write(
        final String what, final MemorySegment segment, final long offset, final int[] source, final int count)
    {
        try
        {
            CallerNumbers.write(source, segment, offset, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    /** Writes numbers from the head of an array. */
    static void write(
        final String what, final MemorySegment segment, final long offset, final double[] source, final int count)
    {
        try
        {
            CallerNumbers.write(source, segment, offset, count);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    static void write(final String what, final MemorySegment segment, final long offset, final long value)
    {
        try
        {
            CallerNumbers.write(value, segment, offset);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    static void write(final String what, final MemorySegment segment, final long offset, final int value)
    {
        try
        {
            CallerNumbers.write(value, segment, offset);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    static void write(final String what, final MemorySegment segment, final long offset, final double value)
    {
        try
        {
            CallerNumbers.write(value, segment, offset);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }

    static void write(final String what, final MemorySegment segment, final long offset, final byte[] value)
    {
        try
        {
            Memory.putBytes(value, 0, segment, offset, value.length);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw lost(what, segment, e);
        }
    }
}
