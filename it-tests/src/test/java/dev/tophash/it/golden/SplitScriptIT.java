// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.DumpReader;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.GoImage;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.LiveConformance;
import dev.tophash.bench.conform.Mismatch;
import dev.tophash.bench.conform.ReplayMap;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.ScriptGenerator;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptReplay;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adoption byte for byte: a random script is cut somewhere, one side does the first part, and from its memory both
 * sides do the second part. All types, in whatever state the cut left the map: growing by any rule, with chains,
 * lists, tombstones, iterator flags.
 */
class SplitScriptIT
{
    private static final int SCRIPTS = 72;
    private static final long BASE = 0x2000_0000_0000L + GoImage.PAGE_SIZE;
    private static final long[] PROCESS_KEY =
        {0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L};

    @TempDir
    private Path folder;

    private final ReplayMaps maps =
        EngineMap.maps(MapConfig.defaults()
            .withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_23, false, true, BASE)));

    /** A script in two parts; iterators do not travel, so the second part opens its own. */
    private record Parts(ScriptType type, List<String> first, List<String> second)
    {
        static Parts cut(final long seed, final GoVersion version)
        {
            final List<String> lines = ScriptGenerator.generate(seed, version);
            final int at = 3 + new SplittableRandom(seed).nextInt(lines.size() - 3);
            final List<String> second = new ArrayList<>();
            if (lines.get(2).equals("mode generic"))
            {
                second.add(lines.get(2));
            }
            second.add("dump adopted");
            final Set<String> iterators = new HashSet<>();
            for (final String line : lines.subList(at, lines.size()))
            {
                final List<String> words = List.of(line.split(" ", 3));
                if (words.get(0).equals("itnew"))
                {
                    iterators.add(words.get(1));
                }
                if (!words.get(0).equals("itnext") || iterators.contains(words.get(1)))
                {
                    second.add(line);
                }
            }
            final List<String> names = List.of(lines.get(0).split(" ", 4));
            return new Parts(ScriptType.of(names.get(1), names.get(2)), lines.subList(0, at), second);
        }
    }

    private Path write(final String name, final List<String> lines, final String... more) throws IOException
    {
        final List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return Files.write(folder.resolve(name), all);
    }

    private static List<String> loading(final Path image, final List<String> lines)
    {
        final List<String> all = new ArrayList<>(List.of("load " + image));
        all.addAll(lines);
        return all;
    }

    private static void assertSame(final String what, final ScriptReplay.Result result)
    {
        final Mismatch mismatch = result.mismatch();
        assertNull(mismatch, () -> what + System.lineSeparator() + mismatch.text());
    }

    private static long firstSeed()
    {
        return Long.getLong("tophash.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
    }

    @Test
    void shouldGoOnWhereGoStopped() throws IOException
    {
        for (final GoPrograms programs : Go.programs())
        {
            final LiveConformance live = new LiveConformance(programs, maps, folder);
            final long first = firstSeed();
            for (long seed = first; seed < first + SCRIPTS; seed++)
            {
                final Parts parts = Parts.cut(seed, programs.toolchain().version());
                final Path image = folder.resolve("go.img");
                finish(programs, write("first.txt", parts.first, "save " + image));
                final Path second = write("second.txt", loading(image, parts.second));

                assertSame(programs.toolchain().release() + ", seed " + seed,
                    live.replay(ScriptParser.parse(second), second));
            }
        }
    }

    @Test
    void shouldLetGoGoOnWhereWeStopped() throws IOException
    {
        for (final GoPrograms programs : Go.programs())
        {
            final long first = firstSeed();
            for (long seed = first; seed < first + SCRIPTS; seed++)
            {
                letGoGoOn(programs, seed);
            }
        }
    }

    private void letGoGoOn(final GoPrograms programs, final long seed) throws IOException
    {
        final GoVersion version = programs.toolchain().version();
        final String what = programs.toolchain().release() + ", seed " + seed;
        final Parts parts = Parts.cut(seed, version);
        final Path image = folder.resolve("java.img");
        final Path result = folder.resolve("result.img");
        final Path first = write("first.txt", parts.first);
        try (InputStream records = records(programs, first);
            DumpReader reader = new DumpReader("records", records);
            ScriptReplay replay = new ScriptReplay(ScriptParser.parse(first), reader, maps))
        {
            assertSame(what, replay.run());
            final EngineMap map = (EngineMap)replay.map();
            GoImage.write(image, map.map().image(), parts.type, PROCESS_KEY, 0);

            final Path second = write("second.txt", loading(image, parts.second), "save " + result);
            final LiveConformance live = new LiveConformance(programs, new Continuing(map), folder);
            assertSame(what, live.replay(ScriptParser.parse(second), second));
        }
        try (Arena arena = Arena.ofConfined())
        {
            final VerifyReport report = MapVerifier.verify(GoImage.read(result, arena));
            assertTrue(report.clean(), () -> what + ": " + report);
        }
        final Path third = write("third.txt", loading(result, List.of(
            "dump", "fill 100 180", "dump", "iter 3 3", "drop 110 170", "dump", "clear", "fill 0 20", "dump")));
        assertSame(what, new LiveConformance(programs, maps, folder).replay(ScriptParser.parse(third), third));
    }

    /** The map that the first part left goes on, closed by the second part's replay. */
    private record Continuing(EngineMap map) implements ReplayMaps
    {
        @Override
        public ReplayMap create(final ScriptType type, final long hint, final GoVersion version, final HashKeys keys)
        {
            throw new IllegalStateException("the second part makes no map");
        }

        @Override
        public ReplayMap load(final String file, final ScriptType type, final GoVersion version, final HashKeys keys)
        {
            final MapImage image = map.map().image();
            if (!keys.equals(image.keys()))
            {
                throw new IllegalStateException("hash words of another map");
            }
            return map;
        }
    }

    private InputStream records(final GoPrograms programs, final Path script) throws IOException
    {
        final Path records = folder.resolve("first.jsonl");
        finish(programs, script, records);
        return Files.newInputStream(records);
    }

    private void finish(final GoPrograms programs, final Path script) throws IOException
    {
        finish(programs, script, folder.resolve("first.jsonl"));
    }

    private static void finish(final GoPrograms programs, final Path script, final Path records) throws IOException
    {
        final Process process = programs.program("mapdump", script.toString())
            .redirectOutput(records.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try
        {
            if (process.waitFor() != 0)
            {
                throw new IOException("mapdump failed: script=" + script);
            }
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }
}
