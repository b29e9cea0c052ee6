// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.it.ChildJvm;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Group B2 of the catalogue: what happens at and after the end of a map. */
class LifecycleTest
{
    /** What may be asked of a closed map or cursor: facts that do not stand in its memory. */
    private static final Set<String> ANSWERED_AFTER_CLOSE = Set.of(
        "close", "isClosed", "missingValue", "keySize", "elemSize", "valueSize", "chores", "type", "key", "elem",
        "name", "hashCode", "equals", "toString", "getClass", "notify", "notifyAll", "wait");

    /** A cursor's own fields, Go's names. */
    private static final Set<String> POSITIONS = Set.of(
        "bucket", "bucketOffset", "slotIndex", "startBucket", "offset", "wrapped", "b", "checkBucket");

    static Stream<AutoCloseable> maps()
    {
        final OffHeapTypedMap typed =
            OffHeapTypedMap.create(MapType.parse("map[string]string"), -1, MapConfig.defaults());
        typed.key().setString(0, "k");
        typed.elem().setString(0, "e");
        typed.assign();
        final var longs = OffHeapMaps.longLong().build();
        longs.put(1, 1);
        final var ints = OffHeapMaps.intInt().build();
        ints.put(1, 1);
        final var strings = OffHeapMaps.stringLong().build();
        strings.put("k", 1);
        final var bytes = OffHeapMaps.bytesStruct(8, 8).build();
        bytes.put(new byte[8], new byte[8]);
        final var structs = OffHeapMaps.longStruct(StructType.parse("struct { a int64 }")).build();
        structs.put(1, new byte[8]);
        return Stream.of(typed, longs, ints, strings, bytes, structs);
    }

    private static Object argument(final Class<?> type, final Arena arena)
    {
        if (type == long.class)
        {
            return 1L;
        }
        if (type == int.class)
        {
            return 0;
        }
        if (type == byte.class || type == short.class)
        {
            return (byte)0;
        }
        if (type == double.class)
        {
            return 0.0;
        }
        if (type == String.class)
        {
            return "k";
        }
        if (type == byte[].class)
        {
            return new byte[8];
        }
        if (type == MemorySegment.class)
        {
            return arena.allocate(8);
        }
        if (type.isArray())
        {
            return Array.newInstance(type.getComponentType(), 1);
        }
        if (type == StructFlyweight.class)
        {
            return new StructFlyweight();
        }
        if (type == OffHeapTypedMap.class)
        {
            final OffHeapTypedMap closed =
                OffHeapTypedMap.create(MapType.parse("map[int64]int64"), -1, MapConfig.defaults());
            closed.close();
            return closed;
        }
        if (type == KeyView.class)
        {
            return new KeyView().wrap(new byte[8]);
        }
        if (type.isEnum())
        {
            return type.getEnumConstants()[0];
        }
        assertTrue(type.isInterface(), () -> "no argument known for " + type);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, arguments) -> null);
    }

    /** Calls every public method that is not exempt; each must throw {@link MapClosedException}. */
    private static int assertAllClosed(final Object target, final Set<String> exempt) throws IllegalAccessException
    {
        int count = 0;
        try (Arena arena = Arena.ofConfined())
        {
            for (final Method method : target.getClass().getMethods())
            {
                if (exempt.contains(method.getName()) || Modifier.isStatic(method.getModifiers()) ||
                    method.getDeclaringClass() == Object.class)
                {
                    continue;
                }
                method.setAccessible(true);
                final Object[] arguments =
                    Arrays.stream(method.getParameterTypes()).map(type -> argument(type, arena)).toArray();
                final InvocationTargetException e = assertThrows(
                    InvocationTargetException.class, () -> method.invoke(target, arguments), method::toString);
                assertInstanceOf(MapClosedException.class, e.getCause(), method::toString);
                count++;
            }
        }
        return count;
    }

    @ParameterizedTest
    @MethodSource("maps")
    void l01ShouldSayThatTheMapIsClosedInEveryPublicMethod(final AutoCloseable map) throws Exception
    {
        map.close();
        map.close();
        final int count = assertAllClosed(map, ANSWERED_AFTER_CLOSE);
        assertTrue(count >= 10, () -> "only " + count + " methods found");
    }

    @Test
    void l01ShouldSayThatTheMapIsClosedInStagingAndFoundValues() throws Exception
    {
        final OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse("map[interface {}]interface {}"), -1, MapConfig.defaults());
        map.key().setAny(0, 1L);
        map.elem().setAny(0, "e");
        map.assign();
        final Object found = map.found();
        map.close();
        assertTrue(assertAllClosed(map.key(), Set.of("setAny", "setString")) > 5);
        assertThrows(MapClosedException.class, () -> map.key().setAny(0, "x"));
        assertThrows(MapClosedException.class, () -> map.key().setString(0, "x"));
        assertTrue(assertAllClosed(found, Set.of()) > 5);
    }

    @Test
    void l02ShouldCloseOnceWhenEightThreadsClose() throws InterruptedException
    {
        for (int round = 0; round < 50; round++)
        {
            final long open = OffHeapMaps.openMapCount();
            final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
            map.put(1, 1);
            final CountDownLatch start = new CountDownLatch(1);
            final List<Throwable> failures = new ArrayList<>();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++)
            {
                final Thread thread = new Thread(() ->
                {
                    try
                    {
                        start.await();
                        map.close();
                    }
                    catch (final Throwable e)
                    {
                        synchronized (failures)
                        {
                            failures.add(e);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (final Thread thread : threads)
            {
                thread.join();
            }
            assertEquals(List.of(), failures);
            assertTrue(map.isClosed());
            assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void l03l04ShouldSayThatTheMapIsClosedInCursors(final AutoCloseable map) throws Exception
    {
        final Method opener = map.getClass().getMethod("cursor");
        for (int steps = 0; steps < 3; steps++)
        {
            final AutoCloseable fresh = steps == 2 ? map : null;
            final AutoCloseable cursor = (AutoCloseable)opener.invoke(map);
            final Method next = cursor.getClass().getMethod("next");
            next.setAccessible(true);
            for (int i = 0; i < steps; i++)
            {
                next.invoke(cursor);
            }
            if (fresh == null)
            {
                cursor.close();
                continue;
            }
            map.close();
            final Set<String> exempt =
                cursor instanceof TypedCursor ? union(Set.of("close"), POSITIONS) : Set.of("close");
            assertTrue(assertAllClosed(cursor, exempt) >= 3);
            cursor.close();
        }
    }

    private static Set<String> union(final Set<String> a, final Set<String> b)
    {
        final Set<String> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    @Test
    void l04ShouldNotDeliverFromACursorOnAnEntryAfterClose()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        map.put(1, 1);
        final MapImage image = map.image();
        try (LongLongCursor cursor = map.cursor())
        {
            assertTrue(cursor.next());
            map.close();
            assertThrows(MapClosedException.class, cursor::key);
            assertThrows(MapClosedException.class, cursor::value);
            assertThrows(MapClosedException.class, cursor::next);
            assertThrows(MapClosedException.class, cursor::remove);
            assertThrows(MapClosedException.class, () -> cursor.setValue(1));
        }
        assertThrows(IllegalStateException.class, image::count);
    }

    @Test
    void l12l13ShouldReturnOldArraysWhenTheLastCursorIsGone() throws Exception
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long i = 0; i < 60; i++)
            {
                map.put(i, i);
            }
            LongLongCursor first = map.cursor();
            final LongLongCursor second = map.cursor();
            first.next();
            second.next();
            for (long i = 60; i < 2_000; i++)
            {
                map.put(i, i);
            }
            final long held = map.stats().pendingBytes();
            assertTrue(held > 0, "an old array was returned under an open cursor");
            second.close();
            churn(map);
            assertTrue(map.stats().pendingBytes() > 0, "returned before the last cursor's end");
            assertNotNull(first);
            first = null;
            for (int i = 0; i < 200 && map.stats().openCursors() > 0; i++)
            {
                System.gc();
                Thread.sleep(10);
            }
            assertEquals(0, map.stats().openCursors(), "an abandoned cursor is never forgotten");
            churn(map);
            assertEquals(0, map.stats().pendingBytes());
        }
    }

    private static void churn(final OffHeapLongLongMap map)
    {
        for (long i = 0; i < 100; i++)
        {
            map.put(i, -i);
        }
    }

    @Test
    void l13ShouldBoundTheNumberOfForgottenCursors()
    {
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().config(MapConfig.defaults().withMaxOpenCursors(5)).build())
        {
            map.put(1, 1);
            final List<LongLongCursor> cursors = new ArrayList<>();
            for (int i = 0; i < 5; i++)
            {
                cursors.add(map.cursor());
            }
            final IllegalStateException e = assertThrows(IllegalStateException.class, map::cursor);
            assertTrue(e.getMessage().contains("openCursors=5, limit=5"), e.getMessage());
            map.put(2, 2);
            assertEquals(2, map.size());
            cursors.removeLast().close();
            map.cursor().close();
            cursors.forEach(LongLongCursor::close);
        }
    }

    /** L-11: what a map takes it gives back. In a JVM whose Java heap is resident from the start. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void l11ShouldKeepNothingOfClosedMaps()
    {
        final ChildJvm child = ChildJvm.run(MakeAndClose.class, 0, List.of("--enable-native-access=ALL-UNNAMED",
            "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        assertTrue(child.healthy(), child.output());
        final long drift = Long.parseLong(child.output().strip());
        assertTrue(drift <= 4 << 20, () -> "resident bytes grew by " + drift);
    }

    /** Prints by how much the resident memory grew with 5,000 maps, after as many to warm up. */
    static final class MakeAndClose
    {
        private static final int COUNT = 5_000;

        private MakeAndClose()
        {
        }

        public static void main(final String[] arguments) throws IOException
        {
            makeAndClose();
            final long before = residentBytes();
            makeAndClose();
            System.out.println(residentBytes() - before);
        }

        private static void makeAndClose()
        {
            for (int n = 0; n < COUNT; n++)
            {
                try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
                {
                    for (long key = 0; key < 100; key++)
                    {
                        map.put(key, n);
                    }
                }
            }
        }

        private static long residentBytes() throws IOException
        {
            return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
        }
    }

    /** The header of an image has one handle; a second one would not see what the first one writes. */
    @Test
    void shouldRefuseASecondHandleOfOneHeader()
    {
        final long open = OffHeapMaps.openMapCount();
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            final MapImage live = map.image();
            final MapImage image = new MapImage(
                Arena.ofAuto().allocate(live.memory().byteSize()).copyFrom(live.memory()), live.base(),
                live.headerOffset(), live.type(), live.keys(), live.version());
            try (OffHeapLongLongMap first = OffHeapMaps.longLong().attach(image))
            {
                assertEquals(2, first.get(1));
                final IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> OffHeapMaps.longLong().attach(image));
                assertTrue(e.getMessage().startsWith("header already attached: headerOffset="), e.getMessage());
                assertThrows(IllegalStateException.class, () -> OffHeapMaps.longLong().attach(first.image()));
                assertTrue(OffHeapMaps.openMapCount() <= open + 2, "a refused map is open still");
            }
        }
    }

    @Test
    void l05ShouldKeepAConfinedMapThatAnotherThreadCloses() throws InterruptedException
    {
        try (MapMemory memory = MapMemory.confined("own", 1 << 20);
            OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build())
        {
            for (final Runnable close : new Runnable[]{map::close, memory::close})
            {
                map.put(1, 2);
                final AtomicReference<Throwable> thrown = new AtomicReference<>();
                final Thread other = new Thread(close);
                other.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
                other.start();
                other.join();
                assertInstanceOf(WrongThreadException.class, thrown.get());
                assertFalse(map.isClosed());
                assertEquals(2, map.remove(1));
                for (long key = 0; key < 200; key++)
                {
                    map.put(key, key);
                }
                assertEquals(200, map.size());
                assertTrue(MapVerifier.verify(map.image()).clean());
                map.clear();
            }
        }
    }

    @Test
    void l14ShouldLeaveTheOtherOneIntactWhenSourceOrCloneIsClosed()
    {
        for (int round = 0; round < 2; round++)
        {
            final OffHeapStringLongMap source = OffHeapMaps.stringLong().build();
            for (int i = 0; i < 500; i++)
            {
                source.put("key" + i, i);
            }
            final OffHeapStringLongMap copy = source.copy();
            final OffHeapStringLongMap kept = round == 0 ? copy : source;
            (round == 0 ? source : copy).close();
            for (int i = 0; i < 500; i++)
            {
                assertEquals(i, kept.get("key" + i));
            }
            kept.put("more", 1);
            assertTrue(MapVerifier.verify(kept.image()).clean());
            kept.close();
        }
    }

    @Test
    void l16ShouldWorkOnAVirtualThreadThatIsParkedInBetween() throws InterruptedException
    {
        final List<Throwable> failures = new ArrayList<>();
        final Thread thread = Thread.ofVirtual().start(() ->
        {
            try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
            {
                for (int i = 0; i < 300; i++)
                {
                    map.put("key" + i, i);
                    if (i % 50 == 0)
                    {
                        Thread.sleep(1);
                    }
                    assertEquals(i, map.get("key" + i));
                }
            }
            catch (final Throwable e)
            {
                failures.add(e);
            }
        });
        thread.join();
        assertEquals(List.of(), failures);
    }

    /** L-10, L-15, L-17: three things that only a JVM of its own can show. */
    @Test
    void l10l15ShouldReportADroppedMapOnceAndSayWhereItWasMade()
    {
        final ChildJvm child = ChildJvm.run(DroppedMap.class, "-Dtophash.leakDetection=paranoid");
        assertTrue(child.healthy(), child.output());
        assertEquals(1, child.output().split("a map was dropped without close\\(\\)", -1).length - 1, child.output());
        assertTrue(child.output().contains("DroppedMap.makeAndForget"), child.output());
        final ChildJvm simple = ChildJvm.run(DroppedMap.class);
        assertTrue(simple.output().contains("tophash.leakDetection=paranoid"), simple.output());
        assertFalse(simple.output().contains("makeAndForget"), simple.output());
        final ChildJvm silent = ChildJvm.run(DroppedMap.class, "-Dtophash.leakDetection=disabled");
        assertTrue(silent.healthy(), silent.output());
        assertFalse(silent.output().contains("dropped"), silent.output());
    }

    /** Makes a map in a thread that ends, forgets it and waits for the collector. */
    static final class DroppedMap
    {
        private DroppedMap()
        {
        }

        static void makeAndForget()
        {
            OffHeapMaps.longLong().build().put(1, 1);
        }

        public static void main(final String[] arguments) throws InterruptedException
        {
            final Thread owner = new Thread(DroppedMap::makeAndForget);
            owner.start();
            owner.join();
            for (int i = 0; i < 500 && OffHeapMaps.leakedMaps() == 0; i++)
            {
                System.gc();
                Thread.sleep(10);
            }
            for (int i = 0; i < 500 && OffHeapMaps.openMapCount() != 0; i++)
            {
                Thread.sleep(10);
            }
            System.exit(OffHeapMaps.leakedMaps() == 1 && OffHeapMaps.openMapCount() == 0 ? 0 : 1);
        }
    }

    @Test
    void l17ShouldExitWithOpenMapsAndAHungReader()
    {
        final ChildJvm child = ChildJvm.run(OpenAtExit.class);
        assertTrue(child.healthy(), child.output());
        assertEquals("", child.output());
    }

    /** Ends while maps and a cursor are open and a daemon reads without end. */
    static final class OpenAtExit
    {
        private OpenAtExit()
        {
        }

        public static void main(final String[] arguments)
        {
            final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
            for (long i = 0; i < 10_000; i++)
            {
                map.put(i, i);
            }
            map.cursor().next();
            final Thread reader = new Thread(() ->
            {
                long sum = 0;
                while (true)
                {
                    sum += map.get(sum & 8191);
                }
            });
            reader.setDaemon(true);
            reader.start();
        }
    }

    @Test
    void l18ShouldOfferNeitherSerializationNorClone()
    {
        for (final Class<?> type : new Class<?>[]{OffHeapLongLongMap.class, OffHeapStringLongMap.class,
            OffHeapTypedMap.class, OffHeapMaps.class})
        {
            assertFalse(Serializable.class.isAssignableFrom(type));
            assertFalse(Cloneable.class.isAssignableFrom(type));
        }
    }
}
