// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static dev.tophash.offheap.image.MapImage.NIL;

import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.GoType;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.HmapFlags;
import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.TopHash;
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
    private static final int BYTES_PER_LINE = 8;
    private static final int LABEL_COLUMN = 11 + 3 * BYTES_PER_LINE;
    private static final int MEANING_COLUMN = LABEL_COLUMN + 14;

    private final MapImage image;
    private final BucketLabels labels;
    private final StringBuilder text = new StringBuilder();

    private MapDump(final MapImage image)
    {
        if (!image.headerInside())
        {
            throw new IllegalArgumentException("header outside the image: headerOffset=" + image.headerOffset() +
                ", size=" + image.size());
        }
        this.image = image;
        labels = new BucketLabels(image);
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
        return dump.text.toString();
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
        return dump.text.toString();
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
        return dump.text.toString();
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
        return dump.text.toString();
    }

    private long find(final String label)
    {
        final long offset = labels.offset(label);
        if (offset == NIL)
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
        text.append(image.type()).append(", Go ").append(image.version()).append(", ").append(image.size())
            .append(" bytes at 0x").append(Long.toHexString(image.base()))
            .append(image.keys() == null ? ", without hash keys\n" : "\n");
        title("header", header);
        line(header, HmapDescriptor.COUNT_OFFSET, 8, "count", Long.toString(image.count()));
        line(header, HmapDescriptor.FLAGS_OFFSET, 1, "flags", HmapFlags.describe(image.flags()));
        line(header, HmapDescriptor.B_OFFSET, 1, "B", image.b() + ", buckets: " + labels.mainCount() + " and " +
            (labels.mainTotal() - labels.mainCount()) + " spare");
        line(header, HmapDescriptor.NOVERFLOW_OFFSET, 2, "noverflow", Integer.toString(image.noverflow()));
        line(header, HmapDescriptor.HASH0_OFFSET, 4, "hash0", "0x" + Integer.toHexString(image.hash0()));
        line(header, HmapDescriptor.BUCKETS_OFFSET, 8, "buckets", labels.label(image.bucketsAddress()));
        line(header, HmapDescriptor.OLDBUCKETS_OFFSET, 8, "oldbuckets", !image.growing() ? "nil" :
            labels.label(image.oldbucketsAddress()) + ", buckets: " + labels.oldCount() + " and " +
            (labels.oldTotal() - labels.oldCount()) + " spare");
        line(header, HmapDescriptor.NEVACUATE_OFFSET, 8, "nevacuate", Long.toUnsignedString(image.nevacuate()));
        line(header, HmapDescriptor.EXTRA_OFFSET, 8, "extra", image.extraAddress() == 0 ? "nil" : "mapextra");
        final long extra = image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE);
        if (extra == NIL)
        {
            return;
        }
        title("mapextra", extra);
        line(extra, MapExtraDescriptor.OVERFLOW_OFFSET, 8, "overflow",
            image.overflowListAddress() == 0 ? "nil" : "list");
        line(extra, MapExtraDescriptor.OLDOVERFLOW_OFFSET, 8, "oldoverflow",
            image.oldoverflowListAddress() == 0 ? "nil" : "list");
        line(extra, MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 8, "nextOverflow",
            labels.label(image.nextOverflowAddress()));
        appendList("overflow", image.overflowListAddress());
        appendList("oldoverflow", image.oldoverflowListAddress());
    }

    private void appendList(final String name, final long address)
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        if (list == NIL)
        {
            return;
        }
        title("list " + name, list);
        final long length = image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        line(list, SliceDescriptor.DATA_OFFSET, 8, "data", data == NIL ? "nil or outside" : "@0x" +
            Long.toHexString(data));
        line(list, SliceDescriptor.LENGTH_OFFSET, 8, "length", Long.toString(length));
        line(list, SliceDescriptor.CAPACITY_OFFSET, 8, "capacity",
            Long.toString(image.longAt(list + SliceDescriptor.CAPACITY_OFFSET)));
        for (long i = 0; data != NIL && i < length && image.inside(data + i * Long.BYTES, Long.BYTES); i++)
        {
            line(data, i * Long.BYTES, 8, "item[" + i + "]", labels.label(image.longAt(data + i * Long.BYTES)));
        }
    }

    private void appendChain(final long first)
    {
        final Set<Long> seen = new HashSet<>();
        for (long bucket = first; bucket != NIL; bucket = image.nextInChain(bucket))
        {
            if (!seen.add(bucket))
            {
                text.append("the chain comes back to ").append(labels.label(image.addressOf(bucket))).append('\n');
                return;
            }
            appendBucket(bucket);
        }
    }

    private void appendBucket(final long bucket)
    {
        title("bucket " + labels.label(image.addressOf(bucket)), bucket);
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            line(bucket, BmapDescriptor.TOPHASH_OFFSET + slot, 1, "tophash[" + slot + "]",
                TopHash.describe(image.tophash(bucket, slot)));
        }
        final GoType key = image.type().key();
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            line(bucket, image.keySlotOffset(0, slot), image.type().keySlotSize(), "key[" + slot + "]",
                value(key, image.keySlotOffset(bucket, slot), image.type().indirectKey(), bucket, slot));
        }
        final GoType elem = image.type().elem();
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            line(bucket, image.elemSlotOffset(0, slot), image.type().elemSlotSize(), "elem[" + slot + "]",
                value(elem, image.elemSlotOffset(bucket, slot), image.type().indirectElem(), bucket, slot));
        }
        line(bucket, image.type().overflowOffset(), 8, "overflow", labels.label(image.overflowAddress(bucket)));
    }

    /** What a slot holds; of one that is not live only whether there still is something. */
    private String value(
        final GoType type, final long slotOffset, final boolean indirect, final long bucket, final int slot)
    {
        if (image.tophash(bucket, slot) < TopHash.MIN_TOP_HASH)
        {
            return zero(slotOffset, indirect ? Long.BYTES : type.size()) ? "" : "(dead)";
        }
        final long offset = indirect ? image.offsetOf(image.longAt(slotOffset), type.size()) : slotOffset;
        return offset == NIL ? "?" : (indirect ? "-> " : "") + ValueText.of(image, type, offset);
    }

    private boolean zero(final long offset, final long size)
    {
        for (long i = 0; i < size; i++)
        {
            if (image.byteAt(offset + i) != 0)
            {
                return false;
            }
        }
        return true;
    }

    private void title(final String name, final long offset)
    {
        text.append(name).append(" at 0x").append(Long.toHexString(image.addressOf(offset))).append('\n');
    }

    /** A field: its bytes, eight a line, with name and meaning in the first line. A field of no size is left out. */
    private void line(
        final long start, final long fieldOffset, final int size, final String name, final String meaning)
    {
        for (int from = 0; from < size; from += BYTES_PER_LINE)
        {
            final int lineStart = text.length();
            text.append("  +0x");
            final String place = Long.toHexString(fieldOffset + from);
            text.append("0".repeat(Math.max(0, 3 - place.length()))).append(place).append("  ");
            for (int i = from; i < Math.min(size, from + BYTES_PER_LINE); i++)
            {
                final int value = image.byteAt(start + fieldOffset + i);
                text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16)).append(' ');
            }
            if (from == 0)
            {
                pad(lineStart + LABEL_COLUMN);
                text.append(name);
                pad(meaning.isEmpty() ? 0 : lineStart + MEANING_COLUMN);
                text.append(meaning);
            }
            text.append('\n');
        }
    }

    private void pad(final int column)
    {
        text.append(" ".repeat(Math.max(0, column - text.length())));
    }
}
