// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;

import dev.tophash.LongLongConsumer;
import dev.tophash.LongLongCursor;
import dev.tophash.LongLongMap;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

/**
 * Go's {@code map[int64]int64} outside the Java heap.
 *
 * <p>No operation allocates on the Java heap, growth included; only {@link #cursor()} makes one object. A put moves at
 * most two old buckets and returns at most 64 KiB of retired memory, so its cost has a bound whatever the size of the
 * map.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes. Two threads that break this
 * rule are told so where Go's flag shows it ({@link java.util.ConcurrentModificationException} with Go's text); they
 * cannot crash the JVM.
 *
 * <p>Made by {@link OffHeapMaps#longLong()}.
 */
public final class OffHeapLongLongMap extends LongKeyTable implements LongLongMap
{
    /** Go's {@code map[int64]int64}. */
    static final MapType TYPE = MapType.of(GoType.INT64, GoType.INT64);

    private static final int ELEM_SIZE = Long.BYTES;
    private static final int ELEMS_OFFSET = TYPE.elemsOffset();

    private final long missingValue;
    private final CursorPool<MapCursor> cursors = new CursorPool<>();

    private OffHeapLongLongMap(final Opening opening)
    {
        super(opening);
        missingValue = opening.config().missingValue();
    }

    static OffHeapLongLongMap create(final long hint, final MapConfig config)
    {
        return Opening.construct(Opening.fresh(TYPE, hint, config), OffHeapLongLongMap::new);
    }

    static OffHeapLongLongMap attach(final MapImage image, final MapConfig config)
    {
        return Opening.construct(Opening.adopt(image, MapType.KeyKind.LONG, ELEM_SIZE, config),
            OffHeapLongLongMap::new);
    }

    private static long elemAt(final long place)
    {
        return (place & -8) + ELEMS_OFFSET + (place & SLOT_MASK) * ELEM_SIZE;
    }

    @Override
    public long missingValue()
    {
        return missingValue;
    }

    // The straight line of find, spelled out so that the elem is part of it: each outcome leaves at once.
    @Override
    public long get(final long key)
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
                return Memory.getLong(memory, elemAt(bucket + TopHash.slot(matches)));
            }
            final long place = findInChain(key);
            return NOT_FOUND == place ? missingValue : Memory.getLong(memory, elemAt(place));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public long getOrDefault(final long key, final long defaultValue)
    {
        try
        {
            final long place = find(key);
            return NOT_FOUND == place ? defaultValue : Memory.getLong(memory, elemAt(place));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean containsKey(final long key)
    {
        try
        {
            return NOT_FOUND != find(key);
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public long put(final long key, final long value)
    {
        try
        {
            final long elem = elemAt(assign(key));
            final long previous = inserted ? missingValue : Memory.getLong(memory, elem);
            Memory.putLong(memory, elem, value);
            return previous;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public long putIfAbsent(final long key, final long value)
    {
        try
        {
            final long elem = elemAt(assign(key));
            if (!inserted)
            {
                return Memory.getLong(memory, elem);
            }
            Memory.putLong(memory, elem, value);
            return missingValue;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public long remove(final long key)
    {
        try
        {
            final long place = beginDelete(key);
            if (NOT_FOUND == place)
            {
                return missingValue;
            }
            final long previous = Memory.getLong(memory, elemAt(place));
            finishDelete(place);
            return previous;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public void forEach(final LongLongConsumer consumer)
    {
        Objects.requireNonNull(consumer, "consumer");
        final MapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor.key, cursor.value);
            }
        }
        finally
        {
            cursor.close();
            cursors.give(cursor);
        }
    }

    @Override
    public LongLongCursor cursor()
    {
        return openNew(new MapCursor(this));
    }

    private MapCursor openCursor()
    {
        final MapCursor pooled = cursors.take();
        return openNew(null == pooled ? new MapCursor(this) : pooled);
    }

    private MapCursor openNew(final MapCursor cursor)
    {
        try
        {
            cursor.openAtRandom();
            return cursor;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    /**
     * Go's {@code maps.Clone}: a map of its own with the same entries, seed and hash words.
     *
     * @return a new map; close it too.
     * @throws dev.tophash.OffHeapMemoryException if its memory is not allowed; this map is unchanged.
     */
    public OffHeapLongLongMap copy()
    {
        try
        {
            return Cloning.copy(this, create(Cloning.hint(this), Cloning.config(this)));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    private static final class MapCursor extends HmapCursor implements LongLongCursor
    {
        private final OffHeapLongLongMap owner;
        private long key;
        private long value;

        MapCursor(final OffHeapLongLongMap owner)
        {
            super(owner);
            this.owner = owner;
        }

        @Override
        public boolean next()
        {
            if (!advance())
            {
                return false;
            }
            try
            {
                final long place = place();
                key = Memory.getLong(owner.memory, (place & -8) + KEYS_OFFSET + (place & SLOT_MASK) * Long.BYTES);
                value = Memory.getLong(owner.memory, elemAt(place));
                return true;
            }
            catch (final RuntimeException e)
            {
                throw owner.failure(e);
            }
        }

        @Override
        public long key()
        {
            place();
            return key;
        }

        @Override
        public long value()
        {
            place();
            return value;
        }

        @Override
        public void setValue(final long newValue)
        {
            place();
            owner.put(key, newValue);
            value = newValue;
        }

        @Override
        public void remove()
        {
            beginRemove();
            owner.remove(key);
        }

        @Override
        public void close()
        {
            release();
        }
    }
}
