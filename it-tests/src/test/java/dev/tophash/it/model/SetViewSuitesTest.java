// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ForwardingSet;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.SetFeature;
import dev.tophash.LongSet;
import dev.tophash.StringSet;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapBytesSet;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
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
 * The views as {@link Set} against guava-testlib's suites, as {@link MapViewSuitesTest}: every optional operation,
 * nothing left out, on sets in three states. Each suite finds a planted bug.
 */
class SetViewSuitesTest
{
    private static final int FIRST_FILLER = 1_000;
    /** Two iterations of other sets begin at different buckets; one test compares two. */
    private static final long SEED = 7;
    private static final List<Feature<?>> FEATURES = List.of(
        SetFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY);

    /** A kind of set, and objects for it by their number. */
    record Shape<M extends OffHeapMap, T>(
        String name, MapBuilder<M> builder, Function<M, Set<T>> view, IntFunction<T> object)
    {
        @Override
        public String toString()
        {
            return name;
        }
    }

    private static List<Shape<?, ?>> shapes()
    {
        return List.of(
            new Shape<>("long", OffHeapMaps.longSet(), LongSet::asSet, i -> i * 7_919L),
            new Shape<>("string", OffHeapMaps.stringSet(), StringSet::asSet, i -> "key " + i),
            new Shape<>("bytes", OffHeapMaps.bytesSet(Point.SIZE),
                (OffHeapBytesSet set) -> set.asSet(Point.CODEC), i -> new Point(i, -i)));
    }

    /** What a set has been through before it gets its objects, and a bug that its suite must find. */
    enum State
    {
        FRESH
        {
            @Override
            <T> Set<T> planted(final Set<T> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public boolean add(final T object)
                    {
                        super.add(object);
                        return true;
                    }
                };
            }
        },
        MID_GROWTH
        {
            // Overflow buckets until the next new key starts a growth; they stay when their keys go.
            @Override
            <T> void prepare(final OffHeapMap set, final Set<T> view, final Shape<?, T> shape)
            {
                int number = FIRST_FILLER;
                while (set.stats().overflowCount() < 1L << B)
                {
                    if (view.size() == FILLED)
                    {
                        view.removeIf(object -> view.size() > 1);
                    }
                    view.add(shape.object.apply(number));
                    number++;
                }
                view.removeIf(object -> view.size() > 1);
                assertFalse(set.stats().growing(), "too early");
                view.add(shape.object.apply(number));
                view.removeIf(object -> true);
                assertTrue(set.stats().growing(), "no growth");
            }

            @Override
            <T> Set<T> planted(final Set<T> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public Iterator<T> iterator()
                    {
                        return Collections.unmodifiableSet(delegate()).iterator();
                    }
                };
            }
        },
        AFTER_CLEAR
        {
            @Override
            <T> void prepare(final OffHeapMap set, final Set<T> view, final Shape<?, T> shape)
            {
                for (int number = FIRST_FILLER; number < FIRST_FILLER + FILLED; number++)
                {
                    view.add(shape.object.apply(number));
                }
                view.clear();
            }

            @Override
            <T> Set<T> planted(final Set<T> view)
            {
                return new Forwarding<>(view)
                {
                    @Override
                    public boolean remove(final Object object)
                    {
                        return contains(object);
                    }
                };
            }
        };

        private static final int B = 6;
        private static final int FILLED = 400;

        <T> void prepare(final OffHeapMap set, final Set<T> view, final Shape<?, T> shape)
        {
            // A fresh set has been through nothing.
        }

        abstract <T> Set<T> planted(Set<T> view);
    }

    private static class Forwarding<T> extends ForwardingSet<T>
    {
        private final Set<T> view;

        Forwarding(final Set<T> view)
        {
            this.view = view;
        }

        @Override
        protected final Set<T> delegate()
        {
            return view;
        }
    }

    /** Makes the sets of a suite and closes those of a test. */
    private static final class Generator<M extends OffHeapMap, T> implements TestSetGenerator<T>
    {
        private final Shape<M, T> shape;
        private final State state;
        private final UnaryOperator<Set<T>> wrap;
        private final List<OffHeapMap> opened = new ArrayList<>();
        private final MapImage growing;

        Generator(final Shape<M, T> shape, final State state, final UnaryOperator<Set<T>> wrap)
        {
            this.shape = shape;
            this.state = state;
            this.wrap = wrap;
            growing = state == State.MID_GROWTH ? prepared() : null;
        }

        private MapBuilder<M> builder()
        {
            return shape.builder.capacity(State.FILLED).budget(1 << 26).reservation(1 << 26).deterministic(SEED);
        }

        /** To get a set there takes thousands of writes, so each test gets a copy. */
        private MapImage prepared()
        {
            try (M set = builder().build())
            {
                state.prepare(set, shape.view.apply(set), shape);
                return SuiteRun.copyOf(set.image());
            }
        }

        private M open()
        {
            if (growing == null)
            {
                final M set = builder().build();
                state.prepare(set, shape.view.apply(set), shape);
                return set;
            }
            return builder().capacity(0).attach(SuiteRun.handleOf(growing));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Set<T> create(final Object... objects)
        {
            final M set = open();
            opened.add(set);
            final Set<T> view = shape.view.apply(set);
            for (final Object object : objects)
            {
                view.add((T)object);
            }
            assertEquals(growing != null, set.stats().growing(), "growing");
            return wrap.apply(view);
        }

        private void closeAll()
        {
            opened.forEach(OffHeapMap::close);
            opened.clear();
        }

        @Override
        public SampleElements<T> samples()
        {
            return new SampleElements<>(shape.object.apply(0), shape.object.apply(1), shape.object.apply(2),
                shape.object.apply(3), shape.object.apply(4));
        }

        @Override
        @SuppressWarnings("unchecked")
        public T[] createArray(final int length)
        {
            return (T[])new Object[length];
        }

        @Override
        public Iterable<T> order(final List<T> insertionOrder)
        {
            return insertionOrder;
        }
    }

    static Stream<Arguments> suites()
    {
        return shapes().stream()
            .flatMap(shape -> Stream.of(State.values()).map(state -> Arguments.of(shape, state)));
    }

    private static <M extends OffHeapMap, T> TestSuite suite(
        final Shape<M, T> shape, final State state, final UnaryOperator<Set<T>> wrap)
    {
        final Generator<M, T> generator = new Generator<>(shape, state, wrap);
        return SetTestSuiteBuilder.using(generator).named(shape + " " + state)
            .withFeatures(FEATURES).withTearDown(generator::closeAll).createTestSuite();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void shouldBeASet(final Shape<?, ?> shape, final State state)
    {
        final SuiteRun run = SuiteRun.all(suite(shape, state, UnaryOperator.identity()));
        assertEquals(List.of(), run.complaints());
        assertTrue(run.testCount() > 200, "tests=" + run.testCount());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void shouldNoticeAPlantedBug(final Shape<?, ?> shape, final State state)
    {
        assertFalse(
            SuiteRun.untilAComplaint(suite(shape, state, state::planted)).complaints().isEmpty(), "not found");
    }
}
