// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Space and budget of one map, on both kinds of memory. */
class RegionTest
{
    private static final long PAGE = Region.PAGE_SIZE;

    /** Refuses nothing. */
    static final LongConsumer OPEN = bytes ->
    {
    };

    /** Memory or nothing. */
    static final FilePolicy MEMORY = new FilePolicy(null, false);

    static Region open(final boolean file, final long budget, final long reservation, final LongConsumer gate)
    {
        return Region.open(
            new RegionConfig("", budget, reservation, 16 << 20, false, false, new FilePolicy(null, file), 0, null,
                gate));
    }

    static Region open(final boolean file)
    {
        return open(file, 1 << 20, 4 << 20, OPEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHandOutZeroedAlignedSpace(final boolean file)
    {
        try (Region region = open(file))
        {
            assertEquals(file, region.fileBacked());
            final long small = region.space(24);
            final long line = region.space(64);
            final long page = region.space(PAGE + 1);
            assertTrue(small > 0, "offset 0 stands for nil");
            assertEquals(0, small % 16);
            assertEquals(0, line % 64);
            assertEquals(0, page % PAGE);
            for (long at = page; at < page + PAGE; at += Long.BYTES)
            {
                assertEquals(0, Memory.getLong(region.memory(), at));
            }
            assertTrue(region.endOffset() >= page + PAGE + 1);
        }
    }

    /** F2: what was given back in one size could not be had in another. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void f02ShouldReuseSpaceInAnotherSize(final boolean file)
    {
        try (Region region = open(file))
        {
            final List<Long> offsets = new ArrayList<>();
            for (int i = 0; i < 1000; i++)
            {
                offsets.add(region.space(PAGE));
            }
            final long end = region.endOffset();
            offsets.forEach(offset -> region.recycle(offset, PAGE));
            for (int i = 0; i < 300; i++)
            {
                region.space(3 * PAGE);
            }
            assertTrue(region.endOffset() <= end);
            assertEquals(region.endOffset(), region.addressBytes());
            AllocatorWalk.check(region.allocator());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseBeyondTheBudgetWithNeedAndLimit(final boolean file)
    {
        try (Region region = open(file))
        {
            region.obtain(1000, "first");
            final Grant grant = region.grant();
            final OffHeapMemoryException refusal = assertThrows(
                OffHeapMemoryException.class, () -> grant.begin().bytes(1 << 20).confirm("second"));
            assertEquals((1 << 20) + 1000, refusal.needBytes());
            assertEquals(1 << 20, refusal.limitBytes());
            assertEquals("second: need=1049576 bytes, limit=1048576 bytes", refusal.getMessage());
            assertEquals(1000, region.usedBytes());
            assertEquals(0, region.heldBytes());
            region.discharge(1000);
            assertEquals(0, region.usedBytes());
            assertDoesNotThrow(() -> grant.begin().bytes(1 << 20).confirm("third"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGrantAllRangesOrNone(final boolean file)
    {
        try (Region region = open(file, 1 << 30, 1 << 20, OPEN))
        {
            final Grant grant = region.grant();
            region.space(100);
            final long before = region.addressBytes();
            assertThrows(OffHeapMemoryException.class,
                () -> grant.begin().bytes(5).range(600 << 10).range(600 << 10).confirm("two of three"));
            assertEquals(before, region.addressBytes());
            assertEquals(0, region.heldBytes());
            grant.begin().bytes(700).range(900 << 10).range(200).confirm("both");
            final long large = grant.take(900 << 10);
            grant.charge(300);
            assertEquals(300, region.usedBytes());
            assertEquals(400, region.heldBytes());
            grant.end();
            assertEquals(0, region.heldBytes());
            region.recycle(large, 900 << 10);
            assertEquals(before, region.addressBytes(), "the range that was not taken");
            AllocatorWalk.check(region.allocator());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepWhatALongGrantHoldsFromOthers(final boolean file)
    {
        try (Region region = open(file))
        {
            final long budget = region.budgetBytes();
            final Grant growth = region.grant();
            final Grant operation = region.grant();
            operation.begin().bytes(budget).confirm("growth");
            operation.moveTo(growth, budget - 100);
            operation.end();
            assertEquals(budget - 100, region.heldBytes());
            assertThrows(OffHeapMemoryException.class, () -> operation.begin().bytes(101).confirm("someone else"));
            growth.charge(500);
            assertEquals(500, region.usedBytes());
            assertEquals(budget - 600, region.heldBytes());
            growth.end();
            assertEquals(0, region.heldBytes());
            assertDoesNotThrow(() -> operation.begin().bytes(budget - 500).confirm("now it is free"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskTheGateBeforeAnythingElse(final boolean file)
    {
        final List<Long> asked = new ArrayList<>();
        try (Region region = open(file, 1 << 20, 4 << 20, bytes ->
            {
                asked.add(bytes);
                throw new OffHeapMemoryException("gate", bytes, 0);
            }))
        {
            final Grant grant = region.grant();
            assertThrows(OffHeapMemoryException.class, () -> grant.begin().bytes(77).confirm("x"));
            assertThrows(OffHeapMemoryException.class, () -> grant.charge(5));
            assertEquals(List.of(77L, 5L), asked);
            assertEquals(0, region.usedBytes());
            assertEquals(0, region.heldBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadZeroWhereAPageWasGivenBack(final boolean file)
    {
        try (Region region = open(file))
        {
            final long at = region.space(4 * PAGE);
            for (long i = 0; i < 4 * PAGE; i += Long.BYTES)
            {
                Memory.putLong(region.memory(), at + i, -1);
            }
            region.giveBack(at + PAGE, 2 * PAGE);
            for (long i = 0; i < 4 * PAGE; i += Long.BYTES)
            {
                final long expected = i >= PAGE && i < 3 * PAGE ? 0 : -1;
                assertEquals(expected, Memory.getLong(region.memory(), at + i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountTheRegionsThatAreOpen(final boolean file)
    {
        ProcessCounts.assertTrueOnce(() ->
        {
            final long before = LeakDetector.openRegions();
            final Region region = open(file);
            final boolean counted = LeakDetector.openRegions() == before + 1;
            region.close();
            region.close();
            return counted && LeakDetector.openRegions() == before;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldThrowAfterCloseAndCloseTwice(final boolean file)
    {
        final Region region = open(file);
        final long at = region.space(PAGE);
        region.close();
        region.close();
        assertTrue(region.isClosed());
        assertThrows(IllegalStateException.class, () -> Memory.getLong(region.memory(), at));
        assertThrows(IllegalStateException.class, () -> Memory.putLong(region.memory(), at, 1));
        assertThrows(IllegalStateException.class, () -> Memory.zero(region.memory(), at, PAGE));
    }

    /** An advice to an address that is unmapped could hit whatever is mapped there next. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseToGiveBackAfterClose(final boolean file)
    {
        final Region region = open(file);
        final long at = region.space(PAGE);
        region.close();
        assertThrows(IllegalStateException.class, () -> region.giveBack(at, PAGE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseAccessOutsideTheRange(final boolean file)
    {
        try (Region region = open(file))
        {
            final long size = region.reservedBytes();
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.getLong(region.memory(), size - 7));
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.getByte(region.memory(), -1));
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.putInt(region.memory(), Long.MAX_VALUE, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> region.giveBack(size, PAGE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTurnOffsetsIntoAddressesAndBack(final boolean file)
    {
        try (Region region = open(file))
        {
            final long at = region.space(64);
            assertNotEquals(at, region.address(at));
            assertEquals(at, region.offset(region.address(at)));
            assertEquals(0, region.address(0));
            assertEquals(0, region.offset(0));
        }
    }
}
