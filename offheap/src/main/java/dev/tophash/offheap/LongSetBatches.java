// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;
import dev.tophash.check.Required;

/**
 * The operations of a set of keys of type {@code long} that add many keys at once.
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
    public final long addAll(final long[] keys)
    {
        Required.argument(keys, "keys");
        return addAll(keys, 0, keys.length);
    }

    @Override
    public int addAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
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
}
