// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.view.LongCodec;
import dev.tophash.view.LongSetView;
import java.util.Collection;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * A set of keys of type {@code long} whose bytes are those of Go's {@code map[int64]struct{}}.
 *
 * <p>There are no boxes and there is no null.
 *
 * <p><b>Cost.</b>  {@link #contains}, {@link #add} and {@link #remove} are O(1) on average; an add or remove on a set
 * that grows also moves one or two old chains, so no operation pays for a whole growth.  Nothing is allocated on the
 * heap by any method except {@link #cursor}, {@link #stream}, {@link #toArray}, {@link #addAll(LongSet)},
 * {@link #containsAll(LongSet)}, the views and {@link #toString}.
 *
 * <p><b>Threads.</b>  One writer, or any number of readers while nobody writes; opening a cursor and {@link #forEach}
 * count as reading.  Misuse is detected as in Go, where a flag shows it:
 * {@link java.util.ConcurrentModificationException} (layout section 14.2).  It is a detector of last resort, not a
 * guarantee.
 *
 * <p><b>Iteration</b> by {@link #cursor}, {@link #forEach}, {@link #removeIf} or {@link #retainIf} follows Go's rules
 * (layout section 11): the order is random and differs from one iteration to the next; the set may be changed during
 * it; a key removed before it is reached is not delivered; a key added meanwhile may or may not be; every key that is
 * in the set all the time is delivered exactly once, also when the set grows.  A key that is removed and added again
 * may be delivered again.
 *
 * <p><b>Content.</b>  Two sets of this type are {@link #equals equal} if they have the same keys, whatever their
 * classes, settings and bytes; {@link #hashCode} is that of a {@link java.util.Set} with these keys.  Both look at all
 * keys.  A set that changes while it is a key of a map gets lost there.
 *
 * <p><b>Errors.</b>  Every method except {@link #isClosed}, {@link #close}, {@link #equals} and {@link #toString}
 * throws {@link MapClosedException} on a closed set.  A method that adds a key throws {@link OffHeapMemoryException} if
 * the memory for it is not allowed; the set is then as it was.  Impossible bytes, once met, are a
 * {@link MapCorruptionException}.
 */
public interface LongSet extends AutoCloseable
{
    /**
     * Whether a key is in the set.
     *
     * @param key any {@code long}.
     * @return true if it is.
     */
    boolean contains(long key);

    /**
     * Whether all keys of another set are in this one.
     *
     * @param keys the other set.
     * @return true if they are.
     */
    boolean containsAll(LongSet keys);

    /**
     * Whether all of many keys are in the set.  A large set of numbers waits for several of them at once.  Nothing is
     * allocated.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return true if each of them is, also if there are none.
     * @throws IndexOutOfBoundsException if the array has no such range.
     */
    boolean containsAll(long[] keys, int offset, int count);

    /**
     * Adds a key.
     *
     * @param key any {@code long}.
     * @return true if it was not in the set.
     * @throws OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    boolean add(long key);

    /**
     * Removes a key.
     *
     * @param key any {@code long}.
     * @return true if it was in the set.
     */
    boolean remove(long key);

    /**
     * The number of keys as an int.
     *
     * @return {@link #sizeLong}, or {@link Integer#MAX_VALUE} if there are more.
     */
    int size();

    /**
     * The number of keys.
     *
     * @return the header's count.
     */
    long sizeLong();

    /**
     * Whether there are no keys.
     *
     * @return true if {@link #sizeLong} is 0.
     */
    boolean isEmpty();

    /**
     * Calls a consumer with every key.  The consumer may change this set; then Go's rules for iteration hold (see the
     * class comment).  If it throws, the exception comes out of here, the iteration ends, and the set is as the
     * consumer left it.  If it closes the set, the iteration ends with {@link MapClosedException}.
     *
     * @param consumer takes a key.
     */
    void forEach(LongConsumer consumer);

    /**
     * Removes the keys that a predicate chooses.  An iteration: see the class comment.
     *
     * @param predicate true for a key that goes.
     * @return how many it chose.
     */
    long removeIf(LongPredicate predicate);

    /**
     * Removes the keys that a predicate does not choose.  An iteration: see the class comment.
     *
     * @param predicate true for a key that stays.
     * @return how many it did not choose.
     */
    long retainIf(LongPredicate predicate);

    /**
     * Adds the keys of another set, one after the other.  Each is added whole or not at all.
     *
     * @param keys the other set; this set itself changes nothing.
     * @return how many were not in the set.
     * @throws PutAllException if a key cannot be added; it says how many keys came before it.
     */
    long addAll(LongSet keys);

    /**
     * Adds the keys of an array, one after the other.  Each is added whole or not at all.
     *
     * @param keys the keys; one may stand there more than once.
     * @return how many were not in the set.
     * @throws PutAllException if a key cannot be added; it says how many keys came before it.
     */
    long addAll(long[] keys);

    /**
     * Adds the keys of a part of an array, one after the other.  Each is added whole or not at all.  A large set of
     * numbers waits for several of them at once.  Nothing is allocated.
     *
     * @param keys   any keys; one may stand there more than once.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return how many were not in the set.
     * @throws IndexOutOfBoundsException if the array has no such range; nothing is added then.
     * @throws PutAllException           if a key cannot be added; it says how many keys came before it.
     */
    int addAll(long[] keys, int offset, int count);

    /**
     * Adds the keys of a collection, one after the other.  Each is added whole or not at all.
     *
     * @param keys the keys; one may be there more than once.
     * @return how many were not in the set.
     * @throws PutAllException if a key cannot be added, also because it is null; it says how many keys came before it.
     */
    long addAll(Collection<? extends Long> keys);

    /**
     * Removes many keys, in the order of the array.  If a key is refused, those before it are removed.  Nothing is
     * allocated.
     *
     * @param keys   any keys.
     * @param offset index of the first key.
     * @param count  number of keys.
     * @return how many were in the set, and are removed.
     * @throws IndexOutOfBoundsException if the array has no such range; nothing is removed then.
     */
    int removeAll(long[] keys, int offset, int count);

    /**
     * All keys.
     *
     * @return a new array, in the order of an iteration.
     * @throws IllegalStateException if there are more than an array can hold.
     */
    long[] toArray();

    // Boxed keys only {
    /**
     * This set as a {@link java.util.Set} that boxes keys.
     *
     * @return a view; it shows what the set holds at any time, and writes through.
     */
    default Set<Long> asSet()
    {
        return asSet(LongCodec.plain());
    }
    // }

    /**
     * This set as a {@link java.util.Set} of another type.
     *
     * @param keys what stands for a key.
     * @param <T>  type of the objects.
     * @return a view; it shows what the set holds at any time, and writes through.
     */
    default <T> Set<T> asSet(LongCodec<T> keys)
    {
        return LongSetView.of(this, keys);
    }

    /**
     * This set without the operations that change it: they throw {@link UnsupportedOperationException}, {@link #close}
     * too.
     *
     * @return a view; it shows what the set holds at any time.
     */
    default LongSet readOnly()
    {
        return new ReadOnlyLongSet(this);
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
    default LongStream stream()
    {
        return KeyStreams.longs(sizeLong(), this::cursor);
    }

    /**
     * Opens a cursor before the first key.  Close it: while it is open, memory that it may still read is kept.
     *
     * @return a new cursor.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    LongKeyCursor cursor();

    /**
     * Removes all keys.  The bucket array stays: the cost is proportional to its size, not to the number of keys
     * (layout section 12).  Does nothing on an empty set.
     */
    void clear();

    /**
     * Whether the set is closed.
     *
     * @return true after {@link #close}.
     */
    boolean isClosed();

    /**
     * Gives the memory back.  Closing a closed set does nothing.
     */
    @Override
    void close();

    /**
     * Whether another object is a set of the same type with the same keys.
     *
     * @param other any object.
     * @return true if it is; a closed set is equal to itself only.
     */
    @Override
    boolean equals(Object other);

    /**
     * The sum of the hashes of all keys, as that of a {@link java.util.Set}.
     *
     * @return the sum; another one after most changes.
     * @throws MapClosedException if the set is closed.
     */
    @Override
    int hashCode();

    /**
     * Class, name, size and at most 100 keys, for people.  It never throws; a closed set says that it is.
     *
     * @return one line.
     */
    @Override
    String toString();
}
