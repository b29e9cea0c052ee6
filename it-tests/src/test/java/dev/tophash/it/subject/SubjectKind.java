// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapRandom;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Every family of keys and elems that takes another road through the engine. */
public enum SubjectKind implements NumberedType
{
    LONG("map[int64]int64")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setLong(0, number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return key.getLong(0);
        }
    },
    INT("map[int32]int32")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setInt(0, (int)number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return key.getInt(0);
        }

        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setInt(0, (int)number);
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return elem.getInt(0);
        }
    },
    BYTES("map[[16]uint8][24]uint8")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setLong(0, number).setLong(8, ~number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return key.getLong(0);
        }
    },
    INDIRECT_BYTES("map[[200]uint8][300]uint8")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setLong(0, number).setLong(192, number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return key.getLong(192);
        }
    },
    STRING("map[string]int64")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setString(0, text(number));
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return numberOf(key.getString(0));
        }
    },
    PAIR("map[struct { a string; b string }]string")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setString(0, "a" + number).setString(16, "b" + number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return Long.parseLong(key.getString(16).substring(1));
        }

        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setString(0, "e" + number);
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return Long.parseLong(elem.getString(0).substring(1));
        }
    },
    ANY("map[interface {}]interface {}")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setAny(0, any(number));
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return numberOfAny(key.getAny(0));
        }

        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setAny(0, any(number));
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return numberOfAny(elem.getAny(0));
        }
    },
    FLOAT("map[float64]float64")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setDouble(0, (double)number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return (long)key.getDouble(0);
        }
    };

    /** Seed and hash words that never change, so that colliding keys can be found beforehand. */
    public static final MapRandom STEADY = FixedRandom.steady(0x7a3e_91c5);
    public static final HashKeys KEYS =
        HashKeys.of(GoVersion.GO_1_23, 0x5c1f_77d3_9ab2_4e61L, 0x1b3d_55aa_77cc_9911L, 0x7123_4567_89ab_cdefL,
            0x3_5799L);

    private static final int PROBE_KEY_COUNT = 1_500;
    private static final int SHARED_BUCKETS = 1 << 5;

    @SuppressWarnings("ImmutableEnumChecker")
    private final MapType type;

    SubjectKind(final String goType)
    {
        type = MapType.parse(goType);
    }

    @Override
    public MapType type()
    {
        return type;
    }

    @Override
    public void stageElem(final Staging elem, final long number)
    {
        elem.setLong(0, number);
    }

    @Override
    public long elemOf(final GoValue elem)
    {
        return elem.getLong(0);
    }

    /** A new map of this kind: the public map that there is for it, or else the typed map. */
    public NumberedMap open(final MapConfig settings)
    {
        final MapConfig config = settings.withMissingValue(Subject.ABSENT);
        return switch (this)
        {
            case LONG -> new NumberedMap.Over<>(LongLongSubject.make(config, 0), Long::valueOf, Long::longValue);
            case INT -> new NumberedMap.Over<>(
                IntIntSubject.make(config, 0), number -> (int)number, Integer::longValue);
            case BYTES, INDIRECT_BYTES -> new NumberedMap.Over<>(
                BytesSubject.make(type.key().size(), type.elem().size(), config, 0), this::blob,
                SubjectKind::numberOf);
            case STRING -> new NumberedMap.Over<>(
                StringLongSubject.make(config, 0), SubjectKind::text, SubjectKind::numberOf);
            default -> openTyped(config);
        };
    }

    /** The same kind through the low-level face. */
    public NumberedMap openTyped(final MapConfig config)
    {
        final MapConfig plain = config.withMissingValue(0);
        return new NumberedMap.Over<>(
            new TypedSubject<>(OffHeapTypedMap.create(type, -1, plain), plain, new NumberKeys(this), new Elems(this)),
            Long::valueOf, Long::longValue);
    }

    /** The bytes that {@link #stageKey} writes. */
    private Blob blob(final long number)
    {
        final int size = type.key().size();
        final byte[] bytes = new byte[size];
        final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(0, number).putLong(size - Long.BYTES, this == BYTES ? ~number : number);
        return new Blob(bytes);
    }

    private static long numberOf(final Blob key)
    {
        return ByteBuffer.wrap(key.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    private static String text(final long number)
    {
        return "key-" + number + "-" + "x".repeat((int)(number % 40));
    }

    private static long numberOf(final String text)
    {
        return Long.parseLong(text.substring(4, text.indexOf('-', 4)));
    }

    private static Object any(final long number)
    {
        return switch ((int)(number % 3))
        {
            case 0 -> number;
            case 1 -> (double)number + 0.5;
            default -> "string" + number;
        };
    }

    private static long numberOfAny(final Object value)
    {
        return switch (value)
        {
            case Long number -> number;
            case Double number -> (long)Math.floor(number);
            default -> Long.parseLong(value.toString().substring(6));
        };
    }

    /** At most 44 keys that share the five low bits of their hash, under {@link #STEADY} and {@link #KEYS}. */
    public long[] collidingKeys()
    {
        final MapConfig config =
            MapConfig.defaults().withUnsafeRandomnessForTests(STEADY, KEYS).withReservation(1L << 30);
        final long[] keys = new long[44];
        int found = 0;
        try (OffHeapTypedMap probe = OffHeapTypedMap.create(type, PROBE_KEY_COUNT, config))
        {
            for (long number = 1; number <= PROBE_KEY_COUNT; number++)
            {
                stageKey(probe.key().clear(), number);
                stageElem(probe.elem().clear(), 1);
                probe.assign();
            }
            try (TypedCursor cursor = probe.cursor(0, 0))
            {
                while (found < keys.length && cursor.next())
                {
                    if (cursor.bucket() % SHARED_BUCKETS == 1)
                    {
                        keys[found++] = keyOf(cursor.key());
                    }
                }
            }
        }
        return Arrays.copyOf(keys, found);
    }

    private record NumberKeys(SubjectKind kind) implements TypedSubject.KeyCodec<Long>
    {
        @Override
        public String type()
        {
            return kind.type.key().toString();
        }

        @Override
        public void write(final Staging staging, final Long number)
        {
            kind.stageKey(staging, number);
        }

        @Override
        public Long read(final GoValue value)
        {
            return kind.keyOf(value);
        }
    }

    private record Elems(SubjectKind kind) implements TypedSubject.ElemCodec
    {
        @Override
        public long mask()
        {
            return Long.MAX_VALUE;
        }

        @Override
        public void write(final Staging staging, final long number)
        {
            kind.stageElem(staging.clear(), number);
        }

        @Override
        public long read(final GoValue value)
        {
            return kind.elemOf(value);
        }
    }
}
