// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory this process may use: that of the machine, or what its control group (version 1 or 2) allows, if that
 * is less.
 *
 * <p>It is read from {@code /proc} and {@code /sys/fs/cgroup}, so that it works in a Java without the management
 * modules; elsewhere they are asked, if they are there.
 */
public final class SystemMemory
{
    private static final long UNKNOWN = 1L << 30;
    private static final long LEAST_RESERVE = 256L << 20;
    private static final int RESERVE_SHARE = 8;
    private static final int LEAST_SHARE = 16;
    private static final String V2_FILE = "memory.max";
    private static final String V1_FILE = "memory.limit_in_bytes";

    private SystemMemory()
    {
    }

    /**
     * The budget of a map that names none: what the process may use, less the Java heap's maximum, less a reserve of an
     * eighth and 256 MiB at least for the rest of the JVM; a sixteenth at least.
     *
     * @return number of bytes.
     */
    public static long defaultBudget()
    {
        return defaultBudget(limit(Path.of("/")), Runtime.getRuntime().maxMemory());
    }

    /**
     * The largest budget that something stands behind: the memory and the swap of the machine, or what the process may
     * use, if that is less.
     *
     * @return number of bytes.
     */
    static long most()
    {
        return Most.BYTES;
    }

    /** Asked of the system once. */
    private static final class Most
    {
        static final long BYTES = most(Path.of("/"));
    }

    static long defaultBudget(final long limit, final long heap)
    {
        return Math.max(limit - heap - Math.max(LEAST_RESERVE, limit / RESERVE_SHARE), limit / LEAST_SHARE);
    }

    /** Bytes that the process may use, by the files below a root. */
    static long limit(final Path root)
    {
        return limit(root, 0);
    }

    /** As {@link #limit}, with the swap of the machine; a group's limit stays as it is. */
    static long most(final Path root)
    {
        return limit(root, kibibytes(root.resolve("proc/meminfo"), "SwapTotal:") << 10);
    }

    private static long limit(final Path root, final long swap)
    {
        final long total = kibibytes(root.resolve("proc/meminfo"), "MemTotal:") << 10;
        long limit = (total == 0 ? asked() : total) + swap;
        for (final String line : lines(root.resolve("proc/self/cgroup")))
        {
            final String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty())
            {
                limit = Math.min(limit, groupLimit(root.resolve("sys/fs/cgroup"), parts[2], V2_FILE));
            }
            else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory"))
            {
                limit = Math.min(limit, groupLimit(root.resolve("sys/fs/cgroup/memory"), parts[2], V1_FILE));
            }
        }
        return limit;
    }

    /** The least of the limits of a group and of those around it; a container often sees its group as the root. */
    private static long groupLimit(final Path mount, final String group, final String file)
    {
        long limit = limitIn(mount.resolve(file));
        Path folder = mount;
        for (final String name : group.split("/", -1))
        {
            folder = name.isEmpty() || name.equals("..") ? folder : folder.resolve(name);
            limit = Math.min(limit, limitIn(folder.resolve(file)));
        }
        return limit;
    }

    private static long limitIn(final Path file)
    {
        final List<String> lines = lines(file);
        return lines.isEmpty() ? Long.MAX_VALUE : number(lines.getFirst().strip(), Long.MAX_VALUE);
    }

    private static long kibibytes(final Path file, final String name)
    {
        for (final String line : lines(file))
        {
            if (line.startsWith(name))
            {
                final String digits = line.substring(name.length()).replace("kB", "").strip();
                return number(digits, 0);
            }
        }
        return 0;
    }

    /** A number, or another value for what is none, such as {@code max}. */
    static long number(final String digits, final long otherwise)
    {
        try
        {
            return Long.parseLong(digits);
        }
        catch (final NumberFormatException e)
        {
            return otherwise;
        }
    }

    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException e)
        {
            return List.of();
        }
    }

    private static long asked()
    {
        try
        {
            return ManagementFactory.getOperatingSystemMXBean() instanceof
                com.sun.management.OperatingSystemMXBean system ? system.getTotalMemorySize() : UNKNOWN;
        }
        catch (final LinkageError absent)
        {
            return UNKNOWN;
        }
    }
}
