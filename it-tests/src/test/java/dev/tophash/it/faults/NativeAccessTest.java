// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import dev.tophash.it.subject.NumberedMap;
import dev.tophash.it.subject.SubjectKind;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With native access granted, not mentioned, denied, and with the file fallback by choice. */
class NativeAccessTest
{
    /** JDK 24 and newer can deny; older ones do it where another module is granted it. */
    private static final String DENIED =
        Runtime.version().feature() >= 24 ? "--illegal-native-access=deny" : "--enable-native-access=java.xml";

    @TempDir
    private Path folder;

    private String allowFile()
    {
        return "-D" + MapConfig.ALLOW_FILE_PROPERTY + "=" + folder;
    }

    /** nobody gets a file that did not ask for one; every map is refused, not only the first. */
    @Test
    void a20ShouldRefuseWhereNativeAccessIsDenied()
    {
        final ChildJvm child = ChildJvm.run(DeniedMaps.class, 0, List.of(DENIED));
        assertTrue(child.healthy(), child.output());
        final String refusal = "native access is denied: pass --enable-native-access=ALL-UNNAMED to java, " +
            "or let maps lie in a file by MapBuilder.allowFile or -Dtophash.allowFile=FOLDER";
        assertEquals(Collections.nCopies(5, refusal), child.output().lines().toList());
    }

    /** whoever allows a file gets one in that folder, and one line in the log for all of them. */
    @Test
    void a20ShouldTakeAFileThatIsAllowedWhereNativeAccessIsDenied()
    {
        final ChildJvm child =
            ChildJvm.run(ThreeMaps.class, 0, List.of(DENIED, allowFile()));
        assertTrue(child.healthy(), child.output());
        final List<String> lines = child.output().lines().toList();
        assertEquals("fileBacked=true true true", lines.getLast().strip());
        assertEquals(1, lines.stream().filter(line -> line.endsWith(
            "maps lie in temporary files, their contents can reach the disk: folder=" + folder)).count(),
            child.output());
        assertTrue(lines.size() <= 3, child.output());
    }

    /** an allowed file is for those who have no memory. */
    @Test
    void a20ShouldTakeNoFileWhereMemoryCanBeHad()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong()
            .config(MapConfig.defaults().withForceFile(false)).allowFile(folder.resolve("missing")).build())
        {
            assertFalse(map.stats().fileBacked());
        }
    }

    /** maps of one memory are apart in a file too, and other threads, interrupted ones too, can make them. */
    @Test
    void a20ShouldMakeManyMapsInOneFile()
    {
        final ChildJvm child =
            ChildJvm.run(ManyMaps.class, 0, List.of(DENIED, allowFile()));
        assertTrue(child.healthy(), child.output());
        assertEquals("20 maps, 20 maps, WrongThreadException", child.output().lines().toList().getLast());
    }

    /** without the flag the JVM says so once, and nothing else is printed. */
    @Test
    void a21ShouldPrintAtMostTheOneWarningOfTheJvm()
    {
        final ChildJvm child = ChildJvm.run(ThreeMaps.class, 0, List.of());
        assertTrue(child.healthy(), child.output());
        final List<String> lines = child.output().lines().filter(line -> !line.isBlank()).toList();
        assertEquals("fileBacked=false false false", lines.getLast().strip());
        assertTrue(lines.size() <= 5, child.output());
        assertTrue(lines.stream().limit(lines.size() - 1L).allMatch(line -> line.startsWith("WARNING")),
            child.output());
    }

    @Test
    void a21ShouldPrintNothingWhereNativeAccessIsGranted()
    {
        final ChildJvm child = ChildJvm.run(ThreeMaps.class);
        assertTrue(child.healthy(), child.output());
        assertEquals("fileBacked=false false false", child.output().strip());
    }

    /** Asks for maps in every way, which is refused. */
    static final class DeniedMaps
    {
        private DeniedMaps()
        {
        }

        public static void main(final String[] arguments)
        {
            refused(() -> OffHeapMaps.longLong().build());
            refused(() -> OffHeapMaps.stringLong().capacity(1_000).build());
            refused(() -> MapMemory.of("denied", 1 << 20));
            refused(MapMemory::ofProcess);
            refused(MapMemory::ofProcess);
        }

        private static void refused(final Supplier<AutoCloseable> call)
        {
            try
            {
                throw new AssertionError("made: " + call.get());
            }
            catch (final IllegalCallerException e)
            {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Makes maps of two memories in files, and closes each second one. */
    static final class ManyMaps
    {
        private static final int COUNT = 20;

        private ManyMaps()
        {
        }

        public static void main(final String[] arguments) throws InterruptedException
        {
            try (MapMemory shared = MapMemory.of("shared", 64 << 20);
                MapMemory confined = MapMemory.confined("confined", 64 << 20))
            {
                Thread.currentThread().interrupt();
                System.out.println(fill(shared) + " maps, " + fill(confined) + " maps, " + thrownElsewhere(confined));
            }
        }

        /** What another thread meets in a confined memory. */
        private static String thrownElsewhere(final MapMemory confined) throws InterruptedException
        {
            final boolean interrupted = Thread.interrupted();
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().memory(confined).build())
            {
                final FutureTask<Long> other = new FutureTask<>(() -> map.get(1));
                new Thread(other).start();
                return interrupted ? "returned " + other.get() : "the interrupt was lost";
            }
            catch (final ExecutionException e)
            {
                return e.getCause().getClass().getSimpleName();
            }
        }

        private static int fill(final MapMemory memory)
        {
            final List<OffHeapLongLongMap> maps = new ArrayList<>();
            for (int n = 0; n < 2 * COUNT; n++)
            {
                final OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build();
                for (long i = 0; i < 1_000; i++)
                {
                    map.put(i, i + n);
                }
                if (n % 2 == 0)
                {
                    map.close();
                }
                else
                {
                    maps.add(map);
                }
            }
            for (int n = 0; n < COUNT; n++)
            {
                if (maps.get(n).get(999) != 1_000 + 2 * n || !MapVerifier.verify(maps.get(n).image()).clean())
                {
                    throw new AssertionError("map " + n + " has " + maps.get(n).get(999));
                }
            }
            return memory.stats().openMaps();
        }
    }

    /** Makes three maps, one after the other, and uses them. */
    static final class ThreeMaps
    {
        private ThreeMaps()
        {
        }

        public static void main(final String[] arguments)
        {
            final StringBuilder text = new StringBuilder("fileBacked=");
            for (int n = 0; n < 3; n++)
            {
                try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
                {
                    for (int i = 0; i < 1_000; i++)
                    {
                        map.put("key" + i, i);
                    }
                    if (map.size() != 1_000 || map.get("key77") != 77)
                    {
                        throw new AssertionError("size " + map.size());
                    }
                    map.clear();
                    text.append(map.stats().fileBacked()).append(' ');
                }
            }
            System.out.println(text);
        }
    }

    /** The same operations on both kinds of memory end in the same map. */
    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void shouldBehaveTheSameInAFile(final SubjectKind kind)
    {
        final MapConfig config = MapConfig.defaults().withReservation(64L << 20)
            .withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS);
        try (NumberedMap memory = kind.open(config);
            NumberedMap file = kind.open(config.withAllowFile(folder).withForceFile(true)))
        {
            assertTrue(file.stats().fileBacked());
            final Map<Long, Long> model = new HashMap<>();
            for (long i = 1; i < 700; i++)
            {
                final long key = i * i % 211 + 1;
                if (i % 3 == 0)
                {
                    assertEquals(memory.remove(key), file.remove(key));
                    model.remove(key);
                }
                else
                {
                    assertEquals(memory.put(key, i), file.put(key, i));
                    model.put(key, i);
                }
                if (i == 400)
                {
                    memory.clear();
                    file.clear();
                    model.clear();
                }
            }
            assertEquals(model, memory.entries());
            assertEquals(model, file.entries());
            try (NumberedMap copy = file.copy())
            {
                assertTrue(copy.stats().fileBacked());
                assertEquals(model, copy.entries());
            }
        }
    }
}
