// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * A map from {@code long} to {@code long} whose bytes are those of Go's {@code map[int64]int64}.
 *
 * <p>There are no boxes and there is no null.  Methods that return an elem say "absent" by {@link #missingValue}.  The
 * missing value may also be stored; then only {@link #containsKey} can tell the two apart.
 *
 * <p><b>Cost.</b>  Lookups, puts and removes are O(1) on average; a put or remove on a map that grows also moves one or
 * two old chains, so no operation pays for a whole growth.  Nothing is allocated on the heap by any method except
 * {@link #cursor}.
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
 * <p><b>Errors.</b>  Every method except {@link #isClosed} and {@link #close} throws {@link MapClosedException} on a
 * closed map.  A method that adds an entry throws {@link OffHeapMemoryException} if the memory for it is not allowed;
 * the map is then as it was.  Impossible bytes, once met, are a {@link MapCorruptionException}.
 */
public interface LongLongMap extends AutoCloseable
{
    /**
     * The value that stands for "absent" in return values.
     *
     * @return the value given when the map was built.
     */
    long missingValue();

    /**
     * The elem of a key.
     *
     * @param key any value.
     * @return the elem, or {@link #missingValue}.
     */
    long get(long key);

    /**
     * The elem of a key, or another value.
     *
     * @param key          any value.
     * @param defaultValue what to return if the key is absent.
     * @return the elem, or {@code defaultValue}.
     */
    long getOrDefault(long key, long defaultValue);

    /**
     * Whether a key is present.
     *
     * @param key any value.
     * @return true if it is.
     */
    boolean containsKey(long key);

    /**
     * Sets the elem of a key.
     *
     * @param key   any value.
     * @param value any value.
     * @return the previous elem, or {@link #missingValue}.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    long put(long key, long value);

    /**
     * Sets the elem of a key if the key is absent.
     *
     * @param key   any value.
     * @param value any value.
     * @return the elem that was there and still is, or {@link #missingValue} if the key was absent and is now added.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    long putIfAbsent(long key, long value);

    /**
     * Removes a key.
     *
     * @param key any value.
     * @return the elem it had, or {@link #missingValue}.
     */
    long remove(long key);

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
     * Calls a consumer with every entry.  The consumer may change this map; then Go's rules for iteration hold (see
     * the class comment).  If it throws, the exception comes out of here, the iteration ends, and the map is as the
     * consumer left it.  If it closes the map, the iteration ends with {@link MapClosedException}.
     *
     * @param consumer takes key and elem.
     */
    void forEach(LongLongConsumer consumer);

    /**
     * Opens a cursor before the first entry.  Close it: while it is open, memory that it may still read is kept.
     *
     * @return a new cursor.
     */
    LongLongCursor cursor();

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
}
