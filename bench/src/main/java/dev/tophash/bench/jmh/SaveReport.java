// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./tophash bench save}: what saving to a file and loading from it take of the processor for each GB, in turns.
 * What the disk takes comes on top and says nothing of the map.
 */
public final class SaveReport
{
    private static final double GB = 1e9;
    private static final double NANOS = 1e9;
    private static final List<String> COLUMNS = List.of("file bytes", "in use", "save", "load");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path file;
    private final PrintWriter out;

    private SaveReport(final Path file, final PrintWriter out)
    {
        this.file = file;
        this.out = out;
    }

    /** Makes a map of the entries in a file. */
    @FunctionalInterface
    private interface Loader
    {
        OffHeapMap load(Path file) throws IOException;
    }

    /**
     * Measures and prints.
     *
     * @param entryCount entries of each map.
     * @param rounds     how often each map is saved and loaded; the best of them is printed.
     * @param out        where to.
     * @return the same figures.
     * @throws IOException if the file cannot be written or read.
     */
    public static BenchTable measure(final int entryCount, final int rounds, final PrintWriter out) throws IOException
    {
        final Path folder = Files.createTempDirectory("tophash-save");
        final Path file = folder.resolve("map");
        out.printf(Locale.ROOT, "%d entries, best of %d rounds; seconds of the processor for each GB of the file%n",
            entryCount, rounds);
        out.printf(Locale.ROOT, "%-16s %12s %12s %8s %8s%n", "", "file bytes", "in use", "save", "load");
        final SaveReport report = new SaveReport(file, out);
        try (OffHeapLongLongMap numbers = OffHeapMaps.longLong().build();
            OffHeapStringLongMap texts = OffHeapMaps.stringLong().build())
        {
            for (int i = 0; i < entryCount; i++)
            {
                numbers.put(RandomKeys.key(i), i);
                texts.put(Long.toHexString(RandomKeys.key(i)), i);
            }
            final List<BenchTable.Row> rows = List.of(
                report.run("long to long", numbers, rounds, path -> OffHeapMaps.longLong().load(path)),
                report.run("string to long", texts, rounds, path -> OffHeapMaps.stringLong().load(path)));
            return new BenchTable("save", String.format(Locale.ROOT, "A map of %,d entries to a file and back",
                entryCount), "bytes; seconds of the processor for each GB of the file", Chart.NONE, COLUMNS, rows);
        }
        finally
        {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private BenchTable.Row run(final String name, final OffHeapMap map, final int rounds, final Loader loader)
        throws IOException
    {
        long saveNanos = Long.MAX_VALUE;
        long loadNanos = Long.MAX_VALUE;
        for (int i = 0; i < rounds; i++)
        {
            final long start = THREADS.getCurrentThreadCpuTime();
            map.save(file);
            final long saved = THREADS.getCurrentThreadCpuTime();
            final OffHeapMap loaded = loader.load(file);
            final long end = THREADS.getCurrentThreadCpuTime();
            loaded.close();
            saveNanos = Math.min(saveNanos, saved - start);
            loadNanos = Math.min(loadNanos, end - saved);
        }
        final long size = Files.size(file);
        final long used = map.stats().usedBytes();
        final double save = saveNanos / NANOS / (size / GB);
        final double load = loadNanos / NANOS / (size / GB);
        out.printf(Locale.ROOT, "%-16s %12d %12d %8.2f %8.2f%n", name, size, used, save, load);
        out.flush();
        return BenchTable.Row.of(name, (double)size, (double)used, save, load);
    }
}
