// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.faults.OperationFaults.Gate;
import dev.tophash.it.faults.OperationFaults.Mode;
import dev.tophash.offheap.MapAgent;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.PagePolicy;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of every map of the family, found by reflection, is refused each of its requests for memory:
 * nothing is lost, no function was called, no map is left open, no byte is kept.
 */
class OperationFaultTest
{
    private static final int REQUIRED_POINTS = 5_000;
    private static final int CALL_COUNT = 90;
    private static final int LONG_CALL_COUNT = 1_000;
    private static final int LONG_SEEDS = 2;
    private static final int SOURCE_COUNT = 40;
    private static final long SEED = 13;

    /** What has to meet refusals somewhere; of a set, of structs, of numbers. */
    private static final Set<String> NEED_MEMORY = Set.of(
        "put", "putIfAbsent", "putAll", "addTo", "getAndAdd", "getAndSet", "getOrPut", "computeIfAbsent", "compute",
        "merge", "getOrCreate", "add", "addAll", "copy", "reserve", "prepareSwap");

    /** What never asks. */
    private static final Set<String> NEED_NONE = Set.of(
        "get", "getOrDefault", "getAll", "contains", "containsKey", "containsAll", "containsValue", "remove",
        "removeAll", "removeIf", "retainIf", "replaceAll", "replace", "compareAndReplace", "computeIfPresent",
        "getAndRemove", "find", "cursor", "forEach", "size", "sizeLong", "isEmpty", "stats", "chains", "hashCode",
        "toString", "keysToArray", "valuesToArray", "toArray", "readOnly",
        "keysToSegment", "valuesToSegment", "toSegment");

    private static final Map<String, Integer> POINTS = new TreeMap<>();

    @TempDir
    Path folder;

    /** A kind of map; the sizes are those of bytes and structs. */
    record Kind(Method factory, int keySize, int valueSize)
    {
        MapBuilder<? extends OffHeapMap> builder()
        {
            final Object[] sizes = new Object[factory.getParameterCount()];
            for (int i = 0; i < sizes.length; i++)
            {
                final Class<?> type = factory.getParameterTypes()[i];
                sizes[i] = type == StructType.class ?
                    StructType.parse("struct { a [" + valueSize + "]uint8 }") : i == 0 ? keySize : valueSize;
            }
            try
            {
                @SuppressWarnings("unchecked")
                final var builder = (MapBuilder<? extends OffHeapMap>)factory.invoke(null, sizes);
                return builder;
            }
            catch (final ReflectiveOperationException e)
            {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString()
        {
            return Arrays.stream(factory.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(
                ", ", factory.getName() + "(", ")")) + (factory.getParameterCount() == 0 ? "" : " of " + valueSize);
        }
    }

    static Stream<Kind> kinds()
    {
        return Arrays.stream(OffHeapMaps.class.getMethods())
            .filter(method -> method.getReturnType() == MapBuilder.class && !method.getName().equals("typed"))
            .sorted(Comparator.comparing(Method::getName))
            .flatMap(method -> method.getParameterCount() == 0 ? Stream.of(new Kind(method, 8, 24)) :
                Stream.of(new Kind(method, 8, 24), new Kind(method, 200, 300)));
    }

    private static OffHeapMap open(final Kind kind, final Mode mode, final MapConfig.Gate gate)
    {
        MapConfig config = MapConfig.defaults().withReservation(64L << 20).withDeterministic(SEED).withGate(gate)
            .withSingleWriterView(mode == Mode.WATCHED);
        if (mode == Mode.PREPARED)
        {
            config = config.withPages(PagePolicy.AHEAD_BY_WRITES);
        }
        return kind.builder().config(config).build();
    }

    private static void letAll(final long bytes)
    {
        // A gate that refuses nothing.
    }

    private static int run(final Kind kind, final Mode mode, final long seed, final int callCount)
    {
        final Gate gate = new Gate();
        try (OffHeapMap subject = open(kind, mode, gate);
            OffHeapMap twin = open(kind, mode, OperationFaultTest::letAll);
            OffHeapMap source = open(kind, Mode.PLAIN, OperationFaultTest::letAll);
            MapAgent agent = new MapAgent("agent");
            Arena arena = Arena.ofConfined())
        {
            final MapCalls calls = calls(kind, source, seed, arena);
            if (mode == Mode.PREPARED)
            {
                agent.add(subject);
            }
            final OperationFaults faults =
                new OperationFaults(kind + " " + mode + " seed=" + seed, subject, twin, gate, agent::doWork);
            for (int i = 0; i < callCount; i++)
            {
                faults.all(calls.next());
            }
            if (mode != Mode.PREPARED)
            {
                faults.assertNothingKept();
            }
            faults.points().forEach((name, count) -> POINTS.merge(name, count, Integer::sum));
            return faults.points().values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Calls of a kind, with a source that has some entries. */
    private static MapCalls calls(final Kind kind, final OffHeapMap source, final long seed, final Arena arena)
    {
        final MapCalls calls = new MapCalls(
            source, kind.keySize, kind.valueSize, new SplittableRandom(seed ^ kind.toString().hashCode()), arena);
        for (int i = 0; i < SOURCE_COUNT; i++)
        {
            calls.nextWrite().on(source);
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void x02x08x09ShouldLoseNothingInAnyOperation(final Kind kind)
    {
        for (final Mode mode : Mode.values())
        {
            assertTrue(run(kind, mode, SEED, CALL_COUNT) > 0, kind + " " + mode);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("kinds")
    void x02x08x09ShouldLoseNothingInManyOperations(final Kind kind)
    {
        for (final Mode mode : Mode.values())
        {
            for (int seed = 0; seed < LONG_SEEDS; seed++)
            {
                run(kind, mode, seed, LONG_CALL_COUNT);
            }
        }
    }

    /** A map that is loaded, attached or built is there as a whole, or nothing of it is. */
    @ParameterizedTest
    @MethodSource("kinds")
    void x08ShouldLoadAndAttachAllOrNothing(final Kind kind) throws IOException
    {
        final Path file = folder.resolve("saved");
        try (OffHeapMap source = open(kind, Mode.PLAIN, OperationFaultTest::letAll); Arena arena = Arena.ofConfined())
        {
            calls(kind, source, SEED, arena);
            source.save(file);
            assertWholeOrNothing(source, gate -> kind.builder().config(config(gate)).load(file));
            assertWholeOrNothing(source, gate -> kind.builder().config(config(gate)).capacity(500).load(file));
            final MapImage live = source.image();
            final MapImage image = new MapImage(arena.allocate(live.size(), Long.BYTES).copyFrom(live.memory()),
                live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
            assertWholeOrNothing(source, gate -> kind.builder().config(config(gate)).attach(image));
        }
    }

    private static MapConfig config(final Gate gate)
    {
        return MapConfig.defaults().withReservation(64L << 20).withGate(gate);
    }

    /** What makes a map that is refused memory. */
    private interface Maker
    {
        OffHeapMap make(Gate gate) throws IOException;
    }

    private static void assertWholeOrNothing(final OffHeapMap source, final Maker maker) throws IOException
    {
        final Gate gate = new Gate();
        for (int n = 0; ; n++)
        {
            final long open = OffHeapMaps.openMapCount();
            gate.arm(n, n % 3 == 2);
            try (OffHeapMap made = maker.make(gate))
            {
                assertTrue(!gate.disarm() && n > 0, "met a refusal and went on, or met none");
                assertEquals(source, made);
                assertTrue(MapVerifier.verify(made.image()).clean());
                return;
            }
            catch (final OffHeapMemoryException e)
            {
                assertTrue(gate.disarm(), e.getMessage());
                assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
                POINTS.merge("load", 1, Integer::sum);
            }
        }
    }

    /** Control: a map that loses an entry at a refusal, and one that keeps bytes, are found out. */
    @Test
    void shouldNoticeWhatIsLostOrKept()
    {
        final Gate gate = new Gate();
        try (OffHeapLongLongMap subject = OffHeapMaps.longLong().config(config(gate)).build();
            OffHeapLongLongMap twin = OffHeapMaps.longLong().config(config(new Gate())).build();
            Arena arena = Arena.ofConfined())
        {
            final Kind kind = kinds().filter(one -> one.factory.getName().equals("longLong")).findFirst().orElseThrow();
            final MapCalls calls = new MapCalls(twin, kind.keySize, kind.valueSize, new SplittableRandom(SEED), arena);
            final OperationFaults faults =
                new OperationFaults("loses", subject, twin, gate, () -> subject.removeIf((key, value) -> true));
            assertThrows(AssertionError.class, () ->
            {
                for (int i = 0; i < CALL_COUNT; i++)
                {
                    faults.all(calls.nextWrite());
                }
            });
            subject.clear();
            twin.clear();
            new OperationFaults("clean", subject, twin, gate, subject::isClosed).assertNothingKept();
            subject.put(1, 1);
            try (LongLongCursor pin = subject.cursor())
            {
                assertTrue(pin.next());
                assertThrows(AssertionError.class, faults::assertNothingKept);
            }
        }
    }

    @AfterAll
    static void shouldHaveMetEnoughFaults()
    {
        final int sum = POINTS.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("fault points of operations: " + sum + " " + POINTS);
        if (POINTS.containsKey("merge"))
        {
            final Set<String> none = new TreeSet<>(NEED_MEMORY);
            none.removeAll(POINTS.keySet());
            assertEquals(Set.of(), none, "never refused");
            final Set<String> some = new TreeSet<>(NEED_NONE);
            some.retainAll(POINTS.keySet());
            assertEquals(Set.of(), some, "asked for memory");
            assertTrue(sum - POINTS.get("copy") >= REQUIRED_POINTS, "fault points: " + POINTS);
        }
    }
}
