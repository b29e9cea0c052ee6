// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arrays, overflow buckets and lists come out of a grant, and everything goes back. */
class BucketArraysTest
{
    private static final int BUCKET_SIZE = 144;

    private final Region region = Regions.open(8 << 20);
    private final Pins pins = new Pins("", 2);
    private final Reclaimer reclaimer = new Reclaimer(region);
    private final Grant grant = region.grant();
    private final Object cursor = new Object();
    private final BucketArrays arrays = arrays("map[int64]int64");

    private BucketArrays arrays(final String type)
    {
        return new BucketArrays(region, reclaimer, pins, MapType.parse(type), GoVersion.GO_1_23, false);
    }

    @AfterEach
    void close()
    {
        region.close();
    }

    private Generation allocated(final int b)
    {
        final long size = arrays.arraySize(b);
        grant.begin().array(size).bytes(size).confirm("array");
        final Generation generation = arrays.allocate(b, grant);
        grant.end();
        return generation;
    }

    private void reclaimAll()
    {
        while (reclaimer.step(pins.oldestEpoch()))
        {
            // One slice at a time.
        }
    }

    @Test
    void shouldDescribeAnArrayAsGoMakesIt()
    {
        assertEquals(18, arrays.totalCount(4));
        assertEquals(18 * BUCKET_SIZE, arrays.arraySize(4));
        assertEquals(-1, arrays.arraySize(58), "more bytes than a long counts");
        final Generation generation = allocated(4);
        assertEquals(16, generation.mainCount());
        assertEquals(18, generation.totalCount());
        assertEquals(18 * BUCKET_SIZE, region.usedBytes());
        assertTrue(Memory.isZero(region.memory(), generation.arrayOffset(), 18 * BUCKET_SIZE));
    }

    @Test
    void shouldChargeAnOverflowBucketAndItsListEntry()
    {
        arrays.setCurrent(allocated(4));
        assertEquals(BUCKET_SIZE + 16, arrays.needForOverflow(false));
        assertEquals(16, arrays.needForOverflow(true), "a spare bucket is paid for");
        assertEquals(BUCKET_SIZE, arrays("map[int64]string").needForOverflow(false) - 64, "no list, larger elems");
        final long before = region.usedBytes();
        grant.begin();
        arrays.askForOverflow(false, grant);
        grant.confirm("overflow bucket");
        final long bucket = arrays.heapBucket(grant);
        final long list = arrays.extendList(grant);
        grant.end();
        assertEquals(before + BUCKET_SIZE + 16, region.usedBytes());
        assertEquals(0, region.heldBytes());
        assertTrue(Memory.isZero(region.memory(), bucket, BUCKET_SIZE));
        assertEquals(list, arrays.current().listOffset());
        assertEquals(1, arrays.current().listLength());
    }

    /** An array with an overflow bucket and a list, which a growth leaves. */
    private void leave(final int b)
    {
        arrays.setOld(allocated(b));
        arrays.setCurrent(arrays.old());
        grant.begin();
        arrays.askForOverflow(false, grant);
        grant.confirm("overflow bucket");
        arrays.heapBucket(grant);
        arrays.extendList(grant);
        grant.end();
        arrays.setCurrent(allocated(5));
        arrays.retireOld();
    }

    @Test
    void shouldGiveALargeArrayBackByLaterWrites()
    {
        leave(8);
        final long kept = arrays.arraySize(5);
        assertTrue(region.usedBytes() >= kept + arrays.arraySize(8));
        reclaimAll();
        assertEquals(kept, region.usedBytes());
        arrays.retireCurrent();
        reclaimAll();
        assertEquals(0, region.usedBytes());
        assertFalse(arrays.retireSwap());
    }

    @Test
    void shouldGiveASmallArrayBackAtOnce()
    {
        leave(4);
        assertEquals(arrays.arraySize(5), region.usedBytes());
        assertFalse(reclaimer.isPending());
    }

    @Test
    void shouldKeepASmallArrayThatACursorCanRead()
    {
        final Pins.Pin pin = new Pins.Pin(cursor, pins);
        pins.open(pin);
        leave(4);
        assertTrue(region.usedBytes() > arrays.arraySize(5) + arrays.arraySize(4));
        reclaimAll();
        assertTrue(reclaimer.isPending());
        pins.close(pin);
        reclaimAll();
        assertEquals(arrays.arraySize(5), region.usedBytes());
    }

    @Test
    void shouldKeepRoomForAnEvacuation()
    {
        final long size = arrays.arraySize(4);
        grant.begin().array(size).bytes(size + 3 * arrays.overflowCost());
        arrays.askForEvacuation(3, 16, 0, grant);
        grant.confirm("growth");
        final Generation next = arrays.allocate(4, grant);
        arrays.reserveEvacuation(next, 3, grant);
        arrays.setCurrent(next);
        assertEquals(3, next.reservedCount());
        assertTrue(next.hasFreeExtentRoom(), "and some for new keys");
        arrays.useReserved();
        assertEquals(2, next.reservedCount());
        arrays.endReservation();
        assertEquals(0, next.reservedCount());
        grant.end();
        assertEquals(0, region.heldBytes());
    }

    /** The list of an evacuation stands in front of its overflow buckets: one range comes and goes. */
    @Test
    void shouldGiveTheListOfAnEvacuationBackWithItsOverflowBuckets()
    {
        arrays.setCurrent(allocated(4));
        final long addresses = region.addressBytes();
        for (int length = 0; length < 200; length += 66)
        {
            final long size = arrays.arraySize(5);
            grant.begin().array(size).bytes(size + 200 * arrays.overflowCost());
            arrays.askForEvacuation(40, 32, 0, grant);
            grant.confirm("growth");
            final Generation next = arrays.allocate(5, grant);
            arrays.reserveEvacuation(next, 40, grant);
            final Generation before = arrays.current();
            arrays.setCurrent(next);
            for (int i = 0; i < length; i++)
            {
                arrays.useReserved();
                final long bucket = arrays.heapBucket(grant);
                assertTrue(Memory.isZero(region.memory(), bucket, BUCKET_SIZE));
                Memory.putLong(region.memory(), arrays.extendList(grant) + (long)i * Long.BYTES, bucket);
                Memory.putLong(region.memory(), bucket, -1);
            }
            assertEquals(length, next.listLength());
            for (int i = 0; i < length; i++)
            {
                assertEquals(-1, Memory.getLong(
                    region.memory(), Memory.getLong(region.memory(), next.listOffset() + (long)i * Long.BYTES)));
            }
            grant.end();
            arrays.retireCurrent();
            arrays.setCurrent(before);
            reclaimAll();
            assertEquals(addresses, region.addressBytes());
            assertEquals(arrays.arraySize(4), region.usedBytes());
        }
    }

    /** Where a search for the capacity of a list begins. */
    @Test
    void shouldKnowWhichCapacitiesAListHas()
    {
        for (final GoVersion goVersion : GoVersion.values())
        {
            long capacity = 0;
            for (long power = 1; power <= 64; power *= 2)
            {
                capacity = SizeClasses.nextListCapacity(capacity, goVersion);
                assertEquals(power, capacity, goVersion::toString);
            }
        }
    }
}
