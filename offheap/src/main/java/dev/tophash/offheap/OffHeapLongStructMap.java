// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.LongStructCursor;
import dev.tophash.LongStructMap;
import dev.tophash.PutAllException;
import dev.tophash.check.Required;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Go's map from {@code int64} to a struct outside the Java heap. A value is copied in and out, as an array or as a
 * native segment, or read and written where it lies: {@link #find} and {@link #getOrCreate} lead a
 * {@link StructFlyweight} to it.
 *
 * <p>No operation allocates on the Java heap, growth included; only {@link #cursor()} and those that look at all
 * entries make a cursor, and {@link #prepareSwap()} makes a scratch map.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes.
 *
 * <p>Made by {@code OffHeapMaps.longStruct}.
 */
public sealed class OffHeapLongStructMap extends LongStructInPlace permits WatchedLongStructMap
{
    private final CursorPool<LongStructHmapCursor> cursors = new CursorPool<>();

    // Numbers only {
    /** Where a value from a segment waits until its key is in; null until one came. */
    private byte[] stagedValue;
    // }

    OffHeapLongStructMap(final Opening opening)
    {
        super(opening);
    }

    /** With a view or without, as its settings say. */
    static OffHeapLongStructMap open(final Opening opening)
    {
        return opening.isWatched() ? WatchedLongStructMap.open(opening) :
            new OffHeapLongStructMap(opening);
    }

    @Override
    final MapSkin sibling(final Opening opening)
    {
        return open(opening);
    }

    @Override
    public int valueSize()
    {
        return type.elem().size();
    }

    @Override
    public boolean get(final long key, final byte[] value)
    {
        checkValue(value);
        try
        {
            final long place = find(key);
            if (place != Place.NOT_FOUND)
            {
                Memory.getBytes(memory, valueOffset(place), value, 0, value.length);
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Copies the value of a key into native memory.
     *
     * @param key   any {@code long}.
     * @param value at least {@link #valueSize} bytes of native memory; not touched if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the segment is too short, on the heap or read-only, or without memory.
     * @throws WrongThreadException     if the segment belongs to another thread.
     */
    public boolean get(final long key, final MemorySegment value)
    {
        SegmentArgument.checkTarget("value", value, valueSize());
        try
        {
            final long place = find(key);
            if (place != Place.NOT_FOUND)
            {
                SegmentArgument.write("value", value, memory, valueOffset(place), valueSize());
            }
            return place != Place.NOT_FOUND;
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

    /**
     * Gives the value of a key to a function, as a segment to read and to write. The segment is a copy, which is stored
     * when the function returns; it ends with the call. This allocates, on the Java heap and outside it: {@link #find}
     * with a flyweight does not. The function may read the map; a write is refused. If it throws, the value is as
     * before. What a flyweight writes to the same value meanwhile is lost.
     *
     * @param key      any {@code long}.
     * @param function gets the {@link #valueSize} bytes; not called if the key is absent.
     * @return true if the key is present.
     * @throws java.util.ConcurrentModificationException if a function of the caller runs already.
     */
    public boolean withValue(final long key, final Consumer<? super MemorySegment> function)
    {
        Required.argument(function, "function");
        final long value = present(key);
        if (value == NIL)
        {
            return false;
        }
        ValueFunction.run(this, value, function);
        return true;
    }

    /** Where the value of a key lies that a function may get to see. */
    private long present(final long key)
    {
        try
        {
            refuseInFunction();
            final long place = find(key);
            return place == Place.NOT_FOUND ? NIL : elemOffset(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean put(final long key, final byte[] value)
    {
        return put(key, value, true);
    }

    @Override
    public boolean putIfAbsent(final long key, final byte[] value)
    {
        return put(key, value, false);
    }

    private boolean put(final long key, final byte[] value, final boolean overwrite)
    {
        checkValue(value);
        try
        {
            final long place = assign(key);
            if (Place.isNew(place) || overwrite)
            {
                Memory.putBytes(value, 0, memory, valueOffset(place), value.length);
            }
            return Place.isNew(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Sets the value of a key from native memory. The segment is read before anything changes: if that fails, since it
     * lies in a file that was truncated for instance, the map is as it was.
     *
     * @param key   any {@code long}.
     * @param value at least {@link #valueSize} bytes of native memory.
     * @return true if the key was new.
     * @throws IllegalArgumentException           if the segment is too short, on the heap, or has no memory any more.
     * @throws WrongThreadException               if the segment belongs to another thread.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public boolean put(final long key, final MemorySegment value)
    {
        SegmentArgument.checkSource("value", value, valueSize());
        final byte[] staged = stagedValue();
        SegmentArgument.read("value", value, staged);
        return put(key, staged, true);
    }

    // Numbers only {
    private byte[] stagedValue()
    {
        if (stagedValue == null)
        {
            stagedValue = new byte[valueSize()];
        }
        return stagedValue;
    }
    // }

    @Override
    public boolean remove(final long key)
    {
        try
        {
            // Numbers only {
            if (pointerFree && isStraight())
            {
                final long hash = hash(key);
                final long bucket = lookupBucket(hash);
                final long word = Memory.getLong(memory, bucket);
                final long matches = TopHash.match(word, TopHash.repeatOf(hash));
                if (TopHash.isAbsent(word, matches))
                {
                    return false;
                }
                if (isRemovable(bucket, matches, key))
                {
                    final int slot = TopHash.slot(matches);
                    Memory.zeroSlot(memory, valueOffset(this, bucket, slot), elemSize);
                    vacate(bucket, word, slot);
                    return true;
                }
            }
            // }
            final long place = beginDelete(key);
            if (place != Place.NOT_FOUND)
            {
                finishDelete(place);
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public void forEach(final Consumer<? super LongStructCursor> consumer)
    {
        Required.argument(consumer, "consumer");
        final LongStructHmapCursor cursor = openCursor();
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor);
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

    // Numbers only {
    /** Takes buckets as they stand; where that can't be, or after the consumer changed the map, the cursor goes on. */
    private void acceptPlain(final LongStructHmapCursor cursor, final Consumer<? super LongStructCursor> consumer)
    {
        final long changes = changeCount();
        Stretch stretch = cursor.stretch();
        while (stretch.count() != 0 && acceptAll(cursor, stretch, changes, consumer))
        {
            stretch = cursor.stretch();
        }
    }

    /** The entries of a stretch; a method of its own, as the JIT compiles one that is called before one that loops. */
    private boolean acceptAll(final LongStructHmapCursor cursor, final Stretch stretch, final long changes,
        final Consumer<? super LongStructCursor> consumer)
    {
        final int count = stretch.count();
        for (int entry = 0; entry < count; entry++)
        {
            cursor.goTo(stretch, entry);
            consumer.accept(cursor);
            if (changes != changeCount())
            {
                cursor.standBehind(stretch, entry);
                return false;
            }
        }
        return true;
    }
    // }

    /**
     * Goes over all entries and leads a flyweight to each value, where its fields are read and written as they lie.
     * Nothing is copied but the key, and nothing is allocated. The function may change the map: what it adds may come
     * or not, what it removes before its turn does not come; {@link #remove(StructFlyweight)} removes the entry at
     * hand. The flyweight stands nowhere afterwards.
     *
     * @param flyweight stands on the value while the function runs.
     * @param consumer  gets each key, and the flyweight.
     * @throws java.util.ConcurrentModificationException if a writer is seen inside the map.
     */
    public void forEach(final StructFlyweight flyweight, final LongStructConsumer consumer)
    {
        Required.argument(flyweight, "flyweight");
        Required.argument(consumer, "consumer");
        final LongStructHmapCursor cursor = openCursor();
        try
        {
            while (cursor.nextKey())
            {
                lead(cursor.placeNow(), flyweight);
                consumer.accept(cursor.ownKey(), flyweight);
                // Numbers only {
                acceptPlain(cursor, flyweight, consumer);
                // }
            }
        }
        finally
        {
            flyweight.leave();
            giveBack(cursor);
        }
    }

    // Numbers only {
    private void acceptPlain(
        final LongStructHmapCursor cursor, final StructFlyweight flyweight, final LongStructConsumer consumer)
    {
        final long changes = changeCount();
        Stretch stretch = cursor.stretch();
        while (stretch.count() != 0 && acceptAll(cursor, stretch, changes, flyweight, consumer))
        {
            stretch = cursor.stretch();
        }
    }

    private boolean acceptAll(final LongStructHmapCursor cursor, final Stretch stretch, final long changes,
        final StructFlyweight flyweight, final LongStructConsumer consumer)
    {
        final int count = stretch.count();
        for (int entry = 0; entry < count; entry++)
        {
            accept(stretch.bucket(entry), stretch.slot(entry), flyweight, consumer);
            if (changes != changeCount())
            {
                cursor.standBehind(stretch, entry);
                return false;
            }
        }
        return true;
    }

    /** As a find does, with the map that the flyweight holds: the JIT checks its memory once for key and fields. */
    private void accept(
        final long bucket, final int slot, final StructFlyweight flyweight, final LongStructConsumer consumer)
    {
        final long key;
        try
        {
            if (!flyweight.leaveOn(this))
            {
                flyweight.lay(this);
            }
            final Hmap map = flyweight.map();
            key = LongKey.at(map, bucket, slot);
            flyweight.lead(map, bucket, slot, valueOffset(map, bucket, slot));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        consumer.accept(key, flyweight);
    }
    // }

    @Override
    LongStructHmapCursor openCursor()
    {
        final LongStructHmapCursor pooled = cursors.take();
        return openNew(pooled == null ? new LongStructHmapCursor(this) : pooled);
    }

    @Override
    void giveBack(final LongStructHmapCursor cursor)
    {
        cursor.close();
        cursors.give(cursor);
    }

    @Override
    public void putAll(final LongStructMap entries)
    {
        Required.argument(entries, "entries");
        heap.requireOpen();
        refuseInFunction();
        if (entries.valueSize() != valueSize())
        {
            throw new IllegalArgumentException("values of another size: valueSize=" + entries.valueSize() +
                ", expected=" + valueSize());
        }
        final Putting putting = new Putting(this);
        try (LongStructCursor cursor = entries.cursor())
        {
            while (cursor.next())
            {
                putting.accept(cursor);
            }
        }
        catch (final RuntimeException e)
        {
            throw new PutAllException(putting.doneCount, e);
        }
    }

    /** Puts entries of another map and counts them. */
    private static final class Putting
    {
        private final OffHeapLongStructMap map;
        private final byte[] value;
        private long doneCount;

        Putting(final OffHeapLongStructMap map)
        {
            this.map = map;
            value = new byte[map.valueSize()];
        }

        void accept(final LongStructCursor entry)
        {
            entry.copyValue(value);
            map.put(entry.key(), value);
            doneCount++;
        }
    }

    private LongStructHmapCursor openAtFirst()
    {
        try
        {
            final LongStructHmapCursor cursor = new LongStructHmapCursor(this);
            cursor.open(0, 0);
            return cursor;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean equals(final Object other)
    {
        if (this == other)
        {
            return true;
        }
        if (!(other instanceof final LongStructMap entries) || isClosed() || entries.isClosed() ||
            sizeLong() != entries.sizeLong())
        {
            return false;
        }
        if (valueSize() != entries.valueSize())
        {
            return isEmpty();
        }
        final byte[] value = new byte[valueSize()];
        try (LongStructHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                if (!entries.get(cursor.ownKey(), value) || !Arrays.equals(cursor.ownValue(), value))
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
    public int hashCode()
    {
        int hash = 0;
        try (LongStructHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                hash += Content.hash(cursor.ownKey()) ^ Content.hash(cursor.ownValue());
            }
            return hash;
        }
    }

    @Override
    public String toString()
    {
        return MapText.of(getClass(), this, this::openAtFirst, LongStructHmapCursor::next, (text, cursor) ->
        {
            Content.append(text, cursor.ownKey());
            Content.append(text.append('='), cursor.ownValue());
        });
    }

    @Override
    @SuppressWarnings("exports")
    @MustBeClosed
    public LongStructCursor cursor()
    {
        return openNew(new LongStructHmapCursor(this));
    }

    private LongStructHmapCursor openNew(final LongStructHmapCursor cursor)
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
    public OffHeapLongStructMap copy()
    {
        try
        {
            return Cloning.copy(this, OffHeapLongStructMap::open);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
