// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Space and budget of one map, on both kinds of memory. */
class RegionTest
{
    private static final long PAGE = Region.PAGE_SIZE;

    static Region open(final boolean file, final long budget, final long reservation, final AllocationGate gate)
    {
        return Region.open(new RegionConfig(budget, reservation, false, false, file, 0, gate));
    }

    static Region open(final boolean file)
    {
        return open(file, 1 << 20, 4 << 20, AllocationGate.OPEN);
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReuseSpaceOfTheSameSizeOnly(final boolean file)
    {
        try (Region region = open(file))
        {
            final List<Long> offsets = new ArrayList<>();
            for (int i = 0; i < 40; i++)
            {
                offsets.add(region.space(PAGE));
            }
            offsets.forEach(offset -> region.recycle(offset, PAGE));
            assertFalse(offsets.contains(region.space(2 * PAGE)));
            for (int i = 0; i < 40; i++)
            {
                assertTrue(offsets.remove(region.space(PAGE)), "not the recycled space");
            }
            assertTrue(offsets.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseBeyondTheBudgetWithNeedAndLimit(final boolean file)
    {
        try (Region region = open(file))
        {
            region.require(1000, 1000, "first");
            region.charge(1000);
            region.settle();
            final OffHeapMemoryException refusal =
                assertThrows(OffHeapMemoryException.class, () -> region.require(1 << 20, 1 << 20, "second"));
            assertEquals((1 << 20) + 1000, refusal.needBytes());
            assertEquals(1 << 20, refusal.limitBytes());
            assertEquals("second: need=1049576 bytes, limit=1048576 bytes", refusal.getMessage());
            assertEquals(1000, region.usedBytes());
            region.discharge(1000);
            assertEquals(0, region.usedBytes());
            assertDoesNotThrow(() -> region.require(1 << 20, 1 << 20, "third"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseWhenTheAddressesHaveRunOut(final boolean file)
    {
        try (Region region = open(file, 1 << 30, 1 << 20, AllocationGate.OPEN))
        {
            final long before = region.endOffset();
            assertThrows(OffHeapMemoryException.class, () -> region.require(1 << 20, 1 << 20, "all of it"));
            assertThrows(OffHeapMemoryException.class, () -> region.space(2 << 20));
            assertEquals(before, region.endOffset());
            final long most = region.space(900 << 10);
            region.recycle(most, 900 << 10);
            assertDoesNotThrow(() -> region.require(900 << 10, 900 << 10, "from the free list"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepPromisedBytesFromOthers(final boolean file)
    {
        try (Region region = open(file))
        {
            final long budget = region.budgetBytes();
            region.require(budget, 0, "growth");
            region.promise(budget - 100);
            region.settle();
            assertEquals(budget - 100, region.promisedBytes());
            assertThrows(OffHeapMemoryException.class, () -> region.require(101, 0, "someone else"));
            region.redeem(500);
            region.charge(500);
            region.settle();
            assertEquals(500, region.usedBytes());
            assertEquals(budget - 600, region.promisedBytes());
            region.release(budget - 600);
            assertEquals(0, region.promisedBytes());
            assertDoesNotThrow(() -> region.require(budget - 500, 0, "now it is free"));
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
            assertThrows(OffHeapMemoryException.class, () -> region.require(77, 0, "x"));
            assertThrows(OffHeapMemoryException.class, () -> region.charge(5));
            assertEquals(List.of(77L, 5L), asked);
            assertEquals(0, region.usedBytes());
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
    void shouldThrowAfterCloseAndCloseTwice(final boolean file)
    {
        final long before = LeakDetector.openRegions();
        final Region region = open(file);
        final long at = region.space(PAGE);
        assertEquals(before + 1, LeakDetector.openRegions());
        region.close();
        region.close();
        assertTrue(region.isClosed());
        assertEquals(before, LeakDetector.openRegions());
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
