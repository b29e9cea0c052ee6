// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import org.junit.jupiter.api.Test;

class ExceptionsTest
{
    @Test
    void shouldSayNeedAndLimit()
    {
        final var e = new OffHeapMemoryException("growth to B=20", 150994944, 100_000_000);
        assertEquals("growth to B=20: need=150994944 bytes, limit=100000000 bytes", e.getMessage());
        assertEquals(150994944, e.needBytes());
        assertEquals(100_000_000, e.limitBytes());
    }

    @Test
    void shouldCarryTheFinding()
    {
        final Finding finding = new Finding(Check.O07, 64, Location.named("bucket 3"), "an end", "bucket 3 again");
        final RuntimeException cause = new IndexOutOfBoundsException();
        assertSame(finding, new MapCorruptionException(finding).finding());
        assertEquals(finding.toString(), new MapCorruptionException(finding, cause).getMessage());
        assertSame(cause, new MapCorruptionException(finding, cause).getCause());
    }

    @Test
    void shouldSayWhereAnImageIsWrong()
    {
        final var e = new ImageFormatException("magic", 0, "expected=TOPHASH1, actual=GIF89a");
        assertEquals("image magic: offset=0, expected=TOPHASH1, actual=GIF89a", e.getMessage());
        assertEquals("magic", e.code());
        assertEquals(0, e.offset());
    }

    @Test
    void shouldBeAnIllegalStateWhenClosed()
    {
        assertInstanceOf(IllegalStateException.class, new MapClosedException());
        assertEquals("map closed", new MapClosedException(new IllegalStateException("Already closed")).getMessage());
        assertEquals("map closed: map=orders", new MapClosedException("map=orders").getMessage());
    }

    @Test
    void shouldSayHowManyEntriesWerePut()
    {
        final RuntimeException cause = new OffHeapMemoryException("new entry", 8, 4);
        final PutAllException e = new PutAllException(3, cause);
        assertEquals("putAll stopped: doneCount=3: new entry: need=8 bytes, limit=4 bytes", e.getMessage());
        assertEquals(3, e.doneCount());
        assertSame(cause, e.getCause());
    }
}
