// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;
import dev.tophash.layout.classic.TopHash;
import java.util.Objects;

/**
 * The operations of a set of keys of type {@code long} on many keys at once.
 *
 * <p>Writes are done one after the other, in the order of the arguments. Where the set is larger than the cache and its
 * keys are numbers, a {@link Batch} has the buckets of the next keys loaded first.
 */
abstract class LongSetBatches extends LongSetContents
{
    LongSetBatches(final Opening opening)
    {
        super(opening);
    }

    @Override
    public final boolean containsAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys.length, offset, count);
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
            return containsLoaded(load(keys, offset, count), keys, offset, count);
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

    @Override
    public final long addAll(final long[] keys)
    {
        Objects.requireNonNull(keys, "keys");
        return addAll(keys, 0, keys.length);
    }

    @Override
    public int addAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys.length, offset, count);
        requireWritable();
        int newCount = 0;
        int done = 0;
        try
        {
            for (; done < count; done++)
            {
                // Numbers only {
                if (done % Batch.GROUP_SIZE == 0)
                {
                    loadAhead(keys, offset + done, count - done);
                }
                // }
                newCount += Place.isNew(assign(keys[offset + done])) ? 1 : 0;
            }
            return newCount;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw new PutAllException(done, failure(e));
        }
    }

    @Override
    public int removeAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys.length, offset, count);
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
    private void loadAhead(final long[] keys, final int offset, final int count)
    {
        if (Batch.isWorthwhile(this, count))
        {
            load(keys, offset, Math.min(Batch.GROUP_SIZE, count));
        }
    }

    /** Takes a group of keys in; a loop without a branch. */
    private Batch load(final long[] keys, final int offset, final int count)
    {
        final Batch batch = Batch.ofThread();
        for (int i = 0; i < count; i++)
        {
            batch.take(this, i, hash(keys[offset + i]));
        }
        return batch;
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
}
