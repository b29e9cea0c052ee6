// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F9: the default limit leaves the JVM something, and a container's limit counts. */
class SystemMemoryTest
{
    private static final long MIB = 1 << 20;

    @TempDir
    private Path root;

    @BeforeEach
    void makeMachine() throws IOException
    {
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:        1 kB\n");
    }

    private void write(final String name, final String text) throws IOException
    {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    @Test
    void f09ShouldLeaveAReserveToTheJvm()
    {
        assertEquals(16 * MIB, SystemMemory.defaultBudget(256 * MIB, 64 * MIB));
        assertEquals((16384 - 4096 - 2048) * MIB, SystemMemory.defaultBudget(16384 * MIB, 4096 * MIB));
        assertEquals((1024 - 256 - 256) * MIB, SystemMemory.defaultBudget(1024 * MIB, 256 * MIB));
        assertEquals(1024 * MIB, SystemMemory.defaultBudget(16384 * MIB, Long.MAX_VALUE / 2));
    }

    @Test
    void f09ShouldTakeTheMachineWithoutAGroup()
    {
        assertEquals(16384 * MIB, SystemMemory.limit(root));
    }

    @Test
    void f09ShouldTakeTheLeastLimitOfAGroupOfVersion2() throws IOException
    {
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/memory.max", (300 * MIB) + "\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        assertEquals(300 * MIB, SystemMemory.limit(root));
        write("sys/fs/cgroup/memory.max", (200 * MIB) + "\n");
        assertEquals(200 * MIB, SystemMemory.limit(root), "a container sees its group as the root");
    }

    @Test
    void f09ShouldTakeALimitOfVersion1() throws IOException
    {
        write("proc/self/cgroup", "4:cpu,cpuacct:/\n3:memory:/docker/x\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", (400 * MIB) + "\n");
        assertEquals(400 * MIB, SystemMemory.limit(root));
        write("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", (100 * MIB) + "\n");
        assertEquals(100 * MIB, SystemMemory.limit(root));
    }

    /** F9: a budget is refused above RAM and swap, or above the container's limit, to which swap adds nothing. */
    @Test
    void f09ShouldCountSwapOfTheMachineAndNotBesideAGroup() throws IOException
    {
        write("proc/meminfo", "MemTotal:       16777216 kB\nSwapTotal:       2097152 kB\n");
        assertEquals(18432 * MIB, SystemMemory.most(root));
        assertEquals(16384 * MIB, SystemMemory.limit(root));
        write("proc/self/cgroup", "0::/a\n");
        write("sys/fs/cgroup/a/memory.max", (300 * MIB) + "\n");
        assertEquals(300 * MIB, SystemMemory.most(root));
    }

    @Test
    void shouldTellSomethingHere()
    {
        assertTrue(SystemMemory.defaultBudget() >= 16 * MIB);
    }
}
