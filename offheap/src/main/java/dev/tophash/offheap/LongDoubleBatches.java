// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * The operations of a map from {@code long} to {@code double} on many keys and values at once.
 *
 * <p>Writes are done one after the other, in the order of the arguments. Where the map is larger than the cache and its
 * keys are numbers, a {@link Batch} has the buckets of the next keys loaded first.
 */
abstract class LongDoubleBatches extends LongDoubleContents
{
    LongDoubleBatches(final Opening opening)
    {
        super(opening);
    }

    @Override
    public final int getAll(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        Batch.requireRange("keys", keys, offset, count);
        Batch.requireRange("values", values, valuesOffset, count);
        heap.requireOpen();
        try
        {
            // Numbers only {
            if (Batch.isWorthwhile(this, count))
            {
                return getInGroups(keys, offset, count, values, valuesOffset);
            }
            // }
            int found = 0;
            for (int i = 0; i < count; i++)
            {
                final long place = find(keys[offset + i]);
                if (place == Place.NOT_FOUND)
                {
                    values[valuesOffset + i] = missingValue;
                }
                else
                {
                    values[valuesOffset + i] = Memory.getDouble(memory, elemAt(place));
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

    @Override
    public void putAll(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        Batch.requireRange("keys", keys, offset, count);
        Batch.requireRange("values", values, valuesOffset, count);
        requireWritable();
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
                final long place = assign(keys[offset + done]);
                Memory.putDouble(memory, elemAt(place), values[valuesOffset + done]);
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw new PutAllException(done, failure(e));
        }
    }

    // Numbers only {
    private int getInGroups(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        final Batch batch = Batch.ofThread();
        int found = 0;
        for (int done = 0; done < count; done += Batch.GROUP_SIZE)
        {
            final int size = Math.min(Batch.GROUP_SIZE, count - done);
            load(batch, keys, offset + done, size);
            found += getGroup(batch, keys, offset + done, size, values, valuesOffset + done);
        }
        return found;
    }

    /** The straight line of get for each key of a group; those that need more come last and are looked up anew. */
    private int getGroup(
        final Batch batch, final long[] keys, final int offset, final int count, final double[] values,
        final int valuesOffset)
    {
        int found = 0;
        long left = 0;
        for (int i = 0; i < count; i++)
        {
            final long matches = batch.matches(i);
            if (TopHash.isAbsent(batch.word(i), matches))
            {
                values[valuesOffset + i] = missingValue;
                continue;
            }
            final long bucket = lookupBucket(batch.hash(i));
            if (isAtFirst(bucket, matches, keys[offset + i]))
            {
                values[valuesOffset + i] = Memory.getDouble(memory, elemAt(Place.of(bucket, TopHash.slot(matches))));
                found++;
            }
            else
            {
                left |= Batch.bit(i);
            }
        }
        for (; left != 0; left &= left - 1)
        {
            final int i = Batch.first(left);
            final long place = findInChain(keys[offset + i]);
            final boolean present = place != Place.NOT_FOUND;
            values[valuesOffset + i] = present ? Memory.getDouble(memory, elemAt(place)) : missingValue;
            found += present ? 1 : 0;
        }
        return found;
    }
    // }
}
