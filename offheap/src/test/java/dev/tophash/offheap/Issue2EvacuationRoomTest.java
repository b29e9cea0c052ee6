// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * New keys that come while a map grows must not use up the addresses that its evacuation will need.
 *
 * <p>The worst case, built by hand for 2^8 old buckets. Many old chains hold exactly eight keys of one half: moved,
 * they fill a new bucket, and one more key of that kind takes an overflow bucket, of which the growth has set none
 * aside. The last old chains hold 24 keys of one half, so they need two overflow buckets each when their turn comes.
 */
class Issue2EvacuationRoomTest
{
    private static final HashKeys KEYS = HashKeys.of(
        GoVersion.GO_1_23, 0x5c1f_77d3_9ab2_4e61L, 0x1b3d_55aa_77cc_9911L, 0x7123_4567_89ab_cdefL, 0x3_5799L);
    private static final int OLD_COUNT = 1 << 8;
    private static final int FULL_CHAIN_COUNT = 190;
    private static final int LONG_CHAIN_COUNT = 6;
    private static final int CAPACITY = FULL_CHAIN_COUNT * 8 + LONG_CHAIN_COUNT * 24;

    /** By the low nine bits of their hash. */
    private static final List<List<Long>> KEYS_OF_CHAIN = new ArrayList<>();

    private final Map<Long, Long> model = new HashMap<>();
    private int refusedCount;

    private static OffHeapLongLongMap map(final long reservation)
    {
        return OffHeapMaps.longLong().capacity(CAPACITY).config(MapConfig.defaults().withReservation(reservation)
            .withUnsafeRandomnessForTests(FixedRandom.steady(0x7a3e_91c5), KEYS)).build();
    }

    @BeforeAll
    static void findKeys()
    {
        for (int i = 0; i < 2 * OLD_COUNT; i++)
        {
            KEYS_OF_CHAIN.add(new ArrayList<>());
        }
        try (OffHeapLongLongMap map = map(0))
        {
            for (long key = 0; key < 160 * OLD_COUNT; key++)
            {
                KEYS_OF_CHAIN.get((int)LongKey.hash(map, key) & 2 * OLD_COUNT - 1).add(key);
            }
        }
    }

    private boolean put(final OffHeapLongLongMap map, final int chain, final int n)
    {
        final long key = KEYS_OF_CHAIN.get(chain).get(n);
        try
        {
            map.put(key, ~key);
            model.put(key, ~key);
            return true;
        }
        catch (final OffHeapMemoryException e)
        {
            refusedCount++;
            return false;
        }
    }

    private void fill(final OffHeapLongLongMap map)
    {
        for (int chain = 0; chain < FULL_CHAIN_COUNT; chain++)
        {
            for (int n = 0; n < 8; n++)
            {
                assertTrue(put(map, chain, n));
            }
        }
        for (int chain = OLD_COUNT - LONG_CHAIN_COUNT; chain < OLD_COUNT; chain++)
        {
            for (int n = 0; n < 24; n++)
            {
                assertTrue(put(map, chain, n));
            }
        }
        assertEquals(8, map.b());
        assertTrue(!map.growing());
    }

    private void assertHolds(final OffHeapLongLongMap map)
    {
        assertEquals(model.size(), map.size());
        model.forEach((key, elem) -> assertEquals(elem, map.get(key)));
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    /** Every reservation from one that does not allow the growth to one that never refuses. */
    @Test
    void shouldKeepRoomForTheEvacuation()
    {
        int interesting = 0;
        for (long reservation = 140 << 10; reservation < 250 << 10; reservation += 6 << 10)
        {
            model.clear();
            refusedCount = 0;
            try (OffHeapLongLongMap map = map(reservation))
            {
                fill(map);
                if (put(map, 0, 8))
                {
                    assertTrue(map.growing());
                    interesting += growAndPut(map) ? 1 : 0;
                }
            }
        }
        assertTrue(interesting > 3, "no reservation refused a put in mid-growth");
    }

    /** Puts as many as it may while the map grows, then lets it grow to its end by removes that find nothing. */
    private boolean growAndPut(final OffHeapLongLongMap map)
    {
        for (int chain = 1; chain < FULL_CHAIN_COUNT && map.growing(); chain++)
        {
            put(map, chain, 8);
        }
        final boolean refused = refusedCount != 0;
        assertTrue(map.growing(), "the long chains are to move after the puts");
        assertHolds(map);
        while (map.growing())
        {
            map.remove(Long.MIN_VALUE);
        }
        assertHolds(map);
        map.clear();
        assertEquals(0, map.size());
        return refused;
    }
}
