// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tophash.layout.classic.TopHash;
import org.junit.jupiter.api.Test;

class CachedGeometryTest
{
    @Test
    void shouldHaveADecoyThatSettlesNoLookup()
    {
        for (int top = 0; top < 256; top++)
        {
            final long matches = TopHash.match(CachedGeometry.DECOY, TopHash.repeatOf((long)top << 56));
            assertEquals(0, matches);
            assertFalse(TopHash.isAbsent(CachedGeometry.DECOY, matches));
            assertFalse(TopHash.hasEmptyRest(CachedGeometry.DECOY));
        }
    }
}
