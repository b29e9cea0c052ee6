// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import dev.tophash.offheap.BytesStructSingleWriterView;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.LongLongSingleWriterView;
import dev.tophash.offheap.LongSetSingleWriterView;
import dev.tophash.offheap.LongStructSingleWriterView;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.StringLongSingleWriterView;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The kinds of map that a race is run with. */
final class ViewRaces
{
    private static final long ABSENT_WORD = -1;

    private ViewRaces()
    {
    }

    private static String judge(final int key, final long word)
    {
        return word == ABSENT_WORD ? ViewRace.ABSENT : ViewRace.isOf(key, word) ? null : "value of another key";
    }

    /** From numbers to numbers: walks of eight bytes, bulk writes, one-probe operations. */
    static final class Longs extends ViewRace
    {
        private final OffHeapLongLongMap map =
            OffHeapMaps.longLong().missingValue(ABSENT_WORD).singleWriterView(true).build();
        private final LongLongSingleWriterView view = LongLongSingleWriterView.of(map);
        private final long[] keys = new long[1];
        private final long[] values = new long[1];

        Longs(final boolean clears, final long seed)
        {
            super(clears, seed);
        }

        @Override
        OffHeapMap map()
        {
            return map;
        }

        @Override
        void write(final int key, final int version, final int way)
        {
            final long word = word(key, version);
            switch (way & 7)
            {
                case 0 -> map.put(key, word);
                case 1 -> map.merge(key, word, (before, after) -> after);
                case 2 -> map.compute(key, (same, before) -> before == ABSENT_WORD ? word((int)same, 0) : before);
                case 3 -> map.addTo(key, map.containsKey(key) ? 0 : word);
                case 4 -> map.getOrPut(key, word);
                case 5 -> map.replace(key, word);
                case 6 -> map.computeIfAbsent(key, same -> word((int)same, 0));
                default ->
                {
                    keys[0] = key;
                    values[0] = word;
                    map.putAll(keys, 0, 1, values, 0);
                }
            }
        }

        @Override
        void remove(final int key)
        {
            map.remove(key);
        }

        @Override
        void sweep(final int version)
        {
            if ((version & 1) == 0)
            {
                map.replaceAll((key, before) -> word((int)key, version));
            }
            else
            {
                map.removeIf((key, value) -> !isKept((int)key) && (key & 1) == 0);
            }
        }

        @Override
        Reader reader()
        {
            return key -> judge(key, view.get(key));
        }
    }

    /** Strings: keys in boxes, some beyond the small cells of the stage. */
    static final class Strings extends ViewRace
    {
        private static final String LONG_TAIL = "x".repeat(300);

        private final OffHeapStringLongMap map =
            OffHeapMaps.stringLong().missingValue(ABSENT_WORD).singleWriterView(true).build();
        private final StringLongSingleWriterView view = StringLongSingleWriterView.of(map);
        private final String[] keys = new String[KEY_COUNT];

        Strings(final boolean clears, final long seed)
        {
            super(clears, seed);
            Arrays.setAll(keys, key -> key % 50 == 1 ? key + LONG_TAIL : "key " + key);
        }

        @Override
        OffHeapMap map()
        {
            return map;
        }

        @Override
        void write(final int key, final int version, final int way)
        {
            map.put(keys[key], word(key, version));
        }

        @Override
        void remove(final int key)
        {
            map.remove(keys[key]);
        }

        @Override
        void sweep(final int version)
        {
            map.removeIf((key, value) -> key.length() > LONG_TAIL.length());
        }

        @Override
        Reader reader()
        {
            final KeyView shown = new KeyView();
            return key -> judge(key, (key & 1) == 0 ? view.get(keys[key]) : view.get(shown.wrap(keys[key])));
        }
    }

    /** A set: nothing but keys; odd negative keys are never in it. */
    static final class Keys extends ViewRace
    {
        private final OffHeapLongSet set = OffHeapMaps.longSet().singleWriterView(true).build();
        private final LongSetSingleWriterView view = LongSetSingleWriterView.of(set);

        Keys(final boolean clears, final long seed)
        {
            super(clears, seed);
        }

        @Override
        OffHeapMap map()
        {
            return set;
        }

        @Override
        void write(final int key, final int version, final int way)
        {
            set.add(key);
        }

        @Override
        void remove(final int key)
        {
            set.remove(key);
        }

        @Override
        void sweep(final int version)
        {
            set.removeIf(key -> !isKept((int)key) && (key & 1) == 0);
        }

        @Override
        Reader reader()
        {
            return key -> view.contains(-1L - key) ? "a key that nobody added" :
                view.contains(key) ? null : ABSENT;
        }
    }

    /** Structs whose words are all the same; larger ones stand in boxes, which move. */
    static final class Structs extends ViewRace
    {
        private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final OffHeapLongStructMap map;
        private final LongStructSingleWriterView view;
        private final LongField[] fields;
        private final int size;
        private final boolean validated;
        private final StructFlyweight flyweight = new StructFlyweight();
        private final byte[] staged;
        private int key;
        private int version;

        Structs(final int wordCount, final boolean clears, final boolean validated, final long seed)
        {
            super(clears, seed);
            final StringBuilder text = new StringBuilder("struct { f0 int64");
            for (int i = 1; i < wordCount; i++)
            {
                text.append("; f").append(i).append(" int64");
            }
            final StructType type = StructType.parse(text.append(" }").toString());
            fields = new LongField[wordCount];
            Arrays.setAll(fields, i -> type.longField("f" + i));
            size = wordCount * Long.BYTES;
            staged = new byte[size];
            this.validated = validated;
            map = OffHeapMaps.longStruct(type).singleWriterView(true).build();
            view = LongStructSingleWriterView.of(map);
        }

        @Override
        OffHeapMap map()
        {
            return map;
        }

        @Override
        void write(final int newKey, final int newVersion, final int way)
        {
            if ((way & 1) == 0 || !map.find(newKey, flyweight))
            {
                for (int at = 0; at < size; at += Long.BYTES)
                {
                    WORDS.set(staged, at, word(newKey, newVersion));
                }
                map.put(newKey, staged);
            }
            else
            {
                key = newKey;
                version = newVersion;
                flyweight.edit(this::setAll);
            }
        }

        private void setAll(final StructFlyweight target)
        {
            for (final LongField field : fields)
            {
                field.set(target, word(key, version));
            }
        }

        @Override
        void remove(final int gone)
        {
            map.remove(gone);
        }

        @Override
        void sweep(final int newVersion)
        {
            map.forEach(cursor ->
            {
                if (!isKept((int)cursor.key()) && (cursor.key() & 1) == 0)
                {
                    cursor.remove();
                }
            });
        }

        @Override
        Reader reader()
        {
            final byte[] value = new byte[size];
            final StructFlyweight window = new StructFlyweight();
            final long[] words = new long[fields.length];
            return wanted ->
            {
                if (!validated)
                {
                    return readPlainly(wanted, value);
                }
                if ((wanted & 1) == 0)
                {
                    return view.get(wanted, value) ? judge(wanted, value) : ABSENT;
                }
                final boolean found = view.read(wanted, window, at ->
                {
                    for (int i = 0; i < words.length; i++)
                    {
                        words[i] = fields[i].get(at);
                    }
                });
                return found ? judge(wanted, words) : ABSENT;
            };
        }

        /** The control: as the map's own methods read. */
        private String readPlainly(final int wanted, final byte[] value)
        {
            try
            {
                return map.get(wanted, value) ? judge(wanted, value) : null;
            }
            catch (final RuntimeException e)
            {
                return "thrown: " + e;
            }
        }

        private String judge(final int wanted, final byte[] value)
        {
            final long first = (long)WORDS.get(value, 0);
            for (int at = Long.BYTES; at < size; at += Long.BYTES)
            {
                if ((long)WORDS.get(value, at) != first)
                {
                    return "value of two writes";
                }
            }
            return ViewRaces.judge(wanted, first);
        }

        private static String judge(final int wanted, final long[] words)
        {
            for (final long word : words)
            {
                if (word != words[0])
                {
                    return "fields of two writes";
                }
            }
            return ViewRaces.judge(wanted, words[0]);
        }
    }

    /** Keys of 140 bytes, which stand in boxes, and values that do; read also by the view of a key. */
    static final class Bytes extends ViewRace
    {
        private static final int KEY_SIZE = 140;
        private static final int WORD_COUNT = 25;
        private static final int VALUE_SIZE = WORD_COUNT * Long.BYTES;
        private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final OffHeapBytesStructMap map =
            OffHeapMaps.bytesStruct(KEY_SIZE, VALUE_SIZE).singleWriterView(true).build();
        private final BytesStructSingleWriterView view = BytesStructSingleWriterView.of(map);
        private final byte[][] keys = new byte[KEY_COUNT][KEY_SIZE];
        private final byte[] staged = new byte[VALUE_SIZE];
        private final byte[] swept = new byte[KEY_SIZE];

        Bytes(final boolean clears, final long seed)
        {
            super(clears, seed);
            for (int key = 0; key < KEY_COUNT; key++)
            {
                WORDS.set(keys[key], KEY_SIZE - Long.BYTES, (long)key);
            }
        }

        @Override
        OffHeapMap map()
        {
            return map;
        }

        @Override
        void write(final int key, final int version, final int way)
        {
            for (int at = 0; at < VALUE_SIZE; at += Long.BYTES)
            {
                WORDS.set(staged, at, word(key, version));
            }
            map.put(keys[key], staged);
        }

        @Override
        void remove(final int key)
        {
            map.remove(keys[key]);
        }

        @Override
        void sweep(final int version)
        {
            map.forEach(cursor ->
            {
                cursor.copyKey(swept);
                if ((swept[KEY_SIZE - Long.BYTES] & 3) == 2)
                {
                    cursor.remove();
                }
            });
        }

        @Override
        Reader reader()
        {
            final byte[] value = new byte[VALUE_SIZE];
            final KeyView shown = new KeyView();
            return key ->
            {
                if (!((key & 1) == 0 ? view.get(keys[key], value) : view.get(shown.wrap(keys[key]), value)))
                {
                    return ABSENT;
                }
                for (int at = Long.BYTES; at < VALUE_SIZE; at += Long.BYTES)
                {
                    if ((long)WORDS.get(value, at) != (long)WORDS.get(value, 0))
                    {
                        return "value of two writes";
                    }
                }
                return judge(key, (long)WORDS.get(value, 0));
            };
        }
    }
}
