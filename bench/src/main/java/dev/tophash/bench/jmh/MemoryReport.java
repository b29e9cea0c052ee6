// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Resident bytes an entry of a full long to long map, as the system counts them.
 *
 * <p>The map is filled without a capacity until n = 13 * 2^(B-1), the most that 2^B buckets take before they grow;
 * then removes of absent keys drive the chores until no retired memory is left. What is resident is read from
 * {@code /proc/self/pagemap} for the pages of the map's own region, and beside it as what the whole process has gained.
 */
public final class MemoryReport
{
    /** The bar: 144 bytes a bucket, a fifth of a bucket of overflow, lists and rounding included. */
    public static final double BAR = 27.5;

    /** What a row has. */
    public static final List<String> COLUMNS =
        List.of("entries", "resident", "B/entry", "by budget", "by process", "overflow");

    private static final Path PAGEMAP = Path.of("/proc/self/pagemap");
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_SIZE = 4096;

    private MemoryReport()
    {
    }

    /**
     * Whether this system tells what is resident.
     *
     * @return false where there is no {@code /proc}.
     */
    public static boolean isSupported()
    {
        return Files.isReadable(PAGEMAP) && Files.isReadable(STATM);
    }

    /**
     * Measures one size.
     *
     * @param b   the map gets 2^b buckets.
     * @param out where a line of the table goes.
     * @return the line's figures, named by {@link #COLUMNS}.
     * @throws IOException if the system's figures cannot be read.
     */
    public static BenchTable.Row measure(final int b, final PrintWriter out) throws IOException
    {
        final long entryCount = 13L << b - 1;
        final long before = processBytes();
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long i = 0; i < entryCount; i++)
            {
                map.put(RandomKeys.key(i), i);
            }
            while (map.stats().growing() || map.stats().pendingBytes() != 0)
            {
                map.remove(RandomKeys.key(entryCount));
            }
            final MapStats stats = map.stats();
            if (b != stats.b() || entryCount != stats.count())
            {
                throw new IllegalStateException("not the map that was planned: b=" + stats.b() + " count=" +
                    stats.count());
            }
            final long resident = regionBytes(map.image().base(), map.image().size());
            final long gained = processBytes() - before;
            out.printf(Locale.ROOT, "%3d %10d %14d %8.2f %10.2f %10.2f %9d%n", b, entryCount, resident,
                (double)resident / entryCount, (double)stats.usedBytes() / entryCount,
                (double)gained / entryCount, stats.overflowCount());
            out.flush();
            return BenchTable.Row.of("B = " + b, (double)entryCount, (double)resident, (double)resident / entryCount,
                (double)stats.usedBytes() / entryCount, (double)gained / entryCount, (double)stats.overflowCount());
        }
    }

    /**
     * Prints the head of the table.
     *
     * @param out where it goes.
     */
    public static void head(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%3s %10s %14s %8s %10s %10s %9s%n", "B", "entries", "resident", "B/entry", "by budget",
            "by process", "overflow");
    }

    private static long processBytes() throws IOException
    {
        return Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE_SIZE;
    }

    /** Pages of the region that are present; smaps cannot tell, it merges the region with its neighbours. */
    private static long regionBytes(final long base, final long size) throws IOException
    {
        final long first = base / PAGE_SIZE;
        final long pages = (base + size + PAGE_SIZE - 1) / PAGE_SIZE - first;
        final ByteBuffer entries = ByteBuffer.allocate((int)(pages * Long.BYTES)).order(ByteOrder.nativeOrder());
        try (FileChannel pagemap = FileChannel.open(PAGEMAP, StandardOpenOption.READ))
        {
            while (entries.hasRemaining() &&
                pagemap.read(entries, first * Long.BYTES + entries.position()) > 0)
            {
                // Until all entries are there.
            }
        }
        entries.flip();
        long present = 0;
        while (entries.hasRemaining())
        {
            present += entries.getLong() >>> 63;
        }
        return present * PAGE_SIZE;
    }
}
