// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.LongKeyCursor;
import dev.tophash.check.Required;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Go's {@code map[int64]struct{}} outside the Java heap: a set.
 *
 * <p>No operation allocates on the Java heap, growth included; only {@link #cursor()} makes one object,
 * and {@link #prepareSwap()} a scratch set.
 * An add moves at most two old buckets and returns at most 64 KiB of retired memory, so its cost has a bound whatever
 * the size of the set.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes. If two threads break this
 * rule and Go's flag shows it, {@link java.util.ConcurrentModificationException} is thrown with Go's text. They cannot
 * crash the JVM.
 *
 * <p>Made by {@link OffHeapMaps#longSet()}.
 */
public sealed class OffHeapLongSet extends LongSetSegments permits WatchedLongSet
{
    private final CursorPool<LongSetHmapCursor> cursors = new CursorPool<>();

    OffHeapLongSet(final Opening opening)
    {
        super(opening);
    }

    /** With a view or without, as its settings say. */
    static OffHeapLongSet open(final Opening opening)
    {
        return opening.isWatched() ? WatchedLongSet.open(opening) :
            new OffHeapLongSet(opening);
    }

    @Override
    final MapSkin sibling(final Opening opening)
    {
        return open(opening);
    }

    @Override
    public boolean contains(final long key)
    {
        try
        {
            return find(key) != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean add(final long key)
    {
        try
        {
            return Place.isNew(assign(key));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean remove(final long key)
    {
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return false;
            }
            finishDelete(place);
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public void forEach(final LongConsumer consumer)
    {
        Required.argument(consumer, "consumer");
        final LongSetHmapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor.ownKey());
                // Numbers only {
                acceptPlain(cursor, consumer);
                // }
            }
        }
        finally
        {
            giveBack(cursor);
        }
    }

    @Override
    public long removeIf(final LongPredicate predicate)
    {
        return sweep(predicate, true);
    }

    @Override
    public long retainIf(final LongPredicate predicate)
    {
        return sweep(predicate, false);
    }

    /** Removes the keys for which the predicate says what it says of keys that go. */
    private long sweep(final LongPredicate predicate, final boolean goes)
    {
        Required.argument(predicate, "predicate");
        final LongSetHmapCursor cursor = openCursor();
        try
        {
            long count = 0;
            while (cursor.next())
            {
                if (predicate.test(cursor.ownKey()) == goes)
                {
                    cursor.remove();
                    count++;
                }
            }
            return count;
        }
        finally
        {
            giveBack(cursor);
        }
    }

    // Numbers only {
    /** Takes buckets as they stand; where that can't be, or after the consumer changed the set, the cursor goes on. */
    private void acceptPlain(final LongSetHmapCursor cursor, final LongConsumer consumer)
    {
        final long changes = changeCount();
        Stretch stretch = cursor.stretch();
        while (stretch.count() != 0 && acceptAll(cursor, stretch, changes, consumer))
        {
            stretch = cursor.stretch();
        }
    }

    /** The keys of a stretch; a method of its own, as the JIT compiles one that is called before one that loops. */
    private boolean acceptAll(
        final LongSetHmapCursor cursor, final Stretch stretch, final long changes, final LongConsumer consumer)
    {
        final int count = stretch.count();
        for (int entry = 0; entry < count; entry++)
        {
            accept(stretch.bucket(entry), stretch.slot(entry), consumer);
            if (changes != changeCount())
            {
                cursor.standBehind(stretch, entry);
                return false;
            }
        }
        return true;
    }

    private void accept(final long bucket, final int slot, final LongConsumer consumer)
    {
        final long key;
        try
        {
            key = LongKey.at(this, bucket, slot);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        consumer.accept(key);
    }
    // }

    @Override
    @SuppressWarnings("exports")
    @MustBeClosed
    public LongKeyCursor cursor()
    {
        return openNew(new LongSetHmapCursor(this));
    }

    @Override
    LongSetHmapCursor openCursor()
    {
        final LongSetHmapCursor pooled = cursors.take();
        return openNew(pooled == null ? new LongSetHmapCursor(this) : pooled);
    }

    @Override
    void giveBack(final LongSetHmapCursor cursor)
    {
        cursor.close();
        cursors.give(cursor);
    }

    private LongSetHmapCursor openNew(final LongSetHmapCursor cursor)
    {
        try
        {
            cursor.openAtRandom();
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    @SuppressWarnings("exports")
    @MustBeClosed
    public OffHeapLongSet copy()
    {
        try
        {
            return Cloning.copy(this, OffHeapLongSet::open);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
