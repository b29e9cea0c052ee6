// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.it.subject.Subject.SubjectCursor;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.image.MapImage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** A map under test whose keys are told as numbers, whatever their Go type is. Made by {@link SubjectKind#open}. */
public interface NumberedMap extends AutoCloseable
{
    /** Sets the elem of a key; returns whether the key was new. */
    boolean put(long key, long elem);

    /** Removes a key; returns whether it was there. */
    boolean remove(long key);

    /** The elem of a key, null if it is absent. */
    Long get(long key);

    void clear();

    /** All entries as an iteration delivers them; a key that comes twice is an error. */
    Map<Long, Long> entries();

    /** Opens a cursor and steps into it; closing it is the caller's. */
    AutoCloseable openCursor();

    NumberedMap copy();

    long size();

    MapImage image();

    MapStats stats();

    @Override
    void close();

    /**
     * Over a subject with keys of any type.
     *
     * @param map    the subject.
     * @param key    the key that stands for a number.
     * @param number the number that a key stands for.
     * @param <K>    Java's form of a key.
     */
    record Over<K>(Subject<K> map, LongFunction<K> key, ToLongFunction<K> number) implements NumberedMap
    {
        @Override
        public boolean put(final long name, final long elem)
        {
            return map.put(key.apply(name), elem) == Subject.ABSENT;
        }

        @Override
        public boolean remove(final long name)
        {
            return map.remove(key.apply(name)) != Subject.ABSENT;
        }

        @Override
        public Long get(final long name)
        {
            final K wanted = key.apply(name);
            return map.containsKey(wanted) ? Long.valueOf(map.get(wanted)) : null;
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public Map<Long, Long> entries()
        {
            final Map<Long, Long> entries = new HashMap<>();
            map.entries().forEach((name, elem) -> entries.put(number.applyAsLong(name), elem));
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final SubjectCursor<K> cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public NumberedMap copy()
        {
            return new Over<>(map.copy(), key, number);
        }

        @Override
        public long size()
        {
            return map.size();
        }

        @Override
        public MapImage image()
        {
            return map.image();
        }

        @Override
        public MapStats stats()
        {
            return map.stats();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }
}
