// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.bench.conform.DumpRecord.Block;
import dev.tophash.bench.conform.DumpRecord.Buckets;
import dev.tophash.bench.conform.DumpRecord.Extra;
import dev.tophash.bench.conform.DumpRecord.Header;
import dev.tophash.bench.conform.DumpRecord.Heading;
import dev.tophash.bench.conform.DumpRecord.OverflowList;
import dev.tophash.bench.conform.DumpRecord.State;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.MapTypeFlags;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Compares what our engine has with what real Go had, and counts. Every comparison is one field, one label, or all
 * bytes of one bucket; the first difference ends the replay.
 */
final class DumpComparator
{
    /** Bits of the map type's flags that the layout describes; Go may use higher ones for itself. */
    private static final int KNOWN_TYPE_FLAGS = 31;
    private static final HexFormat HEX = HexFormat.of();

    private long comparisons;

    /** A difference, on its way to the replay, which knows script and line. */
    static final class DifferenceException extends Exception
    {
        private static final long serialVersionUID = 1L;

        final String field;
        final String expected;
        final String actual;

        DifferenceException(final String field, final Object expected, final Object actual)
        {
            super(field, null, false, false);
            this.field = field;
            this.expected = String.valueOf(expected);
            this.actual = String.valueOf(actual);
        }
    }

    long comparisons()
    {
        return comparisons;
    }

    void equal(final String field, final Object expected, final Object actual) throws DifferenceException
    {
        comparisons++;
        if (!Objects.equals(expected, actual))
        {
            throw new DifferenceException(field, expected, actual);
        }
    }

    void equal(final String field, final long expected, final long actual) throws DifferenceException
    {
        comparisons++;
        if (expected != actual)
        {
            throw new DifferenceException(field, expected, actual);
        }
    }

    void mapType(final Heading go, final MapType type) throws DifferenceException
    {
        equal("maptype.keysize", go.keySize(), type.keySlotSize());
        equal("maptype.elemsize", go.elemSize(), type.elemSlotSize());
        equal("maptype.bucketsize", go.bucketSize(), BmapDescriptor.bucketSize(type));
        equal("maptype.flags", go.flags() & KNOWN_TYPE_FLAGS, MapTypeFlags.of(type));
        equal("maptype.pointers", go.pointers(), !type.pointerFree());
    }

    void state(final State go, final MapState ours, final long reseeds, final AddressSpace memory,
        final DumpLabels labels, final ScriptType type) throws DifferenceException
    {
        header(go.header(), ours, memory);
        equal("reseeds", go.reseeds(), reseeds);
        extra(go.extra(), ours, memory, labels);
        array("main", "M", go.main(), ours.buckets(), ours.mainCount(), ours.mainTotal(), memory, labels, type);
        array("old", "O", go.old(), ours.oldbuckets(), ours.oldCount(), ours.oldTotal(), memory, labels, type);
        final List<Long> heap = labels.reachable(memory);
        equal("heap.size", go.heap().size(), heap.size());
        for (int i = 0; i < heap.size(); i++)
        {
            equal("heap.id", go.heap().get(i).id(), labels.label(heap.get(i)));
            block(go.heap().get(i), heap.get(i), memory, labels, type);
        }
    }

    private void header(final Header go, final MapState ours, final AddressSpace memory) throws DifferenceException
    {
        equal("hdr.count", go.count(), ours.count());
        equal("hdr.flags", go.flags(), ours.flags());
        equal("hdr.B", go.b(), ours.b());
        equal("hdr.noverflow", go.noverflow(), ours.noverflow());
        equal("hdr.hash0", go.hash0(), ours.hash0());
        equal("hdr.nevacuate", go.nevacuate(), ours.nevacuate());
        equal("hdr.hex", withoutAddresses(HEX.parseHex(go.hex())),
            withoutAddresses(memory.getBytes(memory.headerAddress(), HmapDescriptor.SIZE)));
    }

    /** The header's bytes; of an address only whether it is nil is left. */
    private static String withoutAddresses(final byte[] header)
    {
        for (final int offset : new int[]{
            HmapDescriptor.BUCKETS_OFFSET, HmapDescriptor.OLDBUCKETS_OFFSET, HmapDescriptor.EXTRA_OFFSET})
        {
            Bytes.putLong(header, offset, Bytes.getLong(header, offset) == 0 ? 0 : 1);
        }
        return HEX.formatHex(header);
    }

    private void extra(final Extra go, final MapState ours, final AddressSpace memory, final DumpLabels labels)
        throws DifferenceException
    {
        equal("extra is nil", go == null, ours.extra() == 0);
        if (go != null)
        {
            equal("extra.nextOverflow", go.nextOverflow(),
                labels.label(memory.getLong(ours.extra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET)));
            list("extra.overflow", go.overflow(),
                memory.getLong(ours.extra() + MapExtraDescriptor.OVERFLOW_OFFSET), memory, labels);
            list("extra.oldoverflow", go.oldoverflow(),
                memory.getLong(ours.extra() + MapExtraDescriptor.OLDOVERFLOW_OFFSET), memory, labels);
        }
    }

    private void list(final String name, final OverflowList go, final long slice, final AddressSpace memory,
        final DumpLabels labels) throws DifferenceException
    {
        equal(name + " is nil", go == null, slice == 0);
        if (go != null)
        {
            final long data = memory.getLong(slice + SliceDescriptor.DATA_OFFSET);
            equal(name + ".len", go.length(), memory.getLong(slice + SliceDescriptor.LENGTH_OFFSET));
            equal(name + ".cap", go.capacity(), memory.getLong(slice + SliceDescriptor.CAPACITY_OFFSET));
            for (int i = 0; i < go.items().size(); i++)
            {
                final long item = memory.getLong(data + (long)i * Long.BYTES);
                equal(name + '[' + i + ']', go.items().get(i), labels.label(item));
            }
        }
    }

    private void array(final String name, final String letter, final Buckets go, final long address, final long count,
        final long total, final AddressSpace memory, final DumpLabels labels, final ScriptType type)
        throws DifferenceException
    {
        equal(name + " is nil", go == null, address == 0);
        if (go != null)
        {
            equal(name + ".n", go.n(), count);
            equal(name + ".total", go.total(), total);
            equal(name + ".blocks", go.blocks().size(), total);
            for (int i = 0; i < total; i++)
            {
                equal(name + ".id", go.blocks().get(i).id(), letter + i);
                final long bucket = address + (long)i * BmapDescriptor.bucketSize(type.mapType());
                block(go.blocks().get(i), bucket, memory, labels, type);
            }
        }
    }

    private void block(final Block go, final long address, final AddressSpace memory, final DumpLabels labels,
        final ScriptType type) throws DifferenceException
    {
        final byte[] bytes = memory.getBytes(address, BmapDescriptor.bucketSize(type.mapType()));
        final long overflow = Bytes.getLong(bytes, BmapDescriptor.overflowOffset(type.mapType()));
        type.normalise(bytes, memory);
        equal(go.id(), go.norm(), HEX.formatHex(bytes));
        equal(go.id() + ".ovf", go.ovf(), labels.label(overflow));
    }
}
