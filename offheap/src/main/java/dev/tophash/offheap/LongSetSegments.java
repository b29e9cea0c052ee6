// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.lang.foreign.MemorySegment;

/**
 * The operations of a set of keys of type {@code long} on keys in native segments. They lie one behind the other at
 * any place, numbers little endian; keys of no fixed size have no such form.
 */
abstract class LongSetSegments extends LongSetBatches
{
    LongSetSegments(final Opening opening)
    {
        super(opening);
    }

    // Fixed keys only {
    /**
     * Adds many keys in a native segment, one after the other. Nothing is allocated.
     *
     * @param keys   holds the keys.
     * @param offset place of the first key, in bytes.
     * @param count  number of keys.
     * @return how many were new.
     * @throws dev.tophash.PutAllException if a key cannot be added; it says how many were done before it.
     * @throws IndexOutOfBoundsException   if a place or count is negative; nothing is added then.
     * @throws IllegalArgumentException    if the segment is too short, on the heap or closed; nothing is added then.
     * @throws WrongThreadException        if the segment belongs to another thread; nothing is added then.
     */
    public final long addAll(final MemorySegment keys, final long offset, final long count)
    {
        requireWritable();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        final SegmentPart part = SegmentPart.take();
        long newCount = 0;
        long done = 0;
        try
        {
            for (; done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                newCount += addAll(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), 0, size);
            }
            return newCount;
        }
        catch (final RuntimeException e)
        {
            throw SegmentArgument.stopped(done, e);
        }
        finally
        {
            part.giveBack();
        }
    }

    /**
     * Copies all keys to a native segment, one behind the other, in the order of an iteration. It makes a cursor if
     * none is there.
     *
     * @param target gets them.
     * @param offset place of the first key, in bytes.
     * @return how many there are.
     * @throws IndexOutOfBoundsException if the place is negative; nothing is stored then.
     * @throws IllegalArgumentException  if the segment is too short, on the heap, closed or read-only, or without
     *                                   memory.
     * @throws WrongThreadException      if the segment belongs to another thread.
     */
    public final long toSegment(final MemorySegment target, final long offset)
    {
        final long size = sizeLong();
        SegmentArgument.checkTargetRange("target", target, offset, size, keyBytes());
        final LongSetHmapCursor cursor = openCursor();
        try
        {
            return copyKeys(cursor, size, target, offset);
        }
        finally
        {
            giveBack(cursor);
        }
    }
    // }
}
