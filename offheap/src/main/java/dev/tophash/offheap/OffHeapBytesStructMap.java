// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesStructCursor;
import dev.tophash.BytesStructMap;
import dev.tophash.PutAllException;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.KeyStage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Go's {@code map[[K]byte][E]byte} outside the Java heap, for keys and elems of fixed size.
 *
 * <p>Keys and elems are given and returned as {@code byte[]} or as native segments. A heap segment is refused, because
 * the code that copies is fast only while it meets one kind of memory. No operation allocates on the Java heap except
 * opening a cursor.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes.
 *
 * <p>Made by {@link OffHeapMaps#bytesStruct(int, int)}.
 */
public final class OffHeapBytesStructMap extends BytesKeyTable implements BytesStructMap, OffHeapMap
{
    private final KeyStage stage;
    private final CursorPool<BytesStructHmapCursor> cursors = new CursorPool<>();
    private final int keyBytes;

    /** Where the elem of a segment waits until its key is in: the segment may fail when it is read. */
    private byte[] stagedElem;

    OffHeapBytesStructMap(final Opening opening)
    {
        super(opening);
        keyBytes = type.key().size();
        stage = new KeyStage(heap, keyBytes);
    }

    @Override
    KeyStage keyStage()
    {
        return stage;
    }

    @Override
    public int keySize()
    {
        return keyBytes;
    }

    @Override
    public int elemSize()
    {
        return type.elem().size();
    }

    @Override
    public boolean get(final byte[] key, final byte[] elem)
    {
        checkKey(key);
        checkElem(elem);
        final int cell = stage.acquireForRead();
        try
        {
            final long place = find(put(cell, key));
            if (place != Place.NOT_FOUND)
            {
                Memory.getBytes(memory, elemOffset(place), elem, 0, elemSize());
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /**
     * Copies the elem of a key into native memory.
     *
     * @param key  native memory of at least {@link #keySize} bytes.
     * @param elem native memory of at least {@link #elemSize} bytes; not touched if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if a segment is too short, on the heap or read-only, or has no memory any more.
     * @throws WrongThreadException     if a segment belongs to another thread.
     */
    public boolean get(final MemorySegment key, final MemorySegment elem)
    {
        SegmentArgument.checkSource("key", key, keyBytes);
        SegmentArgument.checkTarget("elem", elem, elemSize());
        final int cell = stage.acquireForRead();
        try
        {
            final long place = find(put(cell, key));
            if (place != Place.NOT_FOUND)
            {
                copyOut(place, elem);
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    @Override
    public boolean containsKey(final byte[] key)
    {
        checkKey(key);
        final int cell = stage.acquireForRead();
        try
        {
            return find(put(cell, key)) != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /**
     * Leads a flyweight to the value of a key, to read and write its fields where they lie.
     *
     * @param key       the key's bytes.
     * @param flyweight stands on the value afterwards, or nowhere if the key is absent.
     * @return true if the key is present.
     */
    public boolean find(final byte[] key, final StructFlyweight flyweight)
    {
        checkKey(key);
        flyweight.leave();
        final int cell = stage.acquireForRead();
        try
        {
            final long place = find(put(cell, key));
            if (place != Place.NOT_FOUND)
            {
                flyweight.wrap(this, elemOffset(place));
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /**
     * As {@link #find(byte[], StructFlyweight)}; an absent key is added first, with a value of zeros.
     *
     * @param key       the key's bytes.
     * @param flyweight stands on the value afterwards.
     * @return true if the key was new.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public boolean getOrCreate(final byte[] key, final StructFlyweight flyweight)
    {
        checkKey(key);
        flyweight.leave();
        final int cell = stage.acquireForWrite();
        try
        {
            final long place = assign(put(cell, key));
            final long value = elemOffset(place);
            if (Place.isNew(place))
            {
                Memory.zero(memory, value, elemSize());
            }
            flyweight.wrap(this, value);
            return Place.isNew(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    @Override
    public boolean put(final byte[] key, final byte[] elem)
    {
        return put(key, elem, true);
    }

    @Override
    public boolean putIfAbsent(final byte[] key, final byte[] elem)
    {
        return put(key, elem, false);
    }

    private boolean put(final byte[] key, final byte[] elem, final boolean overwrite)
    {
        checkKey(key);
        checkElem(elem);
        final int cell = stage.acquireForWrite();
        try
        {
            final long place = assign(put(cell, key));
            if (Place.isNew(place) || overwrite)
            {
                Memory.putBytes(elem, 0, memory, elemOffset(place), elemSize());
            }
            return Place.isNew(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /**
     * Sets the elem of a key from native memory. Both segments are read before anything changes: if one of them fails,
     * a mapped file that was truncated for instance, the map is as it was.
     *
     * @param key  native memory of at least {@link #keySize} bytes.
     * @param elem native memory of at least {@link #elemSize} bytes.
     * @return true if the key was new.
     * @throws IllegalArgumentException           if a segment is too short or on the heap, or has no memory any more.
     * @throws WrongThreadException               if a segment belongs to another thread.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public boolean put(final MemorySegment key, final MemorySegment elem)
    {
        SegmentArgument.checkSource("key", key, keyBytes);
        SegmentArgument.checkSource("elem", elem, elemSize());
        final int cell = stage.acquireForWrite();
        try
        {
            stageElem(elem);
            final long place = assign(put(cell, key));
            Memory.putBytes(stagedElem, 0, memory, elemOffset(place), elemSize());
            return Place.isNew(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    @Override
    public boolean remove(final byte[] key)
    {
        checkKey(key);
        final int cell = stage.acquireForWrite();
        try
        {
            return removeStaged(put(cell, key));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /**
     * Removes a key given in native memory.
     *
     * @param key native memory of at least {@link #keySize} bytes.
     * @return true if it was present.
     * @throws IllegalArgumentException if the segment is too short or on the heap, or has no memory any more.
     * @throws WrongThreadException     if the segment belongs to another thread.
     */
    public boolean remove(final MemorySegment key)
    {
        SegmentArgument.checkSource("key", key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return removeStaged(put(cell, key));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    private boolean removeStaged(final long key)
    {
        final long place = beginDelete(key);
        if (place != Place.NOT_FOUND)
        {
            finishDelete(place);
        }
        return place != Place.NOT_FOUND;
    }

    @Override
    public void forEach(final Consumer<? super BytesStructCursor> consumer)
    {
        Objects.requireNonNull(consumer, "consumer");
        final BytesStructHmapCursor pooled = cursors.take();
        final BytesStructHmapCursor cursor = openNew(pooled == null ? new BytesStructHmapCursor(this) : pooled);
        try
        {
            while (cursor.next())
            {
                consumer.accept(cursor);
            }
        }
        finally
        {
            cursor.close();
            cursors.give(cursor);
        }
    }

    @Override
    public void putAll(final BytesStructMap entries)
    {
        Objects.requireNonNull(entries, "entries");
        heap.requireOpen();
        final Putting putting = new Putting(this);
        try
        {
            entries.forEach(putting);
        }
        catch (final RuntimeException e)
        {
            throw new PutAllException(putting.doneCount, e);
        }
    }

    /** Puts the entries of another map and counts them. */
    private static final class Putting implements Consumer<BytesStructCursor>
    {
        private final OffHeapBytesStructMap map;
        private final byte[] key;
        private final byte[] elem;
        private long doneCount;

        Putting(final OffHeapBytesStructMap map)
        {
            this.map = map;
            key = new byte[map.keySize()];
            elem = new byte[map.elemSize()];
        }

        @Override
        public void accept(final BytesStructCursor entry)
        {
            entry.copyKey(key);
            entry.copyElem(elem);
            map.put(key, elem);
            doneCount++;
        }
    }

    private BytesStructHmapCursor openAtFirst()
    {
        try
        {
            final BytesStructHmapCursor cursor = new BytesStructHmapCursor(this);
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
        if (!(other instanceof final BytesStructMap entries) || isClosed() || entries.isClosed() ||
            sizeLong() != entries.sizeLong())
        {
            return false;
        }
        if (keySize() != entries.keySize() || elemSize() != entries.elemSize())
        {
            return isEmpty();
        }
        final byte[] elem = new byte[elemSize()];
        try (BytesStructHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                if (!entries.get(cursor.ownKey(), elem) || !Arrays.equals(cursor.ownElem(), elem))
                {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public int hashCode()
    {
        int hash = 0;
        try (BytesStructHmapCursor cursor = openAtFirst())
        {
            while (cursor.next())
            {
                hash += Content.hash(cursor.ownKey()) ^ Content.hash(cursor.ownElem());
            }
            return hash;
        }
    }

    @Override
    public String toString()
    {
        return MapText.of(getClass(), this, this::openAtFirst, BytesStructHmapCursor::next, (text, cursor) ->
        {
            Content.append(text, cursor.ownKey());
            Content.append(text.append('='), cursor.ownElem());
        });
    }

    @Override
    public BytesStructCursor cursor()
    {
        return openNew(new BytesStructHmapCursor(this));
    }

    private BytesStructHmapCursor openNew(final BytesStructHmapCursor cursor)
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
    public OffHeapBytesStructMap copy()
    {
        try
        {
            return Cloning.copy(this, OffHeapBytesStructMap::new);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    private void stageElem(final MemorySegment elem)
    {
        if (stagedElem == null)
        {
            stagedElem = new byte[elemSize()];
        }
        try
        {
            Memory.getBytes(elem, 0, stagedElem, 0, elemSize());
        }
        catch (final InternalError e)
        {
            throw SegmentArgument.lost("elem", elem, e);
        }
    }

    private void copyOut(final long place, final MemorySegment elem)
    {
        try
        {
            Memory.copy(memory, elemOffset(place), elem, 0, elemSize());
        }
        catch (final InternalError e)
        {
            throw SegmentArgument.lost("elem", elem, e);
        }
    }

    private long put(final int cell, final byte[] key)
    {
        final long offset = stage.offset(cell);
        Memory.putBytes(key, 0, memory, offset, keyBytes);
        return offset;
    }

    private long put(final int cell, final MemorySegment key)
    {
        final long offset = stage.offset(cell);
        try
        {
            Memory.copy(key, 0, memory, offset, keyBytes);
        }
        catch (final InternalError e)
        {
            throw SegmentArgument.lost("key", key, e);
        }
        return offset;
    }

    /** Refuses an array that is no key. */
    void checkKey(final byte[] key)
    {
        if (key.length != keyBytes)
        {
            throw new IllegalArgumentException("key of wrong length: length=" + key.length + ", keySize=" + keyBytes);
        }
    }

    /** Refuses an array that is no value. */
    void checkElem(final byte[] elem)
    {
        if (elem.length != elemSize())
        {
            throw new IllegalArgumentException("elem of wrong length: length=" + elem.length + ", elemSize=" +
                elemSize());
        }
    }
}
