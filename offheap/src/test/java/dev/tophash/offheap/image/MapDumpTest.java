// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Section 21 of the layout, the worked example, as text. */
class MapDumpTest
{
    private static final long BASE = 0x200000000000L;
    private static final long HEADER = 64;
    private static final long BUCKET = 128;
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_19, 0x0123456789abcdefL);

    /** One bucket with keys 1 to 8 and elems 10, 1002 to 1008; an overflow bucket with one more. */
    private static MemorySegment memory()
    {
        final MemorySegment memory = Arena.ofAuto().allocate(1024, 16);
        Memory.putLong(memory, HEADER + HmapDescriptor.COUNT_OFFSET, 8);
        Memory.putInt(memory, HEADER + HmapDescriptor.HASH0_OFFSET, 0x12345678);
        Memory.putLong(memory, HEADER + HmapDescriptor.BUCKETS_OFFSET, BASE + BUCKET);
        Memory.putLong(memory, BUCKET, 0x9ecc0694cddf574fL);
        for (int i = 0; i < 8; i++)
        {
            Memory.putLong(memory, BUCKET + 8 + 8L * i, 1 + i);
            Memory.putLong(memory, BUCKET + 72 + 8L * i, i == 0 ? 10 : 1001 + i);
        }
        return memory;
    }

    private static MapImage image(final MemorySegment memory, final String type)
    {
        return new MapImage(memory, BASE, HEADER, MapType.parse(type), KEYS, GoVersion.GO_1_19);
    }

    @Test
    void shouldShowTheHeaderField()
    {
        assertEquals("""
            map[uint64]uint64, Go 1.19, 1024 bytes at 0x200000000000
            header at 0x200000000040
              +0x000  08 00 00 00 00 00 00 00  count         8
              +0x008  00                       flags         -
              +0x009  00                       B             0, buckets: 1 and 0 spare
              +0x00a  00 00                    noverflow     0
              +0x00c  78 56 34 12              hash0         0x12345678
              +0x010  80 00 00 00 00 20 00 00  buckets       M0
              +0x018  00 00 00 00 00 00 00 00  oldbuckets    nil
              +0x020  00 00 00 00 00 00 00 00  nevacuate     0
              +0x028  00 00 00 00 00 00 00 00  extra         nil
            """, trimmed(MapDump.header(image(memory(), "map[uint64]uint64"))));
    }

    @Test
    void shouldNameEveryByteOfABucket()
    {
        final String text = MapDump.bucket(image(memory(), "map[uint64]uint64"), "M0");
        assertTrue(text.startsWith("bucket M0 at 0x200000000080\n  +0x000  4f "), text);
        assertTrue(text.contains("tophash[0]    live(0x4f)"), text);
        assertTrue(text.contains("  +0x008  01 00 00 00 00 00 00 00 "), text);
        assertTrue(text.contains("key[7]        8"), text);
        assertTrue(text.contains("elem[1]       1002"), text);
        assertTrue(text.contains("overflow      nil"), text);
        assertEquals(1 + 8 + 8 + 8 + 1, text.lines().count());
        final long bytes =
            text.lines().skip(1).mapToLong((line) -> line.substring(10, 34).trim().split(" ", -1).length).sum();
        assertEquals(144, bytes);
    }

    @Test
    void shouldShowValuesOfEveryKind()
    {
        final MemorySegment memory = memory();
        Memory.putLong(memory, BUCKET + 8, BASE + 600);
        Memory.putLong(memory, BUCKET + 16, 3);
        Memory.putByte(memory, 600, (byte)'a');
        Memory.putByte(memory, 601, (byte)'"');
        Memory.putByte(memory, 602, (byte)0xe4);
        final String strings = MapDump.bucket(image(memory, "map[string]uint8"), "M0");
        assertTrue(strings.contains("\"a\\\"\\xe4\""), strings);
        assertTrue(strings.contains("string(0x3, length 4)"), strings);
        final String structs = MapDump.bucket(image(memory, "map[struct { a int32; b bool }][2]int16"), "M0");
        assertTrue(structs.contains("{600 false}"), structs);
        assertTrue(MapDump.bucket(image(memory, "map[float64]complex128"), "M0").contains("1.5E-323"));
        assertTrue(MapDump.bucket(image(memory, "map[interface {}]int8"), "M0").contains("interface(0x"));
        assertTrue(MapDump.bucket(image(memory, "map[[200]uint8]int8"), "M0").contains("-> [97 34 228 0 "));
        assertTrue(MapDump.bucket(image(memory, "map[[200]uint8]int8"), "M0").contains("?"));
    }

    @Test
    void shouldFollowAChainOnceAround()
    {
        final MemorySegment memory = memory();
        Memory.putLong(memory, BUCKET + 136, BASE + 400);
        Memory.putLong(memory, 400 + 136, BASE + BUCKET);
        final MapImage image = image(memory, "map[uint64]uint64");
        final String chain = MapDump.chain(image, "M0");
        assertTrue(chain.contains("bucket H0 at 0x200000000190"), chain);
        assertTrue(chain.endsWith("the chain comes back to M0\n"), chain);
        assertTrue(MapDump.all(image, true).contains("bucket H0"));
        assertFalse(MapDump.all(image, true).contains("bucket O0"));
    }

    @Test
    void shouldRefuseUnknownBuckets()
    {
        final MapImage image = image(memory(), "map[uint64]uint64");
        for (final String label : new String[]{"M1", "O0", "H0", "", "X1", "M-1", "M9999999999999999999"})
        {
            assertThrows(IllegalArgumentException.class, () -> MapDump.bucket(image, label));
            assertThrows(IllegalArgumentException.class, () -> MapDump.chain(image, label));
        }
    }

    @Test
    void shouldShowDamagedBytesWithoutComplaint()
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 300; round++)
        {
            final MemorySegment memory = memory();
            for (int i = 0; i < 60; i++)
            {
                final long value = random.nextInt(3) == 0 ? random.nextLong() : BASE + random.nextInt(1024);
                Memory.putLong(memory, random.nextInt(1017), value);
            }
            for (final String type : List.of("map[uint64]uint64", "map[string][200]uint8", "map[interface {}]string"))
            {
                assertFalse(MapDump.all(image(memory, type), true).isEmpty());
                assertTrue(MapDiff.compare(image(memory, type), image(memory, type), 10).isEmpty());
                assertFalse(MapDiff.compare(image(memory, type), image(memory(), type), 10).isEmpty());
            }
        }
    }

    @Test
    void shouldFindNoDifferenceBetweenMapsAtDifferentAddresses()
    {
        final MemorySegment memory = memory();
        Memory.putLong(memory, BUCKET + 136, BASE + 400);
        final MemorySegment moved = Arena.ofAuto().allocate(2048, 16);
        Memory.copy(memory, 0, moved, 512, 1024);
        Memory.putLong(moved, 512 + HEADER + HmapDescriptor.BUCKETS_OFFSET, 0x7000 + 512 + BUCKET);
        Memory.putLong(moved, 512 + BUCKET + 136, 0x7000 + 512 + 400);
        final MapType type = MapType.parse("map[uint64]uint64");
        final MapImage other = new MapImage(moved, 0x7000, 512 + HEADER, type, null, GoVersion.GO_1_23);
        assertEquals(List.of(), MapDiff.compare(image(memory, "map[uint64]uint64"), other, 10));
    }

    @Test
    void shouldNameEveryDifference()
    {
        final MemorySegment memory = memory();
        final MapImage a = image(memory(), "map[uint64]uint64");
        Memory.putLong(memory, HEADER + HmapDescriptor.COUNT_OFFSET, 9);
        Memory.putByte(memory, BUCKET + 3, (byte)1);
        Memory.putLong(memory, BUCKET + 8 + 8, 77);
        Memory.putLong(memory, BUCKET + 72 + 56, 78);
        Memory.putLong(memory, BUCKET + 136, BASE + 400);
        final MapImage b = image(memory, "map[uint64]uint64");
        final List<String> places =
            MapDiff.compare(a, b, 100).stream().map(MapDiff.Difference::toString).sorted().toList();
        assertEquals(List.of(
            "header, count: 8 | 9",
            "number of H buckets: 0 | 1",
            "bucket M0, key[1]: 2 | 77",
            "bucket M0, tophash[3]: live(0xcd) | emptyOne",
            "bucket M0, elem[7]: 1008 | 78",
            "bucket M0, overflow: nil | H0").stream().sorted().toList(), places);
        assertEquals(2, MapDiff.compare(a, b, 2).size());
        assertEquals("type", MapDiff.compare(a, image(memory, "map[string]uint64"), 9).get(0).place());
    }

    private static String trimmed(final String text)
    {
        return text.lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
    }
}
