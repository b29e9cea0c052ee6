// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;

import dev.tophash.IntIntConsumer;
import dev.tophash.IntIntCursor;
import dev.tophash.IntIntMap;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

/**
 * Go's {@code map[int32]int32} outside the Java heap.
 *
 * <p>No operation allocates on the Java heap, growth included; only {@link #cursor()} makes one object. A put moves at
 * most two old buckets and returns at most 64 KiB of retired memory, so its cost has a bound whatever the size of the
 * map.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes. Two threads that break this
 * rule are told so where Go's flag shows it ({@link java.util.ConcurrentModificationException} with Go's text); they
 * cannot crash the JVM.
 *
 * <p>Made by {@link OffHeapMaps#intInt()}.
 */
public final class OffHeapIntIntMap extends IntKeyTable implements IntIntMap
{
    /** Go's {@code map[int32]int32}. */
    static final MapType TYPE = MapType.of(GoType.INT32, GoType.INT32);

    private static final int ELEM_SIZE = Integer.BYTES;
    private static final int ELEMS_OFFSET = TYPE.elemsOffset();

    private final int missingValue;
    private final CursorPool<MapCursor> cursors = new CursorPool<>();

    private OffHeapIntIntMap(final Opening opening)
    {
        super(opening);
        missingValue = (int)opening.config().missingValue();
    }

    static OffHeapIntIntMap create(final long hint, final MapConfig config)
    {
        return Opening.construct(Opening.fresh(TYPE, hint, config), OffHeapIntIntMap::new);
    }

    static OffHeapIntIntMap attach(final MapImage image, final MapConfig config)
    {
        return Opening.construct(Opening.adopt(image, MapType.KeyKind.INT, ELEM_SIZE, config), OffHeapIntIntMap::new);
    }

    private static long elemAt(final long place)
    {
        return (place & -8) + ELEMS_OFFSET + (place & SLOT_MASK) * ELEM_SIZE;
    }

    @Override
    public int missingValue()
    {
        return missingValue;
    }

    // The straight line of find, spelled out so that the elem is part of it: each outcome leaves at once.
    @Override
    public int get(final int key)
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
                return Memory.getInt(memory, elemAt(bucket + TopHash.slot(matches)));
            }
            final long place = findInChain(key);
            return NOT_FOUND == place ? missingValue : Memory.getInt(memory, elemAt(place));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public int getOrDefault(final int key, final int defaultValue)
    {
        try
        {
            final long place = find(key);
            return NOT_FOUND == place ? defaultValue : Memory.getInt(memory, elemAt(place));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean containsKey(final int key)
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
    public int put(final int key, final int value)
    {
        try
        {
            final long elem = elemAt(assign(key));
            final int previous = inserted ? missingValue : Memory.getInt(memory, elem);
            Memory.putInt(memory, elem, value);
            return previous;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public int putIfAbsent(final int key, final int value)
    {
        try
        {
            final long elem = elemAt(assign(key));
            if (!inserted)
            {
                return Memory.getInt(memory, elem);
            }
            Memory.putInt(memory, elem, value);
            return missingValue;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public int remove(final int key)
    {
        try
        {
            final long place = beginDelete(key);
            if (NOT_FOUND == place)
            {
                return missingValue;
            }
            final int previous = Memory.getInt(memory, elemAt(place));
            finishDelete(place);
            return previous;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    @Override
    public void forEach(final IntIntConsumer consumer)
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
    public IntIntCursor cursor()
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
    public OffHeapIntIntMap copy()
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

    private static final class MapCursor extends HmapCursor implements IntIntCursor
    {
        private final OffHeapIntIntMap owner;
        private int key;
        private int value;

        MapCursor(final OffHeapIntIntMap owner)
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
                key = Memory.getInt(owner.memory, (place & -8) + KEYS_OFFSET + (place & SLOT_MASK) * Integer.BYTES);
                value = Memory.getInt(owner.memory, elemAt(place));
                return true;
            }
            catch (final RuntimeException e)
            {
                throw owner.failure(e);
            }
        }

        @Override
        public int key()
        {
            place();
            return key;
        }

        @Override
        public int value()
        {
            place();
            return value;
        }

        @Override
        public void setValue(final int newValue)
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
