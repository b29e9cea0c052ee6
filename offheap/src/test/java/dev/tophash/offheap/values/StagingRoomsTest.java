// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StagingRoomsTest
{
    @Test
    void shouldCountAndShrink()
    {
        final StagingRooms rooms = new StagingRooms();
        rooms.shrink();
        rooms.note(512);
        rooms.shrinkBy(() -> rooms.note(-200));
        rooms.shrink();
        assertEquals(312, rooms.bytes());
    }
}
