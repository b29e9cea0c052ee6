// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that need a process of their own, each named after its row. */
class ProcessFaultTest
{
    private static final long MOST_RESIDENT_KIB = 300 << 10;
    private static final int MOST_HEAP_BYTES = 2_048;

    /** F8: under mlockall the whole reservation became resident, and the process was killed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f08ShouldNotMakeAReservationResidentWhereMemoryIsLocked()
    {
        final ChildJvm child = ChildJvm.run(LockedMain.class, "-Xmx64m", "-XX:ReservedCodeCacheSize=16m");
        assumeFalse(child.output().contains(LockedMain.NOT_ALLOWED), "this user may not lock memory");
        assertEquals(0, child.exit(), child.output());
        final long resident = Long.parseLong(child.output().replaceAll("(?s).*resident (-?[0-9]+).*", "$1"));
        assertTrue(resident < MOST_RESIDENT_KIB, child.output());
    }

    /** F10: at map 2,103 the JVM could no longer start a thread, and dropped maps were not collected. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f10ShouldMakeTenThousandMapsWithinALimitOfAddresses()
    {
        makeTenThousandMaps(12L << 30);
    }

    @Test
    @Tag("long")
    void f10ShouldMakeTenThousandMaps()
    {
        makeTenThousandMaps(0);
    }

    private static void makeTenThousandMaps(final long addressBytes)
    {
        final ChildJvm child = ChildJvm.run(ManyMapsMain.class, addressBytes, List.of(
            "--enable-native-access=ALL-UNNAMED", "-Xmx2g", "-XX:+UseSerialGC", "-Dtophash.leakDetection=disabled"));
        assertEquals(0, child.exit(), child.output());
        assertTrue(child.output().contains("open at once: 10000"), child.output());
        assertTrue(child.output().contains("dropped: 10000"), child.output());
    }

    /** F10: maps that were dropped in a memory, and memories that were dropped, made the next one be refused. */
    @ParameterizedTest
    @ValueSource(strings = {"maps", "memories"})
    @EnabledOnOs(OS.LINUX)
    void f10ShouldCollectWhatWasDroppedBeforeItRefuses(final String what)
    {
        final ChildJvm child = ChildJvm.run(DroppedMain.class, 12L << 30, List.of(
            "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:+UseSerialGC", "-Dwhat=" + what,
            "-Dtophash.leakDetection=disabled"));
        assertEquals(0, child.exit(), child.output());
        assertEquals(what + ": again", child.output().strip());
    }

    /** Drops maps until their memory is used up, or memories until the addresses are, and makes another one. */
    static final class DroppedMain
    {
        private static final long BUDGET = 1 << 20;
        private static final int MAP_COUNT = 1_500;
        private static final int MEMORY_COUNT = 200;

        private DroppedMain()
        {
        }

        public static void main(final String[] args)
        {
            final String what = System.getProperty("what");
            if (what.equals("maps"))
            {
                final MapBuilder<OffHeapLongLongMap> builder =
                    OffHeapMaps.longLong().memory(MapMemory.of("dropped", BUDGET));
                for (int i = 0; i < MAP_COUNT; i++)
                {
                    builder.build();
                }
            }
            else
            {
                for (int i = 0; i < MEMORY_COUNT; i++)
                {
                    MapMemory.of("dropped", BUDGET);
                }
            }
            System.out.println(what + ": again");
        }
    }

    /** A small map in a memory with others: its Java objects, and no page. */
    @Test
    void shouldMakeAHundredThousandSmallMaps()
    {
        final ChildJvm child = ChildJvm.run(ManyMapsMain.class, 0, List.of("--enable-native-access=ALL-UNNAMED",
            "-Xmx1g", "-XX:+UseSerialGC", "-Dtophash.leakDetection=disabled", "-Dmaps=1", "-Dsmall=100000"));
        assertEquals(0, child.exit(), child.output());
        final Matcher figures =
            Pattern.compile("each ([0-9]+) ns, heap ([0-9]+) bytes, addresses ([0-9]+)").matcher(child.output());
        assertTrue(figures.find(), child.output());
        System.out.println(figures.group());
        assertTrue(Integer.parseInt(figures.group(2)) < MOST_HEAP_BYTES, figures.group());
        assertTrue(Integer.parseInt(figures.group(3)) <= 1_100, figures.group());
    }

    /** F29: without the management modules the first map was refused with a NoClassDefFoundError. */
    @Test
    void f29ShouldWorkInAJavaOfTheBaseModuleAlone()
    {
        final ChildJvm child = ChildJvm.run(BaseModuleMain.class, "--limit-modules", "java.base");
        assertEquals("3", child.output().strip());
        assertEquals(0, child.exit());
    }

    /** Makes a map. */
    static final class BaseModuleMain
    {
        private BaseModuleMain()
        {
        }

        public static void main(final String[] args)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                map.put(1, 3);
                System.out.println(map.get(1));
            }
        }
    }
}
