// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.view.DoubleCodec;
import dev.tophash.view.LongCodec;
import dev.tophash.view.LongDoubleView;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.LongStream;

/**
 * A map from {@code long} to {@code double} whose bytes are those of Go's {@code map[int64]float64}.
 *
 * <p>There are no boxes and there is no null.  Methods that return a value say "absent" by {@link #missingValue}.  The
 * missing value may also be stored; then only {@link #containsKey} can tell the two apart.
 *
 * <p><b>Cost.</b>  Lookups, puts and removes are O(1) on average; a put or remove on a map that grows also moves one or
 * two old chains, so no operation pays for a whole growth.  Nothing is allocated on the heap by any method except
 * {@link #cursor}, {@link #keyStream}, the two that fill a new array, {@link #putAll(LongDoubleMap)} and
 * {@link #toString}.
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
 * <p><b>Functions</b> that compute a value may read the map.  If one writes to it, the write throws
 * {@link java.util.ConcurrentModificationException} and changes nothing.  Memory for a new entry is required before the
 * function is called.  If the function throws, the entries are as before.  {@link #removeIf}, {@link #retainIf} and
 * {@link #replaceAll} are iterations: their functions may change the map as that of {@link #forEach} may.
 *
 * <p><b>Content.</b>  Two maps of these types are {@link #equals equal} if they have the same entries, whatever their
 * classes, settings and bytes; {@link #hashCode} is that of a {@link java.util.Map} with these entries.  Both look at
 * all entries.  A map that changes while it is a key of another map gets lost there.
 *
 * <p><b>Errors.</b>  Every method except {@link #isClosed}, {@link #close}, {@link #equals} and {@link #toString}
 * throws {@link MapClosedException} on a closed map.  A method that adds an entry throws {@link OffHeapMemoryException}
 * if the memory for it is not allowed; the map is then as it was.  Impossible bytes, once met, are a
 * {@link MapCorruptionException}.
 */
public interface LongDoubleMap extends AutoCloseable
{
    /**
     * The value that stands for "absent" in return values.
     *
     * @return the value given when the map was built.
     */
    double missingValue();

    /**
     * The value of a key.
     *
     * @param key any {@code long}.
     * @return the value, or {@link #missingValue}.
     */
    default double get(long key)
    {
        return getOrDefault(key, missingValue());
    }

    /**
     * The value of a key, or another value.
     *
     * @param key          any {@code long}.
     * @param defaultValue what to return if the key is absent.
     * @return the value, or {@code defaultValue}.
     */
    double getOrDefault(long key, double defaultValue);

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
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue}.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    double put(long key, double value);

    /**
     * Sets the value of a key if the key is absent.
     *
     * @param key   any {@code long}.
     * @param value any {@code double}.
     * @return the value that was there and still is, or {@link #missingValue} if the key was absent and is now added.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    double putIfAbsent(long key, double value);

    /**
     * Removes a key.
     *
     * @param key any {@code long}.
     * @return the value it had, or {@link #missingValue}.
     */
    double remove(long key);

    /**
     * Adds to the value of a key.  An absent key counts as 0, whatever {@link #missingValue} is, as in Go's
     * {@code m[key] += delta}.
     *
     * @param key   any {@code long}.
     * @param delta what to add.
     * @return the sum, which is the value now.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    double addTo(long key, double delta);

    /**
     * Adds to the value of a key, as {@link #addTo}.
     *
     * @param key   any {@code long}.
     * @param delta what to add.
     * @return the value before, 0 if the key was absent.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    double getAndAdd(long key, double delta);

    /**
     * Sets the value of a key; another name of {@link #put}.
     *
     * @param key   any {@code long}.
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue}.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    default double getAndSet(long key, double value)
    {
        return put(key, value);
    }

    /**
     * The value of a key; one that is absent gets a value first.
     *
     * @param key   any {@code long}.
     * @param value what the key gets if it is absent.
     * @return the value that it has now.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    double getOrPut(long key, double value);

    /**
     * Sets the value of a key if the key is present.
     *
     * @param key   any {@code long}.
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue} if the key is absent.
     */
    double replace(long key, double value);

    /**
     * Sets the value of a key if it has an expected one.  Values are compared as {@link Double#equals} compares.
     *
     * @param key      any {@code long}.
     * @param expected the value that it should have.
     * @param value    the value that it gets then.
     * @return true if it had the expected value.
     */
    boolean compareAndReplace(long key, double expected, double value);

    /**
     * Removes a key if it has an expected value.  Values are compared as {@link Double#equals} compares.
     *
     * @param key      any {@code long}.
     * @param expected the value that it should have.
     * @return true if it had that value, and is removed.
     */
    boolean remove(long key, double expected);

    /**
     * Removes a key; another name of {@link #remove}.
     *
     * @param key any {@code long}.
     * @return the value it had, or {@link #missingValue}.
     */
    default double getAndRemove(long key)
    {
        return remove(key);
    }

    /**
     * The value of a key; for one that is absent a value is computed and added.
     *
     * @param key      any {@code long}.
     * @param function computes the value of an absent key; see the class comment for what it may do.
     * @return the value that the key has now.
     * @throws OffHeapMemoryException if the key is absent and memory for it is not allowed; nothing was called.
     */
    double computeIfAbsent(long key, LongDoubleFunction function);

    /**
     * Computes the next value of a key that is present.
     *
     * @param key    any {@code long}.
     * @param update computes it; see the class comment for what it may do.
     * @return the value that the key has now, or {@link #missingValue} if it is absent.
     */
    double computeIfPresent(long key, LongDoubleUpdate update);

    /**
     * Computes the next value of a key, present or not.  The key is present afterwards.
     *
     * @param key    any {@code long}.
     * @param update computes it from the value before, or from {@link #missingValue} if the key is absent; see the
     *               class comment for what it may do.
     * @return the value that the key has now.
     * @throws OffHeapMemoryException if the key is absent and memory for it is not allowed; nothing was called.
     */
    double compute(long key, LongDoubleUpdate update);

    /**
     * Gives an absent key a value, and combines the value of a key that is present with it.
     *
     * @param key      any {@code long}.
     * @param value    the value of an absent key, and the right side of the combination.
     * @param operator combines; see the class comment for what it may do.
     * @return the value that the key has now.
     * @throws OffHeapMemoryException if the key is absent and memory for it is not allowed.
     */
    double merge(long key, double value, DoubleBinaryOperator operator);

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
     * @param consumer takes key and value.
     */
    void forEach(LongDoubleConsumer consumer);

    /**
     * Removes the entries that a predicate chooses.  An iteration: see the class comment.
     *
     * @param predicate true for an entry that goes.
     * @return how many it chose.
     */
    long removeIf(LongDoublePredicate predicate);

    /**
     * Removes the entries that a predicate does not choose.  An iteration: see the class comment.
     *
     * @param predicate true for an entry that stays.
     * @return how many it did not choose.
     */
    long retainIf(LongDoublePredicate predicate);

    /**
     * Computes the next value of every entry.  An iteration: see the class comment.
     *
     * @param update computes a value.
     */
    void replaceAll(LongDoubleUpdate update);

    /**
     * Whether any key has a value.  Looks at all entries; values are compared as {@link Double#equals} compares.
     *
     * @param value any {@code double}.
     * @return true if there is such an entry.
     */
    boolean containsValue(double value);

    /**
     * Puts the entries of another map, one after the other.  Each is put whole or not at all.
     *
     * @param entries the other map; this map itself changes nothing.
     * @throws PutAllException if an entry cannot be put; it says how many were put before it.
     */
    void putAll(LongDoubleMap entries);

    /**
     * Puts the entries of a map of boxes, one after the other.  Each is put whole or not at all.
     *
     * @param entries the other map.
     * @throws PutAllException if an entry cannot be put, also because of a null in it; it says how many were put
     *                         before.
     */
    void putAll(Map<? extends Long, ? extends Double> entries);

    /**
     * The values of many keys, as one {@link #get} after the other gives them.  A large map with numbers as keys waits
     * for several of them at once.  Nothing is allocated.  If a key is refused, the values before it may be stored.
     * If both arrays are one, the two ranges are the same or apart.
     *
     * @param keys         any keys.
     * @param offset       index of the first key.
     * @param count        number of keys.
     * @param values       gets the value of each key, {@link #missingValue} for one that is absent.
     * @param valuesOffset index of the first value.
     * @return how many of the keys are present; one that is there twice counts twice.
     * @throws IndexOutOfBoundsException if an array has no such range; nothing is stored then.
     */
    int getAll(long[] keys, int offset, int count, double[] values, int valuesOffset);

    /**
     * Whether all of many keys are present.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return true if each of them is, also if there are none.
     * @throws IndexOutOfBoundsException if the array has no such range.
     */
    boolean containsAll(long[] keys, int offset, int count);

    /**
     * Sets the values of many keys, in the order of the arrays: of a key that is there twice the last value stays.
     * Each entry is put whole or not at all.  A large map with numbers as keys waits for several of them at once.
     *
     * @param keys         any keys.
     * @param offset       index of the first key.
     * @param count        number of entries.
     * @param values       the value of each key.
     * @param valuesOffset index of the first value.
     * @throws IndexOutOfBoundsException if an array has no such range; nothing is put then.
     * @throws PutAllException           if an entry cannot be put; it says how many were put before it.
     */
    void putAll(long[] keys, int offset, int count, double[] values, int valuesOffset);

    /**
     * Removes many keys, in the order of the array.  If a key is refused, those before it are removed.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return how many were present, and are removed.
     * @throws IndexOutOfBoundsException if the array has no such range; nothing is removed then.
     */
    int removeAll(long[] keys, int offset, int count);

    /**
     * All keys.
     *
     * @return a new array, in the order of an iteration.
     * @throws IllegalStateException if there are more than an array can hold.
     */
    long[] keysToArray();

    /**
     * The values of all keys.
     *
     * @return a new array, in the order of another iteration than {@link #keysToArray}.
     * @throws IllegalStateException if there are more than an array can hold.
     */
    double[] valuesToArray();

    // Boxed keys only {
    /**
     * This map as a {@link java.util.Map} that boxes keys and values.
     *
     * @return a view; it shows what the map holds at any time, and writes through.
     */
    default Map<Long, Double> asMap()
    {
        return asMap(LongCodec.plain(), DoubleCodec.plain());
    }
    // }

    /**
     * This map as a {@link java.util.Map} of other types.
     *
     * @param keys   what stands for a key.
     * @param values what stands for a value.
     * @param <K>    type of the keys.
     * @param <V>    type of the values.
     * @return a view; it shows what the map holds at any time, and writes through.
     */
    default <K, V> Map<K, V> asMap(LongCodec<K> keys, DoubleCodec<V> values)
    {
        return LongDoubleView.of(this, keys, values);
    }

    /**
     * This map without the operations that change it: they throw {@link UnsupportedOperationException}, {@link #close}
     * too.
     *
     * @return a view; it shows what the map holds at any time.
     */
    default LongDoubleMap readOnly()
    {
        return new ReadOnlyLongDoubleMap(this);
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
    LongDoubleCursor cursor();

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
     * Whether another object is a map of the same types with the same entries.  Values are compared as
     * {@link Double#equals} compares.
     *
     * @param other any object.
     * @return true if it is; a closed map is equal to itself only.
     */
    @Override
    boolean equals(Object other);

    /**
     * The sum of the hashes of all entries, as that of a {@link java.util.Map}.
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
