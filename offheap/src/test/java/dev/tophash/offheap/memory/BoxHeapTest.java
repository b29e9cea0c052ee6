// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        region = RegionTest.open(false, 64 << 20, 64 << 20, RegionTest.OPEN);
        pins = new Pins("", 8);
        reclaimer = new Reclaimer(region);
        boxes = new BoxHeap(region, reclaimer, pins, region.grant(), true);
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
        assertEquals(first, boxes.allocate(24), "24 is the class of 20");
        assertEquals(2, Memory.getLong(region.memory(), other));
    }

    /** What is planned is set aside: whoever comes between gets another box. */
    @Test
    void shouldSetPlannedBoxesAsideAndTakeThemBack()
    {
        boxes.free(box(16, 1));
        final long used = region.usedBytes();
        boxes.startPlan();
        assertEquals(24, boxes.need(16));
        assertEquals(24, boxes.need(9));
        assertEquals(8 + 128, boxes.need(120));
        assertEquals(32 << 10, boxes.need(30_000));
        assertEquals(used, region.usedBytes(), "a plan is not charged");
        final long large = boxes.allocate(30_000);
        final long first = boxes.allocate(16);
        assertEquals(used + 24 + (32 << 10), region.usedBytes());
        boxes.free(large);
        boxes.free(first);
        boxes.endPlan();
        boxes.check();
        boxes.releaseEmptySlabs();
        assertEquals(0, boxes.slabBytes());
        assertEquals(used, region.usedBytes());
    }

    /** At once is what needs no page and no budget; behind the payload its class reads as zero all the same. */
    @Test
    void shouldAllocateAtOnceWhatIsThere()
    {
        for (int size = 1; size <= 256; size++)
        {
            assertEquals(0, boxes.allocateAtOnce(size), "no slab");
            final int payload = (int)(boxes.need(size) - 8);
            boxes.endPlan();
            final long[] all = new long[3];
            for (int i = 0; i < 3; i++)
            {
                all[i] = boxes.allocate(size);
                region.memory().asSlice(all[i], payload).fill((byte)-1);
            }
            boxes.free(all[2]);
            final long used = region.usedBytes();
            final long box = boxes.allocateAtOnce(size);
            assertEquals(all[2], box);
            assertEquals(used + 8 + payload, region.usedBytes());
            for (int i = size; i < payload; i++)
            {
                assertEquals(0, Memory.getByte(region.memory(), box + i), "size " + size + ", byte " + i);
            }
            assertEquals(-1, Memory.getByte(region.memory(), all[1] + payload - 1));
            boxes.need(size);
            assertEquals(0, boxes.allocateAtOnce(size), "a plan");
            boxes.endPlan();
            boxes.free(box);
            boxes.free(all[0]);
            boxes.free(all[1]);
            assertEquals(used - 2L * (8 + payload), region.usedBytes());
            boxes.check();
            boxes.releaseEmptySlabs();
        }
        boxes.free(boxes.allocate(257));
        assertEquals(0, boxes.allocateAtOnce(257));
        assertEquals(0, boxes.allocateAtOnce(1 << 20));
    }

    @Test
    void shouldAllocateNothingAtOnceThatTheBudgetHasNot()
    {
        boxes.allocate(24);
        final Grant grant = region.grant();
        grant.begin().bytes(region.budgetBytes() - region.usedBytes() - 31).confirm("all but 31 bytes");
        assertEquals(0, boxes.allocateAtOnce(24));
        grant.end();
        assertNotEquals(0, boxes.allocateAtOnce(24));
    }

    /** Of all positions in a slab those of its boxes are the only ones. */
    @Test
    void shouldTellWhereABoxBegins()
    {
        for (int size = 8; size <= 16 << 10; size += size < 1_024 ? 8 : 1_000)
        {
            final long box = boxes.allocate(size);
            final long slot = boxes.need(size);
            boxes.endPlan();
            final long header = Memory.getLong(region.memory(), box - 8);
            final long end = Math.min(60_000, 3 * slot);
            for (long i = 8; i < end; i += 8)
            {
                if (i % slot != 0)
                {
                    final long before = Memory.getLong(region.memory(), box - 8 + i);
                    Memory.putLong(region.memory(), box - 8 + i, header);
                    final long used = region.usedBytes();
                    boxes.free(box + i);
                    assertEquals(used, region.usedBytes(), "size " + size + ", position " + i);
                    Memory.putLong(region.memory(), box - 8 + i, before);
                }
            }
            boxes.free(box);
            boxes.check();
        }
    }

    /** F4: a size class kept what it once had, although nothing of it was live. */
    @Test
    void f04ShouldGiveSlabsBackWhenTheirBoxesAreFreed()
    {
        final long[] live = new long[20_000];
        for (int round = 0; round < 3; round++)
        {
            final int size = 100 << round;
            for (int i = 0; i < live.length; i++)
            {
                live[i] = box(size, i);
            }
            boxes.check();
            final long addresses = region.addressBytes();
            for (final long box : live)
            {
                boxes.free(box);
            }
            boxes.check();
            assertEquals(0, region.usedBytes());
            assertTrue(region.addressBytes() < 300 << 10, "of " + addresses + " left: " + region.addressBytes());
        }
    }

    /** Boxes of slabs less than half full go into others, and the slabs go back. */
    @Test
    void shouldMoveBoxesOutOfSlabsLessThanHalfFull()
    {
        final List<Long> live = new ArrayList<>();
        for (int i = 0; i < 10_000; i++)
        {
            final long box = box(100, i);
            live.add(box);
        }
        for (int i = live.size() - 1; i >= 0; i--)
        {
            if (i % 10 != 0)
            {
                boxes.free(live.remove(i));
            }
        }
        final long used = region.usedBytes();
        final long slabBytes = boxes.slabBytes();
        assertTrue(boxes.isSparse());
        assertTrue(boxes.beginMoving());
        boxes.check();
        for (int i = 0; i < live.size(); i++)
        {
            live.set(i, boxes.move(live.get(i)));
            assertEquals(10L * i, Memory.getLong(region.memory(), live.get(i)));
            boxes.check();
        }
        boxes.endMoving();
        boxes.check();
        AllocatorWalk.check(region.allocator());
        assertEquals(used, region.usedBytes());
        assertTrue(boxes.slabBytes() < slabBytes / 4, slabBytes + " before, now " + boxes.slabBytes());
        assertEquals(live.size(), live.stream().distinct().count());
        live.forEach(boxes::free);
        boxes.releaseEmptySlabs();
        assertEquals(0, boxes.slabBytes());
    }

    @Test
    void shouldSayHowEmptySlabsAre()
    {
        final List<Long> live = new ArrayList<>();
        for (int i = 0; i < 20_000; i++)
        {
            live.add(box(100, i));
        }
        assertFalse(boxes.isSparse());
        while (live.size() > 10_000)
        {
            boxes.free(live.removeFirst());
        }
        assertFalse(boxes.isSparse(), "whole slabs went back");
        for (int i = live.size() - 1; i >= 0; i--)
        {
            if (i % 4 != 0)
            {
                boxes.free(live.remove(i));
            }
        }
        assertTrue(boxes.isSparse());
        assertFalse(boxes.isNearlyEmpty());
        for (int i = live.size() - 1; i >= 0; i--)
        {
            if (i % 16 != 0)
            {
                boxes.free(live.remove(i));
            }
        }
        assertTrue(boxes.isNearlyEmpty());
    }

    /** What a free leaves to do: nothing while its slab has more boxes than a few. */
    @Test
    void shouldSayWhenFreedBoxesAreWorthALook()
    {
        final List<Long> live = new ArrayList<>();
        for (int i = 0; i < 20; i++)
        {
            live.add(box(100, i));
        }
        boxes.free(live.removeLast());
        assertFalse(boxes.takesALook());
        while (live.size() > 4)
        {
            boxes.free(live.removeLast());
        }
        assertTrue(boxes.takesALook());
        assertFalse(boxes.takesALook());
        boxes.free(boxes.allocate(100 << 10));
        assertTrue(boxes.takesALook());
        final Pins.Pin pin = new Pins.Pin(this, pins);
        for (int i = 0; i < 20; i++)
        {
            live.add(box(100, i));
        }
        pins.open(pin);
        boxes.free(live.getLast());
        assertTrue(boxes.takesALook(), "a box waits for a cursor");
        pins.close(pin);
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

    /** A caller's bytes can look like the word in front of a box; what tells is the slab. */
    @Test
    void shouldIgnoreBytesThatLookLikeABox()
    {
        final long header = Memory.getLong(region.memory(), box(8, 1) - 8);
        final long live = box(200, 1);
        final long used = region.usedBytes();
        for (long at = live; at < live + 192; at += 8)
        {
            Memory.putLong(region.memory(), at, header);
            boxes.free(at + 8);
            boxes.check();
        }
        assertEquals(used, region.usedBytes());
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
        assertEquals(0, boxes.slabBytes());
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
                final int size = 1 + random.nextInt(random.nextInt(50) == 0 ? 100_000 : 300);
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
            boxes.check();
            AllocatorWalk.check(region.allocator());
        }
    }
}
