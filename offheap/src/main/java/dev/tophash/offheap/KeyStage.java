// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a caller's key is put into Go's memory form before a walk: cells in the map's own region, so that a key is one
 * offset and all memory that a walk meets is of one kind.
 *
 * <p>Cell 0 belongs to the thread that writes; it also reads through it. Other readers take one of 31 cells by a
 * compare-and-set for the time of one lookup. A key that does not fit takes the large cell, under a lock. Nothing is
 * allocated on the Java heap except when the large cell has to grow.
 *
 * <p><b>A lookup needs no memory.</b> Only keys that are to be stored make the large cell grow, and it never shrinks.
 * So a key that does not fit there is longer than every key of the map: it is absent, and nobody has to stage it. For
 * that to hold, a map that gets its keys in another way, from an image or as a copy, asks for the room beforehand.
 */
final class KeyStage
{
    private static final int WRITER = 0;
    private static final int CELL_COUNT = 32;
    private static final int LARGE = CELL_COUNT;
    private static final int MIN_CELL_SIZE = 256;

    /** The encoder asks for room for the largest code point before each one. */
    private static final int MAX_UTF8_SIZE = 4;

    /** With the room for one more code point as large as a Java array can be. */
    private static final int MAX_LARGE_SIZE = Integer.MAX_VALUE - 16;

    private final Hmap map;
    private final int cellSize;
    private final long cells;
    private final byte[][] buffers = new byte[CELL_COUNT + 1][];
    private final AtomicLong taken = new AtomicLong(-1L << CELL_COUNT | 1L << WRITER);
    private final ReentrantLock largeLock = new ReentrantLock();
    private long largeCell;
    private long largeSize;
    private long writerThread = Thread.currentThread().threadId();

    KeyStage(final Hmap map, final int keySize)
    {
        this.map = map;
        this.cellSize = Math.max(MIN_CELL_SIZE, (keySize + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        final long size = (long)cellSize * CELL_COUNT;
        map.region.require(size, size, "staging cells");
        map.region.charge(size);
        map.region.settle();
        this.cells = map.region.space(size);
        map.stagedKeys = this;
    }

    /** Zeroes the Java buffers; the cells lie in the region. */
    void wipeBuffers()
    {
        for (final byte[] buffer : buffers)
        {
            if (null != buffer)
            {
                Arrays.fill(buffer, (byte)0);
            }
        }
    }

    /** A cell for a write. */
    int acquireForWrite()
    {
        final long current = Thread.currentThread().threadId();
        if (writerThread != current)
        {
            writerThread = current;
        }
        return WRITER;
    }

    /** A cell for a lookup. */
    int acquireForRead()
    {
        if (Thread.currentThread().threadId() == writerThread)
        {
            return WRITER;
        }
        while (true)
        {
            final long before = taken.get();
            final long free = Long.lowestOneBit(~before);
            if (0 == free)
            {
                Thread.onSpinWait();
            }
            else if (taken.compareAndSet(before, before | free))
            {
                return Long.numberOfTrailingZeros(free);
            }
        }
    }

    void release(final int cell)
    {
        if (WRITER != cell)
        {
            long before = taken.get();
            while (!taken.compareAndSet(before, before & ~(1L << cell)))
            {
                before = taken.get();
            }
        }
        if (largeLock.isHeldByCurrentThread())
        {
            largeLock.unlock();
        }
    }

    /** Offset of a cell for keys of fixed size. */
    long offset(final int cell)
    {
        return cells + (long)cell * cellSize;
    }

    /**
     * Encodes a string that is to be stored as UTF-8 behind a string header and returns the header's offset.
     *
     * @throws dev.tophash.OffHeapMemoryException if it is the longest so far and room for it is not allowed.
     */
    long put(final int cell, final String key)
    {
        final long staged = putSmall(cell, key);
        if (Hmap.NIL != staged)
        {
            return staged;
        }
        largeLock.lock();
        makeRoom(encodedSize(key));
        return putLarge(key);
    }

    /** Encodes a string that is to be looked up; {@link Hmap#NIL} if it is longer than every key of the map. */
    long putToFind(final int cell, final String key)
    {
        final long staged = putSmall(cell, key);
        if (Hmap.NIL != staged || StringDescriptor.SIZE + encodedSize(key) > largeSize)
        {
            return staged;
        }
        largeLock.lock();
        return putLarge(key);
    }

    /** Makes room for keys that do not come through this stage, the longest of which is known. */
    void makeRoomFor(final long longest)
    {
        if (StringDescriptor.SIZE + longest + MAX_UTF8_SIZE > cellSize)
        {
            makeRoom(longest);
        }
    }

    /** Makes room for the keys of another map. */
    void makeRoomAsIn(final KeyStage other)
    {
        if (0 != other.largeSize)
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
        final long newSize = Long.highestOneBit(size - 1) << 1;
        map.region.require(newSize, newSize, "staging cell of a large key");
        map.region.charge(newSize);
        map.region.settle();
        largeCell = map.region.space(newSize);
        largeSize = newSize;
    }

    private long putSmall(final int cell, final String key)
    {
        final int capacity = cellSize - StringDescriptor.SIZE;
        final byte[] buffer = buffer(cell, capacity);
        final int length = encode(key, buffer, capacity);
        return length < 0 ? Hmap.NIL : putHeader(offset(cell), buffer, length);
    }

    /** The large cell is locked and large enough. */
    private long putLarge(final String key)
    {
        final byte[] buffer = buffer(LARGE, (int)Math.min(largeSize, MAX_LARGE_SIZE + MAX_UTF8_SIZE));
        return putHeader(largeCell, buffer, encode(key, buffer, buffer.length));
    }

    /** Bytes of a string in UTF-8, which are at most three a char. An unpaired surrogate is refused. */
    private static long encodedSize(final String key)
    {
        long size = 0;
        for (int i = 0; i < key.length(); i++)
        {
            final char c = key.charAt(i);
            if (isPair(key, i))
            {
                size += 4;
                i++;
            }
            else
            {
                size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return size;
    }

    /** Whether two chars from here on are one code point. */
    private static boolean isPair(final String key, final int i)
    {
        final char c = key.charAt(i);
        final boolean pair =
            Character.isHighSurrogate(c) && i + 1 < key.length() && Character.isLowSurrogate(key.charAt(i + 1));
        if (Character.isSurrogate(c) && !pair)
        {
            throw new IllegalArgumentException("unpaired surrogate in key: index=" + i);
        }
        return pair;
    }

    private long putHeader(final long cell, final byte[] buffer, final int length)
    {
        final long content = cell + StringDescriptor.SIZE;
        Memory.putBytes(buffer, 0, map.memory, content, length);
        map.putAddress(cell + ADDRESS_OFFSET, content);
        Memory.putLong(map.memory, cell + LENGTH_OFFSET, length);
        return cell;
    }

    private byte[] buffer(final int cell, final int capacity)
    {
        byte[] buffer = buffers[cell];
        if (null == buffer || buffer.length < capacity)
        {
            buffer = new byte[capacity];
            buffers[cell] = buffer;
        }
        return buffer;
    }

    /** UTF-8; -1 if it does not fit. An unpaired surrogate has no UTF-8 and is refused, never replaced. */
    private static int encode(final String key, final byte[] buffer, final int capacity)
    {
        final int length = key.length();
        if (length > capacity)
        {
            return -1;
        }
        int i = 0;
        for (; i < length; i++)
        {
            final char c = key.charAt(i);
            if (c >= 0x80)
            {
                return encodeFrom(key, i, buffer, capacity);
            }
            buffer[i] = (byte)c;
        }
        return i;
    }

    private static int encodeFrom(final String key, final int from, final byte[] buffer, final int capacity)
    {
        int at = from;
        for (int i = from; i < key.length(); i++)
        {
            final char c = key.charAt(i);
            final boolean pair = isPair(key, i);
            if (at + MAX_UTF8_SIZE > capacity)
            {
                return -1;
            }
            if (c < 0x80)
            {
                buffer[at++] = (byte)c;
            }
            else if (c < 0x800)
            {
                buffer[at++] = (byte)(0xc0 | c >> 6);
                buffer[at++] = (byte)(0x80 | c & 0x3f);
            }
            else if (!pair)
            {
                buffer[at++] = (byte)(0xe0 | c >> 12);
                buffer[at++] = (byte)(0x80 | c >> 6 & 0x3f);
                buffer[at++] = (byte)(0x80 | c & 0x3f);
            }
            else
            {
                final int codePoint = Character.toCodePoint(c, key.charAt(++i));
                buffer[at++] = (byte)(0xf0 | codePoint >> 18);
                buffer[at++] = (byte)(0x80 | codePoint >> 12 & 0x3f);
                buffer[at++] = (byte)(0x80 | codePoint >> 6 & 0x3f);
                buffer[at++] = (byte)(0x80 | codePoint & 0x3f);
            }
        }
        return at;
    }
}
