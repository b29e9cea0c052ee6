// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.LongLongCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;

/** {@link OffHeapLongLongMap}. */
record LongSubject(OffHeapLongLongMap map, MapConfig config) implements Subject<Long>
{
    static LongSubject make(final MapConfig config, final long hint)
    {
        return new LongSubject(OffHeapMaps.longLong().config(config).capacity(hint).build(), config);
    }

    @Override
    public long elemMask()
    {
        return Long.MAX_VALUE;
    }

    @Override
    public long put(final Long key, final long elem)
    {
        return map.put(key, elem);
    }

    @Override
    public long putIfAbsent(final Long key, final long elem)
    {
        return map.putIfAbsent(key, elem);
    }

    @Override
    public long get(final Long key)
    {
        return map.get(key);
    }

    @Override
    public long getOrDefault(final Long key, final long other)
    {
        return map.getOrDefault(key, other);
    }

    @Override
    public boolean containsKey(final Long key)
    {
        return map.containsKey(key);
    }

    @Override
    public long remove(final Long key)
    {
        return map.remove(key);
    }

    @Override
    public long size()
    {
        return map.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<Long> consumer)
    {
        map.forEach(consumer::accept);
    }

    @Override
    public SubjectCursor<Long> cursor()
    {
        return new Cursor(map.cursor());
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    public Subject<Long> copy()
    {
        return new LongSubject(map.copy(), config);
    }

    @Override
    public Subject<Long> attach(final MapImage image)
    {
        return new LongSubject(OffHeapMaps.longLong().config(config).attach(image), config);
    }

    @Override
    public MapImage image()
    {
        return map.image();
    }

    @Override
    public void close()
    {
        map.close();
    }

    private record Cursor(LongLongCursor cursor) implements SubjectCursor<Long>
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public Long key()
        {
            return cursor.key();
        }

        @Override
        public long elem()
        {
            return cursor.value();
        }

        @Override
        public void setElem(final long elem)
        {
            cursor.setValue(elem);
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
