// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongStructMap;
import dev.tophash.check.Required;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The operations of a map from {@code long} to structs on keys and values in native segments. They lie one behind the
 * other at any place: numbers little endian, structs as the map holds them, padding included.
 */
abstract class LongStructSegments extends LongKeyedBatches implements LongStructMap, OffHeapMap
{
    LongStructSegments(final Opening opening)
    {
        super(opening);
    }

    /** A cursor of the map's own, before the first entry. */
    abstract LongStructHmapCursor openCursor();

    /** Ends the use of a cursor of the map's own. */
    abstract void giveBack(LongStructHmapCursor cursor);

    /** Refuses an array that is no value. */
    final void checkValue(final byte[] value)
    {
        Required.argument(value, "value");
        if (value.length != valueSize())
        {
            throw new IllegalArgumentException("value of wrong length: length=" + value.length + ", valueSize=" +
                valueSize());
        }
    }

    // Fixed keys only {
    /**
     * Copies the values of many keys in a native segment to another one. Nothing is allocated. The two ranges may be of
     * one segment if they are apart.
     *
     * @param keys         holds the keys.
     * @param offset       place of the first key, in bytes.
     * @param count        number of keys.
     * @param values       gets the value of each key, zeros for one that is absent.
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
        SegmentArgument.checkTargetRange("values", values, valuesOffset, count, valueSize());
        final SegmentPart part = SegmentPart.take();
        try
        {
            long found = 0;
            for (long done = 0; done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                found += getPart(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), size, values,
                    valuesOffset + done * valueSize());
            }
            return found;
        }
        finally
        {
            part.giveBack();
        }
    }

    private int getPart(final long[] keys, final int count, final MemorySegment values, final long valuesOffset)
    {
        try
        {
            int found = 0;
            for (int i = 0; i < count; i++)
            {
                stage(keys, i, count);
                final long place = find(keys[i]);
                final long to = valuesOffset + (long)i * valueSize();
                if (place == Place.NOT_FOUND)
                {
                    SegmentArgument.zero("values", values, to, valueSize());
                }
                else
                {
                    SegmentArgument.write("values", values, to, memory, elemOffset(place), valueSize());
                    found++;
                }
            }
            return found;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
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
     * @throws dev.tophash.PutAllException if an entry cannot be put; it says how many were put before it.
     * @throws IndexOutOfBoundsException   if a place or count is negative; nothing is put then.
     * @throws IllegalArgumentException    if a segment is too short, on the heap or closed; nothing is put then.
     * @throws WrongThreadException        if a segment belongs to another thread; nothing is put then.
     */
    public final void putAll(
        final MemorySegment keys, final long offset, final long count, final MemorySegment values,
        final long valuesOffset)
    {
        requireWritable();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        SegmentArgument.checkRange("values", values, valuesOffset, count, valueSize());
        final SegmentPart part = SegmentPart.take();
        long done = 0;
        try
        {
            final byte[] value = part.value(valueSize());
            for (long[] next = null; done < count; done++)
            {
                final int index = (int)(done % SegmentPart.SIZE);
                final int size = SegmentPart.sizeOf(count - done + index);
                if (index == 0)
                {
                    next = part.longKeys(keys, offset + done * keyBytes(), size, keyBytes());
                }
                stage(next, index, size);
                SegmentArgument.read("values", values, valuesOffset + done * valueSize(), value, valueSize());
                store(next[index], value);
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

    private void store(final long key, final byte[] value)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            Memory.putBytes(value, 0, memory, elemOffset(place), valueSize());
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
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
        final LongStructHmapCursor cursor = openCursor();
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
     * Copies the values of all keys to a native segment, one behind the other. Their order is that of another iteration
     * than that of the keys. It makes a cursor if none is there.
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
        SegmentArgument.checkTargetRange("target", target, offset, size, valueSize());
        final LongStructHmapCursor cursor = openCursor();
        try
        {
            long count = 0;
            for (; count < size && cursor.next(); count++)
            {
                SegmentArgument.write("target", target, offset + count * valueSize(), cursor.ownValue());
            }
            return count;
        }
        finally
        {
            giveBack(cursor);
        }
    }
}
