// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which bytes of a map differ between two moments, by name: header fields with both values, buckets by their parts.
 */
public final class Changes
{
    private static final int MAX_BUCKETS = 6;
    private static final Map<String, int[]> HEADER = new LinkedHashMap<>();

    static
    {
        HEADER.put("count", new int[]{HmapDescriptor.COUNT_OFFSET, 8});
        HEADER.put("flags", new int[]{HmapDescriptor.FLAGS_OFFSET, 1});
        HEADER.put("B", new int[]{HmapDescriptor.B_OFFSET, 1});
        HEADER.put("noverflow", new int[]{HmapDescriptor.NOVERFLOW_OFFSET, 2});
        HEADER.put("hash0", new int[]{HmapDescriptor.HASH0_OFFSET, 4});
        HEADER.put("buckets", new int[]{HmapDescriptor.BUCKETS_OFFSET, 8});
        HEADER.put("oldbuckets", new int[]{HmapDescriptor.OLDBUCKETS_OFFSET, 8});
        HEADER.put("nevacuate", new int[]{HmapDescriptor.NEVACUATE_OFFSET, 8});
        HEADER.put("extra", new int[]{HmapDescriptor.EXTRA_OFFSET, 8});
    }

    private final MapImage before;
    private final MapImage after;
    private final boolean withElems;
    private final boolean beyond;
    private final List<String> lines = new ArrayList<>();

    private Changes(final MapImage before, final MapImage after, final boolean withElems, final boolean beyond)
    {
        this.before = before;
        this.after = after;
        this.withElems = withElems;
        this.beyond = beyond;
    }

    /** All changes between two views of the same copy. */
    static List<String> between(final MapImage before, final MapImage after)
    {
        return between(before, after, false);
    }

    /** With {@code beyond}, buckets past the end of the array are named by their distance. */
    static List<String> between(final MapImage before, final MapImage after, final boolean beyond)
    {
        return new Changes(before, after, false, beyond).all();
    }

    /**
     * The same with the elems of the buckets.
     *
     * @param before a view of a copy.
     * @param after  a view of the same copy, later.
     * @return lines for people.
     */
    public static List<String> withElems(final MapImage before, final MapImage after)
    {
        return new Changes(before, after, true, false).all();
    }

    private List<String> all()
    {
        header();
        buckets();
        return lines;
    }

    private void header()
    {
        HEADER.forEach((name, field) -> compare("header." + name, before.headerOffset() + field[0], field[1]));
        final long extra = after.offsetOf(after.extraAddress(), MapExtraDescriptor.SIZE);
        if (MapImage.NIL != extra && after.extraAddress() == before.extraAddress())
        {
            compare("extra.overflow", extra + MapExtraDescriptor.OVERFLOW_OFFSET, 8);
            compare("extra.oldoverflow", extra + MapExtraDescriptor.OLDOVERFLOW_OFFSET, 8);
            compare("extra.nextOverflow", extra + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 8);
        }
    }

    private void compare(final String name, final long offset, final int size)
    {
        final String x = value(before, name, offset, size);
        final String y = value(after, name, offset, size);
        if (!hex(before, offset, size).equals(hex(after, offset, size)))
        {
            lines.add(String.format("%-20s %s -> %s", name, x, y));
        }
    }

    private String value(final MapImage image, final String name, final long offset, final int size)
    {
        return switch (size)
        {
            case 1 -> Integer.toString(image.byteAt(offset));
            case 2 -> Integer.toString(image.shortAt(offset));
            case 4 -> Integer.toHexString(image.intAt(offset));
            default -> name.endsWith("count") || name.endsWith("nevacuate") ?
                Long.toString(image.longAt(offset)) : new BucketNames(image, beyond).of(image.longAt(offset));
        };
    }

    private static String hex(final MapImage image, final long offset, final int size)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++)
        {
            text.append(i > 0 ? " " : "").append(String.format("%02x", image.byteAt(offset + i)));
        }
        return text.toString();
    }

    private void buckets()
    {
        int changed = 0;
        int zeroed = 0;
        long bytes = 0;
        final BucketNames names = new BucketNames(before, beyond);
        final BucketNames later = new BucketNames(after);
        for (final long offset : offsets())
        {
            final long different = different(offset);
            if (different > 0)
            {
                bytes += different;
                changed++;
                zeroed += zero(after, offset) ? 1 : 0;
                if (changed <= MAX_BUCKETS)
                {
                    final String name = names.of(before.addressOf(offset));
                    parts(name.startsWith("@") ? later.of(after.addressOf(offset)) : name, offset);
                }
            }
        }
        if (changed > 0)
        {
            lines.add("buckets changed: " + changed + ", now all zero: " + zeroed + ", different bytes: " + bytes);
        }
    }

    private List<Long> offsets()
    {
        final Set<Long> offsets = new LinkedHashSet<>();
        final MapImage[] images = {before, after};
        for (final MapImage image : images)
        {
            addArray(offsets, image, image.bucketsAddress(), image.b());
            addArray(offsets, image, image.oldbucketsAddress(), image.oldB());
        }
        return List.copyOf(offsets);
    }

    /** Each array with its chains; a chain ends where it leads to a bucket of which it was followed before. */
    private static void addArray(final Set<Long> offsets, final MapImage image, final long array, final int b)
    {
        final Set<Long> passed = new HashSet<>();
        for (long i = 0; i < image.totalBuckets(b); i++)
        {
            long bucket = image.bucketOffset(array, i);
            if (MapImage.NIL == bucket)
            {
                return; // an array that is not all there: nothing behind this is
            }
            while (MapImage.NIL != bucket && passed.add(bucket))
            {
                offsets.add(bucket);
                bucket = image.nextInChain(bucket);
            }
        }
    }

    private long different(final long offset)
    {
        long count = 0;
        for (int i = 0; i < after.type().bucketSize(); i++)
        {
            count += before.byteAt(offset + i) != after.byteAt(offset + i) ? 1 : 0;
        }
        return count;
    }

    private static boolean zero(final MapImage image, final long offset)
    {
        for (int i = 0; i < image.type().bucketSize(); i++)
        {
            if (0 != image.byteAt(offset + i))
            {
                return false;
            }
        }
        return true;
    }

    private void parts(final String name, final long offset)
    {
        part(name + " tophash", offset + BmapDescriptor.TOPHASH_OFFSET, 8);
        for (int i = 0; i < 8; i++)
        {
            final int slotSize = Math.min(16, after.type().keySlotSize());
            part(name + " key[" + i + "]", after.keySlotOffset(offset, i), slotSize);
        }
        for (int i = 0; withElems && i < 8; i++)
        {
            part(name + " elem[" + i + "]", after.elemSlotOffset(offset, i), Math.min(16, after.type().elemSlotSize()));
        }
        part(name + " overflow", offset + after.type().overflowOffset(), 8);
    }

    private void part(final String name, final long offset, final int size)
    {
        final String x = hex(before, offset, size);
        final String y = hex(after, offset, size);
        if (!x.equals(y))
        {
            lines.add(String.format("%-20s %s -> %s", name, x, y));
        }
    }
}
