// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.LongDoubleConsumer;
import dev.tophash.LongDoubleCursor;
import dev.tophash.LongDoublePredicate;
import dev.tophash.LongDoubleUpdate;
import dev.tophash.check.Required;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * Go's {@code map[int64]float64} outside the Java heap.
 *
 * <p>No operation allocates on the Java heap, growth included; only {@link #cursor()} makes one object,
 * and {@link #prepareSwap()} a scratch map.
 * A put moves at most two old buckets and returns at most 64 KiB of retired memory, so its cost has a bound whatever
 * the size of the map.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes. If two threads break this
 * rule and Go's flag shows it, {@link java.util.ConcurrentModificationException} is thrown with Go's text. They cannot
 * crash the JVM.
 *
 * <p>Made by {@link OffHeapMaps#longDouble()}.
 */
public sealed class OffHeapLongDoubleMap extends StraightLongDoubleUpdates permits
    // Numbers only {
    EagerLongDoubleMap,
    // }
    WatchedLongDoubleMap
{
    private final CursorPool<LongDoubleHmapCursor> cursors = new CursorPool<>();

    OffHeapLongDoubleMap(final Opening opening)
    {
        super(opening);
    }

    /** With a view or without, as its settings say. */
    static OffHeapLongDoubleMap open(final Opening opening)
    {
        // Numbers only {
        if (opening.config().map().dependentLookups())
        {
            return EagerLongDoubleMap.open(opening);
        }
        // }
        return opening.isWatched() ? WatchedLongDoubleMap.open(opening) :
            new OffHeapLongDoubleMap(opening);
    }

    @Override
    final MapSkin sibling(final Opening opening)
    {
        return open(opening);
    }

    // Numbers only {
    /** The straight line of find, spelled out so that the elem is part of it: each outcome leaves at once. */
    @Override
    public double get(final long key)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return missingValue;
            }
            if (isAtFirst(bucket, matches, key))
            {
                return Memory.getDouble(memory, elemAt(bucket, TopHash.slot(matches)));
            }
            final long place = findInChain(key);
            return place == Place.NOT_FOUND ? missingValue : Memory.getDouble(memory, elemAt(place));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
    // }

    @Override
    public double getOrDefault(final long key, final double defaultValue)
    {
        try
        {
            // Numbers only {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return defaultValue;
            }
            if (isAtFirst(bucket, matches, key))
            {
                return Memory.getDouble(memory, elemAt(bucket, TopHash.slot(matches)));
            }
            // }
            final long place = find(key);
            return place == Place.NOT_FOUND ? defaultValue : Memory.getDouble(memory, elemAt(place));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean containsKey(final long key)
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

    // Numbers only {
    /**
     * The straight line of assign, spelled out as in get: behind a call of it the JIT leaves the store to a call. Each
     * outcome leaves at once, so the elem is checked once, and a caller that does not want the value before takes this
     * method in and does not load it: 38 % less for an update of 64,000 entries.
     */
    @Override
    public double put(final long key, final double value)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                if (pointerFree && isStraightForOneMore())
                {
                    final int slot = TopHash.slot(TopHash.matchEmpty(word));
                    Memory.putDouble(memory, elemAt(bucket, slot), value);
                    add(bucket, slot, key, TopHash.of(hash));
                    return missingValue;
                }
            }
            else if (isStraight() && isAtFirst(bucket, matches, key))
            {
                final long elem = elemAt(bucket, TopHash.slot(matches));
                final double previous = Memory.getDouble(memory, elem);
                Memory.putDouble(memory, elem, value);
                endStraight();
                return previous;
            }
            return exchange(assignInChain(key, hash), value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
    // }

    // Numbers only {
    /** The straight line of beginDelete and finishDelete, spelled out as in get. */
    @Override
    public double remove(final long key)
    {
        try
        {
            final long hash = hash(key);
            if (isStraight())
            {
                final long bucket = lookupBucket(hash);
                final long word = Memory.getLong(memory, bucket);
                final long matches = TopHash.match(word, TopHash.repeatOf(hash));
                if (TopHash.isAbsent(word, matches))
                {
                    return missingValue;
                }
                if (isRemovable(bucket, matches, key))
                {
                    final int slot = TopHash.slot(matches);
                    final long elem = elemAt(bucket, slot);
                    final double previous = Memory.getDouble(memory, elem);
                    Memory.putDouble(memory, elem, 0);
                    vacate(bucket, word, slot);
                    return previous;
                }
            }
            return super.remove(key);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
    // }

    @Override
    public void forEach(final LongDoubleConsumer consumer)
    {
        Required.argument(consumer, "consumer");
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor.ownKey(), cursor.ownValue());
                // Fixed keys only {
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
    public long removeIf(final LongDoublePredicate predicate)
    {
        return sweep(predicate, true);
    }

    @Override
    public long retainIf(final LongDoublePredicate predicate)
    {
        return sweep(predicate, false);
    }

    /** Removes the entries for which the predicate says what it says of entries that go. */
    private long sweep(final LongDoublePredicate predicate, final boolean goes)
    {
        Required.argument(predicate, "predicate");
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            long count = 0;
            while (cursor.next())
            {
                if (predicate.test(cursor.ownKey(), cursor.ownValue()) == goes)
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

    @Override
    public void replaceAll(final LongDoubleUpdate update)
    {
        Required.argument(update, "update");
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                cursor.setValue(update.apply(cursor.ownKey(), cursor.ownValue()));
            }
        }
        finally
        {
            giveBack(cursor);
        }
    }

    @Override
    public boolean containsValue(final double value)
    {
        final LongDoubleHmapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                if (NumberValue.same(cursor.ownValue(), value))
                {
                    return true;
                }
            }
            return false;
        }
        finally
        {
            giveBack(cursor);
        }
    }

    // Fixed keys only {
    /** Takes buckets as they stand; where that can't be, or after the consumer changed the map, the cursor goes on. */
    private void acceptPlain(final LongDoubleHmapCursor cursor, final LongDoubleConsumer consumer)
    {
        final long changes = changeCount();
        Stretch stretch = cursor.stretch();
        while (stretch.count() != 0 && acceptAll(cursor, stretch, changes, consumer))
        {
            stretch = cursor.stretch();
        }
    }

    /** The entries of a stretch; a method of its own, as the JIT compiles one that is called before one that loops. */
    private boolean acceptAll(final LongDoubleHmapCursor cursor, final Stretch stretch, final long changes,
        final LongDoubleConsumer consumer)
    {
        final int count = stretch.count();
        for (int entry = 0; entry < count; entry++)
        {
            accept(cursor, stretch.bucket(entry), stretch.slot(entry), consumer);
            if (changes != changeCount())
            {
                cursor.standBehind(stretch, entry);
                return false;
            }
        }
        return true;
    }

    private void accept(
        final LongDoubleHmapCursor cursor, final long bucket, final int slot, final LongDoubleConsumer consumer)
    {
        final long key;
        final double value;
        try
        {
            key = cursor.lentKey(this, bucket, slot);
            value = Memory.getDouble(memory, elemAt(bucket, slot));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        consumer.accept(key, value);
    }
    // }

    @Override
    @SuppressWarnings("exports")
    @MustBeClosed
    public LongDoubleCursor cursor()
    {
        return openNew(new LongDoubleHmapCursor(this));
    }

    @Override
    LongDoubleHmapCursor openCursor()
    {
        final LongDoubleHmapCursor pooled = cursors.take();
        return openNew(pooled == null ? new LongDoubleHmapCursor(this) : pooled);
    }

    @Override
    void giveBack(final LongDoubleHmapCursor cursor)
    {
        cursor.close();
        cursors.give(cursor);
    }

    private LongDoubleHmapCursor openNew(final LongDoubleHmapCursor cursor)
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
    public OffHeapLongDoubleMap copy()
    {
        try
        {
            return Cloning.copy(this, OffHeapLongDoubleMap::open);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
