// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes of a map as text for people: every byte with its place, its value in hexadecimal, the field that it
 * belongs to and what it means.
 *
 * <pre>
 *   bucket M7 at 0x2000000013f0
 *     +0x000  4f                       tophash[0]    live(0x4f)
 *     ...
 *     +0x008  01 00 00 00 00 00 00 00  key[0]        1
 * </pre>
 *
 * <p>Buckets are called M7 (main array, spare ones included), O7 (old array) and H3 (heap); pointers are shown as what
 * they lead to. Offsets and field names come from the descriptors. Damaged bytes are shown as they are; a pointer that
 * leads nowhere is {@code ?}. Nothing is coloured. The hash keys are never shown.
 */
public final class MapDump
{
    private final MapImage image;
    private final BucketLabels labels;
    private final FieldLines lines;

    private MapDump(final MapImage image)
    {
        Required.argument(image, "image");
        if (!image.headerInside())
        {
            throw new IllegalArgumentException("header outside the image: headerOffset=" + image.headerOffset() +
                ", size=" + image.size());
        }
        this.image = image;
        labels = new BucketLabels(image);
        lines = new FieldLines(image);
    }

    /**
     * One value, about as Go would print it; a long one is cut.
     *
     * @param image  where it lies.
     * @param type   its type.
     * @param offset its place; its own bytes lie inside the image, what it points to may not.
     * @return its text.
     * @throws IndexOutOfBoundsException if its own bytes do not lie inside the image.
     */
    public static String value(final MapImage image, final GoType type, final long offset)
    {
        Required.argument(image, "image");
        Required.argument(type, "type");
        return ValueText.of(image, type, offset);
    }

    /**
     * Header, mapextra and lists.
     *
     * @param image the map.
     * @return lines of text.
     * @throws IllegalArgumentException if the image has no header.
     */
    public static String header(final MapImage image)
    {
        final MapDump dump = new MapDump(image);
        dump.appendHeader();
        return dump.lines.toString();
    }

    /**
     * One bucket.
     *
     * @param image the map.
     * @param label its name: M7, O7 or H3.
     * @return lines of text.
     * @throws IllegalArgumentException if the image has no header, or no such bucket.
     */
    public static String bucket(final MapImage image, final String label)
    {
        final MapDump dump = new MapDump(image);
        dump.appendBucket(dump.find(label));
        return dump.lines.toString();
    }

    /**
     * A bucket and all that follow it in its chain.
     *
     * @param image the map.
     * @param label the name of the first one: M7, O7 or H3.
     * @return lines of text.
     * @throws IllegalArgumentException if the image has no header, or no such bucket.
     */
    public static String chain(final MapImage image, final String label)
    {
        final MapDump dump = new MapDump(image);
        dump.appendChain(dump.find(label));
        return dump.lines.toString();
    }

    /**
     * The whole map; about 100 bytes of text for each of its own, so meant for small ones.
     *
     * @param image    the map.
     * @param oldArray whether to show the old array, too.
     * @return lines of text.
     * @throws IllegalArgumentException if the image has no header.
     */
    public static String all(final MapImage image, final boolean oldArray)
    {
        final MapDump dump = new MapDump(image);
        dump.appendHeader();
        for (long i = 0; i < dump.labels.mainTotal(); i++)
        {
            dump.appendBucket(dump.labels.offset("M" + i));
        }
        for (long i = 0; oldArray && i < dump.labels.oldTotal(); i++)
        {
            dump.appendBucket(dump.labels.offset("O" + i));
        }
        for (int i = 0; i < dump.labels.heapCount(); i++)
        {
            dump.appendBucket(dump.labels.offset("H" + i));
        }
        return dump.lines.toString();
    }

    private long find(final String label)
    {
        final long offset = labels.offset(label);
        if (offset == NOWHERE)
        {
            throw new IllegalArgumentException("no such bucket: label=" + label + ", main buckets=" +
                labels.mainCount() + ", with spare ones=" + labels.mainTotal() + ", old=" + labels.oldTotal() +
                ", heap=" + labels.heapCount());
        }
        return offset;
    }

    private void appendHeader()
    {
        final long header = image.headerOffset();
        lines.note(image.type() + ", Go " + image.version() + ", " + image.size() + " bytes at 0x" +
            Long.toHexString(image.base()) + (image.keys() == null ? ", without hash keys" : ""));
        lines.title("header", header);
        lines.line(header, HmapDescriptor.COUNT_OFFSET, 8, "count", Long.toString(image.count()));
        lines.line(header, HmapDescriptor.FLAGS_OFFSET, 1, "flags", HmapFlags.describe(image.flags()));
        lines.line(header, HmapDescriptor.B_OFFSET, 1, "B", image.b() + ", buckets: " + labels.mainCount() + " and " +
            (labels.mainTotal() - labels.mainCount()) + " spare");
        lines.line(header, HmapDescriptor.NOVERFLOW_OFFSET, 2, "noverflow", Integer.toString(image.noverflow()));
        lines.line(header, HmapDescriptor.HASH0_OFFSET, 4, "hash0", "0x" + Integer.toHexString(image.hash0()));
        lines.line(header, HmapDescriptor.BUCKETS_OFFSET, 8, "buckets", labels.label(image.bucketsAddress()));
        lines.line(header, HmapDescriptor.OLDBUCKETS_OFFSET, 8, "oldbuckets", !image.growing() ? "nil" :
            labels.label(image.oldbucketsAddress()) + ", buckets: " + labels.oldCount() + " and " +
            (labels.oldTotal() - labels.oldCount()) + " spare");
        lines.line(header, HmapDescriptor.NEVACUATE_OFFSET, 8, "nevacuate", Long.toUnsignedString(image.nevacuate()));
        lines.line(header, HmapDescriptor.EXTRA_OFFSET, 8, "extra", image.extraAddress() == 0 ? "nil" : "mapextra");
        final long extra = image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE);
        if (extra == NOWHERE)
        {
            return;
        }
        lines.title("mapextra", extra);
        lines.line(extra, MapExtraDescriptor.OVERFLOW_OFFSET, 8, "overflow",
            image.overflowListAddress() == 0 ? "nil" : "list");
        lines.line(extra, MapExtraDescriptor.OLDOVERFLOW_OFFSET, 8, "oldoverflow",
            image.oldoverflowListAddress() == 0 ? "nil" : "list");
        lines.line(extra, MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 8, "nextOverflow",
            labels.label(image.nextOverflowAddress()));
        appendList("overflow", image.overflowListAddress());
        appendList("oldoverflow", image.oldoverflowListAddress());
    }

    private void appendList(final String name, final long address)
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        if (list == NOWHERE)
        {
            return;
        }
        lines.title("list " + name, list);
        final long length = image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        lines.line(list, SliceDescriptor.DATA_OFFSET, 8, "data", data == NOWHERE ? "nil or outside" : "@0x" +
            Long.toHexString(data));
        lines.line(list, SliceDescriptor.LENGTH_OFFSET, 8, "length", Long.toString(length));
        lines.line(list, SliceDescriptor.CAPACITY_OFFSET, 8, "capacity",
            Long.toString(image.longAt(list + SliceDescriptor.CAPACITY_OFFSET)));
        for (long i = 0; data != NOWHERE && i < length && image.inside(data + i * Long.BYTES, Long.BYTES); i++)
        {
            lines.line(data, i * Long.BYTES, 8, "item[" + i + "]", labels.label(image.longAt(data + i * Long.BYTES)));
        }
    }

    private void appendChain(final long first)
    {
        final Set<Long> seen = new HashSet<>();
        for (long bucket = first; bucket != NOWHERE; bucket = image.nextInChain(bucket))
        {
            if (!seen.add(bucket))
            {
                lines.note("the chain comes back to " + labels.label(image.addressOf(bucket)));
                return;
            }
            appendBucket(bucket);
        }
    }

    private void appendBucket(final long bucket)
    {
        lines.title("bucket " + labels.label(image.addressOf(bucket)), bucket);
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            lines.line(bucket, BmapDescriptor.TOPHASH_OFFSET + slot, 1, "tophash[" + slot + "]",
                TopHash.describe(image.tophash(bucket, slot)));
        }
        final GoType key = image.type().key();
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            lines.line(bucket, image.keySlotOffset(0, slot), image.type().keySlotSize(), "key[" + slot + "]",
                value(key, image.keySlotOffset(bucket, slot), image.type().indirectKey(), bucket, slot));
        }
        final GoType elem = image.type().elem();
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            lines.line(bucket, image.elemSlotOffset(0, slot), image.type().elemSlotSize(), "elem[" + slot + "]",
                value(elem, image.elemSlotOffset(bucket, slot), image.type().indirectElem(), bucket, slot));
        }
        lines.line(bucket, image.overflowOffset(), 8, "overflow", labels.label(image.overflowAddress(bucket)));
    }

    /** What a slot holds. Of a slot that is not live it says only whether any byte is left. */
    private String value(
        final GoType type, final long slotOffset, final boolean indirect, final long bucket, final int slot)
    {
        if (image.tophash(bucket, slot) < TopHash.MIN_TOP_HASH)
        {
            return lines.zero(slotOffset, indirect ? Long.BYTES : type.size()) ? "" : "(dead)";
        }
        final long offset = indirect ? image.offsetOf(image.longAt(slotOffset), type.size()) : slotOffset;
        return offset == NOWHERE ? "?" : (indirect ? "-> " : "") + ValueText.of(image, type, offset);
    }
}
