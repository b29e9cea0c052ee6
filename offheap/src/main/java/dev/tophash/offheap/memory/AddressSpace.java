// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * How many addresses and mappings this process can still have. The JVM needs some for threads, code and its heap: the
 * last ones are never taken from it.
 *
 * <p>{@code RLIMIT_AS} and {@code RLIMIT_DATA} ({@code ulimit -v}, {@code -d}) charge addresses that are only reserved.
 * They are read once, and what the process has is asked of {@code /proc/self/statm} each time, if there is a limit;
 * without one, what we have reserved ourselves is counted against the 128 TiB that a process can have.
 */
final class AddressSpace
{
    /** Left to the JVM, or half of what is left if that is less. */
    static final long RESERVE = 1L << 30;

    /** A map that does not say how many addresses it wants gets no more than this part of what is left. */
    private static final int MODEST_PART = 16;

    private static final int REST_PART = 8;
    private static final long MOST = 1L << 47;
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final int ADDRESS_FIELD = 0;
    private static final int DATA_FIELD = 5;
    private static final long MAPPING_RESERVE = 2_048;
    private static final AtomicLong RESERVED = new AtomicLong();
    private static final AddressSpace OF_PROCESS = new AddressSpace(Path.of("/proc"));

    private final Path proc;
    private final long addressLimit;
    private final long dataLimit;

    AddressSpace(final Path proc)
    {
        this.proc = proc;
        addressLimit = limit("Max address space");
        dataLimit = limit("Max data size");
    }

    static AddressSpace ofProcess()
    {
        return OF_PROCESS;
    }

    /** Counts addresses that were reserved, or, if negative, given back. */
    static void count(final long bytes)
    {
        RESERVED.addAndGet(bytes);
    }

    private long limit(final String name)
    {
        for (final String line : lines("self/limits"))
        {
            if (line.startsWith(name))
            {
                final String soft = line.substring(name.length()).strip().split("\\s+", 2)[0];
                return SystemMemory.number(soft, NO_LIMIT);
            }
        }
        return NO_LIMIT;
    }

    private List<String> lines(final String file)
    {
        try
        {
            return Files.readAllLines(proc.resolve(file));
        }
        catch (final IOException e)
        {
            return List.of();
        }
    }

    /** Addresses that the process can still have. */
    long left()
    {
        long left = MOST - RESERVED.get();
        if (addressLimit != NO_LIMIT || dataLimit != NO_LIMIT)
        {
            final List<String> lines = lines("self/statm");
            final String[] pages = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
            left = Math.min(left, leftOf(addressLimit, pages, ADDRESS_FIELD));
            left = Math.min(left, leftOf(dataLimit, pages, DATA_FIELD));
        }
        return Math.max(left, 0);
    }

    private static long leftOf(final long limit, final String[] pages, final int field)
    {
        return limit == NO_LIMIT || field >= pages.length ? limit :
            limit - SystemMemory.number(pages[field], 0) * SystemPage.SIZE;
    }

    /** Addresses that may be reserved now. */
    long permitted()
    {
        final long left = left();
        return left - Math.min(RESERVE, left / 2);
    }

    /** Addresses that closed maps may keep for a while, see {@link Unmapping}. */
    long mostAtRest()
    {
        return Math.min(Math.min(addressLimit, dataLimit), MOST) / REST_PART;
    }

    /** Whether a map that did not ask for so many addresses may have a range of its own of this size. */
    boolean isModest(final long size)
    {
        return size <= left() / MODEST_PART;
    }

    /**
     * Says why no range can be mapped, as far as it is known.
     *
     * @return a part of a message, empty if the reason is unknown.
     */
    String shortage()
    {
        final long most = mostMappings();
        final long mappings = mappingCount();
        if (mappings > most - MAPPING_RESERVE)
        {
            return ", the process has " + mappings + " mappings, vm.max_map_count=" + most;
        }
        final long left = left();
        return left < 2 * RESERVE ? ", the process can have " + left + " more addresses (ulimit -v, -d)" : "";
    }

    /** Whether the mappings of the process are nearly used up. */
    boolean isShortOfMappings()
    {
        return mappingCount() > mostMappings() - MAPPING_RESERVE;
    }

    private long mostMappings()
    {
        final List<String> lines = lines("sys/vm/max_map_count");
        return lines.isEmpty() ? NO_LIMIT : SystemMemory.number(lines.getFirst().strip(), NO_LIMIT);
    }

    private long mappingCount()
    {
        try (Stream<String> mappings = Files.lines(proc.resolve("self/maps")))
        {
            return mappings.count();
        }
        catch (final IOException e)
        {
            return 0;
        }
    }
}
