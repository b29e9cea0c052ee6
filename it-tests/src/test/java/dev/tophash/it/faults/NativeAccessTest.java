// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With native access granted, not mentioned, denied, and with the file fallback by choice. */
class NativeAccessTest
{
    /** JDK 24 and newer can deny; then every map, not only the first, lies in a file. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void a20ShouldWorkThroughAFileWhereNativeAccessIsDenied()
    {
        final ChildJvm child = ChildJvm.run(ThreeMaps.class, 0, List.of("--illegal-native-access=deny"));
        assertTrue(child.healthy(), child.output());
        assertEquals("fileBacked=true true true", child.output().strip());
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
        try (Subject memory = Subjects.open(kind, config);
            Subject file = Subjects.open(kind, config.withForceFile(true)))
        {
            assertTrue(file.stats().fileBacked());
            final Map<Long, Long> model = new HashMap<>();
            for (long i = 1; i < 700; i++)
            {
                final long key = i * i % 211 + 1;
                if (0 == i % 3)
                {
                    assertEquals(memory.remove(key), file.remove(key));
                    model.remove(key);
                }
                else
                {
                    assertEquals(memory.put(key, i), file.put(key, i));
                    model.put(key, i);
                }
                if (400 == i)
                {
                    memory.clear();
                    file.clear();
                    model.clear();
                }
            }
            assertEquals(model, memory.entries());
            assertEquals(model, file.entries());
            try (Subject copy = file.copy())
            {
                assertTrue(copy.stats().fileBacked());
                assertEquals(model, copy.entries());
            }
        }
    }
}
