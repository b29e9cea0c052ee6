// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A map that nobody records loads no class of an event: to load them with the first map took it nearly twice its time.
 */
class EventClassesTest
{
    private static final String LOG = "-Xlog:class+load:stdout";
    private static final String ENGINE = "dev.tophash.offheap.OffHeapLongLongMap ";
    private static final String EVENTS = "dev.tophash.offheap.events.FlightEvents";

    private static List<String> eventsLoaded(final ChildJvm child)
    {
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("grown, cleared, refused"), child.output());
        assertTrue(child.output().contains(ENGINE), "the log of classes is missing");
        return child.output().lines().filter(line -> line.contains(EVENTS)).toList();
    }

    @Test
    void shouldLoadNoEventWithoutARecorder()
    {
        assertEquals(List.of(), eventsLoaded(ChildJvm.run(BusyMain.class, LOG)));
    }

    /** The control: with a recorder they are loaded, so the log and the name are right. */
    @Test
    void shouldNoticeEventsThatAreLoaded()
    {
        final List<String> loaded =
            eventsLoaded(ChildJvm.run(BusyMain.class, LOG, "-XX:StartFlightRecording:settings=none"));
        assertTrue(loaded.stream().anyMatch(line -> line.contains(EVENTS + "$GrowthBegin ")), loaded::toString);
    }

    /** Does what there are events for. */
    static final class BusyMain
    {
        private BusyMain()
        {
        }

        public static void main(final String[] args)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                fill(map);
                for (final ClearStrategy strategy : ClearStrategy.values())
                {
                    map.put(1, 1);
                    map.clear(strategy);
                }
            }
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(16 << 10).build())
            {
                fill(map);
            }
            catch (final OffHeapMemoryException e)
            {
                System.out.println("grown, cleared, refused");
            }
        }

        private static void fill(final OffHeapLongLongMap map)
        {
            for (long key = 0; key < 10_000; key++)
            {
                map.put(key, key);
            }
        }
    }
}
