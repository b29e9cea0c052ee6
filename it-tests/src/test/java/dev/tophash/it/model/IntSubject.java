// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.IntIntCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;

/** {@link OffHeapIntIntMap}. */
record IntSubject(OffHeapIntIntMap map, MapConfig config) implements Subject<Integer>
{
    static IntSubject make(final MapConfig config, final long hint)
    {
        return new IntSubject(OffHeapMaps.intInt().config(config).capacity(hint).build(), config);
    }

    @Override
    public long elemMask()
    {
        return Integer.MAX_VALUE;
    }

    @Override
    public long put(final Integer key, final long elem)
    {
        return map.put(key, (int)elem);
    }

    @Override
    public long putIfAbsent(final Integer key, final long elem)
    {
        return map.putIfAbsent(key, (int)elem);
    }

    @Override
    public long get(final Integer key)
    {
        return map.get(key);
    }

    @Override
    public long getOrDefault(final Integer key, final long other)
    {
        return map.getOrDefault(key, (int)other);
    }

    @Override
    public boolean containsKey(final Integer key)
    {
        return map.containsKey(key);
    }

    @Override
    public long remove(final Integer key)
    {
        return map.remove(key);
    }

    @Override
    public long size()
    {
        return map.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<Integer> consumer)
    {
        map.forEach(consumer::accept);
    }

    @Override
    public SubjectCursor<Integer> cursor()
    {
        return new Cursor(map.cursor());
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    public Subject<Integer> copy()
    {
        return new IntSubject(map.copy(), config);
    }

    @Override
    public Subject<Integer> attach(final MapImage image)
    {
        return new IntSubject(OffHeapMaps.intInt().config(config).attach(image), config);
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

    private record Cursor(IntIntCursor cursor) implements SubjectCursor<Integer>
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public Integer key()
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
            cursor.setValue((int)elem);
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
