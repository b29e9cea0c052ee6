// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.Arrays;

/**
 * What every byte of a healthy image is. It knows the layout and trusts the bytes, which the verifier may not do; the
 * two share nothing, so one can be held against the other.
 */
final class ImageAnatomy
{
    /** What a byte belongs to. */
    enum Part
    {
        /** Nothing that can be reached from the header. */
        FREE("memory that the map does not use"),
        COUNT("header, count"),
        FLAGS("header, flags"),
        B("header, B"),
        NOVERFLOW("header, noverflow"),
        HASH0("header, hash0"),
        POINTER("header and mapextra, pointers"),
        NEVACUATE("header, nevacuate"),
        LIST_DATA("list header, data"),
        LIST_LENGTH("list header, length"),
        LIST_CAPACITY("list header, capacity"),
        LIST_ITEM("list, items"),
        LIST_ROOM("list, room behind the items"),
        TOPHASH_LIVE("tophash, live slots"),
        TOPHASH_EMPTY("tophash, empty slots"),
        TOPHASH_EVACUATED("tophash, evacuated slots with their keys"),
        TOPHASH_WIPED("tophash, evacuated slots of wiped buckets"),
        TOPHASH_UNUSED("tophash, spare buckets not handed out"),
        KEY_LIVE("keys, live slots"),
        KEY_CONTENT("keys, bytes of their strings"),
        KEY_EVACUATED("keys, evacuated slots"),
        KEY_DEAD("keys, empty slots, wiped and unused buckets"),
        ELEM_LIVE("elems, live slots"),
        ELEM_DEAD("elems, all other slots"),
        OVERFLOW("overflow words"),
        OVERFLOW_DEAD("overflow words, out of reach");

        final String text;

        Part(final String text)
        {
            this.text = text;
        }
    }

    private final MapImage image;
    private final MapType type;
    private final Part[] parts;

    ImageAnatomy(final MapImage image)
    {
        this.image = image;
        type = image.type();
        parts = new Part[(int)image.size()];
        Arrays.fill(parts, Part.FREE);
        header();
        array(image.bucketsAddress(), 1L << image.b(), image.totalBuckets(image.b()), false);
        if (image.growing())
        {
            array(image.oldbucketsAddress(), 1L << image.oldB(), image.totalBuckets(image.oldB()), true);
        }
    }

    Part at(final long offset)
    {
        return parts[(int)offset];
    }

    private void mark(final long offset, final long size, final Part part)
    {
        Arrays.fill(parts, (int)offset, (int)(offset + size), part);
    }

    private void header()
    {
        final long at = image.headerOffset();
        mark(at, HmapDescriptor.SIZE, Part.POINTER);
        mark(at + HmapDescriptor.COUNT_OFFSET, 8, Part.COUNT);
        mark(at + HmapDescriptor.FLAGS_OFFSET, 1, Part.FLAGS);
        mark(at + HmapDescriptor.B_OFFSET, 1, Part.B);
        mark(at + HmapDescriptor.NOVERFLOW_OFFSET, 2, Part.NOVERFLOW);
        mark(at + HmapDescriptor.HASH0_OFFSET, 4, Part.HASH0);
        mark(at + HmapDescriptor.NEVACUATE_OFFSET, 8, Part.NEVACUATE);
        if (image.extraAddress() != 0)
        {
            mark(image.offsetOf(image.extraAddress()), MapExtraDescriptor.SIZE, Part.POINTER);
            list(image.overflowListAddress());
            list(image.oldoverflowListAddress());
        }
    }

    private void list(final long address)
    {
        if (address == 0)
        {
            return;
        }
        final long list = image.offsetOf(address);
        mark(list + SliceDescriptor.DATA_OFFSET, 8, Part.LIST_DATA);
        mark(list + SliceDescriptor.LENGTH_OFFSET, 8, Part.LIST_LENGTH);
        mark(list + SliceDescriptor.CAPACITY_OFFSET, 8, Part.LIST_CAPACITY);
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        if (data != MapImage.NOWHERE)
        {
            mark(data, 8 * image.longAt(list + SliceDescriptor.CAPACITY_OFFSET), Part.LIST_ROOM);
            mark(data, 8 * image.longAt(list + SliceDescriptor.LENGTH_OFFSET), Part.LIST_ITEM);
        }
    }

    private void array(final long address, final long count, final long total, final boolean old)
    {
        for (long i = count; i < total; i++)
        {
            final long bucket = image.bucketOffset(address, i);
            slots(bucket, false);
            mark(bucket, 8, TopHash.isEvacuated(image.tophash(bucket, 0)) ? Part.TOPHASH_WIPED : Part.TOPHASH_UNUSED);
            mark(bucket + BmapDescriptor.overflowOffset(type), 8,
                TopHash.isEvacuated(image.tophash(bucket, 0)) ? Part.OVERFLOW_DEAD : Part.OVERFLOW);
        }
        for (long i = 0; i < count; i++)
        {
            final long first = image.bucketOffset(address, i);
            final boolean evacuated = old && image.evacuated(first);
            for (long bucket = first; bucket != MapImage.NOWHERE; bucket = image.nextInChain(bucket))
            {
                slots(bucket, evacuated && type.pointerFree());
                mark(bucket + BmapDescriptor.overflowOffset(type), 8, Part.OVERFLOW);
            }
        }
    }

    private void slots(final long bucket, final boolean keysKept)
    {
        for (int slot = 0; slot < 8; slot++)
        {
            final int top = image.tophash(bucket, slot);
            final boolean moved = TopHash.isEvacuated(top);
            final boolean live = top >= TopHash.MIN_TOP_HASH;
            final boolean kept = keysKept && moved && top != TopHash.EVACUATED_EMPTY;
            mark(bucket + slot, 1, live ? Part.TOPHASH_LIVE : !moved ? Part.TOPHASH_EMPTY :
                keysKept ? Part.TOPHASH_EVACUATED : Part.TOPHASH_WIPED);
            mark(image.keySlotOffset(bucket, slot), type.keySlotSize(),
                live ? Part.KEY_LIVE : kept ? Part.KEY_EVACUATED : Part.KEY_DEAD);
            mark(image.elemSlotOffset(bucket, slot), type.elemSlotSize(), live ? Part.ELEM_LIVE : Part.ELEM_DEAD);
            if (live && type.key().kind() == GoType.Kind.STRING)
            {
                final long key = image.keySlotOffset(bucket, slot);
                mark(image.offsetOf(image.longAt(key + StringDescriptor.ADDRESS_OFFSET)),
                    image.longAt(key + StringDescriptor.LENGTH_OFFSET), Part.KEY_CONTENT);
            }
        }
    }
}
