// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.LongKeyCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;

/** {@link OffHeapLongSet}, a map whose elems can hold nothing but 0. */
public record LongSetSubject(OffHeapLongSet set, MapConfig config) implements Subject<Long>
{
    public static LongSetSubject make(final MapConfig config, final long hint)
    {
        final MapConfig plain = config.withMissingValue(0);
        return new LongSetSubject(OffHeapMaps.longSet().config(plain).capacity(hint).build(), plain);
    }

    @Override
    public long elemMask()
    {
        return 0;
    }

    @Override
    public long put(final Long key, final long elem)
    {
        return set.add(SubjectKeys.raw(key)) ? ABSENT : 0;
    }

    @Override
    public long putIfAbsent(final Long key, final long elem)
    {
        return put(key, elem);
    }

    @Override
    public long get(final Long key)
    {
        return getOrDefault(key, ABSENT);
    }

    @Override
    public long getOrDefault(final Long key, final long other)
    {
        return containsKey(key) ? 0 : other;
    }

    @Override
    public boolean containsKey(final Long key)
    {
        return set.contains(SubjectKeys.raw(key));
    }

    @Override
    public long remove(final Long key)
    {
        return set.remove(SubjectKeys.raw(key)) ? 0 : ABSENT;
    }

    @Override
    public long size()
    {
        return set.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<Long> consumer)
    {
        set.forEach(key -> consumer.accept(SubjectKeys.box(key), 0));
    }

    @Override
    public SubjectCursor<Long> cursor()
    {
        return new Cursor(set, set.cursor());
    }

    @Override
    public void reserve(final long count)
    {
        set.reserve(count);
    }

    @Override
    public void clear()
    {
        set.clear();
    }

    @Override
    public Subject<Long> copy()
    {
        return new LongSetSubject(set.copy(), config);
    }

    @Override
    public Subject<Long> attach(final MapImage image)
    {
        return new LongSetSubject(OffHeapMaps.longSet().config(config).attach(image), config);
    }

    @Override
    public MapImage image()
    {
        return set.image();
    }

    @Override
    public MapStats stats()
    {
        return set.stats();
    }

    @Override
    public void close()
    {
        set.close();
    }

    private record Cursor(OffHeapLongSet set, LongKeyCursor cursor) implements SubjectCursor<Long>
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public Long key()
        {
            return SubjectKeys.keyOf(cursor);
        }

        @Override
        public long elem()
        {
            return 0;
        }

        @Override
        public void setElem(final long elem)
        {
            set.add(SubjectKeys.raw(key()));
        }

        @Override
        public void remove()
        {
            cursor.remove();
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
