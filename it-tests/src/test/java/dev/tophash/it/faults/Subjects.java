// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.BytesStructCursor;
import dev.tophash.IntIntCursor;
import dev.tophash.LongLongCursor;
import dev.tophash.StringLongCursor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes the subjects: the four public maps for their kinds, the typed map for all others. */
final class Subjects
{
    private Subjects()
    {
    }

    static Subject open(final SubjectKind kind, final MapConfig config)
    {
        return switch (kind)
        {
            case LONG -> new LongSubject(OffHeapMaps.longLong().config(config).build());
            case INT -> new IntSubject(OffHeapMaps.intInt().config(config).build());
            case BYTES, INDIRECT_BYTES -> new BytesSubject(
                OffHeapMaps.bytesStruct(kind.type().key().size(), kind.type().elem().size()).config(config).build());
            case STRING -> new StringSubject(OffHeapMaps.stringLong().config(config).build());
            default -> openTyped(kind, config);
        };
    }

    /** The same kind through the low-level face. */
    static Subject openTyped(final SubjectKind kind, final MapConfig config)
    {
        return new TypedSubject(kind, OffHeapTypedMap.create(kind.type(), -1, config));
    }

    private static void enter(final Map<Long, Long> entries, final long key, final long elem)
    {
        assertNull(entries.put(key, elem), () -> "key delivered twice: " + key);
    }

    private record LongSubject(OffHeapLongLongMap map) implements Subject
    {
        @Override
        public boolean put(final long key, final long elem)
        {
            final long before = map.sizeLong();
            map.put(key, elem);
            return map.sizeLong() != before;
        }

        @Override
        public boolean remove(final long key)
        {
            final long before = map.sizeLong();
            map.remove(key);
            return map.sizeLong() != before;
        }

        @Override
        public Long get(final long key)
        {
            return map.containsKey(key) ? Long.valueOf(map.get(key)) : null;
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
            map.forEach((key, elem) -> enter(entries, key, elem));
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final LongLongCursor cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public Subject copy()
        {
            return new LongSubject(map.copy());
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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

    private record IntSubject(OffHeapIntIntMap map) implements Subject
    {
        @Override
        public boolean put(final long key, final long elem)
        {
            final long before = map.sizeLong();
            map.put((int)key, (int)elem);
            return map.sizeLong() != before;
        }

        @Override
        public boolean remove(final long key)
        {
            final long before = map.sizeLong();
            map.remove((int)key);
            return map.sizeLong() != before;
        }

        @Override
        public Long get(final long key)
        {
            return map.containsKey((int)key) ? Long.valueOf(map.get((int)key)) : null;
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
            map.forEach((key, elem) -> enter(entries, key, elem));
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final IntIntCursor cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public Subject copy()
        {
            return new IntSubject(map.copy());
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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

    private record StringSubject(OffHeapStringLongMap map) implements Subject
    {
        @Override
        public boolean put(final long key, final long elem)
        {
            final long before = map.sizeLong();
            map.put(SubjectKind.text(key), elem);
            return map.sizeLong() != before;
        }

        @Override
        public boolean remove(final long key)
        {
            final long before = map.sizeLong();
            map.remove(SubjectKind.text(key));
            return map.sizeLong() != before;
        }

        @Override
        public Long get(final long key)
        {
            final String text = SubjectKind.text(key);
            return map.containsKey(text) ? Long.valueOf(map.get(text)) : null;
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
            map.forEach((key, elem) -> enter(entries, SubjectKind.numberOf(key), elem));
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final StringLongCursor cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public Subject copy()
        {
            return new StringSubject(map.copy());
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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

    private record BytesSubject(OffHeapBytesStructMap map) implements Subject
    {
        /** The same bytes that {@link SubjectKind#stageKey} writes. */
        private byte[] key(final long number)
        {
            final ByteBuffer bytes = ByteBuffer.allocate(map.keySize()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(0, number);
            bytes.putLong(map.keySize() - Long.BYTES, 16 == map.keySize() ? ~number : number);
            return bytes.array();
        }

        private byte[] elem(final long number)
        {
            final byte[] bytes = new byte[map.elemSize()];
            Arrays.fill(bytes, (byte)number);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
            return bytes;
        }

        private static long number(final byte[] bytes)
        {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        }

        private long elemNumber(final byte[] bytes)
        {
            assertTrue(Arrays.equals(bytes, elem(number(bytes))), "torn elem");
            return number(bytes);
        }

        @Override
        public boolean put(final long key, final long elem)
        {
            return map.put(key(key), elem(elem));
        }

        @Override
        public boolean remove(final long key)
        {
            return map.remove(key(key));
        }

        @Override
        public Long get(final long key)
        {
            final byte[] elem = new byte[map.elemSize()];
            return map.get(key(key), elem) ? Long.valueOf(elemNumber(elem)) : null;
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
            final byte[] key = new byte[map.keySize()];
            final byte[] elem = new byte[map.elemSize()];
            map.forEach((cursor) ->
            {
                cursor.copyKey(key);
                cursor.copyElem(elem);
                enter(entries, number(key), elemNumber(elem));
            });
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final BytesStructCursor cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public Subject copy()
        {
            return new BytesSubject(map.copy());
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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

    private record TypedSubject(SubjectKind kind, OffHeapTypedMap map) implements Subject
    {
        private void stage(final long key)
        {
            kind.stageKey(map.key().clear(), key);
        }

        @Override
        public boolean put(final long key, final long elem)
        {
            stage(key);
            kind.stageElem(map.elem().clear(), elem);
            return map.assign();
        }

        @Override
        public boolean remove(final long key)
        {
            stage(key);
            return map.delete();
        }

        @Override
        public Long get(final long key)
        {
            stage(key);
            return map.find() ? Long.valueOf(kind.elemOf(map.found())) : null;
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
            try (TypedCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    enter(entries, kind.keyOf(cursor.key()), kind.elemOf(cursor.elem()));
                }
            }
            return entries;
        }

        @Override
        public AutoCloseable openCursor()
        {
            final TypedCursor cursor = map.cursor();
            cursor.next();
            return cursor;
        }

        @Override
        public Subject copy()
        {
            return new TypedSubject(kind, map.copyOf());
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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
