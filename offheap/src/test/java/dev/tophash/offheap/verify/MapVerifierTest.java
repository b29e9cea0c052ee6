// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.HmapFlags;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

/** Healthy maps of every state are clean. */
class MapVerifierTest
{
    private static void assertClean(final MiniMap map, final long entries)
    {
        final VerifyReport report = map.verify();
        assertEquals(0, report.errorCount(), report::toString);
        assertEquals(entries, report.entryCount());
        assertTrue(report.hashChecked());
    }

    private static MiniMap filled(final String type, final int b, final int n)
    {
        final MiniMap map = new MiniMap(type, b, 0xcafebabe);
        for (int i = 0; i < n; i++)
        {
            if (type.startsWith("map[string"))
            {
                map.put("key-" + i, i);
            }
            else if (type.startsWith("map[[200"))
            {
                map.putBoxed(i, i);
            }
            else
            {
                map.put(3L * i + 1, 1000 + i);
            }
        }
        return map;
    }

    @Test
    void shouldAcceptEverySizeOfASettledMap()
    {
        for (final String type : new String[]{"map[int64]int64", "map[int32]int32", "map[string]int64",
            "map[[200]uint8]int64", "map[int64][200]uint8", "map[float64]int64", "map[int64]struct {}"})
        {
            for (int n = 0; n < 400; n += 13)
            {
                assertClean(filled(type, 4, n), n);
            }
        }
    }

    @Test
    void shouldAcceptEveryStepOfAGrowth()
    {
        for (final String type : new String[]{"map[int64]int64", "map[string]int64", "map[[200]uint8]int64"})
        {
            for (final boolean sameSize : new boolean[]{false, true})
            {
                for (final int flags : new int[]{0, HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR})
                {
                    final MiniMap map = filled(type, 4, 180);
                    map.putFlags(flags);
                    map.grow(sameSize);
                    map.evacuate(7);
                    map.evacuate(3);
                    for (int i = 0; i < 16; i++)
                    {
                        map.evacuate(i);
                        assertClean(map, 180);
                    }
                    assertEquals(0, map.image().oldbucketsAddress());
                }
            }
        }
    }

    @Test
    void shouldAcceptTombstonesAndEmptyChains()
    {
        final MiniMap map = filled("map[int64]int64", 2, 100);
        for (int i = 99; i >= 0; i -= 2)
        {
            map.delete(3L * i + 1);
            assertClean(map, map.image().count());
        }
        for (int i = 0; i < 100; i += 2)
        {
            map.delete(3L * i + 1);
        }
        assertClean(map, 0);
    }

    @Test
    void shouldExemptNaNsFromPlaceAndUniqueness()
    {
        final MiniMap map = new MiniMap("map[float64]int64", 2, 7);
        for (int i = 0; i < 20; i++)
        {
            map.put(Double.doubleToRawLongBits(Double.NaN) + i, i);
            map.put(Double.doubleToRawLongBits(i), i);
        }
        assertClean(map, 40);
        int changed = 0;
        for (int i = 0; i < 4; i++)
        {
            for (long bucket = map.bucket(i); bucket != 0; bucket = map.overflow(bucket))
            {
                for (int slot = 0; slot < 8; slot++)
                {
                    if (Double.isNaN(Double.longBitsToDouble(Memory.getLong(map.memory, map.keyAt(bucket, slot)))) &&
                        map.top(bucket, slot) >= TopHash.MIN_TOP_HASH)
                    {
                        map.putTop(bucket, slot, 100 + changed++);
                    }
                }
            }
        }
        assertEquals(20, changed);
        assertClean(map, 40);
    }

    @Test
    void shouldTakeBothZerosForOneKey()
    {
        final MiniMap map = new MiniMap("map[float64]int64", 0, 7);
        map.put(0, 1);
        map.put(Long.MIN_VALUE, 2);
        assertEquals(1, map.verify().count(Check.B02), () -> map.verify().toString());
    }

    @Test
    void shouldTakeNoverflowAsASampleFromB16On()
    {
        final MiniMap map = new MiniMap("map[int64]unsafe.Pointer", 16, 7, 1 << 25);
        for (int i = 0; i < 300_000; i++)
        {
            map.put(i, i);
        }
        final int noverflow = map.image().noverflow();
        assertTrue(noverflow > 100);
        assertClean(map, 300_000);
        final long field = MiniMap.HEADER + HmapDescriptor.NOVERFLOW_OFFSET;
        Memory.putShort(map.memory, field, (short)0);
        assertClean(map, 300_000);
        Memory.putShort(map.memory, field, (short)(noverflow + 1));
        assertEquals(1, map.verify().count(Check.O02));
    }

    @Test
    void shouldJudgeAllButHashesWithoutKeys()
    {
        final MiniMap map = filled("map[string]int64", 4, 90);
        final VerifyReport report = MapVerifier.verify(map.image(null));
        assertTrue(report.clean(), report::toString);
        assertFalse(report.hashChecked());
        assertEquals(90, report.entryCount());
        assertTrue(report.toString().endsWith("hashes not checked (no hash keys)"), report::toString);
        Memory.putInt(map.memory, MiniMap.HEADER + HmapDescriptor.HASH0_OFFSET, 1);
        assertTrue(MapVerifier.verify(map.image(null)).clean());
        map.addToCount(1);
        assertFalse(MapVerifier.verify(map.image(null)).clean());
    }

    @Test
    void shouldKeepTheReportSmall()
    {
        final MiniMap map = filled("map[int64]int64", 6, 400);
        Memory.putInt(map.memory, MiniMap.HEADER + HmapDescriptor.HASH0_OFFSET, 1);
        final VerifyReport report = map.verify();
        assertTrue(report.count(Check.T01) > 300);
        assertEquals(VerifyReport.MAX_FINDINGS_PER_CHECK,
            report.findings().stream().filter((finding) -> finding.check() == Check.T01).count());
        assertTrue(report.toString().contains("T01: " + (report.count(Check.T01) - 50) + " more"), report::toString);
    }
}
