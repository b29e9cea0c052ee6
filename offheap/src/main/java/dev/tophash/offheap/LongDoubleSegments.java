// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;
import java.lang.foreign.MemorySegment;

/**
 * The operations of a map from {@code long} to {@code double} on keys and values in native segments. They lie one
 * behind the other at any place, numbers little endian.
 */
abstract class LongDoubleSegments extends LongDoubleBatches
{
    LongDoubleSegments(final Opening opening)
    {
        super(opening);
    }

    private int valueBytes()
    {
        return type.elem().size();
    }

    // Fixed keys only {
    /**
     * The values of many keys in a native segment, as {@code getAll} on arrays gives them. Nothing is allocated. The
     * two ranges may be of one segment if they are apart.
     *
     * @param keys         holds the keys.
     * @param offset       place of the first key, in bytes.
     * @param count        number of keys.
     * @param values       gets the value of each key, {@link #missingValue} for one that is absent.
     * @param valuesOffset place of the first value, in bytes.
     * @return how many of the keys are present; one that is there twice counts twice.
     * @throws IndexOutOfBoundsException if a place or count is negative; nothing is stored then.
     * @throws IllegalArgumentException  if a segment is too short, on the heap or closed, or without memory, or if that
     *                                   of the values is read-only.
     * @throws WrongThreadException      if a segment belongs to another thread.
     */
    public final long getAll(
        final MemorySegment keys, final long offset, final long count, final MemorySegment values,
        final long valuesOffset)
    {
        heap.requireOpen();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        SegmentArgument.checkTargetRange("values", values, valuesOffset, count, valueBytes());
        final SegmentPart part = SegmentPart.take();
        try
        {
            long found = 0;
            for (long done = 0; done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                final double[] got = part.doubles();
                found += getAll(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), 0, size, got, 0);
                SegmentArgument.write("values", values, valuesOffset + done * valueBytes(), got, size);
            }
            return found;
        }
        finally
        {
            part.giveBack();
        }
    }

    /**
     * Sets the values of many keys in native segments, one after the other: of a key that is there twice the last value
     * stays. Each entry is put whole or not at all. Nothing is allocated.
     *
     * @param keys         holds the keys.
     * @param offset       place of the first key, in bytes.
     * @param count        number of entries.
     * @param values       holds the value of each key.
     * @param valuesOffset place of the first value, in bytes.
     * @throws PutAllException           if an entry cannot be put; it says how many were put before it.
     * @throws IndexOutOfBoundsException if a place or count is negative; nothing is put then.
     * @throws IllegalArgumentException  if a segment is too short, on the heap or closed; nothing is put then.
     * @throws WrongThreadException      if a segment belongs to another thread; nothing is put then.
     */
    public final void putAll(
        final MemorySegment keys, final long offset, final long count, final MemorySegment values,
        final long valuesOffset)
    {
        requireWritable();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        SegmentArgument.checkRange("values", values, valuesOffset, count, valueBytes());
        final SegmentPart part = SegmentPart.take();
        long done = 0;
        try
        {
            for (; done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                final double[] next = part.doubles();
                SegmentArgument.read("values", values, valuesOffset + done * valueBytes(), next, size);
                putAll(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), 0, size, next, 0);
            }
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
    public final long keysToSegment(final MemorySegment target, final long offset)
    {
        final long size = sizeLong();
        SegmentArgument.checkTargetRange("target", target, offset, size, keyBytes());
        final LongDoubleHmapCursor cursor = openCursor();
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

    /**
     * Copies the values of all keys to a native segment, one behind the other, little endian. Their order is that of
     * another iteration than that of the keys. It makes a cursor if none is there.
     *
     * @param target gets them.
     * @param offset place of the first value, in bytes.
     * @return how many there are.
     * @throws IndexOutOfBoundsException if the place is negative; nothing is stored then.
     * @throws IllegalArgumentException  if the segment is too short, on the heap, closed or read-only, or without
     *                                   memory.
     * @throws WrongThreadException      if the segment belongs to another thread.
     */
    public final long valuesToSegment(final MemorySegment target, final long offset)
    {
        final long size = sizeLong();
        SegmentArgument.checkTargetRange("target", target, offset, size, valueBytes());
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            long count = 0;
            for (; count < size && cursor.next(); count++)
            {
                SegmentArgument.write("target", target, offset + count * valueBytes(), cursor.ownValue());
            }
            return count;
        }
        finally
        {
            giveBack(cursor);
        }
    }
}
