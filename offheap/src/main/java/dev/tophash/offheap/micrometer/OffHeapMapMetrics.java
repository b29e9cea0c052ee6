// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.micrometer;

import dev.tophash.MapClosedException;
import dev.tophash.check.Required;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of all maps of the process that are open.
 *
 * <pre>
 *   gauge                     tags                     unit
 *   tophash.maps                                       maps
 *   tophash.map.size          map, type                entries
 *   tophash.map.memory        map, type, state         bytes: used, pending (of the used ones), reserved, budget
 * </pre>
 *
 * <p>{@code map} is the name that a map was built with, {@code none} without one; {@code type} is its class. Maps with
 * the same name and class have one gauge, the sum. Whoever reads {@code tophash.maps} also makes the gauges of new maps
 * and removes those of closed ones; a registry that publishes all meters reads it each time. {@link #update} does the
 * same at once.
 *
 * <pre>{@code
 * new OffHeapMapMetrics().bindTo(registry);
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread. To read a gauge takes the owner of a map no time: see {@link MapStats}.
 */
@SuppressWarnings("exports")
public final class OffHeapMapMetrics implements MeterBinder
{
    private static final String NO_NAME = "none";

    private final List<Binding> bindings = new ArrayList<>();

    /** Makes a binder that is bound to nothing. */
    public OffHeapMapMetrics()
    {
        // Registries are bound one by one.
    }

    /** What maps with the same tags are called. */
    private record Key(String map, String type)
    {
        static Key of(final OffHeapMap map)
        {
            final Class<?> own = map.getClass();
            final Class<?> face = Modifier.isPublic(own.getModifiers()) ? own : own.getSuperclass();
            return new Key(map.name().isEmpty() ? NO_NAME : map.name(), face.getSimpleName());
        }

        Tags tags()
        {
            return Tags.of("map", map, "type", type);
        }
    }

    /** Maps with the same tags, and their gauges. */
    private static final class Group
    {
        private final List<Meter> meters = new ArrayList<>();
        private volatile List<OffHeapMap> maps = List.of();

        /** A sum over the maps that are still open. */
        double sum(final ToDoubleFunction<MapStats> part)
        {
            double sum = 0;
            for (final OffHeapMap map : maps)
            {
                try
                {
                    sum += part.applyAsDouble(map.stats());
                }
                catch (final MapClosedException e)
                {
                    // It was closed meanwhile and counts no more.
                }
            }
            return sum;
        }
    }

    /** A registry and its gauges. */
    private static final class Binding
    {
        private final MeterRegistry registry;
        private final Map<Key, Group> groups = new HashMap<>();

        Binding(final MeterRegistry registry)
        {
            this.registry = registry;
        }

        synchronized double update()
        {
            final Map<Key, List<OffHeapMap>> open = new HashMap<>();
            final List<OffHeapMap> maps = OffHeapMaps.openMaps();
            for (final OffHeapMap map : maps)
            {
                open.computeIfAbsent(Key.of(map), key -> new ArrayList<>()).add(map);
            }
            groups.entrySet().removeIf(entry -> isGone(entry.getValue(), open.get(entry.getKey())));
            open.forEach((key, members) -> groups.computeIfAbsent(key, this::make).maps = members);
            return maps.size();
        }

        private boolean isGone(final Group group, final List<OffHeapMap> members)
        {
            if (members == null)
            {
                group.maps = List.of();
                group.meters.forEach(registry::remove);
            }
            return members == null;
        }

        private Group make(final Key key)
        {
            final Group group = new Group();
            final Tags tags = key.tags();
            group.meters.add(Gauge.builder("tophash.map.size", group, all -> all.sum(MapStats::count))
                .description("Entries").baseUnit("entries").tags(tags).register(registry));
            memory(group, tags, "used", MapStats::usedBytes);
            memory(group, tags, "pending", MapStats::pendingBytes);
            memory(group, tags, "reserved", MapStats::reservedBytes);
            memory(group, tags, "budget", MapStats::budgetBytes);
            return group;
        }

        private void memory(
            final Group group, final Tags tags, final String state, final ToDoubleFunction<MapStats> part)
        {
            group.meters.add(Gauge.builder("tophash.map.memory", group, all -> all.sum(part))
                .description("Bytes outside the Java heap; reserved ones are addresses, budget is the limit")
                .baseUnit("bytes").tags(tags.and("state", state)).register(registry));
        }
    }

    /**
     * Adds the gauges to a registry.
     *
     * @param registry where they go.
     */
    @Override
    public void bindTo(final MeterRegistry registry)
    {
        final Binding binding = new Binding(Required.argument(registry, "registry"));
        synchronized (bindings)
        {
            bindings.add(binding);
        }
        Gauge.builder("tophash.maps", binding, Binding::update).description("Open maps").baseUnit("maps")
            .register(registry);
        binding.update();
    }

    /** Makes the gauges of maps that were opened, and removes those of maps that were closed. */
    public void update()
    {
        final List<Binding> all;
        synchronized (bindings)
        {
            all = List.copyOf(bindings);
        }
        all.forEach(Binding::update);
    }
}
