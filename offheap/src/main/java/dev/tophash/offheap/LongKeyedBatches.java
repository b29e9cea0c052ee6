// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.TopHash;
import java.lang.foreign.MemorySegment;

/**
 * The operations of a map or set with keys of type {@code long} that take many keys at once and no value, and what
 * every batch has in common.
 *
 * <p>Writes are done one after the other, in the order of the arguments. Where the table is larger than the cache and
 * keys are numbers, a {@link Batch} has the buckets of the next keys loaded first. Keys in segments go through an
 * array, a part at a time: one batch on an array after the other.
 */
abstract class LongKeyedBatches extends LongKeyTable
{
    LongKeyedBatches(final Opening opening)
    {
        super(opening);
    }

    final void requireWritable()
    {
        heap.requireOpen();
        refuseInFunction();
    }

    /**
     * Whether all of many keys are present. A large table with numbers as keys waits for several of them at once.
     * Nothing is allocated.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return true if each of them is, also if there are none.
     * @throws IndexOutOfBoundsException if the array has no such range.
     */
    public final boolean containsAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
        heap.requireOpen();
        try
        {
            for (int done = 0; done < count; done += Batch.GROUP_SIZE)
            {
                if (!containsGroup(keys, offset + done, Math.min(Batch.GROUP_SIZE, count - done)))
                {
                    return false;
                }
            }
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    private boolean containsGroup(final long[] keys, final int offset, final int count)
    {
        // Numbers only {
        if (Batch.isWorthwhile(this, count))
        {
            final Batch batch = Batch.ofThread();
            load(batch, keys, offset, count);
            return containsLoaded(batch, keys, offset, count);
        }
        // }
        for (int i = 0; i < count; i++)
        {
            if (find(keys[offset + i]) == Place.NOT_FOUND)
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Removes many keys, one after the other. A large table with numbers as keys waits for several of them at once.
     * Nothing is allocated. If a key is refused, those before it are removed.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return how many were present, and are removed.
     * @throws IndexOutOfBoundsException if the array has no such range; nothing is removed then.
     */
    public int removeAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
        requireWritable();
        try
        {
            int removed = 0;
            for (int i = 0; i < count; i++)
            {
                // Numbers only {
                if (i % Batch.GROUP_SIZE == 0)
                {
                    loadAhead(keys, offset + i, count - i);
                }
                // }
                final long place = beginDelete(keys[offset + i]);
                if (place != Place.NOT_FOUND)
                {
                    finishDelete(place);
                    removed++;
                }
            }
            return removed;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    // Numbers only {
    /** Has the buckets of the next group loaded; each write looks at them anew, as the one before may change them. */
    final void loadAhead(final long[] keys, final int offset, final int count)
    {
        if (Batch.isWorthwhile(this, count))
        {
            load(Batch.ofThread(), keys, offset, Math.min(Batch.GROUP_SIZE, count));
        }
    }

    /** Takes a group of keys in; a loop without a branch. */
    final void load(final Batch batch, final long[] keys, final int offset, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            batch.take(this, i, hash(keys[offset + i]));
        }
    }

    private boolean containsLoaded(final Batch batch, final long[] keys, final int offset, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final long matches = batch.matches(i);
            if (TopHash.isAbsent(batch.word(i), matches) ||
                !isAtFirst(lookupBucket(batch.hash(i)), matches, keys[offset + i]) &&
                findInChain(keys[offset + i]) == Place.NOT_FOUND)
            {
                return false;
            }
        }
        return true;
    }
    // }

    /** Has the buckets of a group loaded when the first of its keys comes; keys that are no numbers go unstaged. */
    final void stage(final long[] keys, final int index, final int count)
    {
        // Numbers only {
        if (index % Batch.GROUP_SIZE == 0)
        {
            loadAhead(keys, index, count - index);
        }
        // }
    }

    // Fixed keys only {
    /** Bytes that a key takes in a segment. */
    final int keyBytes()
    {
        return type.key().size();
    }

    /**
     * Whether all of many keys in a native segment are present. They lie one behind the other at any place, numbers
     * little endian. Nothing is allocated.
     *
     * @param keys   holds the keys.
     * @param offset place of the first key, in bytes.
     * @param count  number of keys.
     * @return true if each of them is, also if there are none.
     * @throws IndexOutOfBoundsException if a place or count is negative.
     * @throws IllegalArgumentException  if the segment is too short, on the heap or closed, or without memory.
     * @throws WrongThreadException      if the segment belongs to another thread.
     */
    public final boolean containsAll(final MemorySegment keys, final long offset, final long count)
    {
        heap.requireOpen();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        final SegmentPart part = SegmentPart.take();
        try
        {
            boolean all = true;
            for (long done = 0; all && done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                all = containsAll(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), 0, size);
            }
            return all;
        }
        finally
        {
            part.giveBack();
        }
    }

    /**
     * Removes many keys in a native segment, one after the other. They lie one behind the other at any place, numbers
     * little endian. Nothing is allocated. If the segment ceases to be readable, the keys before are removed.
     *
     * @param keys   holds the keys.
     * @param offset place of the first key, in bytes.
     * @param count  number of keys.
     * @return how many were present, and are removed.
     * @throws IndexOutOfBoundsException if a place or count is negative; nothing is removed then.
     * @throws IllegalArgumentException  if the segment is too short, on the heap or closed, or without memory.
     * @throws WrongThreadException      if the segment belongs to another thread.
     */
    public final long removeAll(final MemorySegment keys, final long offset, final long count)
    {
        requireWritable();
        SegmentArgument.checkRange("keys", keys, offset, count, keyBytes());
        final SegmentPart part = SegmentPart.take();
        try
        {
            long removed = 0;
            for (long done = 0; done < count; done += SegmentPart.SIZE)
            {
                final int size = SegmentPart.sizeOf(count - done);
                removed += removeAll(part.longKeys(keys, offset + done * keyBytes(), size, keyBytes()), 0, size);
            }
            return removed;
        }
        finally
        {
            part.giveBack();
        }
    }

    /** Copies at most so many keys from a cursor, one behind the other; their number. */
    final long copyKeys(
        final LongKeyHmapCursor cursor, final long most, final MemorySegment target, final long offset)
    {
        long count = 0;
        for (; count < most && cursor.next(); count++)
        {
            SegmentArgument.write("target", target, offset + count * keyBytes(), cursor.ownKey());
        }
        return count;
    }
    // }
}
