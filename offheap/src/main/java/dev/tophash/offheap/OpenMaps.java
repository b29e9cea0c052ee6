// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The maps of this process, known without being kept. An entry leaves when the collector has taken its map; until then
 * a closed map is told by itself.
 */
final class OpenMaps
{
    private static final Set<Entry> ENTRIES = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<OffHeapMap> COLLECTED = new ReferenceQueue<>();
    private static final AtomicLong MADE = new AtomicLong();

    static
    {
        if (Boolean.getBoolean("tophash.jmx"))
        {
            registerBean();
        }
    }

    private OpenMaps()
    {
    }

    /** Registers the bean, or returns false where there is no module for it. */
    static boolean registerBean()
    {
        try
        {
            Class.forName("java.lang.management.ManagementFactory", false, OpenMaps.class.getClassLoader());
        }
        catch (final ClassNotFoundException e)
        {
            return false;
        }
        MapsBean.register();
        return true;
    }

    private static final class Entry extends WeakReference<OffHeapMap>
    {
        private final long number = MADE.incrementAndGet();

        Entry(final OffHeapMap map)
        {
            super(map, COLLECTED);
        }
    }

    /** Makes a map and enters it. Its type has no bound, so that programs built before there were names still run. */
    static <M> M construct(final Opening opening, final Function<Opening, M> constructor)
    {
        final M map = Opening.construct(opening, constructor);
        purge();
        ENTRIES.add(new Entry((OffHeapMap)map));
        MapScope.enter((OffHeapMap)map);
        return map;
    }

    static List<OffHeapMap> list()
    {
        purge();
        return ENTRIES.stream().sorted(Comparator.comparingLong(entry -> entry.number)).map(Entry::get)
            .filter(Objects::nonNull).filter(map -> !map.isClosed()).toList();
    }

    private static void purge()
    {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll())
        {
            ENTRIES.remove(gone);
        }
    }
}
