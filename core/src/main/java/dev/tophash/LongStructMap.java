// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.view.BytesCodec;
import dev.tophash.view.LongCodec;
import dev.tophash.view.LongStructView;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A map from {@code long} to structs without pointers, laid out as Go's {@code map[int64]E}.
 *
 * <p>There are no boxes and there is no null.  Here a value is its bytes, in Go's order and with Go's padding; they are
 * copied in and out.  The maps of package {@code dev.tophash.offheap} also read and write the fields of a value where
 * it lies.  Values of more than 128 bytes are stored outside the buckets, one box each (layout section 2).
 *
 * <p><b>Cost.</b>  Lookups, puts and removes are O(1) on average; a put or remove on a map that grows also moves one or
 * two old chains, so no operation pays for a whole growth.  Nothing is allocated on the heap by any method except
 * {@link #cursor}, {@link #keyStream}, {@link #forEach}, which makes one cursor, {@link #putAll} and those that look at
 * the whole map.
 *
 * <p><b>Threads.</b>  One writer, or any number of readers while nobody writes; opening a cursor and {@link #forEach}
 * count as reading.  Misuse is detected as in Go, where a flag shows it:
 * {@link java.util.ConcurrentModificationException} (layout section 14.2).  It is a detector of last resort, not a
 * guarantee.
 *
 * <p><b>Iteration</b> by {@link #cursor} or {@link #forEach} follows Go's rules (layout section 11): the order is
 * random and differs from one iteration to the next; the map may be changed during it; an entry removed before it is
 * reached is not delivered; an entry added meanwhile may or may not be; every entry that is in the map all the time is
 * delivered exactly once, also when the map grows.  A key that is removed and put again may be delivered again.
 *
 * <p><b>Content.</b>  Two maps of this type are {@link #equals equal} if they have the same entries, padding included,
 * whatever their classes and settings; {@link #hashCode} sums over all entries.  A map that changes while it is a key
 * of another map gets lost there.
 *
 * <p><b>Errors.</b>  Every method except {@link #isClosed}, {@link #close}, {@link #equals} and {@link #toString}
 * throws {@link MapClosedException} on a closed map.  A method that adds an entry throws {@link OffHeapMemoryException}
 * if the memory for it is not allowed; the map is then as it was.  An array whose length is not {@link #valueSize} is
 * an {@link IllegalArgumentException}, a missing one a {@link NullPointerException}, before anything changes.
 * Impossible bytes, once met, are a {@link MapCorruptionException}.
 */
public interface LongStructMap extends AutoCloseable
{
    /**
     * Bytes of a value, padding included.
     *
     * @return at least 0.
     */
    int valueSize();

    /**
     * Copies the value of a key.
     *
     * @param key   any {@code long}.
     * @param value takes the value; not touched if the key is absent.
     * @return true if the key is present.
     */
    boolean get(long key, byte[] value);

    /**
     * Whether a key is present.
     *
     * @param key any {@code long}.
     * @return true if it is.
     */
    boolean containsKey(long key);

    /**
     * Sets the value of a key.
     *
     * @param key   any {@code long}.
     * @param value the value's bytes.
     * @return true if the key was new.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    boolean put(long key, byte[] value);

    /**
     * Sets the value of a key if the key is absent.
     *
     * @param key   any {@code long}.
     * @param value the value's bytes.
     * @return true if the key was new, and is now added.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    boolean putIfAbsent(long key, byte[] value);

    /**
     * Removes a key.
     *
     * @param key any {@code long}.
     * @return true if it was present.
     */
    boolean remove(long key);

    /**
     * The number of entries as an int.
     *
     * @return {@link #sizeLong}, or {@link Integer#MAX_VALUE} if there are more.
     */
    int size();

    /**
     * The number of entries.
     *
     * @return the header's count.
     */
    long sizeLong();

    /**
     * Whether there are no entries.
     *
     * @return true if {@link #sizeLong} is 0.
     */
    boolean isEmpty();

    /**
     * Calls a consumer at every entry, with a cursor that stands on it.  The consumer may change this map, also through
     * the cursor; then Go's rules for iteration hold (see the class comment).  It must not call {@code next} or
     * {@code close}.  If it throws, the exception comes out of here, the iteration ends, and the map is as the consumer
     * left it.  If it closes the map, the iteration ends with {@link MapClosedException}.
     *
     * @param consumer takes the cursor, the same one every time.
     */
    void forEach(Consumer<? super LongStructCursor> consumer);

    /**
     * Puts the entries of another map, one after the other.  Each is put whole or not at all.
     *
     * @param entries the other map, with values of the same size; this map itself changes nothing.
     * @throws IllegalArgumentException if its values have another size.
     * @throws PutAllException          if an entry cannot be put; it says how many were put before it.
     */
    void putAll(LongStructMap entries);

    /**
     * This map as a {@link java.util.Map}.
     *
     * @param keys   what stands for a key.
     * @param values which {@link #valueSize} bytes stand for a value.
     * @param <K>    type of the keys.
     * @param <V>    type of the values.
     * @return a view; it shows what the map holds at any time, and writes through.
     */
    default <K, V> Map<K, V> asMap(LongCodec<K> keys, BytesCodec<V> values)
    {
        return LongStructView.of(this, keys, values);
    }

    /**
     * The keys as a stream, an iteration: see the class comment.  A cursor is opened for the first key and closed
     * behind the last one; close a stream that ends before, by {@code limit} or {@code findFirst} for instance.  It is
     * sequential; keys that are numbers are not boxed.
     *
     * @return a new stream.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    default LongStream keyStream()
    {
        return KeyStreams.longs(sizeLong(), this::cursor);
    }

    /**
     * Opens a cursor before the first entry.  Close it: while it is open, memory that it may still read is kept.
     *
     * @return a new cursor.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    LongStructCursor cursor();

    /**
     * Removes all entries.  The bucket array stays: the cost is proportional to its size, not to the number of entries
     * (layout section 12).  Does nothing on an empty map.
     */
    void clear();

    /**
     * Whether the map is closed.
     *
     * @return true after {@link #close}.
     */
    boolean isClosed();

    /**
     * Gives the memory back.  Closing a closed map does nothing.
     */
    @Override
    void close();

    /**
     * Whether another object is a map of this type with the same entries.
     *
     * @param other any object.
     * @return true if it is; a closed map is equal to itself only.
     */
    @Override
    boolean equals(Object other);

    /**
     * The sum of the hashes of all entries; that of an entry is the hash of its key xor that of its value's array.
     *
     * @return the sum; another one after most changes.
     * @throws MapClosedException if the map is closed.
     */
    @Override
    int hashCode();

    /**
     * Class, name, size and at most 100 entries, for people.  It never throws; a closed map says that it is.
     *
     * @return one line.
     */
    @Override
    String toString();
}
