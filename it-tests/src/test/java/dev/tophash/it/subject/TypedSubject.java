// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;

/**
 * {@link OffHeapTypedMap} of any key type.
 *
 * @param map    the map.
 * @param config its settings.
 * @param codec  how a key looks in Go's memory.
 * @param elems  how an elem looks.
 * @param <K>    Java's form of a key.
 */
public record TypedSubject<K>(OffHeapTypedMap map, MapConfig config, KeyCodec<K> codec, ElemCodec elems)
    implements Subject<K>
{
    /** How a key looks in Go's memory. */
    public interface KeyCodec<K>
    {
        String type();

        void write(Staging staging, K key);

        K read(GoValue value);
    }

    /** How an elem that stands for a number looks in Go's memory. */
    public interface ElemCodec
    {
        /** Which bits of a number an elem can hold. */
        long mask();

        void write(Staging staging, long elem);

        long read(GoValue value);
    }

    public static <K> TypedSubject<K> make(
        final KeyCodec<K> codec, final int elemSize, final MapConfig config, final long hint)
    {
        final MapType type = MapType.parse("map[" + codec.type() + "][" + elemSize + "]byte");
        final MapConfig plain = config.withMissingValue(0);
        return new TypedSubject<>(OffHeapTypedMap.create(type, hint, plain), plain, codec, new ElemBytes(elemSize));
    }

    @Override
    public long elemMask()
    {
        return elems.mask();
    }

    @Override
    public long put(final K key, final long elem)
    {
        final long before = get(key);
        elems.write(map.elem(), elem);
        agree(map.assign(), before == ABSENT);
        return before;
    }

    @Override
    public long putIfAbsent(final K key, final long elem)
    {
        final long before = get(key);
        if (before == ABSENT)
        {
            elems.write(map.elem(), elem);
            agree(map.assign(), true);
        }
        return before;
    }

    @Override
    public long get(final K key)
    {
        return getOrDefault(key, ABSENT);
    }

    @Override
    public long getOrDefault(final K key, final long other)
    {
        return containsKey(key) ? elems.read(map.found()) : other;
    }

    @Override
    public boolean containsKey(final K key)
    {
        codec.write(map.key().clear(), key);
        return map.find();
    }

    @Override
    public long remove(final K key)
    {
        final long before = get(key);
        agree(map.delete(), before != ABSENT);
        return before;
    }

    private static void agree(final boolean told, final boolean right)
    {
        if (told != right)
        {
            throw new AssertionError("presence of a key: told=" + told + ", found=" + right);
        }
    }

    @Override
    public long size()
    {
        return map.sizeLong();
    }

    @Override
    public void forEach(final EntryConsumer<K> consumer)
    {
        try (TypedCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                consumer.accept(codec.read(cursor.key()), elems.read(cursor.elem()));
            }
        }
    }

    @Override
    public SubjectCursor<K> cursor()
    {
        return new Cursor<>(this, map.cursor());
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
    public Subject<K> copy()
    {
        return new TypedSubject<>(map.copy(), config, codec, elems);
    }

    @Override
    public Subject<K> attach(final MapImage image)
    {
        return new TypedSubject<>(OffHeapTypedMap.attach(image, config), config, codec, elems);
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

    /** This face has no writing cursor: key and elem are read at once, remove and set go through the map. */
    private static final class Cursor<K> implements SubjectCursor<K>
    {
        private final TypedSubject<K> owner;
        private final TypedCursor cursor;
        private K key;
        private long elem;

        Cursor(final TypedSubject<K> owner, final TypedCursor cursor)
        {
            this.owner = owner;
            this.cursor = cursor;
        }

        @Override
        public boolean next()
        {
            if (!cursor.next())
            {
                return false;
            }
            key = owner.codec.read(cursor.key());
            elem = owner.elems.read(cursor.elem());
            return true;
        }

        @Override
        public K key()
        {
            return key;
        }

        @Override
        public long elem()
        {
            return elem;
        }

        @Override
        public void setElem(final long newElem)
        {
            owner.put(key, newElem);
        }

        @Override
        public void remove()
        {
            owner.remove(key);
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
