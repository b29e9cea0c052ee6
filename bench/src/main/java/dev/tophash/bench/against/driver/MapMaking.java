// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/**
 * Makes empty maps with a range of their own and closes them. It is known to its caller as a function of the JDK, so
 * that the classes of two jars can be measured in one process.
 */
public final class MapMaking implements IntFunction<long[]>
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** For the caller, which may know this class by its name only. */
    public MapMaking()
    {
    }

    /**
     * Makes some maps, then closes them.
     *
     * @param count number of maps.
     * @return the processor time of this thread for all makes and for all closes, in nanoseconds.
     */
    @Override
    public long[] apply(final int count)
    {
        final OffHeapLongLongMap[] maps = new OffHeapLongLongMap[count];
        final long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            maps[i] = AnyBuilder.build(OffHeapMaps.longLong());
        }
        final long made = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            maps[i].close();
        }
        return new long[]{made - begin, THREADS.getCurrentThreadCpuTime() - made};
    }
}
