// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event, found in a recording of what causes it. */
class EventsTest
{
    private static final String PREFIX = "dev.tophash.";
    private static final String NAME = "watched";
    private static final int COLLECTIONS = 200;

    @TempDir
    Path folder;

    /** What causes an event. */
    private interface Cause
    {
        void run() throws InterruptedException;
    }

    private static final Map<String, Cause> CAUSES = Map.ofEntries(
        Map.entry("GrowthBegin", () -> grow(9)), Map.entry("GrowthEnd", () -> grow(100)),
        Map.entry("EvacuationSlice", () -> grow(100)), Map.entry("OverflowBucket", () -> grow(1_000)),
        Map.entry("Clear", () -> grow(1)), Map.entry("RangeMap", () -> grow(1)),
        Map.entry("RangeUnmap", () -> grow(1)), Map.entry("Refusal", EventsTest::fillUp),
        Map.entry("Leak", EventsTest::leak), Map.entry("AbandonedCursor", EventsTest::abandonCursor));

    private static void grow(final int count)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().name(NAME).build())
        {
            for (long key = 0; key < count; key++)
            {
                map.put(key, key);
            }
            map.clear(ClearStrategy.RELEASE);
        }
    }

    private static void fillUp()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().name(NAME).budget(16 << 10).build())
        {
            assertThrows(OffHeapMemoryException.class, () ->
            {
                for (long key = 0; key < 10_000; key++)
                {
                    map.put(key, key);
                }
            });
        }
    }

    private static void leak() throws InterruptedException
    {
        final long before = OffHeapMaps.leakedMaps();
        OffHeapMaps.longLong().name(NAME).build().put(1, 1);
        for (int i = 0; i < COLLECTIONS && OffHeapMaps.leakedMaps() == before; i++)
        {
            System.gc();
            Thread.sleep(10);
        }
    }

    @SuppressWarnings("MustBeClosed")
    private static void abandonCursor() throws InterruptedException
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().name(NAME).build())
        {
            map.put(1, 1);
            assertTrue(openCursor(map));
            for (int i = 0; i < COLLECTIONS && map.stats().openCursors() != 0; i++)
            {
                System.gc();
                Thread.sleep(10);
            }
        }
    }

    private static boolean openCursor(final OffHeapLongLongMap map)
    {
        final LongLongCursor dropped = map.cursor();
        return dropped.next();
    }

    private static Set<Class<?>> eventClasses()
    {
        return Arrays.stream(FlightEvents.class.getDeclaredClasses()).filter(Event.class::isAssignableFrom)
            .filter(type -> type.isAnnotationPresent(Name.class)).collect(Collectors.toSet());
    }

    static Set<String> names()
    {
        return eventClasses().stream().map(type -> type.getAnnotation(Name.class).value().substring(PREFIX.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<RecordedEvent> record(final Set<String> names, final Cause cause)
        throws IOException, InterruptedException
    {
        final Path file = folder.resolve("events.jfr");
        try (Recording recording = new Recording())
        {
            names().forEach(name -> recording.disable(PREFIX + name));
            names.forEach(name -> recording.enable(PREFIX + name).withoutThreshold().withStackTrace());
            recording.start();
            cause.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith(PREFIX))
            .filter(event -> !event.hasField("map") || event.getString("map").equals(NAME)).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTellWhatHappens(final String name) throws IOException, InterruptedException
    {
        final List<RecordedEvent> events = record(Set.of(name), CAUSES.get(name));
        assertFalse(events.isEmpty(), "not told");
        for (final RecordedEvent event : events)
        {
            assertEquals(PREFIX + name, event.getEventType().getName(), "only this one is recorded");
            assertFalse(event.getEventType().getLabel().isEmpty());
            assertEquals(List.of("Tophash"), event.getEventType().getCategoryNames());
        }
    }

    @Test
    void shouldTellTheNumbersOfAGrowthAndAClear() throws IOException, InterruptedException
    {
        final Map<String, List<RecordedEvent>> events = record(names(), () -> grow(9)).stream()
            .collect(Collectors.groupingBy(event -> event.getEventType().getName().substring(PREFIX.length())));
        assertEquals(Set.of("RangeMap", "GrowthBegin", "EvacuationSlice", "GrowthEnd", "Clear", "RangeUnmap"),
            events.keySet());
        final RecordedEvent begin = events.get("GrowthBegin").getFirst();
        assertEquals(8, begin.getLong("count"));
        assertEquals(1, begin.getLong("oldBuckets"));
        assertEquals(2, begin.getLong("newBuckets"));
        assertTrue(begin.getStackTrace().getFrames().stream()
            .anyMatch(frame -> frame.getMethod().getName().equals("put")), "who wrote");
        final RecordedEvent slice = events.get("EvacuationSlice").getFirst();
        assertEquals(0, slice.getLong("movedBuckets"));
        assertEquals(1, slice.getLong("oldBuckets"));
        final RecordedEvent end = events.get("GrowthEnd").getFirst();
        assertEquals(8, end.getLong("count"));
        assertEquals(2, end.getLong("buckets"));
        final RecordedEvent clear = events.get("Clear").getFirst();
        assertEquals("RELEASE", clear.getString("strategy"));
        assertEquals(9, clear.getLong("count"));
        assertEquals(2, clear.getLong("buckets"));
        assertEquals(events.get("RangeMap").getFirst().getLong("address"),
            events.get("RangeUnmap").getFirst().getLong("address"));
        assertTrue(events.get("RangeMap").getFirst().getLong("size") > 1 << 20);
    }

    /** A reserve skips the sizes between; it is told as one growth, and not at all where there is room. */
    @Test
    void shouldTellOfAReserveAsOfAGrowth() throws IOException, InterruptedException
    {
        final List<RecordedEvent> events = record(Set.of("GrowthBegin", "GrowthEnd"), () ->
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().name(NAME).build())
            {
                map.put(1, 1);
                map.reserve(100);
                map.reserve(50);
            }
        });
        assertEquals(2, events.size());
        assertEquals(1, events.getFirst().getLong("oldBuckets"));
        assertEquals(16, events.getFirst().getLong("newBuckets"));
        assertEquals(1, events.getLast().getLong("count"));
        assertEquals(16, events.getLast().getLong("buckets"));
    }

    @Test
    void shouldTellOfOneRefusalWhatWasMissing() throws IOException, InterruptedException
    {
        final List<RecordedEvent> events = record(Set.of("Refusal"), EventsTest::fillUp);
        assertEquals(1, events.size());
        assertEquals(16 << 10, events.getFirst().getLong("limitBytes"));
        assertTrue(events.getFirst().getLong("needBytes") > 16 << 10);
        assertTrue(events.getFirst().getString("message").contains("need="));
    }

    @Test
    void shouldTellOfAMapThatCouldNotBeMade() throws IOException, InterruptedException
    {
        final List<RecordedEvent> events = record(Set.of("Refusal"), () ->
        {
            assertThrows(OffHeapMemoryException.class,
                () -> OffHeapMaps.longLong().name(NAME).budget(16 << 10).capacity(1 << 20).build());
            assertThrows(OffHeapMemoryException.class,
                () -> OffHeapMaps.longLong().name(NAME).budget(1L << 60).build());
        });
        assertEquals(2, events.size());
    }

    /** What can come thousands of times a second is off until somebody asks for it. */
    @Test
    void shouldRecordBySettingsOfItsOwnWhatComesSeldom()
    {
        final Set<String> on = new HashSet<>();
        for (final Class<?> type : eventClasses())
        {
            final EventType eventType = EventType.getEventType(type.asSubclass(Event.class));
            eventType.getSettingDescriptors().stream()
                .filter(setting -> setting.getName().equals("enabled") && setting.getDefaultValue().equals("true"))
                .forEach(setting -> on.add(eventType.getName().substring(PREFIX.length())));
        }
        assertEquals(Set.of("GrowthBegin", "GrowthEnd", "Clear", "RangeMap", "RangeUnmap", "Refusal", "Leak",
            "AbandonedCursor"), on);
    }

    @Test
    void shouldWantNothingWhileNobodyRecords()
    {
        assertFalse(Events.wantGrowth() || Events.wantGrowthEnd() || Events.wantSlice() || Events.wantOverflow() ||
            Events.wantClear() || Events.wantRefusal());
    }
}
