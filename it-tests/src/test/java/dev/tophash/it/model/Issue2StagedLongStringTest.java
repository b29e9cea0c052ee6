// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;

/**
 * A staged string of more than 4,096 bytes, then a cleared staging value, then strings again: they were written from
 * the first room on to the end of the second one, across whatever lay between.
 */
class Issue2StagedLongStringTest
{
    @Test
    void shouldStageLongStringsAgainAndAgainWithoutTouchingTheMap()
    {
        final MapConfig config = Seed.config(Seed.random("staged")).withReservation(64 << 20).withMissingValue(0);
        try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[string]string"), -1, config))
        {
            for (int i = 0; i < 200; i++)
            {
                final String text = Integer.toString(i % 10).repeat(3_000 * (i % 4) + 10 + i);
                map.key().clear().setString(0, text);
                map.elem().clear().setString(0, text + "!");
                assertTrue(map.assign());
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
            for (int i = 0; i < 200; i++)
            {
                final String text = Integer.toString(i % 10).repeat(3_000 * (i % 4) + 10 + i);
                map.key().clear().setString(0, text);
                assertTrue(map.find());
                assertEquals(text + "!", map.found().getString(0));
            }
        }
    }
}
