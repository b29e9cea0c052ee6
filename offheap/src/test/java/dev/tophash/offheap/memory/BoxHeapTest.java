// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reuse of boxes, with and without cursors that may still read them. */
class BoxHeapTest
{
    private Region region;
    private Pins pins;
    private Reclaimer reclaimer;
    private BoxHeap boxes;

    @BeforeEach
    void open()
    {
        region = RegionTest.open(false, 64 << 20, 64 << 20, AllocationGate.OPEN);
        pins = new Pins(8);
        reclaimer = new Reclaimer(region);
        boxes = new BoxHeap(region, reclaimer, pins, true);
    }

    @AfterEach
    void close()
    {
        region.close();
    }

    private long box(final int size, final long content)
    {
        final long box = boxes.allocate(size);
        Memory.putLong(region.memory(), box, content);
        return box;
    }

    @Test
    void shouldReuseAFreedBoxOfTheClass()
    {
        final long first = box(20, 1);
        final long other = box(100, 2);
        boxes.free(first);
        boxes.startPlan();
        assertEquals(0, boxes.need(24), "24 is the class of 20");
        assertEquals(first, boxes.allocate(24));
        assertEquals(2, Memory.getLong(region.memory(), other));
    }

    /** Two boxes of one class and one free box: the second has to be asked for, or its allocation could fail. */
    @Test
    void shouldCountOneWaitingBoxOnceAPlan()
    {
        boxes.free(box(16, 1));
        boxes.startPlan();
        assertEquals(0, boxes.need(16));
        assertEquals(24, boxes.need(16));
        assertEquals(24, boxes.need(9));
        boxes.startPlan();
        assertEquals(0, boxes.need(16));
    }

    @Test
    void shouldIgnoreWhatIsNoLiveBox()
    {
        final long live = box(16, 1);
        boxes.free(0);
        boxes.free(-8);
        boxes.free(live + 1);
        boxes.free(live + 8);
        boxes.free(Long.MAX_VALUE);
        boxes.free(live);
        boxes.free(live);
        assertEquals(live, boxes.allocate(16));
        assertNotEquals(live, boxes.allocate(16), "a box freed twice was handed out twice");
    }

    @Test
    void shouldNotTouchAPayloadThatAnOpenCursorMayRead()
    {
        final Object cursor = new Object();
        final Pins.Pin pin = new Pins.Pin(cursor, pins);
        final long box = box(16, 4711);
        pins.open(pin);
        boxes.free(box);
        assertEquals(4711, Memory.getLong(region.memory(), box));
        for (int i = 0; i < 100; i++)
        {
            boxes.drain();
            assertNotEquals(box, boxes.allocate(16), "handed out under an open cursor");
        }
        assertEquals(4711, Memory.getLong(region.memory(), box));
        assertTrue(boxes.isDrainPending());
        pins.close(pin);
        boxes.drain();
        boxes.drain();
        boxes.drain();
        assertEquals(box, boxes.allocate(16), "never reused after the cursor was closed: " + cursor);
    }

    @Test
    void shouldRetireAllAtOnce()
    {
        for (int i = 0; i < 10_000; i++)
        {
            box(32, i);
        }
        final long used = region.usedBytes();
        assertTrue(used >= 10_000 * 40);
        boxes.retireAll(pins.retire());
        while (reclaimer.step(pins.oldestEpoch()))
        {
            assertTrue(region.usedBytes() <= used);
        }
        assertEquals(0, region.usedBytes());
        assertEquals(40, boxes.need(32));
    }

    @Test
    void shouldNeverOverlapWhateverTheSizes()
    {
        final Random random = new Random(1);
        final List<long[]> live = new ArrayList<>();
        for (int i = 0; i < 4_000; i++)
        {
            if (live.isEmpty() || random.nextInt(5) < 3)
            {
                final int size = 1 + random.nextInt(0 == random.nextInt(50) ? 100_000 : 300);
                final long at = boxes.allocate(size);
                final byte mark = (byte)random.nextInt();
                for (long j = 0; j < size; j++)
                {
                    Memory.putByte(region.memory(), at + j, mark);
                }
                live.add(new long[]{at, size, mark});
            }
            else
            {
                final long[] gone = live.remove(random.nextInt(live.size()));
                for (long j = 0; j < gone[1]; j++)
                {
                    assertEquals(gone[2], Memory.getByte(region.memory(), gone[0] + j));
                }
                boxes.free(gone[0]);
            }
        }
    }
}
