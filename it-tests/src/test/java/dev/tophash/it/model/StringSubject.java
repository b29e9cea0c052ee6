// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.StringLongCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.image.MapImage;

/** {@link OffHeapStringLongMap}. */
record StringSubject(OffHeapStringLongMap map, MapConfig config) implements Subject<String>
{
    static StringSubject make(final MapConfig config, final long hint)
    {
        return new StringSubject(OffHeapMaps.stringLong().config(config).capacity(hint).build(), config);
    }

    @Override
    public long elemMask()
    {
        return Long.MAX_VALUE;
    }

    @Override
    public long put(final String key, final long elem)
    {
        return map.put(key, elem);
    }

    @Override
    public long putIfAbsent(final String key, final long elem)
    {
        return map.putIfAbsent(key, elem);
    }

    @Override
    public long get(final String key)
    {
        return map.get(key);
    }

    @Override
    public long getOrDefault(final String key, final long other)
    {
        return map.getOrDefault(key, other);
    }

    @Override
    public boolean containsKey(final String key)
    {
        return map.containsKey(key);
    }

    @Override
    public long remove(final String key)
    {
        return map.remove(key);
    }

    @Override
    public long size()
    {
        return map.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<String> consumer)
    {
        map.forEach(consumer::accept);
    }

    @Override
    public SubjectCursor<String> cursor()
    {
        return new Cursor(map.cursor());
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    public Subject<String> copy()
    {
        return new StringSubject(map.copy(), config);
    }

    @Override
    public Subject<String> attach(final MapImage image)
    {
        return new StringSubject(OffHeapMaps.stringLong().config(config).attach(image), config);
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

    private record Cursor(StringLongCursor cursor) implements SubjectCursor<String>
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public String key()
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
