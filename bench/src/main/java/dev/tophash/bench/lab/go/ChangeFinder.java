// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares two moments of a map, byte by byte. */
final class ChangeFinder
{
    private static final int MAX_BUCKETS = 6;
    /** Bytes of a longer key or elem that are shown. */
    private static final int MAX_SHOWN = 16;

    private final MapImage before;
    private final MapImage after;
    private final boolean withElems;
    private final boolean beyond;
    private final Map<Long, BucketName> known;
    private final List<Changes.Change> parts = new ArrayList<>();
    private int changed;
    private int zeroed;
    private long bytes;

    ChangeFinder(
        final MapImage before, final MapImage after, final boolean withElems, final boolean beyond,
        final Map<Long, BucketName> known)
    {
        this.before = before;
        this.after = after;
        this.withElems = withElems;
        this.beyond = beyond;
        this.known = known;
    }

    Changes all()
    {
        header();
        buckets();
        return new Changes(parts, changed, zeroed, bytes);
    }

    private void header()
    {
        for (final MapField field : MapField.values())
        {
            final long was = field.offsetIn(before);
            final long is = field.offsetIn(after);
            if (was == is && is != MapImage.NOWHERE &&
                !hex(before, was, field.size()).equals(hex(after, is, field.size())))
            {
                parts.add(new Changes.Change(field.inExtra() ? "extra" : "header", Changes.Part.FIELD, field.word(), -1,
                    field.text(before, new BucketNames(before, beyond, known)),
                    field.text(after, new BucketNames(after, beyond, known))));
            }
        }
    }

    private static String hex(final MapImage image, final long offset, final int size)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++)
        {
            text.append(i > 0 ? " " : "").append(String.format(Locale.ROOT, "%02x", image.byteAt(offset + i)));
        }
        return text.toString();
    }

    private void buckets()
    {
        final BucketNames names = new BucketNames(before, beyond, known);
        final BucketNames later = new BucketNames(after, false, known);
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
                    final BucketName name = names.at(before.addressOf(offset));
                    parts((name.kind() == BucketName.Kind.ELSEWHERE ? later.at(after.addressOf(offset)) : name).text(),
                        offset);
                }
            }
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
            if (bucket == MapImage.NOWHERE)
            {
                return; // an array that is not all there: nothing behind this is
            }
            while (bucket != MapImage.NOWHERE && passed.add(bucket))
            {
                offsets.add(bucket);
                bucket = image.nextInChain(bucket);
            }
        }
    }

    private long different(final long offset)
    {
        long count = 0;
        for (int i = 0; i < after.bucketSize(); i++)
        {
            count += before.byteAt(offset + i) != after.byteAt(offset + i) ? 1 : 0;
        }
        return count;
    }

    private static boolean zero(final MapImage image, final long offset)
    {
        for (int i = 0; i < image.bucketSize(); i++)
        {
            if (image.byteAt(offset + i) != 0)
            {
                return false;
            }
        }
        return true;
    }

    private void parts(final String name, final long offset)
    {
        part(name, Changes.Part.TOPHASH, -1, offset + BmapDescriptor.TOPHASH_OFFSET, Long.BYTES);
        for (int i = 0; i < BmapDescriptor.SLOT_COUNT; i++)
        {
            part(name, Changes.Part.KEY, i, after.keySlotOffset(offset, i),
                Math.min(MAX_SHOWN, after.type().keySlotSize()));
        }
        for (int i = 0; withElems && i < BmapDescriptor.SLOT_COUNT; i++)
        {
            part(name, Changes.Part.ELEM, i, after.elemSlotOffset(offset, i),
                Math.min(MAX_SHOWN, after.type().elemSlotSize()));
        }
        part(name, Changes.Part.OVERFLOW, -1, offset + after.overflowOffset(), Long.BYTES);
    }

    private void part(final String name, final Changes.Part part, final int slot, final long offset, final int size)
    {
        final String x = hex(before, offset, size);
        final String y = hex(after, offset, size);
        if (!x.equals(y))
        {
            parts.add(new Changes.Change(name, part, "", slot, x, y));
        }
    }
}
