// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongSet;
import dev.tophash.PutAllException;
import dev.tophash.check.Required;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongConsumer;

/**
 * A set of keys of type {@code long} as a whole: filled from elsewhere, copied to the Java heap, compared, printed.
 *
 * <p>What looks at all keys and tells nothing about their order, comparing and printing, begins at the first bucket and
 * takes nothing from the set's randomness: a log line changes no later iteration.
 */
abstract class LongSetContents extends LongKeyedBatches implements LongSet, OffHeapMap
{
    LongSetContents(final Opening opening)
    {
        super(opening);
    }

    /** A cursor of the set's own, before the first key. */
    abstract LongSetHmapCursor openCursor();

    /** Ends the use of a cursor of the set's own. */
    abstract void giveBack(LongSetHmapCursor cursor);

    private LongSetHmapCursor openAtFirst()
    {
        try
        {
            final LongSetHmapCursor cursor = new LongSetHmapCursor(this);
            cursor.open(0, 0);
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public final long addAll(final LongSet keys)
    {
        Required.argument(keys, "keys");
        requireWritable();
        final Adding adding = new Adding();
        try
        {
            keys.forEach(adding);
            return adding.newCount;
        }
        catch (final RuntimeException e)
        {
            throw new PutAllException(adding.doneCount, e);
        }
    }

    @Override
    public final long addAll(final Collection<? extends Long> keys)
    {
        Required.argument(keys, "keys");
        requireWritable();
        final Adding adding = new Adding();
        try
        {
            for (final var key : keys)
            {
                adding.accept(key);
            }
            return adding.newCount;
        }
        catch (final RuntimeException e)
        {
            throw new PutAllException(adding.doneCount, e);
        }
    }

    /** Adds keys and counts them. */
    private final class Adding implements LongConsumer
    {
        private long newCount;
        private long doneCount;

        @Override
        public void accept(final long key)
        {
            newCount += add(key) ? 1 : 0;
            doneCount++;
        }
    }

    @Override
    public final long[] toArray()
    {
        final LongSetHmapCursor cursor = openCursor();
        try
        {
            final long[] keys = new long[arrayLength()];
            int count = 0;
            while (count < keys.length && cursor.next())
            {
                keys[count++] = cursor.keptKey();
            }
            return count == keys.length ? keys : Arrays.copyOf(keys, count);
        }
        finally
        {
            giveBack(cursor);
        }
    }

    @Override
    public final boolean containsAll(final LongSet keys)
    {
        Required.argument(keys, "keys");
        heap.requireOpen();
        final Finding finding = new Finding();
        if (sizeLong() >= keys.sizeLong())
        {
            keys.forEach(finding);
            return finding.foundAll;
        }
        return false;
    }

    /** Looks for keys here until one is missing. */
    private final class Finding implements LongConsumer
    {
        private boolean foundAll = true;

        @Override
        public void accept(final long key)
        {
            foundAll = foundAll && isIn(LongSetContents.this, key);
        }
    }

    /** Whether a key of another set is in this one: keys of bytes can have another length. */
    private static boolean isIn(final LongSet keys, final long key)
    {
        try
        {
            return keys.contains(key);
        }
        catch (final IllegalArgumentException otherLength)
        {
            return false;
        }
    }

    @Override
    public final boolean equals(final Object other)
    {
        if (this == other)
        {
            return true;
        }
        if (!(other instanceof final LongSet keys) || isClosed() || keys.isClosed() ||
            sizeLong() != keys.sizeLong())
        {
            return false;
        }
        try (LongSetHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                if (!isIn(keys, cursor.ownKey()))
                {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public final int hashCode()
    {
        int hash = 0;
        try (LongSetHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                hash += Content.hash(cursor.ownKey());
            }
            return hash;
        }
    }

    @Override
    public final String toString()
    {
        return MapText.of(getClass(), this, this::openAtFirst, LongSetHmapCursor::next, (text, cursor) ->
            Content.append(text, cursor.ownKey()));
    }
}
