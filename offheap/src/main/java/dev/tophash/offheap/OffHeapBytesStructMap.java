// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesStructCursor;
import dev.tophash.BytesStructMap;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Go's {@code map[[K]byte][E]byte} outside the Java heap, for keys and elems of fixed size.
 *
 * <p>Keys and elems come and go as {@code byte[]} or as native segments. A heap segment is refused: one kind of memory
 * at the copying code keeps it fast. No operation allocates on the Java heap except opening a cursor.
 *
 * <p><b>Threads.</b> One writer, or any number of readers and cursors while nobody writes.
 *
 * <p>Made by {@link OffHeapMaps#bytesStruct(int, int)}.
 */
public final class OffHeapBytesStructMap extends BytesKeyTable implements BytesStructMap
{
    /** Most bytes of a key or elem. */
    static final int MAX_SIZE = 1 << 20;

    private final KeyStage stage;
    private final CursorPool<MapCursor> cursors = new CursorPool<>();
    private final int keyBytes;
    private final int elemBytes;

    private OffHeapBytesStructMap(final Opening opening)
    {
        super(opening);
        keyBytes = type.key().size();
        elemBytes = type.elem().size();
        stage = new KeyStage(this, keyBytes);
    }

    static OffHeapBytesStructMap create(
        final int keySize, final int elemSize, final long hint, final MapConfig config)
    {
        if (keySize < 1 || keySize > MAX_SIZE)
        {
            throw new IllegalArgumentException("key size out of range: keySize=" + keySize + ", maximum=" + MAX_SIZE);
        }
        if (elemSize < 0 || elemSize > MAX_SIZE)
        {
            throw new IllegalArgumentException("elem size out of range: elemSize=" + elemSize + ", maximum=" +
                MAX_SIZE);
        }
        final MapType type = MapType.of(GoType.bytes(keySize), GoType.bytes(elemSize));
        return Opening.construct(Opening.fresh(type, hint, config), OffHeapBytesStructMap::new);
    }

    static OffHeapBytesStructMap attach(final MapImage image, final MapConfig config)
    {
        final GoType key = image.type().key();
        if (!key.plainMemory() || key.hasPointers() || 0 == key.size() || image.type().elem().hasPointers())
        {
            throw new IllegalArgumentException("image of another type: type=" + image.type());
        }
        return Opening.construct(Opening.adopt(image, config), OffHeapBytesStructMap::new);
    }

    @Override
    public int keySize()
    {
        return keyBytes;
    }

    @Override
    public int elemSize()
    {
        return elemBytes;
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
            if (NOT_FOUND != place)
            {
                Memory.getBytes(memory, elemOffset(place), elem, 0, elemBytes);
            }
            return NOT_FOUND != place;
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

    /**
     * Copies the elem of a key into native memory.
     *
     * @param key  native memory of at least {@link #keySize} bytes.
     * @param elem native memory of at least {@link #elemSize} bytes; not touched if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if a segment is too short, on the heap or read-only.
     * @throws WrongThreadException     if a segment belongs to another thread.
     */
    public boolean get(final MemorySegment key, final MemorySegment elem)
    {
        checkSource("key", key, keyBytes);
        checkTarget("elem", elem, elemBytes);
        final int cell = stage.acquireForRead();
        try
        {
            final long place = find(put(cell, key));
            if (NOT_FOUND != place)
            {
                Memory.copy(memory, elemOffset(place), elem, 0, elemBytes);
            }
            return NOT_FOUND != place;
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
    public boolean containsKey(final byte[] key)
    {
        checkKey(key);
        final int cell = stage.acquireForRead();
        try
        {
            return NOT_FOUND != find(put(cell, key));
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
            if (inserted || overwrite)
            {
                Memory.putBytes(elem, 0, memory, elemOffset(place), elemBytes);
            }
            return inserted;
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

    /**
     * Sets the elem of a key from native memory.
     *
     * @param key  native memory of at least {@link #keySize} bytes.
     * @param elem native memory of at least {@link #elemSize} bytes.
     * @return true if the key was new.
     * @throws IllegalArgumentException           if a segment is too short or on the heap.
     * @throws WrongThreadException               if a segment belongs to another thread.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public boolean put(final MemorySegment key, final MemorySegment elem)
    {
        checkSource("key", key, keyBytes);
        checkSource("elem", elem, elemBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            final long place = assign(put(cell, key));
            Memory.copy(elem, 0, memory, elemOffset(place), elemBytes);
            return inserted;
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
    public boolean remove(final byte[] key)
    {
        checkKey(key);
        final int cell = stage.acquireForWrite();
        try
        {
            return removeStaged(put(cell, key));
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

    /**
     * Removes a key given in native memory.
     *
     * @param key native memory of at least {@link #keySize} bytes.
     * @return true if it was present.
     * @throws IllegalArgumentException if the segment is too short or on the heap.
     * @throws WrongThreadException     if the segment belongs to another thread.
     */
    public boolean remove(final MemorySegment key)
    {
        checkSource("key", key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return removeStaged(put(cell, key));
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

    private boolean removeStaged(final long key)
    {
        final long place = beginDelete(key);
        if (NOT_FOUND != place)
        {
            finishDelete(place);
        }
        return NOT_FOUND != place;
    }

    @Override
    public void forEach(final Consumer<? super BytesStructCursor> consumer)
    {
        Objects.requireNonNull(consumer, "consumer");
        final MapCursor pooled = cursors.take();
        final MapCursor cursor = openNew(null == pooled ? new MapCursor(this) : pooled);
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
    public BytesStructCursor cursor()
    {
        return openNew(new MapCursor(this));
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
    public OffHeapBytesStructMap copy()
    {
        try
        {
            final Opening opening = Opening.fresh(type, Cloning.hint(this), Cloning.config(this));
            return Cloning.copy(this, Opening.construct(opening, OffHeapBytesStructMap::new));
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
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
        Memory.copy(key, 0, memory, offset, keyBytes);
        return offset;
    }

    private void checkKey(final byte[] key)
    {
        if (key.length != keyBytes)
        {
            throw new IllegalArgumentException("key of wrong length: length=" + key.length + ", keySize=" + keyBytes);
        }
    }

    private void checkElem(final byte[] elem)
    {
        if (elem.length != elemBytes)
        {
            throw new IllegalArgumentException("elem of wrong length: length=" + elem.length + ", elemSize=" +
                elemBytes);
        }
    }

    private static void checkSource(final String what, final MemorySegment segment, final int size)
    {
        if (!segment.isNative())
        {
            throw new IllegalArgumentException(what + " on the Java heap, use the byte[] form: segment=" + segment);
        }
        if (segment.byteSize() < size)
        {
            throw new IllegalArgumentException(
                what + " too short: byteSize=" + segment.byteSize() + ", needed=" + size);
        }
        if (!segment.isAccessibleBy(Thread.currentThread()))
        {
            throw new WrongThreadException(what + " belongs to another thread: segment=" + segment);
        }
        if (!segment.scope().isAlive())
        {
            throw new IllegalArgumentException(what + " was closed: segment=" + segment);
        }
    }

    private static void checkTarget(final String what, final MemorySegment segment, final int size)
    {
        checkSource(what, segment, size);
        if (segment.isReadOnly())
        {
            throw new IllegalArgumentException(what + " is read-only: segment=" + segment);
        }
    }

    private static final class MapCursor extends HmapCursor implements BytesStructCursor
    {
        private final OffHeapBytesStructMap owner;
        private final byte[] key;
        private final byte[] elem;

        MapCursor(final OffHeapBytesStructMap owner)
        {
            super(owner);
            this.owner = owner;
            this.key = new byte[owner.keyBytes];
            this.elem = new byte[owner.elemBytes];
        }

        @Override
        public boolean next()
        {
            if (!advance())
            {
                return false;
            }
            final long place = place();
            try
            {
                Memory.getBytes(owner.memory, owner.keyAt(place), key, 0, key.length);
                Memory.getBytes(owner.memory, owner.elemOffset(place), elem, 0, elem.length);
                return true;
            }
            catch (final RuntimeException e)
            {
                throw owner.failure(e);
            }
        }

        @Override
        public void copyKey(final byte[] target)
        {
            place();
            owner.checkKey(target);
            System.arraycopy(key, 0, target, 0, key.length);
        }

        @Override
        public void copyElem(final byte[] target)
        {
            place();
            owner.checkElem(target);
            System.arraycopy(elem, 0, target, 0, elem.length);
        }

        @Override
        public void setElem(final byte[] source)
        {
            place();
            owner.put(key, source);
            System.arraycopy(source, 0, elem, 0, elem.length);
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
