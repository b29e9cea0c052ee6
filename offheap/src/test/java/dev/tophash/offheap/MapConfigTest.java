// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MapConfigTest
{
    private static final Set<String> GO_PROFILE = Set.of("version", "genericWalk", "keepFreedBoxes", "baseAddress");

    /** The bean's total is the container's limit where there is one, and the machine's memory elsewhere. */
    @Test
    void shouldLeaveTheHeapAndAReserveOutOfTheBudget()
    {
        final long total =
            ((com.sun.management.OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        final long budget = MapConfig.defaults().memory().budgetBytes();
        assertTrue(budget > 0 && budget <= Math.max(total - Runtime.getRuntime().maxMemory(), total / 8));
    }

    @Test
    void shouldTellNoSecret()
    {
        final MapConfig config =
            MapConfig.defaults().withUnsafeRandomnessForTests(null, HashKeys.processKeys());
        assertTrue(config.toString().contains("unsafeRandomness=true"));
        assertFalse(config.toString().contains(Long.toString(config.testHooks().keys().k0())));
        assertFalse(config.toString().contains(Long.toHexString(config.testHooks().keys().k0())));
    }

    /** A setting is its component and one method; a method must not disturb the neighbours, of equal type or not. */
    @Test
    void shouldChangeOneSettingAndNoOther()
    {
        final MapConfig old = MapConfig.defaults();
        final MapConfig.Gate gate = new TestGate();
        final Map<String, MapConfig> changed = Map.ofEntries(
            Map.entry("budgetBytes", old.withBudget(1 << 20)),
            Map.entry("reservationBytes", old.withReservation(1 << 20)),
            Map.entry("pages", old.withPages(PagePolicy.HUGE)),
            Map.entry("keptBytes", old.withKeptBytes(1)),
            Map.entry("forceFile", old.withForceFile(!old.memory().forceFile())),
            Map.entry("allowFile", old.withAllowFile(Path.of("files"))),
            Map.entry("mapMemory", old.withMapMemory(MapMemory.ofProcess())),
            Map.entry("gate", old.withGate(gate)),
            Map.entry("slowWrites", old.withSlowWrites(!old.testHooks().slowWrites())),
            Map.entry("random", old.withUnsafeRandomnessForTests(new SecretRandom(), null)),
            Map.entry("keys", old.withUnsafeRandomnessForTests(null, HashKeys.processKeys())),
            Map.entry("seed", old.withDeterministic(1)),
            Map.entry("name", old.withName("orders")),
            Map.entry("missingValue", old.withMissingValue(-1)),
            Map.entry("maxOpenCursors", old.withMaxOpenCursors(7)),
            Map.entry("clearStrategy", old.withClearStrategy(ClearStrategy.WIPE)),
            Map.entry("trackDirtyBuckets", old.withTrackDirtyBuckets(true)),
            Map.entry("singleWriterView", old.withSingleWriterView(true)),
            Map.entry("dependentLookups", old.withDependentLookups(true)),
            Map.entry("goProfile", old.withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_19, true, true, 64))));
        changed.forEach((name, config) -> assertEquals(name.equals("goProfile") ? GO_PROFILE : Set.of(name),
            differing(settings(old), settings(config)), name));
        final Set<String> all = new TreeSet<>(settings(old).keySet());
        all.removeAll(GO_PROFILE);
        all.add("goProfile");
        assertEquals(all, new TreeSet<>(changed.keySet()), "every setting has its method");
    }

    @Test
    void shouldRefuseASettingOutOfRangeAndAnUnknownOne()
    {
        final MapConfig old = MapConfig.defaults();
        refused("budget too small: budgetBytes=1, minimum=16384", () -> ignore(old.withBudget(1)));
        refused("at least one cursor: maxOpenCursors=0", () -> ignore(old.withMaxOpenCursors(0)));
        refused("no such setting: name=budget", () ->
            ignore(RecordShape.changed(old.memory(), "budget", 1 << 20)));
        assertThrows(NullPointerException.class, () -> old.withPages(null));
    }

    private record TestGate() implements MapConfig.Gate
    {
        @Override
        public void request(final long bytes)
        {
            throw new AssertionError("asked for " + bytes);
        }
    }

    /** A result that there is none of. */
    private static void ignore(final Object result)
    {
        throw new AssertionError("not refused: result=" + result);
    }

    private static void refused(final String message, final Runnable change)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, change::run).getMessage());
    }

    private static Set<String> differing(final Map<String, Object> old, final Map<String, Object> now)
    {
        final Set<String> names = new TreeSet<>(now.keySet());
        names.removeIf(name -> Objects.equals(old.get(name), now.get(name)));
        return names;
    }

    /** Every setting by its name. */
    private static Map<String, Object> settings(final MapConfig config)
    {
        final Map<String, Object> values = new HashMap<>();
        Stream.of(config.memory(), config.goProfile(), config.testHooks(), config.map()).forEach(part ->
        {
            for (final RecordComponent component : part.getClass().getRecordComponents())
            {
                try
                {
                    values.put(component.getName(), component.getAccessor().invoke(part));
                }
                catch (final ReflectiveOperationException e)
                {
                    throw new LinkageError(component.getName(), e);
                }
            }
        });
        return values;
    }
}
