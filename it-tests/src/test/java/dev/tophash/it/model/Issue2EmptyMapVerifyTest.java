// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import org.junit.jupiter.api.Test;

/** A map without an array was called too small for one bucket if its region was shorter than one bucket. */
class Issue2EmptyMapVerifyTest
{
    @Test
    void shouldFindNothingWrongWithAnEmptyMapOfLargeBuckets()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(1, 128).build())
        {
            final VerifyReport report = MapVerifier.verify(map.image());
            assertTrue(report.clean(), report::toString);
        }
    }
}
