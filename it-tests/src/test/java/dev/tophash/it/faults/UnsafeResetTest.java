// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.KeyForm;
import dev.tophash.bench.lab.cases.LabKeys;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import org.junit.jupiter.api.Test;

/**
 * Group B8 of the catalogue: resets of a map of 107 entries in mid-growth that are wrong, what Go's walk answers
 * afterwards, and that the verifier names each of them.
 */
class UnsafeResetTest
{
    private static final int ENTRY_COUNT = 107;
    private static final long ADDED = 1_000_000;
    private static final long[] KEYS = LabKeys.seq(0, ENTRY_COUNT);
    private static final int SEED_BIT = 32;

    private static LabMap growing()
    {
        final LabMap map = LabMap.make(LabMap.Setup.DEFAULT, KeyForm.INT64, -1, 0, KEYS);
        assertEquals(ENTRY_COUNT, map.found(KEYS));
        assertTrue(map.image().view().growing());
        assertTrue(report(map).clean());
        return map;
    }

    private static VerifyReport report(final LabMap map)
    {
        return MapVerifier.verify(map.image().view());
    }

    private static void assertFound(final LabMap map, final Check... checks)
    {
        final VerifyReport report = report(map);
        for (final Check check : checks)
        {
            assertTrue(report.count(check) > 0, check + " in " + report);
        }
    }

    private static void zeroMain(final LabMap map)
    {
        map.zeroMain();
        map.setCounts(0, 0);
    }

    /** After one put all 107 are back. */
    @Test
    void k02ShouldShowTheGhostsOfACountSetToZero()
    {
        try (LabMap map = growing())
        {
            map.setHeaderWord(HmapDescriptor.COUNT_OFFSET, 0);
            assertEquals(0, map.found(KEYS));
            assertFound(map, Check.C01);
            map.put(ADDED, 1);
            assertEquals(ENTRY_COUNT, map.found(KEYS));
            assertEquals(ENTRY_COUNT + 1, map.ranged().entries());
            assertFound(map, Check.C01);
        }
    }

    /** What had not been moved comes back from the old array. */
    @Test
    void k03ShouldShowTheGhostsOfAForgottenOldArray()
    {
        try (LabMap map = growing())
        {
            zeroMain(map);
            assertFound(map, Check.C01);
            map.put(ADDED, 1);
            final int ghosts = map.found(KEYS);
            assertTrue(ghosts > 0 && ghosts < ENTRY_COUNT, "ghosts: " + ghosts);
            assertFound(map, Check.C01);
        }
    }

    /** What had been moved comes back from the new array. */
    @Test
    void k04ShouldShowTheGhostsOfKeptBuckets()
    {
        try (LabMap map = growing())
        {
            map.setHeaderWord(HmapDescriptor.OLDBUCKETS_OFFSET, 0);
            map.setHeaderWord(HmapDescriptor.COUNT_OFFSET, 0);
            assertFound(map, Check.C01);
            map.put(ADDED, 1);
            final int ghosts = map.found(KEYS);
            assertTrue(ghosts > 0 && ghosts < ENTRY_COUNT, "ghosts: " + ghosts);
            assertFound(map, Check.C01);
        }
    }

    /** The heads are zero, the links are kept: an iteration sees what a generic lookup does not. */
    @Test
    void k05ShouldShowTheGhostsBehindKeptLinks()
    {
        final long[] keys = LabKeys.filledKeys(LabMap.Setup.DEFAULT, KeyForm.STRUCT);
        try (LabMap map = LabMap.make(LabMap.Setup.DEFAULT, KeyForm.STRUCT, 300, 0, keys))
        {
            map.threeStep();
            map.setHeaderWord(HmapDescriptor.COUNT_OFFSET, 0);
            map.put(ADDED, 1);
            assertEquals(0, map.found(keys));
            assertTrue(map.ranged().entries() > 1);
            assertFound(map, Check.C01, Check.T02);
        }
    }

    /** The sentinel is gone with the spare area. */
    @Test
    void k06ShouldMissTheSentinel()
    {
        try (LabMap map = growing())
        {
            map.image().zero(map.bucket(0), map.total() * BmapDescriptor.bucketSize(KeyForm.INT64.type()));
            map.setCounts(0, 0);
            assertFound(map, Check.O04);
        }
    }

    /** A new seed without a clear: whoever is still there is in the wrong place. */
    @Test
    void k07ShouldFindNothingUnderAnotherSeed()
    {
        try (LabMap map = growing())
        {
            reseed(map);
            assertTrue(map.found(KEYS) < ENTRY_COUNT / 4);
            assertEquals(ENTRY_COUNT, map.walk().len());
            assertFound(map, Check.T01);
        }
    }

    private static void reseed(final LabMap map)
    {
        final long word = map.image().getLong(map.image().header() + HmapDescriptor.FLAGS_OFFSET);
        map.setHeaderWord(HmapDescriptor.FLAGS_OFFSET, word ^ 0x5a5a_5a5aL << SEED_BIT);
    }

    /** A clear without a new seed is no damage that bytes could show; collisions that were learnt stay valid. */
    @Test
    void k08ShouldKeepLearntCollisionsUnderTheSameSeed()
    {
        final long[] chain = LabKeys.colliding(LabMap.Setup.DEFAULT, KeyForm.INT64, 0, 4, 3, 40);
        try (LabMap map = LabMap.make(LabMap.Setup.DEFAULT, KeyForm.INT64, 100, 0, chain))
        {
            final long word = map.image().getLong(map.image().header() + HmapDescriptor.FLAGS_OFFSET);
            final String learnt = map.chain(3);
            map.walk().clear();
            assertTrue(report(map).clean());
            final long cleared = map.image().getLong(map.image().header() + HmapDescriptor.FLAGS_OFFSET);
            map.setHeaderWord(HmapDescriptor.FLAGS_OFFSET, cleared & 0xffff_ffffL | word >>> SEED_BIT << SEED_BIT);
            map.put(chain);
            assertEquals(learnt, map.chain(3));
            assertTrue(report(map).clean());
        }
    }
}
