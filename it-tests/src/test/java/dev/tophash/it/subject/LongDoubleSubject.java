// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.LongDoubleCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;

/** {@link OffHeapLongDoubleMap}. */
public record LongDoubleSubject(OffHeapLongDoubleMap map, MapConfig config) implements Subject<Long>
{
    public static LongDoubleSubject make(final MapConfig config, final long hint)
    {
        return new LongDoubleSubject(OffHeapMaps.longDouble().config(config).capacity(hint).build(), config);
    }

    @Override
    public long elemMask()
    {
        return NumberElems.maskOf(map.missingValue());
    }

    @Override
    public long put(final Long key, final long elem)
    {
        return NumberElems.number(map.put(SubjectKeys.raw(key), NumberElems.toDouble(elem)));
    }

    @Override
    public long putIfAbsent(final Long key, final long elem)
    {
        return NumberElems.number(map.putIfAbsent(SubjectKeys.raw(key), NumberElems.toDouble(elem)));
    }

    @Override
    public long get(final Long key)
    {
        return NumberElems.number(map.get(SubjectKeys.raw(key)));
    }

    @Override
    public long getOrDefault(final Long key, final long other)
    {
        return NumberElems.number(map.getOrDefault(SubjectKeys.raw(key), NumberElems.toDouble(other)));
    }

    @Override
    public boolean containsKey(final Long key)
    {
        return map.containsKey(SubjectKeys.raw(key));
    }

    @Override
    public long remove(final Long key)
    {
        return NumberElems.number(map.remove(SubjectKeys.raw(key)));
    }

    @Override
    public long size()
    {
        return map.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<Long> consumer)
    {
        map.forEach((key, value) -> consumer.accept(SubjectKeys.box(key), NumberElems.number(value)));
    }

    @Override
    public SubjectCursor<Long> cursor()
    {
        return new Cursor(map.cursor());
    }

    @Override
    public void reserve(final long count)
    {
        map.reserve(count);
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    public Subject<Long> copy()
    {
        return new LongDoubleSubject(map.copy(), config);
    }

    @Override
    public Subject<Long> attach(final MapImage image)
    {
        return new LongDoubleSubject(OffHeapMaps.longDouble().config(config).attach(image), config);
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

    private record Cursor(LongDoubleCursor cursor) implements SubjectCursor<Long>
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
            return NumberElems.number(cursor.value());
        }

        @Override
        public void setElem(final long elem)
        {
            cursor.setValue(NumberElems.toDouble(elem));
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
