// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.verify.Planted.LONGS;
import static dev.tophash.offheap.verify.Planted.assertAmong;
import static dev.tophash.offheap.verify.Planted.assertFound;
import static dev.tophash.offheap.verify.Planted.errors;
import static dev.tophash.offheap.verify.Planted.find;
import static dev.tophash.offheap.verify.Planted.growing;
import static dev.tophash.offheap.verify.Planted.settled;
import static dev.tophash.offheap.verify.Planted.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.CachedGeometry;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists, strings, boxes and the live map's cache, damaged on purpose. */
class PlantedPointerTest
{
    @Test
    void shouldFindWrongLists()
    {
        final MiniMap map = settled(LONGS);
        final long list = map.extra(MapExtraDescriptor.OVERFLOW_OFFSET);
        final long data = Memory.getLong(map.memory, list) - MiniMap.BASE;
        final long first = Memory.getLong(map.memory, data);
        final long second = Memory.getLong(map.memory, data + 8);
        final long length = Memory.getLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET);
        Memory.putLong(map.memory, data, second);
        Memory.putLong(map.memory, data + 8, first);
        assertFound(map, Check.L01);
        Memory.putLong(map.memory, data, first);
        assertFound(map, Check.L01);
        Memory.putLong(map.memory, data + 8, MiniMap.BASE + map.bucket(3));
        assertFound(map, Check.L01);
        Memory.putLong(map.memory, data + 8, second);
        for (final long wrong : new long[]{length - 1, length + 1})
        {
            Memory.putLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET, wrong);
            assertFound(map, Check.L01);
        }
        for (final long wrong : new long[]{-1, Long.MAX_VALUE})
        {
            Memory.putLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET, wrong);
            assertFound(map, Check.L02);
        }
        Memory.putLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET, length);
        for (final long wrong : new long[]{length - 1, -1, Long.MAX_VALUE, 1L << 60})
        {
            Memory.putLong(map.memory, list + SliceDescriptor.CAPACITY_OFFSET, wrong);
            assertFound(map, Check.L02);
        }
        map.putExtra(MapExtraDescriptor.OVERFLOW_OFFSET, 1L << 40);
        assertFound(map, Check.L02);
        map.putExtra(MapExtraDescriptor.OVERFLOW_OFFSET, 0);
        assertFound(map, Check.L01);
    }

    @Test
    void shouldFindAListThatShouldNotBe()
    {
        final MiniMap pointers = settled("map[string]int64");
        pointers.putExtra(MapExtraDescriptor.OVERFLOW_OFFSET, 0x160);
        assertFound(pointers, Check.L01);
        final MiniMap done = settled(LONGS);
        done.putExtra(MapExtraDescriptor.OLDOVERFLOW_OFFSET, 0x180);
        assertFound(done, Check.L01);
    }

    @Test
    void shouldFindListDataOnTopOfSomethingElse()
    {
        final MiniMap map = settled(LONGS);
        final long list = map.extra(MapExtraDescriptor.OVERFLOW_OFFSET);
        final long data = Memory.getLong(map.memory, list) - MiniMap.BASE;
        final long copy = MiniMap.HEADER + 0x100;
        Memory.copy(map.memory, data, copy, 64 * 8);
        Memory.putLong(map.memory, list, MiniMap.BASE + copy);
        assertTrue(map.verify().clean());
        Memory.copy(map.memory, data, copy - 0x90, 64 * 8);
        Memory.putLong(map.memory, list, MiniMap.BASE + copy - 0x90);
        assertFalse(verify(map).clean());
    }

    @Test
    void shouldFindStringsThatLeadNowhere()
    {
        final MiniMap map = settled("map[string]string");
        final long bucket = find(map, true);
        final long key = map.keyAt(bucket, 0);
        final long elem = map.elemAt(bucket, 0);
        final long address = Memory.getLong(map.memory, key);
        Memory.putLong(map.memory, key, 5);
        assertFound(map, Check.P02);
        Memory.putLong(map.memory, key, MiniMap.BASE + bucket);
        assertFound(map, Check.P02);
        Memory.putLong(map.memory, key, address);
        Memory.putLong(map.memory, key + 8, -1);
        assertFound(map, Check.P02);
        Memory.putLong(map.memory, key + 8, Long.MAX_VALUE);
        assertFound(map, Check.P02);
        Memory.putLong(map.memory, key + 8, Memory.getLong(map.memory, map.keyAt(bucket, 1) + 8));
        Memory.putLong(map.memory, elem + 8, 99);
        assertAmong(map, Check.P02);
    }

    @Test
    void shouldFindBoxesThatLeadNowhere()
    {
        final MiniMap keys = settled("map[[200]uint8]int64");
        final long key = keys.keyAt(find(keys, true), 0);
        final long box = Memory.getLong(keys.memory, key);
        Memory.putLong(keys.memory, key, 0);
        assertFound(keys, Check.P02);
        Memory.putLong(keys.memory, key, box + (1 << 20));
        assertFound(keys, Check.P02);
        Memory.putLong(keys.memory, key, Memory.getLong(keys.memory, keys.keyAt(find(keys, true), 1)));
        assertAmong(keys, Check.B02);
        final MiniMap elems = settled("map[int64][200]uint8");
        final long elem = elems.elemAt(find(elems, true), 0);
        Memory.putLong(elems.memory, elem, Memory.getLong(elems.memory, elems.elemAt(find(elems, true), 1)));
        assertFound(elems, Check.P02);
        Memory.putLong(elems.memory, elem, 0);
        assertFound(elems, Check.P02);
    }

    @Test
    void shouldFindAWrongCache()
    {
        final MiniMap map = growing(LONGS);
        final long main = map.bucket(0);
        final long old = map.oldBucket(0);
        final int seed = map.image().hash0();
        assertTrue(verifyCached(map, 31, main, old, seed).clean());
        assertEquals(Set.of(Check.M01), errors(verifyCached(map, 15, main, old, seed)));
        assertEquals(Set.of(Check.M01), errors(verifyCached(map, 31, main + 144, old, seed)));
        assertEquals(Set.of(Check.M01), errors(verifyCached(map, 31, main, 0, seed)));
        assertEquals(Set.of(Check.M01), errors(verifyCached(map, 31, 0, MapImage.NOWHERE, seed)));
        assertEquals(Set.of(Check.M01), errors(verifyCached(map, 31, main, old, seed + 1)));
    }

    /** Lookups may begin at the decoy at any time, at the array unless the map grows, and nowhere else. */
    @Test
    void shouldFindLookupsThatBeginWhereTheyMayNot()
    {
        final MiniMap map = settled(LONGS);
        final long main = map.bucket(0);
        final long mask = (1L << map.b()) - 1;
        final long decoy = map.newDecoy(TopHash.EMPTY_ONE);
        assertTrue(verifyLookups(map, 0, decoy, 0, decoy).clean());
        assertTrue(verifyLookups(map, 0, main, mask, decoy).clean());
        assertM01(verifyLookups(map, 0, main, 0, decoy));
        assertM01(verifyLookups(map, 0, decoy, mask, decoy));
        assertM01(verifyLookups(map, 0, main + BmapDescriptor.bucketSize(map.type), mask, decoy));
        final MiniMap growing = growing(LONGS);
        final long ownDecoy = growing.newDecoy(TopHash.EMPTY_ONE);
        assertTrue(verifyLookups(growing, growing.oldBucket(0), ownDecoy, 0, ownDecoy).clean());
        assertM01(verifyLookups(growing, growing.oldBucket(0), growing.bucket(0), (1L << growing.b()) - 1, ownDecoy));
    }

    /** A limit that is too high lets a write pass the growth that is due; beside a decoy there is no limit. */
    @Test
    void shouldFindAStraightLineThatGoesTooFar()
    {
        final MiniMap map = settled(LONGS);
        final long most = LoadFactor.growLimit(map.b());
        for (final long sound : new long[] {CachedGeometry.NOT_STRAIGHT, 0, 1, most})
        {
            assertTrue(verifyStraight(map, map.bucket(0), sound).clean(), () -> "limit " + sound);
        }
        for (final long unsound : new long[] {most + 1, Long.MAX_VALUE, -2, Long.MIN_VALUE})
        {
            assertM01(verifyStraight(map, map.bucket(0), unsound));
        }
        assertM01(verifyStraight(map, map.newDecoy(TopHash.EMPTY_ONE), 0));
        assertEquals(0, CachedGeometry.straightLimit(1 << map.b(), map.b()), "too many overflow buckets");
    }

    private static VerifyReport verifyStraight(final MiniMap map, final long lookups, final long limit)
    {
        final long mask = (1L << map.b()) - 1;
        final boolean settled = lookups == map.bucket(0);
        final long decoy = settled ? map.newDecoy(TopHash.EMPTY_ONE) : lookups;
        return MapVerifier.verify(map.image().withGeometry(new CachedGeometry(
            mask, map.bucket(0), 0, map.image().hash0(), lookups, settled ? mask : 0, decoy, limit)));
    }

    /** A decoy in which a key could be, or with which a chain could end, would answer for a growing map. */
    @Test
    void shouldFindADamagedDecoy()
    {
        final MiniMap map = settled(LONGS);
        for (final int top : new int[] {TopHash.EMPTY_REST, TopHash.EVACUATED_X, TopHash.MIN_TOP_HASH, 255})
        {
            final long decoy = map.newDecoy(top);
            assertM01(verifyLookups(map, 0, decoy, 0, decoy));
        }
        for (final long outside : new long[] {-8, map.used() - 7, map.used(), Long.MAX_VALUE, Long.MIN_VALUE})
        {
            assertM01(verifyLookups(map, 0, outside, 0, outside));
        }
    }

    private static void assertM01(final VerifyReport report)
    {
        assertEquals(Set.of(Check.M01), errors(report));
    }

    private static VerifyReport verifyLookups(
        final MiniMap map, final long old, final long lookups, final long lookupMask, final long decoy)
    {
        return MapVerifier.verify(map.image().withGeometry(new CachedGeometry(
            (1L << map.b()) - 1, map.bucket(0), old, map.image().hash0(), lookups, lookupMask, decoy,
            CachedGeometry.NOT_STRAIGHT)));
    }

    private static VerifyReport verifyCached(
        final MiniMap map, final long mask, final long main, final long old, final int seed)
    {
        final long decoy = map.newDecoy(TopHash.EMPTY_ONE);
        return MapVerifier.verify(
            map.image().withGeometry(
                new CachedGeometry(mask, main, old, seed, decoy, 0, decoy, CachedGeometry.NOT_STRAIGHT)));
    }
}
