// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Utf8;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;

/**
 * A key as it stands in a message: bytes of an array, of a buffer or of a segment, or text. Every operation of a map
 * with keys of bytes or strings takes one. A view is made once and led to one key after the other; that allocates
 * nothing.
 *
 * <pre>
 *   KeyView symbol = new KeyView();
 *   long id = symbols.get(symbol.wrap(message, offset, length));
 * </pre>
 *
 * <p><b>Where it reads.</b> A lookup hashes and compares the bytes where they lie: the caller leaves them as they are
 * meanwhile. A write copies the key into the map before it changes anything. The view does not keep the bytes:
 * each operation reads them anew. Two kinds are copied into the view when it is wrapped around them, and can change
 * afterwards: a segment on the Java heap, and text, which is encoded as UTF-8.
 *
 * <p><b>Maps of strings</b> take bytes that are UTF-8. Others are an {@link IllegalArgumentException}, before anything
 * changes, as a string with an unpaired surrogate is. Maps with keys of one length refuse a view of another length.
 *
 * <p>A view that was refused what it should show, or was never wrapped, shows nothing; to use it is an
 * {@link IllegalStateException}.
 *
 * <p><b>Threads.</b> A view belongs to one thread.
 */
public final class KeyView
{
    private static final int NOTHING = -1;
    private static final byte[] NO_BYTES = {};

    /** At most one of these three is not null. */
    private byte[] array;
    private ByteBuffer buffer;
    private MemorySegment segment;
    private long offset;
    private int length = NOTHING;

    private boolean text;

    /** What this view has copied or encoded; grows to the longest so far. */
    private byte[] own = NO_BYTES;

    /** Makes a view that shows nothing. */
    public KeyView()
    {
        // One of the wrap methods leads it to a key.
    }

    private KeyView show(final byte[] bytes, final int index, final int size)
    {
        array = bytes;
        offset = index;
        length = size;
        return this;
    }

    /**
     * Lets go of the key: this view shows nothing until it is wrapped again.
     */
    public void unwrap()
    {
        array = null;
        buffer = null;
        segment = null;
        length = NOTHING;
        text = false;
    }

    /**
     * Shows an array.
     *
     * @param bytes the key.
     * @return this.
     */
    public KeyView wrap(final byte[] bytes)
    {
        Required.argument(bytes, "bytes");
        return wrap(bytes, 0, bytes.length);
    }

    /**
     * Shows a part of an array.
     *
     * @param bytes  holds the key.
     * @param index  index of its first byte.
     * @param size  number of its bytes.
     * @return this.
     * @throws IndexOutOfBoundsException if the array has no such part.
     */
    public KeyView wrap(final byte[] bytes, final int index, final int size)
    {
        unwrap();
        Required.argument(bytes, "bytes");
        requirePart(index, size, bytes.length);
        return show(bytes, index, size);
    }

    /**
     * Shows what remains of a buffer, from its position to its limit; neither is changed, and later changes of them do
     * not matter.
     *
     * @param bytes holds the key; on the heap or direct, in any byte order.
     * @return this.
     */
    public KeyView wrap(final ByteBuffer bytes)
    {
        Required.argument(bytes, "bytes");
        return wrap(bytes, bytes.position(), bytes.remaining());
    }

    /**
     * Shows a part of a buffer, whatever its position.
     *
     * @param bytes holds the key; on the heap or direct, in any byte order.
     * @param index index of its first byte.
     * @param size  number of its bytes.
     * @return this.
     * @throws IndexOutOfBoundsException if the part reaches beyond the buffer's limit.
     */
    public KeyView wrap(final ByteBuffer bytes, final int index, final int size)
    {
        unwrap();
        Required.argument(bytes, "bytes");
        requirePart(index, size, bytes.limit());
        if (bytes.hasArray())
        {
            return show(bytes.array(), bytes.arrayOffset() + index, size);
        }
        buffer = bytes;
        offset = index;
        length = size;
        return this;
    }

    /**
     * Shows a segment.
     *
     * @param bytes the key; native memory, or a copy of it is made.
     * @return this.
     * @throws IllegalArgumentException if it is closed or has more bytes than a key can have.
     * @throws WrongThreadException     if it belongs to another thread.
     */
    public KeyView wrap(final MemorySegment bytes)
    {
        unwrap();
        Required.argument(bytes, "bytes");
        if (bytes.byteSize() > Integer.MAX_VALUE)
        {
            throw new IllegalArgumentException("key too long: byteSize=" + bytes.byteSize());
        }
        return wrap(bytes, 0, (int)bytes.byteSize());
    }

    /**
     * Shows a part of a segment.
     *
     * @param bytes holds the key in native memory, or a copy of it is made.
     * @param index position of its first byte.
     * @param size  number of its bytes.
     * @return this.
     * @throws IndexOutOfBoundsException if the segment has no such part.
     * @throws IllegalArgumentException  if it is closed.
     * @throws WrongThreadException      if it belongs to another thread.
     */
    public KeyView wrap(final MemorySegment bytes, final long index, final int size)
    {
        unwrap();
        Required.argument(bytes, "bytes");
        requirePart(index, size, bytes.byteSize());
        SegmentArgument.checkUsable("key", bytes);
        if (!bytes.isNative())
        {
            reserve(size);
            Memory.getBytes(bytes, index, own, 0, size);
            return show(own, 0, size);
        }
        segment = bytes;
        offset = index;
        length = size;
        return this;
    }

    /**
     * Shows text as UTF-8, encoded here and now.
     *
     * @param characters the key; it may change afterwards.
     * @return this.
     * @throws IllegalArgumentException if it has an unpaired surrogate, or is longer than a key can be.
     */
    public KeyView wrap(final CharSequence characters)
    {
        unwrap();
        Required.argument(characters, "characters");
        final int most = characters.length();
        int size = Utf8.encode(characters, own, own.length);
        if (size < 0)
        {
            final long needed = Math.max(most, Utf8.size(characters));
            if (needed > Integer.MAX_VALUE - Long.BYTES)
            {
                throw new IllegalArgumentException("key too long: utf8Size=" + needed);
            }
            reserve((int)needed);
            size = Utf8.encode(characters, own, own.length);
        }
        if (size < 0)
        {
            throw new ConcurrentModificationException("text grew while it was encoded: length=" + most);
        }
        show(own, 0, size);
        text = true;
        return this;
    }

    /** Small, so that it is part of wherever a view is wrapped. */
    private static void requirePart(final long index, final int size, final long length)
    {
        if ((index | size) < 0 || size > length - index)
        {
            throw outside(index, size, length);
        }
    }

    private static IndexOutOfBoundsException outside(final long index, final int size, final long length)
    {
        return new IndexOutOfBoundsException(
            "key outside its bytes: index=" + index + ", size=" + size + ", length=" + length);
    }

    private void reserve(final int size)
    {
        if (own.length < size)
        {
            own = new byte[Math.max(size, Math.min(2 * own.length, 1 << 20))];
        }
    }

    /**
     * Bytes of the key.
     *
     * @return at least 0.
     * @throws IllegalStateException if this view shows nothing.
     */
    public int length()
    {
        if (length == NOTHING)
        {
            throw new IllegalStateException("key view shows nothing, wrap it around a key first: length=" + NOTHING);
        }
        return length;
    }

    /** Eight of the bytes, from an index on. */
    long word(final int at)
    {
        return array != null ? CallerBytes.word(array, (int)offset + at) : wordElsewhere(at);
    }

    /** As {@link CallerBytes#first}. */
    long first(final int size)
    {
        return size >= Integer.BYTES ? half(0) : CallerBytes.few(at(0), at(size >> 1), at(size - 1));
    }

    /** As {@link CallerBytes#last}. */
    long last(final int size)
    {
        return size >= Integer.BYTES ? half(size - Integer.BYTES) : 0;
    }

    private long half(final int at)
    {
        try
        {
            return 0xffff_ffffL & (array != null ? CallerBytes.ARRAY.getInt(array, offset + at) :
                buffer != null ? CallerBytes.BUFFER.getInt(buffer, offset + at) : Memory.getInt(segment, offset + at));
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            throw lost(e);
        }
    }

    private int at(final int index)
    {
        try
        {
            return 0xff & (array != null ? array[(int)offset + index] :
                buffer != null ? CallerBytes.BUFFER.getByte(buffer, offset + index) :
                Memory.getByte(segment, offset + index));
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            throw lost(e);
        }
    }

    private long wordElsewhere(final int at)
    {
        try
        {
            return buffer != null ? CallerBytes.BUFFER.getLong(buffer, offset + at) :
                Memory.getLong(segment, offset + at);
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            throw lost(e);
        }
    }

    /** Go's hash of the bytes. */
    long hash(final long seed, final HashKeys keys)
    {
        final int size = length();
        try
        {
            if (array != null)
            {
                return MemHash.hash(CallerBytes.ARRAY, array, offset, size, seed, keys);
            }
            return buffer != null ? MemHash.hash(CallerBytes.BUFFER, buffer, offset, size, seed, keys) :
                MemHash.hash(Memory.SOURCE, segment, offset, size, seed, keys);
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            throw lost(e);
        }
    }

    /** Whether the map's memory has these bytes at an offset. */
    boolean equalsAt(final MemorySegment memory, final long at)
    {
        final int size = length();
        try
        {
            if (array != null)
            {
                return CallerBytes.equal(CallerBytes.ARRAY, array, offset, memory, at, size);
            }
            return buffer != null ? CallerBytes.equal(CallerBytes.BUFFER, buffer, offset, memory, at, size) :
                CallerBytes.equal(Memory.SOURCE, segment, offset, memory, at, size);
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            requireReadable();
            throw e;
        }
    }

    /** Copies the bytes into the map's memory. */
    void copyTo(final MemorySegment memory, final long to)
    {
        final int size = length();
        try
        {
            if (array != null)
            {
                Memory.putBytes(array, (int)offset, memory, to, size);
            }
            else if (buffer != null)
            {
                CallerBytes.copy(CallerBytes.BUFFER, buffer, offset, memory, to, size);
            }
            else
            {
                Memory.copy(segment, offset, memory, to, size);
            }
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            requireReadable();
            throw e;
        }
    }

    /** Whether the bytes were encoded here, and so are UTF-8 whatever happens outside. */
    boolean isText()
    {
        length();
        return text;
    }

    /** Refuses bytes that are no UTF-8. */
    void requireUtf8()
    {
        if (!isText())
        {
            requireUtf8(malformedAt());
        }
    }

    /** Refuses bytes that are no UTF-8 from an index on; -1 is none. */
    static void requireUtf8(final long malformedAt)
    {
        if (malformedAt >= 0)
        {
            throw new IllegalArgumentException("key is not UTF-8: index=" + malformedAt);
        }
    }

    private long malformedAt()
    {
        try
        {
            if (array != null)
            {
                return Utf8.malformedAt(CallerBytes.ARRAY, array, offset, length);
            }
            return buffer != null ? Utf8.malformedAt(CallerBytes.BUFFER, buffer, offset, length) :
                Utf8.malformedAt(Memory.SOURCE, segment, offset, length);
        }
        catch (final IllegalStateException | IndexOutOfBoundsException | InternalError e)
        {
            throw lost(e);
        }
    }

    /** Finds out whose failure it was: if the bytes can be read to their end, it was the map's. */
    private void requireReadable()
    {
        malformedAt();
    }

    /** The bytes are gone: a segment was closed, a buffer's limit lowered, a mapped file truncated. */
    private IllegalArgumentException lost(final Throwable e)
    {
        return new IllegalArgumentException(
            "key cannot be read any more: source=" + (segment != null ? segment : buffer), e);
    }
}
