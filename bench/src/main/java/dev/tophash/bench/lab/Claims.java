// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the article claims, what real Go was recorded to do, and what this machine measures now.
 */
public final class Claims
{
    private static final Pattern TAB = Pattern.compile("\t");
    private static final String CASE = "case:";
    private static final int COLUMNS = 5;

    private Claims()
    {
    }

    /**
     * One claim.
     *
     * @param number  chapter and running number.
     * @param claim   in short.
     * @param verdict true, partly or false.
     * @param go      real Go's figure.
     * @param ours    our figure, measured now; "n/a" with the reason where there is none.
     */
    public record Claim(String number, String claim, String verdict, String go, String ours)
    {
    }

    /**
     * Measures everything.
     *
     * @return the claims in the order of the article.
     */
    public static List<Claim> measure()
    {
        final List<Claim> claims = new ArrayList<>();
        try (InputStream in = Claims.class.getResourceAsStream("claims.tsv");
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                final List<String> parts = TAB.splitAsStream(line).toList();
                if (!line.startsWith("#") && COLUMNS == parts.size())
                {
                    claims.add(new Claim(parts.get(0), parts.get(1), parts.get(2), parts.get(3),
                        figure(parts.get(4))));
                }
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return claims;
    }

    private static String figure(final String what)
    {
        if (what.startsWith("n/a"))
        {
            return what;
        }
        if (what.startsWith(CASE))
        {
            return first(what.substring(CASE.length()));
        }
        return switch (what)
        {
            case "new-map" -> said("ways/new-map-others-hold-old", "still holds");
            case "literal" -> said("ways/literal-and-make", "literal") + "; " +
                said("ways/literal-and-make", "make(map, 0)");
            case "hint-nine" -> said("ways/literal-and-make", "make(map, 9)");
            case "delete-refill" -> said("ways/delete-all-refill", "filled") + "; " +
                said("ways/delete-all-refill", "round 1") + "; " + said("ways/delete-all-refill", "a real clear");
            case "delete-loop" -> said("ways/delete-loop", "last bucket deleted").replaceAll("[0-9a-f]{16} ", "");
            case "struct-keys" -> said("ways/struct-keys", "int64") + "; " + said("ways/struct-keys", "struct");
            case "layout" -> "dataOffset " + BmapDescriptor.KEYS_OFFSET + ", slots " + BmapDescriptor.SLOT_COUNT +
                ", bucket of map[string]int64 " + MapType.parse("map[string]int64").bucketSize() + " bytes";
            case "cursor-clear" -> said("iterator/clear-in-the-middle-of-growth", "entries the iterator");
            case "same-iterator" -> same();
            case "nan" -> nan();
            case "big-key" -> bigKey();
            case "literal-bytes" -> bytes();
            case "clear-size" -> clearSize();
            case "delete-linear" -> "ns per delete: 10^3 " + deleteNanos(1000) + ", 10^4 " + deleteNanos(10_000) +
                ", 10^5 " + deleteNanos(100_000);
            default -> String.format(Locale.ROOT, "%.3f ms", deleteNanos(10_000) * 10_000 / 1e6);
        };
    }

    private static Stage stage(final String name, final GoVersion version)
    {
        final Stage stage = new Stage(new LabMap.Setup(version, LabMap.SEED), false);
        stage.run(LabCases.all().get(name));
        return stage;
    }

    private static String said(final String name, final String start)
    {
        return stage(name, GoVersion.GO_1_23).lines().stream().filter((line) -> line.contains(start)).findFirst()
            .orElseThrow();
    }

    private static String first(final String name)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get(name));
        final StepResult step = stage.steps().getLast().go().failure() != null ? stage.steps().getLast() :
            stage.steps().getFirst();
        return "Go's walk: " + step.go().line() + "; product " + step.product().line();
    }

    private static String same()
    {
        final String name = "iterator/zero-main-while-in-overflow-bucket";
        return "1.19: " + stage(name, GoVersion.GO_1_19).lines().getFirst() + "; 1.23: " +
            stage(name, GoVersion.GO_1_23).lines().getFirst();
    }

    // ------------------------------------------------------------------------------------------------ measured

    private static MapConfig small()
    {
        return MapConfig.defaults().withReservation(256 << 20);
    }

    private static String nan()
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
            return left + " of 3 survive the loop, " + map.sizeLong() + " survive clear";
        }
    }

    private static String bigKey()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[[200]uint8]int64"), 100, small()))
        {
            return "make(map[[200]byte]int, 100): B " + map.image().b() + ", array " +
                (0 == map.image().bucketsAddress() ? "nil" : "set");
        }
    }

    private static String bytes()
    {
        final StringBuilder text = new StringBuilder();
        for (final long hint : new long[]{-1, 0, 8, 9})
        {
            try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[int64]string"), hint, small()))
            {
                text.append(hint < 0 ? "literal " : ", make(" + hint + ") ")
                    .append(0 == map.image().bucketsAddress() ? "no array" : "an array");
            }
        }
        return text.toString();
    }

    private static OffHeapTypedMap filled(final int count)
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
        for (int round = 0; round < 3; round++)
        {
            try (OffHeapTypedMap map = filled(count))
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

    private static String clearSize()
    {
        try (OffHeapTypedMap map = filled(1_000_000))
        {
            for (int i = 10; i < 1_000_000; i++)
            {
                map.key().setLong(0, i);
                map.delete();
            }
            final long start = System.nanoTime();
            map.clear();
            return String.format(Locale.ROOT, "map that held 10^6 entries, 10 left: clear %.1f ms",
                (System.nanoTime() - start) / 1e6);
        }
    }
}
