// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.BytesStructCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;

/**
 * {@link OffHeapBytesStructMap}. It tells only whether a key was there, so elems are looked up before and both answers
 * are compared.
 */
public record BytesSubject(OffHeapBytesStructMap map, MapConfig config, ElemBytes elems) implements Subject<Blob>
{
    public static BytesSubject make(final int keySize, final int elemSize, final MapConfig config, final long hint)
    {
        final MapConfig plain = config.withMissingValue(0);
        return new BytesSubject(
            OffHeapMaps.bytesStruct(keySize, elemSize).config(plain).capacity(hint).build(), plain,
            new ElemBytes(elemSize));
    }

    @Override
    public long elemMask()
    {
        return elems.mask();
    }

    @Override
    public long put(final Blob key, final long elem)
    {
        final long before = get(key);
        agree(map.put(key.bytes(), elems.bytes(elem)), before == ABSENT);
        return before;
    }

    @Override
    public long putIfAbsent(final Blob key, final long elem)
    {
        final long before = get(key);
        agree(map.putIfAbsent(key.bytes(), elems.bytes(elem)), before == ABSENT);
        return before;
    }

    @Override
    public long get(final Blob key)
    {
        return getOrDefault(key, ABSENT);
    }

    @Override
    public long getOrDefault(final Blob key, final long other)
    {
        final byte[] elem = new byte[map.valueSize()];
        return map.get(key.bytes(), elem) ? elems.number(elem) : other;
    }

    @Override
    public boolean containsKey(final Blob key)
    {
        return map.containsKey(key.bytes());
    }

    @Override
    public long remove(final Blob key)
    {
        final long before = get(key);
        agree(map.remove(key.bytes()), before != ABSENT);
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
    public void forEach(final EntryConsumer<Blob> consumer)
    {
        final byte[] elem = new byte[map.valueSize()];
        map.forEach(cursor ->
        {
            cursor.copyValue(elem);
            consumer.accept(new Blob(cursor.key()), elems.number(elem));
        });
    }

    @Override
    public SubjectCursor<Blob> cursor()
    {
        return new Cursor(map, map.cursor(), elems);
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
    public Subject<Blob> copy()
    {
        return new BytesSubject(map.copy(), config, elems);
    }

    @Override
    public Subject<Blob> attach(final MapImage image)
    {
        return new BytesSubject(
            OffHeapMaps.bytesStruct(map.keySize(), map.valueSize()).config(config).attach(image), config, elems);
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

    private record Cursor(OffHeapBytesStructMap map, BytesStructCursor cursor, ElemBytes elems)
        implements SubjectCursor<Blob>
    {
        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public Blob key()
        {
            return new Blob(cursor.key());
        }

        @Override
        public long elem()
        {
            final byte[] elem = new byte[map.valueSize()];
            cursor.copyValue(elem);
            return elems.number(elem);
        }

        @Override
        public void setElem(final long elem)
        {
            cursor.setValue(elems.bytes(elem));
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
