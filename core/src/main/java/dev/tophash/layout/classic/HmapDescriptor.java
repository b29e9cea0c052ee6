// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

/**
 * The 48-byte header of a map, Go's {@code hmap} (layout section 1.1).  All numbers are little-endian.
 *
 * <pre>
 *   0       8       9   10          12      16        24           32          40       48
 *   +-------+-------+---+-----------+-------+---------+------------+-----------+--------+
 *   | count | flags | B | noverflow | hash0 | buckets | oldbuckets | nevacuate | extra  |
 *   +-------+-------+---+-----------+-------+---------+------------+-----------+--------+
 *     i64     u8      u8  u16         u32     address   address      u64         address
 * </pre>
 */
public final class HmapDescriptor
{
    /** i64: number of live entries. */
    public static final int COUNT_OFFSET = 0;
    /** u8: see {@link HmapFlags}. */
    public static final int FLAGS_OFFSET = 8;
    /** u8: the main array has 2^B buckets. */
    public static final int B_OFFSET = 9;
    /** u16: overflow buckets of the current array; exact while B is below 16, sampled from there on. */
    public static final int NOVERFLOW_OFFSET = 10;
    /** u32: the seed of this map. */
    public static final int HASH0_OFFSET = 12;
    /** Address of the main array; may be nil while count and B are 0. */
    public static final int BUCKETS_OFFSET = 16;
    /** Address of the former array while the map grows, else nil. */
    public static final int OLDBUCKETS_OFFSET = 24;
    /** u64: all old buckets with a lower index are evacuated; keeps its value when a growth ends. */
    public static final int NEVACUATE_OFFSET = 32;
    /** Address of the {@link MapExtraDescriptor mapextra}, or nil. */
    public static final int EXTRA_OFFSET = 40;
    /** Bytes of the header; its alignment is 8. */
    public static final int SIZE = 48;

    private HmapDescriptor()
    {
    }
}
