// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Locks all memory that is mapped from now on, then makes a map with a reservation of a gigabyte. */
final class LockedMain
{
    static final String NOT_ALLOWED = "mlockall refused";
    private static final int MCL_FUTURE = 2;

    private LockedMain()
    {
    }

    @SuppressWarnings("restricted")
    public static void main(final String[] args) throws Throwable
    {
        final MethodHandle lock = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("mlockall").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        if ((int)lock.invokeExact(MCL_FUTURE) != 0)
        {
            System.out.println(NOT_ALLOWED);
            return;
        }
        final long before = residentKib();
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(64 << 20).reservation(1L << 30).build())
        {
            map.put(1, 2);
            System.out.println("reserved " + map.stats().reservedBytes() + ", resident " + (residentKib() - before));
        }
    }

    private static long residentKib() throws Exception
    {
        for (final String line : Files.readAllLines(Path.of("/proc/self/status")))
        {
            if (line.startsWith("VmRSS:"))
            {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
