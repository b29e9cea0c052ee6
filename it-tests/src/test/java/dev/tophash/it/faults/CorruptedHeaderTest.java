// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.subject.SubjectKind;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Scalpel;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each bit of the header, of mapextra and of the list headers flipped under a live map: every operation ends soon, with
 * a result or with an exception that is documented.
 *
 * <p>"Soon" is a second of processor time, some thousand times what the operations need; a walk over the 2^30 buckets
 * of a flipped B, a copy of a list of 2^40 entries or a doubling for 2^60 entries takes more, or takes memory that the
 * budget does not have.
 */
class CorruptedHeaderTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withReservation(64L << 30).withBudget(1L << 20)
        .withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<ClearStrategy> STRATEGIES = List.of(ClearStrategy.values());
    private static final long MAX_CPU_NANOS = 1_000_000_000L;
    private static final int NEW_KEYS = 1_000_000;
    private static final int GROWING_COUNT = 105;

    /** What the map is doing when the bit flips. */
    private enum State
    {
        SETTLED, GROWING, SAME_SIZE
    }

    private interface Operation
    {
        void run();
    }

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private String context = "";

    private OffHeapTypedMap make(final SubjectKind kind, final State state)
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(kind.type(), -1, CONFIG);
        final int count = state == State.SETTLED ? GROWING_COUNT - 5 : state == State.GROWING ? GROWING_COUNT : 60;
        for (int key = 1; key <= count; key++)
        {
            assign(map, kind, key);
        }
        if (state == State.SAME_SIZE)
        {
            Scalpel.setNoverflow(map, 1 << map.stats().b());
            assign(map, kind, count + 1);
            assertTrue(map.stats().growing() && map.stats().oldBucketCount() == 1L << map.stats().b());
        }
        assertEquals(state != State.SETTLED, map.stats().growing());
        return map;
    }

    private static void assign(final OffHeapTypedMap map, final SubjectKind kind, final long key)
    {
        kind.stageKey(map.key().clear(), key);
        kind.stageElem(map.elem().clear(), key);
        map.assign();
    }

    private static boolean find(final OffHeapTypedMap map, final SubjectKind kind, final long key)
    {
        kind.stageKey(map.key().clear(), key);
        return map.find();
    }

    private static void delete(final OffHeapTypedMap map, final SubjectKind kind, final long key)
    {
        kind.stageKey(map.key().clear(), key);
        map.delete();
    }

    private static void iterate(final OffHeapTypedMap map, final SubjectKind kind)
    {
        try (TypedCursor cursor = map.cursor())
        {
            finish(cursor, kind);
        }
    }

    private static void finish(final TypedCursor cursor, final SubjectKind kind)
    {
        while (cursor.next())
        {
            kind.keyOf(cursor.key());
        }
    }

    private void survives(final String what, final Operation operation)
    {
        final long start = THREADS.getCurrentThreadCpuTime();
        String outcome = "result";
        try
        {
            operation.run();
        }
        catch (final MapCorruptionException e)
        {
            assertNotNull(e.finding());
            outcome = e.finding().rule().code();
        }
        catch (final OffHeapMemoryException | ConcurrentModificationException e)
        {
            outcome = e.getClass().getSimpleName();
        }
        catch (final Throwable e)
        {
            throw new AssertionError(context + ", " + what, e);
        }
        final long nanos = THREADS.getCurrentThreadCpuTime() - start;
        assertTrue(nanos < MAX_CPU_NANOS, () -> context + ", " + what + " took " + nanos + " ns");
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** A cursor that was open when the bit flipped goes on first, then everything else. */
    private void use(
        final OffHeapTypedMap map, final SubjectKind kind, final TypedCursor open, final ClearStrategy strategy)
    {
        survives("stats", map::stats);
        survives("verify", () -> MapVerifier.verify(map.image()));
        survives("open cursor", () -> finish(open, kind));
        for (int key = 1; key <= 9; key += 4)
        {
            final long number = key;
            survives("find", () -> find(map, kind, number));
            survives("find absent", () -> find(map, kind, NEW_KEYS + number));
        }
        survives("iterate", () -> iterate(map, kind));
        survives("copy", () -> map.copy().close());
        for (int key = 1; key <= 12; key++)
        {
            final long number = key;
            survives("assign", () -> assign(map, kind, NEW_KEYS + number));
            survives("delete", () -> delete(map, kind, 2 * number));
        }
        survives("iterate", () -> iterate(map, kind));
        survives("clear " + strategy, () -> map.clear(strategy));
        survives("assign", () -> assign(map, kind, 1));
        survives("advance", () -> map.advance(1_000_000));
        survives("iterate", () -> iterate(map, kind));
    }

    private static List<long[]> ranges(final MapImage image)
    {
        final long extra = image.offsetOf(image.extraAddress());
        final List<long[]> ranges = new ArrayList<>();
        ranges.add(new long[]{image.headerOffset(), HmapDescriptor.SIZE});
        if (image.extraAddress() != 0)
        {
            ranges.add(new long[]{extra, MapExtraDescriptor.SIZE});
            for (final int field : new int[]{MapExtraDescriptor.OVERFLOW_OFFSET, MapExtraDescriptor.OLDOVERFLOW_OFFSET})
            {
                final long list = image.memory().get(ValueLayout.JAVA_LONG_UNALIGNED, extra + field);
                if (list != 0)
                {
                    ranges.add(new long[]{image.offsetOf(list), SliceDescriptor.SIZE});
                }
            }
        }
        return ranges;
    }

    /** The live view is read-only; this is what a stray write of the process would do. */
    @SuppressWarnings("restricted")
    private static void flip(final MapImage image, final long offset, final int bit)
    {
        final MemorySegment cell = MemorySegment.ofAddress(image.base() + offset).reinterpret(1);
        cell.set(ValueLayout.JAVA_BYTE, 0, (byte)(cell.get(ValueLayout.JAVA_BYTE, 0) ^ 1 << bit));
    }

    /** All bits for long keys; the other kinds share header and lists with them, so they take turns. */
    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void shouldEndEveryOperationWhicheverBitFlips(final SubjectKind kind)
    {
        final int step = kind == SubjectKind.LONG ? 1 : 3;
        int flips = 0;
        for (final State state : State.values())
        {
            final List<long[]> ranges;
            try (OffHeapTypedMap map = make(kind, state))
            {
                ranges = ranges(map.image());
            }
            for (final long[] range : ranges)
            {
                for (long bit = kind.name().length() % step; bit < range[1] * Byte.SIZE; bit += step)
                {
                    flipAndUse(kind, state, range[0] + bit / Byte.SIZE, (int)bit % Byte.SIZE, flips++);
                }
            }
        }
        assertTrue(flips >= State.values().length * HmapDescriptor.SIZE * Byte.SIZE / step);
        for (final String code : List.of("result", "H01", "H02", "H03", "C01"))
        {
            assertTrue(outcomes.containsKey(code), code + " is missing: " + outcomes);
        }
    }

    private void flipAndUse(
        final SubjectKind kind, final State state, final long offset, final int bit, final int number)
    {
        final ClearStrategy strategy = STRATEGIES.get(number % STRATEGIES.size());
        context = kind + ", " + state + ", byte " + offset + ", bit " + bit;
        try (OffHeapTypedMap map = make(kind, state);
            TypedCursor open = map.cursor())
        {
            open.next();
            flip(map.image(), offset, bit);
            use(map, kind, open, strategy);
        }
    }
}
