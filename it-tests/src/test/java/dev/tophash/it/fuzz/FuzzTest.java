// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import dev.tophash.it.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer looks for images that break what reads them, each target in a JVM of its own, all at the same time. A bug that
 * is planted in each target has to be found. Where Jazzer does not run, the inputs it begins with do.
 */
class FuzzTest
{
    private static final int FOUND = 77;

    /** Whose branches lead the search: what reads files and judges images. All others run as they are. */
    private static final String READERS = String.join(File.pathSeparator, "dev.tophash.it.fuzz.Fuzz**",
        "dev.tophash.offheap.save.**", "dev.tophash.offheap.image.**", "dev.tophash.offheap.verify.**",
        "dev.tophash.offheap.Loading", "dev.tophash.offheap.SavedValue", "dev.tophash.offheap.Adoption");

    private static final int SECONDS = 10;
    private static final int LONG_SECONDS = 180;
    private static final int PLANTED_SECONDS = 120;
    private static final int SEED = 1;
    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    @TempDir
    Path folder;

    /** What is fuzzed. */
    enum Target
    {
        DUMP(DumpFuzz.class)
        {
            @Override
            List<byte[]> seeds(final Path folder) throws IOException
            {
                return FuzzTargets.edits();
            }

            @Override
            void call(final byte[] input)
            {
                FuzzTargets.dump(input);
            }
        },
        SAVE(SaveFuzz.class)
        {
            @Override
            List<byte[]> seeds(final Path folder) throws IOException
            {
                return FuzzTargets.saves(folder);
            }

            @Override
            void call(final byte[] input)
            {
                FuzzTargets.save(input);
            }
        };

        private final Class<?> form;

        Target(final Class<?> form)
        {
            this.form = form;
        }

        abstract List<byte[]> seeds(Path folder) throws IOException;

        abstract void call(byte[] input);
    }

    /** Main class of the child JVM; Jazzer takes its arguments from a file. */
    static final class FuzzMain
    {
        private FuzzMain()
        {
        }

        public static void main(final String[] none) throws Exception
        {
            Jazzer.main(Files.readAllLines(Path.of(System.getProperty("arguments"))).toArray(String[]::new));
        }
    }

    private CompletableFuture<ChildJvm> begin(final Target target, final int seconds, final boolean planted)
        throws IOException
    {
        final Path own = Files.createDirectories(folder.resolve(target.name()));
        final Path corpus = Files.createDirectories(own.resolve("corpus"));
        int number = 0;
        for (final byte[] seed : target.seeds(own))
        {
            Files.write(corpus.resolve("seed" + number++), seed);
        }
        final Path arguments = Files.write(own.resolve("arguments"), List.of(
            "--target_class=" + target.form.getName(), "--instrumentation_includes=" + READERS,
            "--reproducer_path=" + own, "-artifact_prefix=" + own + "/", "-seed=" + SEED, "-print_final_stats=1",
            "-max_total_time=" + seconds, corpus.toString()));
        return CompletableFuture.supplyAsync(() -> ChildJvm.run(FuzzMain.class, "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "-Xmx512m", "-Dplanted=" + planted, "-Darguments=" + arguments));
    }

    private void assertNothingFound(final int seconds) throws IOException
    {
        final Map<Target, CompletableFuture<ChildJvm>> children = new EnumMap<>(Target.class);
        for (final Target target : Target.values())
        {
            children.put(target, begin(target, seconds, false));
        }
        for (final Target target : Target.values())
        {
            final ChildJvm child = children.get(target).join();
            final Matcher runs = RUNS.matcher(child.output());
            assertEquals(0, child.exit(), child.output());
            assertTrue(runs.find(), child.output());
            System.out.println("fuzzed: " + target + ", " + runs.group(1) + " inputs");
        }
    }

    @Test
    void i02ShouldFindNoImageThatBreaksAReader() throws IOException
    {
        assertNothingFound(SECONDS);
    }

    @Tag("long")
    @Test
    void i02ShouldFindNoImageThatBreaksAReaderInMinutes() throws IOException
    {
        assertNothingFound(LONG_SECONDS);
    }

    /** Ends when the bug is found; the time is only a bound. */
    @Test
    void shouldFindABugThatIsPlanted() throws IOException
    {
        final Map<Target, CompletableFuture<ChildJvm>> children = new EnumMap<>(Target.class);
        for (final Target target : Target.values())
        {
            children.put(target, begin(target, PLANTED_SECONDS, true));
        }
        for (final Target target : Target.values())
        {
            final ChildJvm child = children.get(target).join();
            assertEquals(FOUND, child.exit(), child.output());
            assertTrue(child.output().contains("AssertionError: planted"), child.output());
        }
    }

    @ParameterizedTest
    @EnumSource
    void i02ShouldTakeEverySeedWithOneByteChanged(final Target target) throws IOException
    {
        for (final byte[] seed : target.seeds(folder))
        {
            final int step = Math.max(1, seed.length / 200);
            target.call(seed);
            for (int i = 0; i < seed.length; i += step)
            {
                final byte[] changed = seed.clone();
                changed[i] ^= (byte)(1 << i % 8);
                target.call(changed);
            }
        }
    }
}
