// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import dev.tophash.bench.lab.cases.KeyForm;
import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Sentences;
import dev.tophash.hash.ByteSource;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * Our own figures for the claims, measured when they are asked for. What a lab case says is said in the words of the
 * Go program, whatever the language.
 */
final class ClaimFigures
{
    private static final String CASE = "case:";
    private static final int ROUNDS = 3;
    private static final int MANY = 100_000;
    private static final int STRUCT_SIZE = 16;
    private static final ByteSource<long[]> PAIRS = new Pairs();

    private final LessonTexts texts;

    ClaimFigures(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /** Measures one. */
    String figure(final String what)
    {
        if (what.startsWith(CASE))
        {
            return first(what.substring(CASE.length()));
        }
        return switch (what)
        {
            case "new-map" -> said("ways/new-map-others-hold-old", "old");
            case "literal" -> said("ways/literal-and-make", "hint -1") + "; " +
                said("ways/literal-and-make", "hint 0");
            case "hint-nine" -> said("ways/literal-and-make", "hint 9");
            case "delete-refill" -> said("ways/delete-all-refill", "filled") + "; " +
                said("ways/delete-all-refill", "round 1") + "; " + said("ways/delete-all-refill", "clear");
            case "delete-loop" -> said("ways/delete-loop", "last");
            case "struct-keys" -> said("ways/struct-keys", "int64") + "; " + said("ways/struct-keys", "struct");
            case "layout" -> filled("layout", BmapDescriptor.KEYS_OFFSET, BmapDescriptor.SLOT_COUNT,
                BmapDescriptor.bucketSize(MapType.parse("map[string]int64")));
            case "cursor-clear" -> said("iterator/clear-in-the-middle-of-growth", "delivers");
            case "same-iterator" -> same();
            case "nan" -> nan();
            case "nil-map" -> said("ways/nil-map", "reads") + "; " + said("ways/nil-map", "writes");
            case "big-key" -> bigKey();
            case "literal-bytes" -> bytes();
            case "clear-size" -> clearSize();
            case "delete-linear" -> filled("delete-linear", deleteNanos(1000), deleteNanos(10_000), deleteNanos(MANY));
            case "delete-time" -> filled("delete-time", ms(deleteNanos(10_000) * 10_000), newMapNanos());
            case "hash-share" -> hashShare();
            default -> throw new IllegalArgumentException("no such figure: name=" + what);
        };
    }

    private String filled(final String key, final Object... values)
    {
        String text = texts.get("figure." + key);
        for (int i = 0; i < values.length; i++)
        {
            text = text.replace("{" + i + "}", values[i].toString());
        }
        return text;
    }

    private static String ms(final long nanos)
    {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }

    // ------------------------------------------------------------------------------------------------ said by cases

    private static Stage stage(final String name, final GoVersion version, final boolean watching)
    {
        final Stage stage = new Stage(new LabMap.Setup(version, LabMap.SEED), watching);
        stage.run(LabCases.all().get(name));
        return stage;
    }

    private static String said(final String name, final String quote)
    {
        return Objects.requireNonNull(stage(name, GoVersion.GO_1_23, false).quoted(quote), quote);
    }

    private String first(final String name)
    {
        final Stage stage = stage(name, GoVersion.GO_1_23, true);
        final StepResult last = stage.steps().getLast();
        final boolean died = last.go().failure() != null || last.go().lookup() != null;
        final StepResult step = died ? last : stage.steps().getFirst();
        return filled("case", new Sentences(texts).answer(step, step.go()),
            new Sentences(texts).answer(step, step.product()));
    }

    private static String same()
    {
        final String name = "iterator/zero-main-while-in-overflow-bucket";
        return "1.19: " + stage(name, GoVersion.GO_1_19, false).lines().getFirst() + "; 1.23: " +
            stage(name, GoVersion.GO_1_23, false).lines().getFirst();
    }

    // ------------------------------------------------------------------------------------------------ measured

    private static MapConfig small()
    {
        return MapConfig.defaults().withReservation(256 << 20);
    }

    private String nan()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(KeyForm.FLOAT64.type(), -1, small()))
        {
            for (final double key : new double[]{1, Double.NaN, Double.NaN})
            {
                map.key().setDouble(0, key);
                map.assign();
            }
            try (TypedCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    map.key().setDouble(0, cursor.key().getDouble(0));
                    map.delete();
                }
            }
            final long left = map.sizeLong();
            map.clear();
            return filled("nan", left, map.sizeLong());
        }
    }

    private String bigKey()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[[200]uint8]int64"), 100, small()))
        {
            return filled("big-key", map.image().b(), map.image().bucketsAddress() == 0 ? "nil" : "set");
        }
    }

    private String bytes()
    {
        final long[] hints = {-1, 0, 8, 9};
        final Object[] answers = new Object[hints.length];
        for (int i = 0; i < hints.length; i++)
        {
            try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[int64]string"), hints[i], small()))
            {
                answers[i] = texts.get(map.image().bucketsAddress() == 0 ? "figure.no" : "figure.yes");
            }
        }
        return filled("literal-bytes", answers);
    }

    private static OffHeapTypedMap filledMap(final int count)
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(KeyForm.INT64.type(), -1, small());
        for (int i = 0; i < count; i++)
        {
            map.key().setLong(0, i);
            map.assign();
        }
        return map;
    }

    private static long deleteNanos(final int count)
    {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS + 400_000 / count; round++)
        {
            try (OffHeapTypedMap map = filledMap(count))
            {
                final long start = System.nanoTime();
                for (int i = 0; i < count; i++)
                {
                    map.key().setLong(0, i);
                    map.delete();
                }
                best = Math.min(best, (System.nanoTime() - start) / count);
            }
        }
        return best;
    }

    /** Most of it is the reservation of memory, which Go's make does not need. */
    private static long newMapNanos()
    {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++)
        {
            final long start = System.nanoTime();
            try (OffHeapTypedMap map = OffHeapTypedMap.create(KeyForm.INT64.type(), -1, small()))
            {
                best = Math.min(best, System.nanoTime() - start + map.sizeLong());
            }
        }
        return best;
    }

    private String clearSize()
    {
        try (OffHeapTypedMap map = filledMap(1_000_000))
        {
            for (int i = 10; i < 1_000_000; i++)
            {
                map.key().setLong(0, i);
                map.delete();
            }
            long best = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++)
            {
                for (int i = 0; i < 10; i++)
                {
                    map.key().setLong(0, i);
                    map.assign();
                }
                final long start = System.nanoTime();
                map.clear();
                best = Math.min(best, System.nanoTime() - start);
            }
            return filled("clear-size", ms(best));
        }
    }

    /** The hash of a 16-byte struct key alone, and an insertion of such a key into a table of the right size. */
    private String hashShare()
    {
        final HashKeys keys = LabMap.hashKeys(GoVersion.GO_1_23);
        final Random random = new Random(1);
        final long[] numbers = random.longs(MANY).toArray();
        final long[] pairs = new long[2 * MANY];
        for (int i = 0; i < MANY; i++)
        {
            pairs[2 * i] = numbers[i];
            pairs[2 * i + 1] = -numbers[i];
        }
        long sum = 0;
        long hashNanos = Long.MAX_VALUE;
        long insertNanos = Long.MAX_VALUE;
        try (OffHeapTypedMap map = OffHeapTypedMap.create(KeyForm.STRUCT.type(), MANY, small()))
        {
            for (int round = 0; round < 2 * ROUNDS; round++)
            {
                long start = System.nanoTime();
                for (long i = 0; i < MANY; i++)
                {
                    sum += MemHash.hash(PAIRS, pairs, i * STRUCT_SIZE, STRUCT_SIZE, LabMap.SEED, keys);
                }
                hashNanos = Math.min(hashNanos, System.nanoTime() - start);
                map.clear();
                start = System.nanoTime();
                for (final long number : numbers)
                {
                    KeyForm.STRUCT.stage(map.key(), number);
                    map.assign();
                }
                insertNanos = Math.min(insertNanos, System.nanoTime() - start);
            }
        }
        // The sum is used, or the compiler would leave the hashing out.
        return sum == 0 ? "" : filled("hash-share",
            String.format(Locale.ROOT, "%.1f", hashNanos / (double)MANY), insertNanos / MANY,
            String.format(Locale.ROOT, "%.1f", 100.0 * hashNanos / insertNanos));
    }

    /** Words side by side; a struct of two words is hashed by whole words. */
    private static final class Pairs implements ByteSource<long[]>
    {
        @Override
        public byte getByte(final long[] words, final long offset)
        {
            return (byte)(words[(int)(offset / Long.BYTES)] >>> Byte.SIZE * (offset % Long.BYTES));
        }

        @Override
        public int getInt(final long[] words, final long offset)
        {
            return (int)(words[(int)(offset / Long.BYTES)] >>> Byte.SIZE * (offset % Long.BYTES));
        }

        @Override
        public long getLong(final long[] words, final long offset)
        {
            return words[(int)(offset / Long.BYTES)];
        }
    }
}
