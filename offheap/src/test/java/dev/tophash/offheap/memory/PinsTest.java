// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Open cursors, in order of their opening, and those that nobody closed. */
class PinsTest
{
    @Test
    void shouldTellTheEpochOfTheOldest()
    {
        final Pins pins = new Pins("", 8);
        final Object first = new Object();
        final Object second = new Object();
        final Pins.Pin firstPin = new Pins.Pin(first, pins);
        final Pins.Pin secondPin = new Pins.Pin(second, pins);
        assertFalse(pins.isAnyOpen());
        assertEquals(Long.MAX_VALUE, pins.oldestEpoch());
        assertEquals(0, pins.retire());
        pins.open(firstPin);
        assertEquals(1, pins.retire());
        pins.open(secondPin);
        assertEquals(2, pins.retire());
        assertEquals(1, pins.oldestEpoch());
        pins.close(firstPin);
        assertEquals(2, pins.oldestEpoch());
        pins.close(firstPin);
        assertEquals(1, pins.openCount());
        pins.open(firstPin);
        assertEquals(2, pins.oldestEpoch());
        pins.close(secondPin);
        assertEquals(3, pins.oldestEpoch());
        pins.close(firstPin);
        assertFalse(pins.isAnyOpen());
        assertNotSame(first, second, "kept until here");
    }

    @Test
    void shouldCloseFromTheMiddle()
    {
        final Pins pins = new Pins("", 3);
        final List<Object> cursors = List.of(new Object(), new Object(), new Object());
        final List<Pins.Pin> opened = cursors.stream().map(cursor -> new Pins.Pin(cursor, pins)).toList();
        opened.forEach(pins::open);
        pins.close(opened.get(1));
        assertEquals(2, pins.openCount());
        pins.open(opened.get(1));
        assertEquals(3, pins.openCount());
        opened.forEach(pins::close);
        assertEquals(0, pins.openCount());
    }

    @Test
    void shouldBoundTheNumberAndNameIt()
    {
        final Pins pins = new Pins("", 2);
        final List<Object> cursors = List.of(new Object(), new Object(), new Object());
        pins.open(new Pins.Pin(cursors.get(0), pins));
        pins.open(new Pins.Pin(cursors.get(1), pins));
        final IllegalStateException refusal =
            assertThrows(IllegalStateException.class, () -> pins.open(new Pins.Pin(cursors.get(2), pins)));
        assertTrue(refusal.getMessage().endsWith("openCursors=2, limit=2, setter=MapConfig.withMaxOpenCursors"),
            refusal.getMessage());
        assertEquals(3, cursors.size(), "kept until here");
    }

    /** More cursors are dropped than the collector finds by itself: each time at the limit it is asked. */
    @Test
    void shouldFindDroppedCursorsBeforeItRefuses()
    {
        final Pins pins = new Pins("", 10);
        final Object kept = new Object();
        final Pins.Pin first = new Pins.Pin(kept, pins);
        pins.open(first);
        for (int count = 0; count < 100; count++)
        {
            final Object dropped = new Object();
            final Pins.Pin pin = new Pins.Pin(dropped, pins);
            pins.open(pin);
            assertSame(dropped, pin.get(), "kept until here");
        }
        assertTrue(pins.openCount() >= 1);
        assertSame(kept, first.get(), "kept until here");
    }

    /** L-13: a cursor dropped without a close does not hold memory back for ever. */
    @Test
    void l13ShouldForgetAbandonedCursorsOnceTheCollectorHasFoundThem() throws InterruptedException
    {
        final Pins pins = new Pins("", 50);
        final List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 50; i++)
        {
            final Object cursor = new Object();
            pins.open(new Pins.Pin(cursor, pins));
            if (i % 10 == 0)
            {
                kept.add(cursor);
            }
        }
        for (int attempt = 0; attempt < 200 && pins.openCount() > kept.size(); attempt++)
        {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(5, pins.openCount());
        assertEquals(5, kept.size(), "kept until here");
    }
}
