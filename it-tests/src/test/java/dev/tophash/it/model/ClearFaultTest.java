// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.subject.ClearSubject;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a strategy may allocate, and that a refusal leaves every byte as it was. */
class ClearFaultTest
{
    private static final int COUNT = 300;

    /** Refuses everything while it is shut. */
    private static final class Gate implements MapConfig.Gate
    {
        boolean shut;
        int requestCount;

        @Override
        public void request(final long bytes)
        {
            requestCount++;
            if (shut)
            {
                throw new OffHeapMemoryException("planted fault", bytes, 0);
            }
        }
    }

    private static OffHeapTypedMap filled(final ClearSubject subject, final MapConfig config)
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), COUNT, config);
        for (int i = 0; i < COUNT; i++)
        {
            subject.put(map, i, i);
        }
        while (map.advance(Long.MAX_VALUE))
        {
            Thread.onSpinWait();
        }
        return map;
    }

    private static void assertUnchanged(final ClearSubject subject, final OffHeapTypedMap map, final byte[] before)
    {
        assertEquals(-1, map.image().memory().mismatch(MemorySegment.ofArray(before)), subject + ": no byte changed");
        assertEquals(COUNT, map.sizeLong());
        for (int i = 0; i < COUNT; i++)
        {
            assertEquals(subject.isFindable(i), subject.find(map, i), subject + ": key " + i);
        }
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    private static byte[] bytes(final OffHeapTypedMap map)
    {
        return map.image().memory().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @EnumSource(ClearSubject.class)
    void shouldChangeNothingWhenRefused(final ClearSubject subject)
    {
        final Gate gate = new Gate();
        for (final ClearStrategy strategy : new ClearStrategy[]{ClearStrategy.REALLOCATE, ClearStrategy.SWAP})
        {
            try (OffHeapTypedMap map = filled(subject, MapConfig.defaults().withBudget(64 << 20).withGate(gate)))
            {
                final byte[] before = bytes(map);
                gate.shut = true;
                assertThrows(OffHeapMemoryException.class, () -> map.clear(strategy));
                gate.shut = false;
                assertUnchanged(subject, map, before);
                map.clear(strategy);
                assertEquals(0, map.sizeLong());
            }
        }
    }

    /** A budget that holds one array and not two: the swap says so, the other ways work. */
    @Test
    void shouldRefuseASwapWithoutBudgetForTheSpare()
    {
        final ClearSubject subject = ClearSubject.LONG;
        try (OffHeapTypedMap map = filled(subject, MapConfig.defaults().withBudget(18 << 10)))
        {
            final byte[] before = bytes(map);
            final OffHeapMemoryException refused =
                assertThrows(OffHeapMemoryException.class, () -> map.clear(ClearStrategy.SWAP));
            assertTrue(refused.getMessage().contains("spare array of a swap"), refused.getMessage());
            assertEquals(18 << 10, refused.limitBytes());
            assertUnchanged(subject, map, before);
            map.clear(ClearStrategy.THREE_STEP);
            assertEquals(0, map.sizeLong());
        }
    }

    /** Where the smaller array is refused, the array that is there is emptied. */
    @Test
    void shouldFitByTheThreeStepsWhenRefused()
    {
        final Gate gate = new Gate();
        final ClearState.Setting setting = ClearState.SAME_SIZE_GROWTH.make(
            ClearSubject.LONG, MapConfig.defaults().withBudget(64 << 20).withGate(gate));
        try (OffHeapTypedMap map = setting.map())
        {
            final int b = map.stats().b();
            gate.shut = true;
            map.clear(ClearStrategy.FIT);
            gate.shut = false;
            assertEquals(0, map.sizeLong());
            assertEquals(b, map.stats().b());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** K-09: nothing is asked of the region, in mid-growth neither; a swap asks once, a fit for its smaller array. */
    @ParameterizedTest
    @EnumSource(ClearSubject.class)
    void k09ShouldNotAllocate(final ClearSubject subject)
    {
        for (final ClearState state : ClearState.values())
        {
            for (final ClearStrategy strategy : ClearStrategy.values())
            {
                checkAllocations(subject, state, strategy);
            }
        }
    }

    private static void checkAllocations(
        final ClearSubject subject, final ClearState state, final ClearStrategy strategy)
    {
        final Gate gate = new Gate();
        final ClearState.Setting setting =
            state.make(subject, MapConfig.defaults().withBudget(64 << 20).withGate(gate));
        try (OffHeapTypedMap map = setting.map())
        {
            if (strategy == ClearStrategy.SWAP)
            {
                subject.put(map, 1, 1);
                map.clear(strategy);
                subject.put(map, 1, 1);
            }
            gate.requestCount = 0;
            map.clear(strategy);
            final int most = strategy == ClearStrategy.FIT ? 1 : 0;
            assertTrue(gate.requestCount <= most, subject + " " + state + " " + strategy);
        }
    }
}
