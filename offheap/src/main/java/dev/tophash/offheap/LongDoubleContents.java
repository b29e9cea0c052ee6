// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongDoubleConsumer;
import dev.tophash.LongDoubleMap;
import dev.tophash.PutAllException;
import dev.tophash.check.Required;
import java.util.Arrays;
import java.util.Map;

/**
 * A map from {@code long} to {@code double} as a whole: filled from another map, copied to the Java heap, compared,
 * printed.
 *
 * <p>What looks at all entries and tells nothing about their order, comparing and printing, begins at the first bucket
 * and takes nothing from the map's randomness: a log line changes no later iteration.
 */
abstract class LongDoubleContents extends LongDoubleUpdates
{
    LongDoubleContents(final Opening opening)
    {
        super(opening);
    }

    /** A cursor of the map's own, before the first entry. */
    abstract LongDoubleHmapCursor openCursor();

    /** Ends the use of a cursor of the map's own. */
    abstract void giveBack(LongDoubleHmapCursor cursor);

    private LongDoubleHmapCursor openAtFirst()
    {
        try
        {
            final LongDoubleHmapCursor cursor = new LongDoubleHmapCursor(this);
            cursor.open(0, 0);
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public final void putAll(final LongDoubleMap entries)
    {
        Required.argument(entries, "entries");
        requireWritable();
        final Putting putting = new Putting();
        try
        {
            entries.forEach(putting);
        }
        catch (final RuntimeException e)
        {
            throw putting.stopped(e);
        }
    }

    @Override
    public final void putAll(final Map<? extends Long, ? extends Double> entries)
    {
        Required.argument(entries, "entries");
        requireWritable();
        final Putting putting = new Putting();
        try
        {
            for (final Map.Entry<? extends Long, ? extends Double> entry : entries.entrySet())
            {
                putting.accept(entry.getKey(), entry.getValue());
            }
        }
        catch (final RuntimeException e)
        {
            throw putting.stopped(e);
        }
    }

    /** Puts entries and counts them. */
    private final class Putting implements LongDoubleConsumer
    {
        private long doneCount;

        @Override
        public void accept(final long key, final double value)
        {
            put(key, value);
            doneCount++;
        }

        RuntimeException stopped(final RuntimeException cause)
        {
            return new PutAllException(doneCount, cause);
        }
    }

    @Override
    public final long[] keysToArray()
    {
        final LongDoubleHmapCursor cursor = openCursor();
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
    public final double[] valuesToArray()
    {
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            final double[] values = new double[arrayLength()];
            int count = 0;
            while (count < values.length && cursor.next())
            {
                values[count++] = cursor.ownValue();
            }
            return count == values.length ? values : Arrays.copyOf(values, count);
        }
        finally
        {
            giveBack(cursor);
        }
    }

    @Override
    public final boolean equals(final Object other)
    {
        if (this == other)
        {
            return true;
        }
        if (!(other instanceof final LongDoubleMap entries) || isClosed() || entries.isClosed() ||
            sizeLong() != entries.sizeLong())
        {
            return false;
        }
        try (LongDoubleHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                final long key = cursor.ownKey();
                final double value = cursor.ownValue();
                if (!NumberValue.same(entries.getOrDefault(key, value), value) || !entries.containsKey(key))
                {
                    return false;
                }
            }
            return true;
        }
        catch (final IllegalArgumentException otherLength)
        {
            // Keys of bytes have one length in each map.
            return false;
        }
    }

    @Override
    public final int hashCode()
    {
        int hash = 0;
        try (LongDoubleHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                hash += Content.hash(cursor.ownKey()) ^ Content.hash(cursor.ownValue());
            }
            return hash;
        }
    }

    @Override
    public final String toString()
    {
        return MapText.of(getClass(), this, this::openAtFirst, LongDoubleHmapCursor::next, (text, cursor) ->
        {
            Content.append(text, cursor.ownKey());
            Content.append(text.append('='), cursor.ownValue());
        });
    }
}
