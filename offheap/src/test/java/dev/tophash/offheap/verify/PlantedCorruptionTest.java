// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.COUNT_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.HASH0_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NOVERFLOW_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.offheap.verify.Planted.LONGS;
import static dev.tophash.offheap.verify.Planted.assertAmong;
import static dev.tophash.offheap.verify.Planted.assertFound;
import static dev.tophash.offheap.verify.Planted.errors;
import static dev.tophash.offheap.verify.Planted.find;
import static dev.tophash.offheap.verify.Planted.growing;
import static dev.tophash.offheap.verify.Planted.lastOfChain;
import static dev.tophash.offheap.verify.Planted.planted;
import static dev.tophash.offheap.verify.Planted.put;
import static dev.tophash.offheap.verify.Planted.settled;
import static dev.tophash.offheap.verify.Planted.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule, broken on purpose in a healthy map, is found under its own code. Ids are the catalogue's, group B5. */
class PlantedCorruptionTest
{
    @Test
    void i04ShouldFindABThatDoesNotFit()
    {
        for (int b = 20; b < 256; b++)
        {
            final int wrong = b;
            final MiniMap map = settled(LONGS);
            Memory.putByte(map.memory, MiniMap.HEADER + B_OFFSET, (byte)wrong);
            assertFound(map, Check.H01);
        }
    }

    @Test
    void i05ShouldFindAWrongCount()
    {
        planted(settled(LONGS), (map) -> map.putHeader(COUNT_OFFSET, -1), Check.H01, Check.C01);
        planted(settled(LONGS), (map) -> map.putHeader(COUNT_OFFSET, Long.MAX_VALUE), Check.C01);
        planted(settled(LONGS), (map) -> map.addToCount(1), Check.C01);
        planted(growing(LONGS), (map) -> map.addToCount(-1), Check.C01);
        planted(new MiniMap(LONGS, 0, 1), (map) -> map.addToCount(1), Check.C01);
    }

    @Test
    void i06ShouldFindWrongFlags()
    {
        planted(settled(LONGS), (map) -> map.putFlags(16), Check.H01);
        planted(settled(LONGS), (map) -> map.putFlags(HmapFlags.ITERATOR), Check.H01);
        planted(settled(LONGS), (map) -> map.putFlags(HmapFlags.HASH_WRITING), Check.F01);
        planted(settled(LONGS), (map) -> map.putFlags(HmapFlags.SAME_SIZE_GROW), Check.H03);
        final MiniMap map = growing(LONGS);
        map.putFlags(HmapFlags.SAME_SIZE_GROW);
        assertFalse(verify(map).clean());
    }

    @Test
    void i07ShouldFindAWrongNumberOfOverflowBuckets()
    {
        planted(settled(LONGS), (map) -> Memory.putShort(map.memory, MiniMap.HEADER + NOVERFLOW_OFFSET, (short)0),
            Check.O02);
        planted(growing("map[string]int64"),
            (map) -> Memory.putShort(map.memory, MiniMap.HEADER + NOVERFLOW_OFFSET, (short)-1), Check.O02);
    }

    @Test
    void i08ShouldFindAWrongArrayPointer()
    {
        planted(settled(LONGS), (map) -> map.putHeader(BUCKETS_OFFSET, 0), Check.H02);
        planted(settled(LONGS), (map) -> map.putHeader(BUCKETS_OFFSET, 12345), Check.H02);
        planted(settled(LONGS), (map) -> map.putHeader(BUCKETS_OFFSET, map.header(BUCKETS_OFFSET) + 4), Check.H02);
        planted(settled(LONGS), (map) -> map.putHeader(BUCKETS_OFFSET, MiniMap.BASE + map.used() - 100), Check.H02);
        planted(new MiniMap(LONGS, 0, 1), (map) -> map.putHeader(BUCKETS_OFFSET, MiniMap.BASE + 0xf0), Check.H02);
    }

    @Test
    void i09ShouldFindAWrongOldArray()
    {
        planted(settled(LONGS), (map) -> map.putHeader(OLDBUCKETS_OFFSET, 8), Check.H02);
        final MiniMap same = settled(LONGS);
        same.putHeader(OLDBUCKETS_OFFSET, same.header(BUCKETS_OFFSET));
        assertAmong(same, Check.H02);
        final MiniMap overlapping = growing(LONGS);
        overlapping.putHeader(OLDBUCKETS_OFFSET, overlapping.header(BUCKETS_OFFSET) - 144);
        assertAmong(overlapping, Check.H02);
        planted(new MiniMap(LONGS, 0, 1), (map) -> map.putHeader(OLDBUCKETS_OFFSET, MiniMap.BASE + 0x1000), Check.H03);
        planted(growing(LONGS), (map) -> map.putHeader(OLDBUCKETS_OFFSET, 0), Check.H03, Check.C01, Check.L01);
    }

    @Test
    void i10ShouldFindAWrongEvacuationMark()
    {
        planted(growing(LONGS), (map) -> map.putHeader(NEVACUATE_OFFSET, 16), Check.H03);
        planted(growing(LONGS), (map) -> map.putHeader(NEVACUATE_OFFSET, -1), Check.H03);
        planted(growing(LONGS), (map) -> map.putHeader(NEVACUATE_OFFSET, 3), Check.H03);
        planted(growing(LONGS), (map) -> map.putHeader(NEVACUATE_OFFSET, 1), Check.H03);
        planted(settled(LONGS), (map) -> map.putHeader(NEVACUATE_OFFSET, 7), Check.H03);
    }

    @Test
    void i11ShouldFindEveryWrongOverflowPointer()
    {
        final MiniMap outside = settled(LONGS);
        outside.putOverflow(find(outside, false), 1L << 40);
        assertFound(outside, Check.P01);
        final MiniMap middle = settled(LONGS);
        middle.putOverflow(find(middle, false), middle.bucket(3) + 8);
        assertFound(middle, Check.P01);
        final MiniMap misaligned = settled(LONGS);
        misaligned.putOverflow(find(misaligned, false), 0x144);
        assertFound(misaligned, Check.P01);
        final MiniMap other = settled(LONGS);
        final long from = find(other, false);
        other.putOverflow(from, from == other.bucket(0) ? other.bucket(1) : other.bucket(0));
        assertFound(other, Check.O06);
        final MiniMap itself = settled(LONGS);
        itself.putOverflow(find(itself, false), find(itself, false));
        assertFound(itself, Check.O07);
        final MiniMap two = settled(LONGS);
        two.putOverflow(two.overflow(find(two, true)), find(two, true));
        assertFound(two, Check.O07);
        final MiniMap header = settled(LONGS);
        header.putOverflow(find(header, false), MiniMap.HEADER);
        assertAmong(header, Check.P01);
    }

    @Test
    void i11ShouldFindCyclesAndSharedTails()
    {
        final MiniMap cycle = longChain();
        cycle.putOverflow(lastOfChain(cycle, cycle.bucket(0)), cycle.overflow(cycle.bucket(0)));
        assertFound(cycle, Check.O07);
        final MiniMap shared = longChain();
        shared.putOverflow(shared.bucket(1), lastOfChain(shared, shared.bucket(0)));
        assertFound(shared, Check.O06);
        final MiniMap old = growing(LONGS);
        old.putOverflow(find(old, false), old.oldBucket(5));
        assertAmong(old, Check.P01);
    }

    /** Two buckets, 100 entries of the first one: many more overflow buckets than main buckets. */
    private static MiniMap longChain()
    {
        final MiniMap map = new MiniMap(LONGS, 1, 7);
        int count = 0;
        for (long key = 0; count < 100; key++)
        {
            Memory.putLong(map.memory, 0x1e0, key);
            if ((map.hashAt(0x1e0) & 1) == 0)
            {
                map.put(key, key);
                count++;
            }
        }
        assertTrue(map.verify().clean());
        return map;
    }

    @Test
    void i12ShouldAcceptAChainLongerThanTheNumberOfBuckets()
    {
        assertEquals(100, longChain().verify().entryCount());
    }

    /** Buckets of 16 bytes that overlap by half: more of them than the memory could hold side by side. */
    @Test
    void shouldEndAChainOfOverlappingBuckets()
    {
        final MiniMap map = new MiniMap("map[struct {}]struct {}", 0, 7, 1 << 16);
        final long start = map.allocate(0x4000);
        map.putOverflow(map.bucket(0), start);
        for (long at = start; at < start + 0x4000 - 24; at += 8)
        {
            Memory.putLong(map.memory, at + 8, MiniMap.BASE + at + 8);
        }
        assertAmong(map, Check.O01);
    }

    @Test
    void i13ShouldFindAWrongSpareArea()
    {
        final MiniMap map = new MiniMap(LONGS, 4, 7);
        final long spare = map.extra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, spare + 8);
        assertFound(map, Check.O03);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, spare - 144);
        assertFound(map, Check.O03);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, spare + 2 * 144);
        assertFound(map, Check.O03);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, spare + 144);
        assertFound(map, Check.O05);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, spare);
        map.putOverflow(spare + 144, 0);
        assertFound(map, Check.O04);
        map.putOverflow(spare + 144, map.bucket(0));
        map.putOverflow(spare, map.bucket(0));
        assertFound(map, Check.O04);
        map.putOverflow(spare, 0);
        map.putTop(spare, 5, 77);
        assertFound(map, Check.O05);
        map.putTop(spare, 5, 0);
        map.putHeader(EXTRA_OFFSET, 0);
        assertFound(map, Check.H02);
    }

    @Test
    void i13ShouldFindASpareBucketThatIsHandedOutTwice()
    {
        final MiniMap map = settled(LONGS);
        map.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, map.bucket(16));
        assertAmong(map, Check.O05);
        final MiniMap small = new MiniMap(LONGS, 2, 7);
        small.putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, small.bucket(0));
        assertFound(small, Check.O03);
    }

    @Test
    void i13ShouldFindAWrongOldSpareArea()
    {
        final MiniMap sentinel = growingUnused(2);
        sentinel.putOverflow(sentinel.oldBucket(17), 0);
        assertFound(sentinel, Check.O04);
        final MiniMap used = growingUnused(2);
        used.putTop(used.oldBucket(16), 0, 9);
        assertFound(used, Check.O05);
    }

    /** Growing from 16 buckets, none of whose spare ones was used. */
    private static MiniMap growingUnused(final int evacuations)
    {
        final MiniMap map = new MiniMap(LONGS, 4, 7);
        for (int i = 0; i < 30; i++)
        {
            map.put(i, i);
        }
        map.grow(false);
        for (int i = 0; i < evacuations; i++)
        {
            map.evacuate(i);
        }
        assertTrue(map.verify().clean());
        return map;
    }

    @Test
    void i14ShouldFindWrongStates()
    {
        for (int mark = TopHash.EVACUATED_X; mark <= TopHash.EVACUATED_EMPTY; mark++)
        {
            final MiniMap map = settled(LONGS);
            map.putTop(find(map, false), 0, mark);
            assertFound(map, Check.T03, Check.C01);
        }
        final MiniMap mixed = growing(LONGS);
        mixed.putTop(mixed.oldBucket(0), 5, 200);
        assertFound(mixed, Check.T03);
        final MiniMap unmoved = growing(LONGS);
        unmoved.putTop(unmoved.oldBucket(5), 3, TopHash.EVACUATED_X);
        assertFound(unmoved, Check.T03, Check.C01);
        final MiniMap rest = settled(LONGS);
        final int top = rest.top(find(rest, false), 0);
        rest.putTop(find(rest, false), 0, TopHash.EMPTY_REST);
        assertTrue(top >= TopHash.MIN_TOP_HASH);
        assertFound(rest, Check.T02, Check.C01);
        final MiniMap tombstone = new MiniMap(LONGS, 0, 7);
        tombstone.put(1, 1);
        tombstone.putTop(tombstone.bucket(0), 1, TopHash.EMPTY_ONE);
        assertFound(tombstone, Check.T02);
        tombstone.putTop(tombstone.bucket(0), 1, TopHash.EMPTY_REST);
        tombstone.putTop(tombstone.bucket(0), 7, TopHash.EMPTY_ONE);
        assertFound(tombstone, Check.T02);
    }

    @Test
    void i15ShouldFindAWrongTophash()
    {
        final MiniMap map = settled(LONGS);
        final long bucket = find(map, false);
        map.putTop(bucket, 0, map.top(bucket, 0) == 200 ? 201 : 200);
        assertFound(map, Check.T01);
    }

    @Test
    void i15ShouldFindAKeyInTheWrongBucket()
    {
        final MiniMap map = new MiniMap(LONGS, 2, 7);
        map.put(1, 1);
        Memory.putLong(map.memory, 0x1e0, 1);
        final long home = map.hashAt(0x1e0) & 3;
        final long there = map.bucket(home);
        final long elsewhere = map.bucket(home ^ 1);
        Memory.copy(map.memory, there, elsewhere, 144);
        Memory.zero(map.memory, there, 144);
        assertFound(map, Check.B01);
    }

    @Test
    void shouldFindAChangedSeed()
    {
        final MiniMap map = settled(LONGS);
        Memory.putInt(map.memory, MiniMap.HEADER + HASH0_OFFSET, 0xcafebabf);
        assertFound(map, Check.T01, Check.B01);
    }

    @Test
    void i16ShouldFindADuplicate()
    {
        for (final String type : new String[]{LONGS, "map[string]int64", "map[int32]int64", "map[[24]uint8]int64"})
        {
            final MiniMap map = new MiniMap(type, 0, 7);
            put(map, 1);
            put(map, 1);
            assertFound(map, Check.B02);
            assertEquals(Set.of(Check.B02), errors(MapVerifier.verify(map.image(null))));
        }
    }

    @Test
    void i16ShouldFindAnEntryInBothArrays()
    {
        final MiniMap map = growingUnused(2);
        long index = 5;
        while (map.top(map.oldBucket(index), 0) < TopHash.MIN_TOP_HASH)
        {
            index++;
        }
        final long key = Memory.getLong(map.memory, map.keyAt(map.oldBucket(index), 0));
        map.put(key, 5);
        assertFound(map, Check.B03, Check.E01);
    }

    @Test
    void shouldFindAGhostInAChainThatIsNotEvacuated()
    {
        final MiniMap map = growingUnused(2);
        for (long key = 1000; map.verify().clean(); key++)
        {
            map.put(key, key);
        }
        assertFound(map, Check.E01);
    }

    @Test
    void shouldFindAWrongSplit()
    {
        final MiniMap map = growingUnused(5);
        for (int i = 0; i < 5; i++)
        {
            for (int slot = 0; slot < 8; slot++)
            {
                final int top = map.top(map.oldBucket(i), slot);
                if (top == TopHash.EVACUATED_X || top == TopHash.EVACUATED_Y)
                {
                    map.putTop(map.oldBucket(i), slot, top ^ 1);
                    assertFound(map, Check.E01);
                    map.putTop(map.oldBucket(i), slot, top);
                }
            }
        }
    }

    @Test
    void shouldFindASideInAGrowthToTheSameSize()
    {
        final MiniMap map = settled("map[string]int64");
        map.grow(true);
        map.evacuate(0);
        map.putTop(map.oldBucket(0), 0, TopHash.EVACUATED_Y);
        assertFound(map, Check.E01);
    }

    @Test
    void shouldFindAWipedBucketThatStillLeadsOn()
    {
        final MiniMap map = growing("map[string]int64");
        map.putOverflow(map.oldBucket(0), map.oldBucket(16));
        assertFound(map, Check.P01);
    }

    @Test
    void shouldFindAHeaderOutsideTheImage()
    {
        final MiniMap map = settled(LONGS);
        for (final long offset : new long[]{-1, map.used() - 47, Long.MAX_VALUE, Long.MIN_VALUE})
        {
            final MapImage image = new MapImage(map.memory.asSlice(0, map.used()), MiniMap.BASE, offset, map.type,
                MiniMap.KEYS, map.image().version());
            assertEquals(Set.of(Check.X01), errors(MapVerifier.verify(image)));
        }
    }

    @Test
    void shouldTellAnOverloadedMapAsInformation()
    {
        final VerifyReport report = settled(LONGS).verify();
        assertTrue(report.clean());
        assertEquals(1, report.count(Check.G01));
        assertEquals(0, growingUnused(3).verify().count(Check.G01));
    }

    @Test
    void shouldTellOldBytesAsInformation()
    {
        final MiniMap map = new MiniMap(LONGS, 0, 7);
        map.put(77, 1);
        assertEquals(0, map.verify().count(Check.S01));
        map.delete(77);
        assertTrue(map.verify().clean());
        assertEquals(1, map.verify().count(Check.S01));
    }
}
