// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ForwardingMap;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.MapFeature;
import dev.tophash.IntIntMap;
import dev.tophash.LongLongMap;
import dev.tophash.StringDoubleMap;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapVarBytesIntMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.view.IntCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The views as {@link Map} against guava-testlib's suites: every optional operation, nothing left out, on maps in three
 * states. Each suite finds a planted bug.
 */
class MapViewSuitesTest
{
    private static final int SAMPLE_COUNT = 5;
    private static final int FIRST_FILLER = 1_000;
    /** Two iterations of other maps begin at different buckets; one test compares two. */
    private static final long SEED = 7;
    private static final List<Feature<?>> FEATURES = List.of(
        MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY);

    /** A kind of map, and objects for it by their number. */
    record Shape<M extends OffHeapMap, K, V>(
        String name, MapBuilder<M> builder, Function<M, Map<K, V>> view, IntFunction<K> key, IntFunction<V> value)
    {
        @Override
        public String toString()
        {
            return name;
        }
    }

    private static List<Shape<?, ?, ?>> shapes()
    {
        return List.of(
            new Shape<>("long", OffHeapMaps.longLong(), LongLongMap::asMap, i -> i * 7_919L, i -> (long)i),
            new Shape<>("int", OffHeapMaps.intInt(), IntIntMap::asMap, i -> -i, i -> i),
            new Shape<>("string", OffHeapMaps.stringDouble(), StringDoubleMap::asMap, i -> "key " + i, i -> i + 0.5),
            new Shape<>("struct", OffHeapMaps.bytesStruct(8, 8),
                (OffHeapBytesStructMap map) -> map.asMap(Point.CODEC, Point.CODEC),
                i -> new Point(i, -i), i -> new Point(i, i)),
            new Shape<>("text", OffHeapMaps.varBytesInt(),
                (OffHeapVarBytesIntMap map) -> map.asMap(Point.TEXTS, IntCodec.plain()), i -> "key " + i, i -> i));
    }

    /** What a map has been through before it gets its entries, and a bug that its suite must find. */
    enum State
    {
        FRESH
        {
            @Override
            <K, V> Map<K, V> planted(final Map<K, V> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public V put(final K key, final V value)
                    {
                        super.put(key, value);
                        return null;
                    }
                };
            }
        },
        MID_GROWTH
        {
            // Overflow buckets until the next new key starts a growth; they stay when their entries go.
            @Override
            <K, V> void prepare(final OffHeapMap map, final Map<K, V> view, final Shape<?, K, V> shape)
            {
                int number = FIRST_FILLER;
                while (map.stats().overflowCount() < 1L << B)
                {
                    if (view.size() == FILLED)
                    {
                        view.keySet().removeIf(key -> view.size() > 1);
                    }
                    view.put(shape.key.apply(number), shape.value.apply(number));
                    number++;
                }
                view.keySet().removeIf(key -> view.size() > 1);
                assertFalse(map.stats().growing(), "too early");
                view.put(shape.key.apply(number), shape.value.apply(number));
                view.keySet().removeIf(key -> true);
                assertTrue(map.stats().growing(), "no growth");
            }

            @Override
            <K, V> Map<K, V> planted(final Map<K, V> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public Set<Map.Entry<K, V>> entrySet()
                    {
                        return Collections.unmodifiableSet(super.entrySet());
                    }
                };
            }
        },
        AFTER_CLEAR
        {
            @Override
            <K, V> void prepare(final OffHeapMap map, final Map<K, V> view, final Shape<?, K, V> shape)
            {
                for (int number = FIRST_FILLER; number < FIRST_FILLER + FILLED; number++)
                {
                    view.put(shape.key.apply(number), shape.value.apply(number));
                }
                view.clear();
            }

            @Override
            <K, V> Map<K, V> planted(final Map<K, V> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public Collection<V> values()
                    {
                        return new ArrayList<>(super.values());
                    }
                };
            }
        };

        private static final int B = 6;
        private static final int FILLED = 400;

        <K, V> void prepare(final OffHeapMap map, final Map<K, V> view, final Shape<?, K, V> shape)
        {
            // A fresh map has been through nothing.
        }

        abstract <K, V> Map<K, V> planted(Map<K, V> view);
    }

    private static class Forwarding<K, V> extends ForwardingMap<K, V>
    {
        private final Map<K, V> view;

        Forwarding(final Map<K, V> view)
        {
            this.view = view;
        }

        @Override
        protected final Map<K, V> delegate()
        {
            return view;
        }
    }

    /** Makes the maps of a suite and closes those of a test. */
    private static final class Generator<M extends OffHeapMap, K, V> implements TestMapGenerator<K, V>
    {
        private final Shape<M, K, V> shape;
        private final State state;
        private final UnaryOperator<Map<K, V>> wrap;
        private final List<OffHeapMap> opened = new ArrayList<>();
        private final MapImage growing;

        Generator(final Shape<M, K, V> shape, final State state, final UnaryOperator<Map<K, V>> wrap)
        {
            this.shape = shape;
            this.state = state;
            this.wrap = wrap;
            growing = state == State.MID_GROWTH ? prepared() : null;
        }

        private MapBuilder<M> builder()
        {
            return shape.builder.capacity(State.FILLED).budget(1 << 26).reservation(1 << 26)
                .deterministic(SEED);
        }

        /** To get a map there takes thousands of writes, so each test gets a copy. */
        private MapImage prepared()
        {
            try (M map = builder().build())
            {
                state.prepare(map, shape.view.apply(map), shape);
                return SuiteRun.copyOf(map.image());
            }
        }

        private M open()
        {
            if (growing == null)
            {
                final M map = builder().build();
                state.prepare(map, shape.view.apply(map), shape);
                return map;
            }
            final M map = builder().capacity(0).attach(SuiteRun.handleOf(growing));
            assertTrue(map.stats().growing(), "no growth");
            return map;
        }

        @Override
        public Map<K, V> create(final Object... entries)
        {
            final M map = open();
            opened.add(map);
            final Map<K, V> view = shape.view.apply(map);
            for (final Object entry : entries)
            {
                @SuppressWarnings("unchecked")
                final Map.Entry<K, V> added = (Map.Entry<K, V>)entry;
                view.put(added.getKey(), added.getValue());
            }
            assertEquals(growing != null, map.stats().growing(), "growing");
            return wrap.apply(view);
        }

        private void closeAll()
        {
            opened.forEach(OffHeapMap::close);
            opened.clear();
        }

        @Override
        public SampleElements<Map.Entry<K, V>> samples()
        {
            final List<Map.Entry<K, V>> entries = new ArrayList<>();
            for (int i = 0; i < SAMPLE_COUNT; i++)
            {
                entries.add(Map.entry(shape.key.apply(i), shape.value.apply(i)));
            }
            return new SampleElements<>(
                entries.get(0), entries.get(1), entries.get(2), entries.get(3), entries.get(4));
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Map.Entry<K, V>[] createArray(final int length)
        {
            return new Map.Entry[length];
        }

        @Override
        @SuppressWarnings("unchecked")
        public K[] createKeyArray(final int length)
        {
            return (K[])new Object[length];
        }

        @Override
        @SuppressWarnings("unchecked")
        public V[] createValueArray(final int length)
        {
            return (V[])new Object[length];
        }

        @Override
        public Iterable<Map.Entry<K, V>> order(final List<Map.Entry<K, V>> insertionOrder)
        {
            return insertionOrder;
        }
    }

    static Stream<Arguments> suites()
    {
        return shapes().stream()
            .flatMap(shape -> Stream.of(State.values()).map(state -> Arguments.of(shape, state)));
    }

    private static <M extends OffHeapMap, K, V> TestSuite suite(
        final Shape<M, K, V> shape, final State state, final UnaryOperator<Map<K, V>> wrap)
    {
        final Generator<M, K, V> generator = new Generator<>(shape, state, wrap);
        return MapTestSuiteBuilder.using(generator).named(shape + " " + state)
            .withFeatures(FEATURES).withTearDown(generator::closeAll).createTestSuite();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void shouldBeAMap(final Shape<?, ?, ?> shape, final State state)
    {
        final SuiteRun run = SuiteRun.all(suite(shape, state, UnaryOperator.identity()));
        assertEquals(List.of(), run.complaints());
        assertTrue(run.testCount() > 500, "tests=" + run.testCount());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void shouldNoticeAPlantedBug(final Shape<?, ?, ?> shape, final State state)
    {
        assertFalse(
            SuiteRun.untilAComplaint(suite(shape, state, state::planted)).complaints().isEmpty(), "not found");
    }
}
