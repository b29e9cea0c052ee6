// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.image.MapImage;
import java.util.HashMap;
import java.util.Map;

/**
 * A map under test in the one form that the model knows: keys are objects, elems are numbers from 0 up.
 *
 * <p>An adapter turns the number into an elem of the map's own size and, reading it back, checks all its bytes.
 *
 * @param <K> Java's form of a key; equal exactly if Go says so.
 */
public interface Subject<K> extends AutoCloseable
{
    /** What stands for no elem; no elem is negative. */
    long ABSENT = -1;

    /** Which bits of a number an elem can hold. */
    long elemMask();

    /** Sets an elem; returns the one before. */
    long put(K key, long elem);

    /** Sets an elem if there is none; returns the one that was there. */
    long putIfAbsent(K key, long elem);

    long get(K key);

    long getOrDefault(K key, long other);

    boolean containsKey(K key);

    /** Removes a key; returns its elem. */
    long remove(K key);

    long size();

    void forEach(EntryConsumer<K> consumer);

    SubjectCursor<K> cursor();

    void reserve(long count);

    void clear();

    Subject<K> copy();

    /** A map of the same kind over a copy of an image. */
    Subject<K> attach(MapImage image);

    MapImage image();

    MapStats stats();

    @Override
    void close();

    /** All entries as an iteration delivers them; a key that comes twice is an error. */
    default Map<K, Long> entries()
    {
        final Map<K, Long> entries = new HashMap<>();
        forEach((key, elem) ->
        {
            if (entries.put(key, elem) != null)
            {
                throw new AssertionError("key delivered twice: " + key);
            }
        });
        return entries;
    }

    /** Takes an entry. */
    @FunctionalInterface
    interface EntryConsumer<K>
    {
        void accept(K key, long elem);
    }

    /** An iteration. */
    interface SubjectCursor<K> extends AutoCloseable
    {
        boolean next();

        K key();

        long elem();

        void setElem(long elem);

        void remove();

        @Override
        void close();
    }
}
