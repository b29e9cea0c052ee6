// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.GoImage;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.ReplayCursor;
import dev.tophash.bench.conform.ReplayMap;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The strongest proof: a real Go process uses a map that Java built, and Java goes on with what Go left behind. And the
 * reverse.
 *
 * <p>Go maps the file where its addresses say and stores the header's address in a map variable; from then on its
 * run-time works on our bytes, with the collector off. {@code mapload} knows by itself what the map must contain, looks
 * for missing, wrong and surplus entries after each step, and ends with an error if there is one.
 */
class AdoptionIT
{
    /** What the first byte of our memory is called: a page behind the start of the file that Go maps. */
    private static final long BASE = 0x2000_0000_0000L + GoImage.PAGE_SIZE;
    private static final long[] PROCESS_KEY =
        {0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L};
    private static final String[] TYPES = {
        "u64/u64", "i32/i32", "str/i64", "b24/b40", "i64/b200", "b200/i64", "mixed/i8", "any/i64", "str/str", "pt/i64",
        "f64/i64", "lstr/i64", "i64/unit", "i64/str", "str/unit",
        "b200/unit"};
    /** B = 0; settled; in the middle of a growth from 16 to 32 buckets. */
    private static final int[] SIZES = {5, 100, 107};
    /** With many overflow buckets, in the middle of a growth from 128 to 256 buckets. */
    private static final int LARGE = 850;

    @TempDir
    private Path folder;

    private static ReplayMaps maps()
    {
        return EngineMap.maps(MapConfig.defaults()
            .withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_23, false, true, BASE)));
    }

    private static void put(final ReplayMap map, final ScriptType type, final long index, final long value)
    {
        map.key().clear();
        map.elem().clear();
        type.key().write(ScriptNumber.of(3 * index + 1), map.key());
        type.elem().write(ScriptNumber.of(value), map.elem());
        map.assign();
    }

    private static void remove(final ReplayMap map, final ScriptType type, final long index)
    {
        map.key().clear();
        type.key().write(ScriptNumber.of(3 * index + 1), map.key());
        map.delete();
    }

    private static String get(final ReplayMap map, final ScriptType type, final long index)
    {
        map.key().clear();
        type.key().write(ScriptNumber.of(3 * index + 1), map.key());
        return map.find() ? type.elem().show(map.found()) : null;
    }

    private static void assertClean(final String what, final MapImage image)
    {
        final VerifyReport report = MapVerifier.verify(image);
        assertTrue(report.clean(), () -> what + System.lineSeparator() + report);
    }

    private static void assertContent(final String what, final ReplayMap map, final ScriptType type,
        final Map<Long, Long> expected)
    {
        final MapImage image = ((EngineMap)map).map().image();
        assertClean(what, image);
        assertEquals(expected.size(), image.count(), what);
        try (ReplayMap scratch = maps().create(type, -1, GoVersion.GO_1_23, HashKeys.processKeys()))
        {
            for (final Map.Entry<Long, Long> entry : expected.entrySet())
            {
                put(scratch, type, 0, entry.getValue()); // what an elem of that value prints as
                assertEquals(get(scratch, type, 0), get(map, type, entry.getKey()), () -> what + ": " + entry);
            }
        }
        int delivered = 0;
        try (ReplayCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                delivered++;
            }
        }
        assertEquals(expected.size(), delivered, what);
    }

    /** A map as mapload expects it: key i is 3 i + 1, its elem 1000 + i. */
    private Path writeMap(final ScriptType type, final int size, final GoVersion version) throws IOException
    {
        final HashKeys keys = HashKeys.of(version, PROCESS_KEY);
        final Path file = folder.resolve("java.img");
        try (ReplayMap map = maps().create(type, -1, version, keys))
        {
            map.pin(0xcafebabe);
            for (int i = 0; i < size; i++)
            {
                put(map, type, i, 1_000 + i);
            }
            GoImage.write(file, ((EngineMap)map).map().image(), type, PROCESS_KEY, size);
        }
        return file;
    }

    private static Map<Long, Long> afterGrow(final int size)
    {
        final Map<Long, Long> expected = new TreeMap<>();
        for (long i = 0; i < 5L * size; i++)
        {
            if (i >= size)
            {
                expected.put(i, i < size + size / 3 ? 7_000 + i : 9_000 + i);
            }
            else if (i % 3 != 0)
            {
                expected.put(i, i % 2 == 0 ? 5_000 + i : 1_000 + i);
            }
        }
        return expected;
    }

    private static Map<Long, Long> filled(final int size)
    {
        final Map<Long, Long> expected = new TreeMap<>();
        for (long i = 0; i < size; i++)
        {
            expected.put(i, 1_000 + i);
        }
        return expected;
    }

    @Test
    void shouldBeUsedByGoAndGoOnAfterwards() throws IOException
    {
        for (final GoPrograms programs : Go.programs())
        {
            for (final String name : TYPES)
            {
                for (final int size : SIZES)
                {
                    useInGo(programs, ScriptType.of(name), size);
                }
            }
            useInGo(programs, ScriptType.of("u64/u64"), LARGE);
            useInGo(programs, ScriptType.of("str/str"), LARGE);
        }
    }

    private void useInGo(final GoPrograms programs, final ScriptType type, final int size) throws IOException
    {
        final GoVersion version = programs.toolchain().version();
        final String what = programs.toolchain().release() + ", " + type.name() + ", " + size + " entries";
        final String in = writeMap(type, size, version).toString();
        final Path out = folder.resolve("go.img");

        final String untilGrown = programs.run(
            "mapload", "use", "-file", in, "-out", out.toString(), "-steps", "lookup,range,update,delete,insert,grow");
        assertFalse(untilGrown.contains("BROKEN"), untilGrown);
        goOn(what + ", grown in Go", out, type, version, afterGrow(size));

        final String all = programs.run("mapload", "use", "-file", in, "-out", out.toString());
        assertFalse(all.contains("BROKEN"), all);
        goOn(what + ", cleared and refilled in Go", out, type, version, filled(size));
    }

    /** Reads what Go left, compares it, and changes it until it has grown, shrunk, been cleared and filled again. */
    private static void goOn(final String what, final Path file, final ScriptType type, final GoVersion version,
        final Map<Long, Long> content) throws IOException
    {
        final HashKeys keys;
        try (Arena arena = Arena.ofConfined())
        {
            final MapImage image = GoImage.read(file, arena);
            assertClean(what, image);
            assertEquals(version, image.version());
            keys = image.keys();
        }
        final Map<Long, Long> expected = new TreeMap<>(content);
        try (ReplayMap map = maps().load(file.toString(), type, version, keys))
        {
            assertContent(what, map, type, expected);
            final long size = expected.size();
            for (long i = 0; i < Math.min(size, 300) + 20; i++)
            {
                put(map, type, 10_000 + i, i);
                expected.put(10_000 + i, i);
            }
            assertContent(what + ", grown in Java", map, type, expected);
            for (final long i : content.keySet().stream().limit(400).toList())
            {
                remove(map, type, i);
                expected.remove(i);
            }
            assertContent(what + ", deleted from in Java", map, type, expected);
            map.clear();
            assertContent(what + ", cleared in Java", map, type, Map.of());
            for (long i = 0; i < 20; i++)
            {
                put(map, type, i, 1_000 + i);
            }
            assertContent(what + ", filled again in Java", map, type, filled(20));
        }
    }

    @Test
    void shouldUseWhatGoBuilt() throws IOException
    {
        for (final GoPrograms programs : Go.programs())
        {
            for (final String name : TYPES)
            {
                for (final int size : SIZES)
                {
                    final Path file = folder.resolve("built.img");
                    programs.run("mapload", "build", "-file", file.toString(), "-type", name,
                        "-n", String.valueOf(size), "-iter=" + (size % 2 == 0));
                    goOn(programs.toolchain().release() + ", " + name + ", " + size + " entries built by Go", file,
                        ScriptType.of(name), programs.toolchain().version(), filled(size));
                }
            }
        }
    }

    /** The two versions do not hash alike; a 1.23 process with the right key words hashes as 1.19 does. */
    @Test
    void shouldBeUsedByAYoungerGoThatHashesAsTheOlderOne() throws IOException
    {
        for (final GoPrograms programs : Go.programs())
        {
            if (programs.toolchain().version().fourKeyWords())
            {
                final String in = writeMap(ScriptType.of("u64/u64"), 100, GoVersion.GO_1_19).toString();

                final String output = programs.run("mapload", "use", "-file", in);

                assertFalse(output.contains("BROKEN"), output);
            }
        }
    }
}
