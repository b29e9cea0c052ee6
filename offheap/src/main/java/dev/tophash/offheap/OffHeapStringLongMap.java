// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;

import dev.tophash.StringLongConsumer;
import dev.tophash.StringLongCursor;
import dev.tophash.StringLongMap;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

/**
 * Go's {@code map[string]int64} outside the Java heap; strings are UTF-8, and one with an unpaired surrogate is
 * refused.
 *
 * <p>No operation allocates on the Java heap, growth included, except for keys beyond 240 bytes, {@link #cursor()} and
 * the strings that an iteration delivers. A string that is freed while a cursor is open stays readable for it. Lookups
 * and removes need no memory of the region, whatever the length of the key.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes. Two threads that break this
 * rule are told so where Go's flag shows it ({@link java.util.ConcurrentModificationException} with Go's text); they
 * cannot crash the JVM.
 *
 * <p>Made by {@link OffHeapMaps#stringLong()}.
 */
public final class OffHeapStringLongMap extends StringKeyTable implements StringLongMap
{
    /** Go's {@code map[string]int64}. */
    static final MapType TYPE = MapType.of(GoType.STRING, GoType.INT64);

    private static final int ELEM_SIZE = Long.BYTES;
    private static final int ELEMS_OFFSET = TYPE.elemsOffset();

    private final long missingValue;
    private final KeyStage stage;
    private final CursorPool<MapCursor> cursors = new CursorPool<>();

    private OffHeapStringLongMap(final Opening opening)
    {
        super(opening);
        missingValue = opening.config().missingValue();
        stage = new KeyStage(this, 0);
        if (opening.adopted())
        {
            stage.makeRoomFor(Adoption.longestString(this));
        }
    }

    static OffHeapStringLongMap create(final long hint, final MapConfig config)
    {
        return Opening.construct(Opening.fresh(TYPE, hint, config), OffHeapStringLongMap::new);
    }

    static OffHeapStringLongMap attach(final MapImage image, final MapConfig config)
    {
        return Opening.construct(Opening.adopt(image, MapType.KeyKind.STRING, ELEM_SIZE, config),
            OffHeapStringLongMap::new);
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

    @Override
    public long get(final String key)
    {
        return getOrDefault(key, missingValue);
    }

    @Override
    public long getOrDefault(final String key, final long defaultValue)
    {
        final int cell = stage.acquireForRead();
        try
        {
            final long place = findStaged(cell, key);
            return NOT_FOUND == place ? defaultValue : Memory.getLong(memory, elemAt(place));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
        finally
        {
            stage.release(cell);
        }
    }

    @Override
    public boolean containsKey(final String key)
    {
        final int cell = stage.acquireForRead();
        try
        {
            return NOT_FOUND != findStaged(cell, key);
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
        finally
        {
            stage.release(cell);
        }
    }

    private long findStaged(final int cell, final String key)
    {
        final long staged = stage.putToFind(cell, key);
        return NIL == staged ? findNothing() : find(staged);
    }

    /** The answer for a key that is longer than all others; a closed map has none. */
    private long findNothing()
    {
        requireOpen();
        return NOT_FOUND;
    }

    @Override
    public long put(final String key, final long value)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final long elem = elemAt(assign(stage.put(cell, key)));
            final long previous = inserted ? missingValue : Memory.getLong(memory, elem);
            Memory.putLong(memory, elem, value);
            return previous;
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
        finally
        {
            stage.release(cell);
        }
    }

    @Override
    public long putIfAbsent(final String key, final long value)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final long elem = elemAt(assign(stage.put(cell, key)));
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
        finally
        {
            stage.release(cell);
        }
    }

    @Override
    public long remove(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stage.putToFind(cell, key);
            final long place = NIL == staged ? findNothing() : beginDelete(staged);
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
        finally
        {
            stage.release(cell);
        }
    }

    @Override
    public void forEach(final StringLongConsumer consumer)
    {
        Objects.requireNonNull(consumer, "consumer");
        final MapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor.key(), cursor.value);
            }
        }
        finally
        {
            cursor.close();
            cursors.give(cursor);
        }
    }

    @Override
    public StringLongCursor cursor()
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
    public OffHeapStringLongMap copy()
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

    private static final class MapCursor extends HmapCursor implements StringLongCursor
    {
        private final OffHeapStringLongMap owner;
        private long content;
        private long length;
        private long value;

        MapCursor(final OffHeapStringLongMap owner)
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
                final long key = (place & -8) + KEYS_OFFSET + (place & SLOT_MASK) * StringDescriptor.SIZE;
                content = owner.offsetAt(key + StringDescriptor.ADDRESS_OFFSET);
                length = Memory.getLong(owner.memory, key + StringDescriptor.LENGTH_OFFSET);
                value = Memory.getLong(owner.memory, elemAt(place));
                return true;
            }
            catch (final RuntimeException e)
            {
                throw owner.failure(e);
            }
        }

        @Override
        public String key()
        {
            place();
            try
            {
                return owner.readString(content, length);
            }
            catch (final RuntimeException e)
            {
                throw owner.failure(e);
            }
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
            owner.put(key(), newValue);
            value = newValue;
        }

        @Override
        public void remove()
        {
            beginRemove();
            owner.remove(key());
        }

        @Override
        public void close()
        {
            release();
        }
    }
}
