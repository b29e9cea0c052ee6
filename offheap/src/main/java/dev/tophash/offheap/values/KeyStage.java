// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Required;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a caller's key is put into Go's memory form before a walk. Its cells lie in the map's own region, so a key is
 * one offset, and all memory that a walk meets is of one kind.
 *
 * <p>Cell 0 belongs to the thread that writes, for its writes and its lookups. Another reader takes one of the other
 * cells for the time of one lookup ({@link ReaderCells}); readers write no word that another one reads. A key that does
 * not fit takes the large cell, under a lock. Nothing is allocated on the Java heap except when the large cell has to
 * grow.
 *
 * <p>A string is encoded into the array of its cell first ({@link #encode}), and most lookups and updates end there:
 * they hash and compare the array.
 *
 * <p><b>A lookup needs no memory.</b> Only keys that are to be stored make the large cell grow. So a key that does not
 * fit there is longer than every key of the map: it is absent, and nobody has to stage it. A map that gets its keys in
 * another way, from an image or as a copy, asks for the room beforehand.
 */
public final class KeyStage
{
    private static final int WRITER = 0;
    private static final long NOBODY = 0;
    private static final int MAX_CELL_COUNT = 32;
    private static final int LARGE = MAX_CELL_COUNT;
    private static final int MIN_CELL_SIZE = 256;

    /** Bytes of all cells, unless two keys need more: one for the writer, one for whoever reads beside it. */
    private static final int CELLS_SIZE = MAX_CELL_COUNT * MIN_CELL_SIZE;

    /** A large cell up to this size stays, so that clearing a map of long keys does not make garbage. */
    private static final long KEPT_LARGE_SIZE = 64 << 10;

    /** As large as a Java array can be, less the room for one more code point. */
    private static final int MAX_LARGE_SIZE = Integer.MAX_VALUE - 16;

    private final Heap heap;
    private final int cellSize;
    private final long cells;
    private final byte[][] buffers = new byte[MAX_CELL_COUNT + 1][];
    private final ReaderCells readerCells;
    private final ReentrantLock largeLock = new ReentrantLock();
    private long largeCell;
    private long largeSize;
    private long writerThread = Thread.currentThread().threadId();
    private boolean shared;

    public KeyStage(final Heap heap, final int keySize)
    {
        this.heap = heap;
        this.cellSize = Math.max(MIN_CELL_SIZE, (keySize + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        final int cellCount = Math.max(2, Math.min(MAX_CELL_COUNT, CELLS_SIZE / cellSize));
        this.readerCells = new ReaderCells(WRITER + 1, cellCount - 1);
        this.cells = heap.region().obtain((long)cellSize * cellCount, "staging cells");
        heap.staging().note((long)cellSize * cellCount);
    }

    /** Zeroes the Java buffers; the cells lie in the region. */
    public void wipeBuffers()
    {
        for (final byte[] buffer : buffers)
        {
            if (buffer != null)
            {
                Arrays.fill(buffer, (byte)0);
            }
        }
    }

    /**
     * Readers may read beside the writer, so it is no matter of course who the writer is: cell 0 is for writes only.
     */
    public void shareWithReaders()
    {
        shared = true;
        writerThread = NOBODY;
    }

    /** A cell for a write. */
    public int acquireForWrite()
    {
        final long current = Thread.currentThread().threadId();
        if (writerThread != current && !shared)
        {
            writerThread = current;
        }
        return WRITER;
    }

    /** A cell for a lookup. */
    public int acquireForRead()
    {
        final long current = Thread.currentThread().threadId();
        return current == writerThread ? WRITER : readerCells.take(current);
    }

    /** Ends what {@link #acquireForRead} or {@link #acquireForWrite} began. */
    public void giveBack(final int cell)
    {
        if (cell != WRITER)
        {
            readerCells.giveBack(cell);
        }
        if (largeLock.isHeldByCurrentThread())
        {
            largeLock.unlock();
        }
    }

    /** Offset of a cell for keys of fixed size. */
    public long offset(final int cell)
    {
        return cells + (long)cell * cellSize;
    }

    /** Encodes a string into the array of a cell, if it fits there: the number of its bytes, or -1. */
    public int encode(final int cell, final String key)
    {
        Required.argument(key, "key");
        final int capacity = cellSize - StringDescriptor.SIZE;
        return Utf8.encode(key, buffer(cell, capacity), capacity);
    }

    /** As {@link #encode(int, String)}, for a key that is bytes already: it stays where it is. */
    public int encode(final int cell, final byte[] key)
    {
        Required.argument(key, "key");
        return key.length <= cellSize - StringDescriptor.SIZE ? key.length : -1;
    }

    /** The array into which {@link #encode(int, String)} has put a string. */
    public byte[] encoded(final int cell, final String key)
    {
        return buffers[cell];
    }

    /** The array that the key is. */
    public byte[] encoded(final int cell, final byte[] key)
    {
        return key;
    }

    /** Whether what {@link #encoded} gives is the stage's own: nobody changes it meanwhile. */
    public static boolean isEncodedHere(final Object key)
    {
        return key instanceof String;
    }

    /** Puts what was encoded behind a string header and returns the header's offset. */
    public long putEncoded(final int cell, final String key, final int length)
    {
        return putHeader(offset(cell), buffers[cell], length);
    }

    /** As {@link #putEncoded(int, String, int)}, for a key that is bytes already. */
    public long putEncoded(final int cell, final byte[] key, final int length)
    {
        return putHeader(offset(cell), key, length);
    }

    /**
     * Encodes a string that is to be stored, and does not fit into a cell.
     *
     * @throws OffHeapMemoryException if it is the longest so far and room for it is not allowed.
     */
    public long putLong(final String key)
    {
        largeLock.lock();
        makeRoom(Utf8.size(key));
        return putLarge(key);
    }

    /** As {@link #putLong(String)}, for a key that is bytes already. */
    public long putLong(final byte[] key)
    {
        largeLock.lock();
        makeRoom(key.length);
        return putHeader(largeCell, key, key.length);
    }

    /** Encodes a long string that is looked up; {@link Heap#NIL} if it is longer than every key of the map. */
    public long putLongToFind(final String key)
    {
        if (StringDescriptor.SIZE + Utf8.size(key) > largeSize)
        {
            return Heap.NIL;
        }
        largeLock.lock();
        return StringDescriptor.SIZE + Utf8.size(key) > largeSize ? Heap.NIL : putLarge(key);
    }

    /** As {@link #putLongToFind(String)}, for a key that is bytes already. */
    public long putLongToFind(final byte[] key)
    {
        if (StringDescriptor.SIZE + (long)key.length > largeSize)
        {
            return Heap.NIL;
        }
        largeLock.lock();
        return StringDescriptor.SIZE + (long)key.length > largeSize ? Heap.NIL : putHeader(largeCell, key, key.length);
    }

    /**
     * Room for the bytes of a key that is to be stored. The caller copies them to where {@link #content} says.
     *
     * @return offset of the string header.
     * @throws OffHeapMemoryException if it is the longest so far and room for it is not allowed.
     */
    public long room(final int cell, final int length)
    {
        if (length <= cellSize - StringDescriptor.SIZE)
        {
            return putHeader(offset(cell), length);
        }
        largeLock.lock();
        makeRoom(length);
        return putHeader(largeCell, length);
    }

    /** As {@link #room}, for a key that is looked up; {@link Heap#NIL} if it is longer than every key of the map. */
    public long roomToFind(final int cell, final int length)
    {
        if (length <= cellSize - StringDescriptor.SIZE)
        {
            return putHeader(offset(cell), length);
        }
        if (StringDescriptor.SIZE + (long)length > largeSize)
        {
            return Heap.NIL;
        }
        largeLock.lock();
        return StringDescriptor.SIZE + (long)length > largeSize ? Heap.NIL : putHeader(largeCell, length);
    }

    /** Where the bytes of a staged key stand. */
    public static long content(final long header)
    {
        return header + StringDescriptor.SIZE;
    }

    /** Makes room for keys that do not come through this stage, given the length of the longest. */
    public void makeRoomFor(final long longest)
    {
        if (StringDescriptor.SIZE + longest > cellSize)
        {
            makeRoom(longest);
        }
    }

    /** Makes room for the keys of another map. */
    public void makeRoomAsIn(final KeyStage other)
    {
        if (other.largeSize != 0)
        {
            makeRoom(other.largeSize - StringDescriptor.SIZE);
        }
    }

    private void makeRoom(final long contentSize)
    {
        final long size = StringDescriptor.SIZE + contentSize;
        if (size <= largeSize)
        {
            return;
        }
        if (size > MAX_LARGE_SIZE)
        {
            throw new IllegalArgumentException("key too long: utf8Size=" + contentSize);
        }
        moveLargeCell(cellFor(contentSize));
    }

    private static long cellFor(final long contentSize)
    {
        return Long.highestOneBit(StringDescriptor.SIZE + contentSize - 1) << 1;
    }

    private void moveLargeCell(final long newSize)
    {
        final long newCell = heap.region().obtain(newSize, "staging cell of a large key");
        heap.staging().note(newSize);
        dismissLargeCell();
        largeCell = newCell;
        largeSize = newSize;
    }

    /** Whether the large cell is so large that it is worth finding out whether a key needs it. */
    public boolean isRoomy()
    {
        return largeSize > KEPT_LARGE_SIZE;
    }

    /** Gives back room that the longest key of the map does not need. */
    public void shrinkTo(final long longest)
    {
        if (!largeLock.tryLock())
        {
            return;
        }
        try
        {
            if (StringDescriptor.SIZE + longest <= cellSize)
            {
                dismissLargeCell();
            }
            else if (cellFor(longest) < largeSize)
            {
                moveLargeCell(cellFor(longest));
            }
        }
        catch (final OffHeapMemoryException refused)
        {
            // The large cell is moved by taking the smaller one first; it can stay as well.
        }
        finally
        {
            largeLock.unlock();
        }
    }

    private void dismissLargeCell()
    {
        if (largeSize != 0)
        {
            heap.region().dismiss(largeCell, largeSize);
            heap.staging().note(-largeSize);
            largeSize = 0;
            buffers[LARGE] = null;
        }
    }

    /** The large cell is locked and large enough. */
    private long putLarge(final String key)
    {
        final byte[] buffer = buffer(LARGE, (int)Math.min(largeSize, MAX_LARGE_SIZE));
        return putHeader(largeCell, buffer, Utf8.encode(key, buffer, buffer.length));
    }

    private long putHeader(final long cell, final byte[] buffer, final int length)
    {
        Memory.putBytes(buffer, 0, heap.memory(), content(cell), length);
        return putHeader(cell, length);
    }

    private long putHeader(final long cell, final long length)
    {
        heap.putAddress(cell + ADDRESS_OFFSET, content(cell));
        Memory.putLong(heap.memory(), cell + LENGTH_OFFSET, length);
        return cell;
    }

    private byte[] buffer(final int cell, final int capacity)
    {
        byte[] buffer = buffers[cell];
        if (buffer == null || buffer.length < capacity)
        {
            buffer = new byte[capacity];
            buffers[cell] = buffer;
        }
        return buffer;
    }
}
