// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Makes one piece of a map whose parts lie apart: copies the parts one behind the other and corrects every pointer that
 * leads into one of them.
 *
 * <pre>
 *   source   | home |  ...  | run | run |  ...  | run |         pointers count from the source's base
 *   copy     | home | run | run | run |                         pointers count from {@link #BASE}
 * </pre>
 *
 * <p>Which words are pointers, the types say; each is read in the source and written in the copy, so it does not matter
 * how often one is met. What leads nowhere stays as it is: a copy of a corrupted map is corrupted in the same places.
 * Every bucket is visited once, so chains that are loops end.
 */
final class Relocation
{
    /** Where Go's heap begins on linux/amd64. */
    static final long BASE = 0xc0_0000_0000L;

    /** Two buckets are at least 24 bytes apart, so no two of them share 16. */
    private static final int VISITED_SHIFT = 4;

    private final MapImage source;
    private final long[] ranges;
    private final long[] targets;
    private final MemorySegment copy;
    private final BitSet visited = new BitSet();

    private Relocation(final MapImage source, final Arena arena)
    {
        this.source = source;
        ranges = source.parts().ranges();
        targets = new long[ranges.length / 2];
        long size = 0;
        for (int i = 0; i < targets.length; i++)
        {
            targets[i] = size;
            size += ranges[2 * i + 1];
        }
        copy = arena.allocate(size, Long.BYTES);
        for (int i = 0; i < targets.length; i++)
        {
            Memory.copy(source.memory(), ranges[2 * i], copy, targets[i], ranges[2 * i + 1]);
        }
    }

    /**
     * Makes one piece.
     *
     * @param source an image with parts.
     * @param arena  where the copy is allocated.
     * @return an image of the copy.
     */
    static MapImage compact(final MapImage source, final Arena arena)
    {
        final Relocation relocation = new Relocation(source, arena);
        relocation.run();
        return new MapImage(relocation.copy, BASE, relocation.target(source.headerOffset()), source.type(),
            source.keys(), source.version());
    }

    private void run()
    {
        final long header = source.headerOffset();
        pointer(header + HmapDescriptor.BUCKETS_OFFSET);
        pointer(header + HmapDescriptor.OLDBUCKETS_OFFSET);
        pointer(header + HmapDescriptor.EXTRA_OFFSET);
        final long extra = source.offsetOf(source.extraAddress(), MapExtraDescriptor.SIZE);
        if (extra != NOWHERE)
        {
            pointer(extra + MapExtraDescriptor.OVERFLOW_OFFSET);
            pointer(extra + MapExtraDescriptor.OLDOVERFLOW_OFFSET);
            pointer(extra + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET);
            list(source.overflowListAddress());
            list(source.oldoverflowListAddress());
        }
        array(source.bucketsAddress(), source.b());
        if (source.growing())
        {
            array(source.oldbucketsAddress(), source.oldB());
        }
    }

    private void list(final long address)
    {
        final long list = source.offsetOf(address, SliceDescriptor.SIZE);
        if (list == NOWHERE)
        {
            return;
        }
        pointer(list + SliceDescriptor.DATA_OFFSET);
        final long length = source.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        final long bytes = length < 0 || length > source.size() ? NOWHERE : length * Long.BYTES;
        final long data = source.offsetOf(source.longAt(list + SliceDescriptor.DATA_OFFSET), bytes);
        for (long i = 0; data != NOWHERE && i < length; i++)
        {
            pointer(data + i * Long.BYTES);
            chain(source.offsetOf(source.longAt(data + i * Long.BYTES), BmapDescriptor.bucketSize(source.type())));
        }
    }

    private void array(final long address, final int b)
    {
        final long total = source.totalBuckets(b);
        for (long i = 0; i < total; i++)
        {
            final long bucket = source.bucketOffset(address, i);
            if (bucket == NOWHERE)
            {
                return;
            }
            chain(bucket);
        }
    }

    private void chain(final long first)
    {
        long bucket = first;
        while (bucket != NOWHERE && target(bucket) != NOWHERE && !visited.get((int)(target(bucket) >>> VISITED_SHIFT)))
        {
            visited.set((int)(target(bucket) >>> VISITED_SHIFT));
            pointer(bucket + BmapDescriptor.overflowOffset(source.type()));
            if (!source.type().pointerFree())
            {
                slots(bucket);
            }
            bucket = source.nextInChain(bucket);
        }
    }

    private void slots(final long bucket)
    {
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            slot(source.keySlotOffset(bucket, slot), source.keyOffset(bucket, slot), source.type().key());
            slot(source.elemSlotOffset(bucket, slot), source.elemOffset(bucket, slot), source.type().elem());
        }
    }

    private void slot(final long slot, final long content, final GoType type)
    {
        if (content != slot)
        {
            pointer(slot);
        }
        if (content != NOWHERE)
        {
            content(type, content);
        }
    }

    private void content(final GoType type, final long offset)
    {
        if (!type.hasPointers())
        {
            return;
        }
        switch (type.kind())
        {
            case STRING -> pointer(offset + StringDescriptor.ADDRESS_OFFSET);
            case INTERFACE -> anInterface(offset);
            case ARRAY ->
            {
                for (int i = 0; i < type.length(); i++)
                {
                    content(type.elem(), offset + (long)i * type.elem().size());
                }
            }
            case STRUCT ->
            {
                for (int i = 0; i < type.length(); i++)
                {
                    content(type.fieldType(i), offset + type.fieldOffset(i));
                }
            }
            default ->
            {
                // A plain pointer is a number here; what it points to is nobody's business.
            }
        }
    }

    /** The types that interfaces hold are basic ones, so a string is all that can be behind them. */
    private void anInterface(final long offset)
    {
        pointer(offset + InterfaceDescriptor.TYPE_OFFSET);
        pointer(offset + InterfaceDescriptor.DATA_OFFSET);
        final GoType type = source.resolver().typeAt(source.longAt(offset + InterfaceDescriptor.TYPE_OFFSET));
        final long data = source.offsetOf(
            source.longAt(offset + InterfaceDescriptor.DATA_OFFSET), StringDescriptor.SIZE);
        if (type != null && type.kind() == GoType.Kind.STRING && data != NOWHERE)
        {
            pointer(data + StringDescriptor.ADDRESS_OFFSET);
        }
    }

    private void pointer(final long field)
    {
        final long at = target(field);
        final long to = target(source.offsetOf(source.longAt(field)));
        if (at != NOWHERE && to != NOWHERE)
        {
            Memory.putLong(copy, at, BASE + to);
        }
    }

    /** Where a byte of the source stands in the copy; nowhere if it is not in use. */
    private long target(final long offset)
    {
        int low = 0;
        int high = targets.length - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            if (offset < ranges[2 * middle])
            {
                high = middle - 1;
            }
            else if (offset >= ranges[2 * middle] + ranges[2 * middle + 1])
            {
                low = middle + 1;
            }
            else
            {
                return targets[middle] + offset - ranges[2 * middle];
            }
        }
        return NOWHERE;
    }
}
