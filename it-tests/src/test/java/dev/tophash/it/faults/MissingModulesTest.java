// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.LongLongSingleWriterView;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A Java of the base module alone: what is there to watch a map falls silent, and the map works. */
class MissingModulesTest
{
    @Test
    void shouldFallSilentWithoutTheModulesThatWatch()
    {
        final ChildJvm child =
            ChildJvm.run(QuietMain.class, "--limit-modules", "java.base", "-Dtophash.jmx=true");
        assertEquals(List.of("no jdk.jfr", "grown", "refused", "cursor given up", "leaked", "file",
            "no bean"),
            child.output().lines().filter(line -> !line.matches(".*(announce|WARNING: maps lie in).*")).toList());
        assertEquals(0, child.exit());
    }

    /** The control: with the modules the first and the last line differ. */
    @Test
    void shouldNoticeTheModules()
    {
        final ChildJvm child = ChildJvm.run(QuietMain.class, "-Dtophash.leakDetection=disabled");
        final List<String> lines = child.output().lines().toList();
        assertEquals("jdk.jfr is there", lines.getFirst());
        assertEquals("bean", lines.getLast());
        assertEquals(0, child.exit(), child.output());
    }

    @Test
    void shouldRegisterTheBeanByAPropertyOnly()
    {
        assertEquals("true", ChildJvm.run(BeanMain.class, "-Dtophash.jmx=true").output().strip());
        assertEquals("false", ChildJvm.run(BeanMain.class).output().strip());
    }

    /** Jars that a program can do without, on a class path that has none of them. */
    @Test
    void shouldWorkWithoutTheOptionalJars()
    {
        final String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        final String optional = ".*(agrona|micrometer|jspecify|error_prone|junit|apiguardian|opentest4j).*";
        final String bare = Arrays.stream(all.split(File.pathSeparator, -1)).filter(entry -> !entry.matches(optional))
            .collect(Collectors.joining(File.pathSeparator));
        assertEquals(List.of("OffHeapLongLongMap size=1 {1=2}", "annotations: 0", "methods with a key view",
            "agrona: no", "micrometer: no", "jspecify: no", "errorprone: no", "junit: no", "view: 2"),
            ChildJvm.run(BareMain.class, "-cp", bare).output().lines().toList());
        final List<String> full = ChildJvm.run(BareMain.class).output().lines().toList();
        assertTrue(full.contains("agrona: yes"), full::toString);
        assertTrue(full.contains("micrometer: yes"), "the control: with the jars the answer is another one");
        assertTrue(full.contains("junit: yes"), full::toString);
    }

    /** Uses classes that have annotations, and tells which jars are there. */
    static final class BareMain
    {
        private BareMain()
        {
        }

        public static void main(final String[] args)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().singleWriterView(true).build())
            {
                map.put(1, 2);
                System.out.println(map);
                System.out.println("annotations: " + MapConfig.class.getAnnotationsByType(Deprecated.class).length);
                if (Arrays.stream(OffHeapStringLongMap.class.getMethods())
                    .anyMatch(method -> Arrays.asList(method.getParameterTypes()).contains(KeyView.class)))
                {
                    System.out.println("methods with a key view");
                }
                tell("agrona", "org.agrona.DirectBuffer");
                tell("micrometer", "io.micrometer.core.instrument.MeterRegistry");
                tell("jspecify", "org.jspecify.annotations.NullMarked");
                tell("errorprone", "com.google.errorprone.annotations.CheckReturnValue");
                tell("junit", "org.junit.jupiter.api.Test");
                System.out.println("view: " + LongLongSingleWriterView.of(map).get(1));
            }
        }

        private static void tell(final String what, final String name)
        {
            System.out.println(what + ": " + (QuietMain.isThere(name) ? "yes" : "no"));
        }
    }

    /** Makes a map and asks for the bean. */
    static final class BeanMain
    {
        private BeanMain()
        {
        }

        public static void main(final String[] args) throws JMException
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                map.put(1, 1);
                System.out.println(ManagementFactory.getPlatformMBeanServer().isRegistered(
                    ObjectName.getInstance("dev.tophash:type=OffHeapMaps")));
            }
        }
    }

    /** Causes each event. */
    static final class QuietMain
    {
        private static final int COLLECTIONS = 500;

        private QuietMain()
        {
        }

        public static void main(final String[] args) throws InterruptedException
        {
            System.setProperty("tophash.leakDetection", "disabled");
            System.out.println(isThere("jdk.jfr.Event") ? "jdk.jfr is there" : "no jdk.jfr");
            grow();
            refuse();
            giveUpACursor();
            leak();
            try (OffHeapLongLongMap map =
                OffHeapMaps.longLong().config(MapConfig.defaults().withForceFile(true)).build())
            {
                map.put(1, 1);
                System.out.println("file");
            }
            System.out.println(OffHeapMaps.registerMBean() ? "bean" : "no bean");
        }

        private static boolean isThere(final String name)
        {
            try
            {
                Class.forName(name);
                return true;
            }
            catch (final ClassNotFoundException e)
            {
                return false;
            }
        }

        private static void grow()
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (long key = 0; key < 10_000; key++)
                {
                    map.put(key, key);
                }
                for (final ClearStrategy strategy : ClearStrategy.values())
                {
                    map.put(1, 1);
                    map.clear(strategy);
                }
                System.out.println("grown");
            }
        }

        private static void refuse()
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(16 << 10).build())
            {
                for (long key = 0; key < 10_000; key++)
                {
                    map.put(key, key);
                }
            }
            catch (final OffHeapMemoryException e)
            {
                System.out.println("refused");
            }
        }

        private static void giveUpACursor() throws InterruptedException
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                map.put(1, 1);
                openCursor(map);
                for (int i = 0; i < COLLECTIONS && map.stats().openCursors() != 0; i++)
                {
                    System.gc();
                    Thread.sleep(10);
                }
                System.out.println(map.stats().openCursors() == 0 ? "cursor given up" : "cursor open");
            }
        }

        @SuppressWarnings("MustBeClosed")
        private static void openCursor(final OffHeapLongLongMap map)
        {
            final LongLongCursor dropped = map.cursor();
            dropped.next();
        }

        private static void leak() throws InterruptedException
        {
            OffHeapMaps.longLong().build().put(1, 1);
            for (int i = 0; i < COLLECTIONS && OffHeapMaps.leakedMaps() == 0; i++)
            {
                System.gc();
                Thread.sleep(10);
            }
            System.out.println(OffHeapMaps.leakedMaps() == 1 ? "leaked" : "not leaked");
        }
    }
}
