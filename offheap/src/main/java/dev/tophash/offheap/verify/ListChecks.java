// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.image.MapImage;

/**
 * Compares the overflow lists of mapextra with the chains that were walked (layout sections 1.2 and 6).
 *
 * <p>Only maps without pointers have them, and for those they are exact. A list names every overflow bucket of the
 * array once, in the order in which they were handed out: the spare ones in ascending order and then the heap ones. A
 * list may be there and be empty, because starting an iteration makes one. The capacity may be anything that holds the
 * length, as long as its bytes exist.
 */
final class ListChecks
{
    /** Marks an overflow bucket as named by its list, above the number of its chain. */
    private static final long LISTED = 1L << 62;

    private final MapImage image;
    private final Geometry geometry;
    private final FindingList findings;
    private final ExtentChecks extents;
    private final OffsetSet overflow;

    ListChecks(
        final MapImage image,
        final Geometry geometry,
        final FindingList findings,
        final ExtentChecks extents,
        final OffsetSet overflow)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        this.extents = extents;
        this.overflow = overflow;
    }

    void check(final long mainOverflowCount, final long oldOverflowCount)
    {
        final long extra = image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE);
        if (extra != NOWHERE)
        {
            extents.add(ExtentChecks.EXTRA, extra);
        }
        checkList(image.overflowListAddress(), extra, false, mainOverflowCount);
        checkList(image.oldoverflowListAddress(), extra, true, oldOverflowCount);
    }

    private void checkList(final long address, final long extra, final boolean old, final long overflowCount)
    {
        final Location location = Location.of(old ? Location.Part.OLDOVERFLOW_LIST : Location.Part.OVERFLOW_LIST);
        final boolean listed = image.type().pointerFree();
        if (address == 0)
        {
            if (listed && overflowCount != 0)
            {
                findings.add(Check.L01, extra, location, "a list of " + overflowCount + " overflow buckets", "nil");
            }
            return;
        }
        if (!listed || (old && !image.growing()))
        {
            findings.add(Check.L01, extra, location, listed ? "nil while not growing" : "nil in a map with pointers",
                hex(address));
            return;
        }
        final long header = image.offsetOf(address, SliceDescriptor.SIZE);
        if (header == NOWHERE || (address & Long.BYTES - 1) != 0)
        {
            findings.add(Check.L02, extra, location, "the aligned address of a slice header in the memory",
                hex(address));
            return;
        }
        extents.add(old ? ExtentChecks.OLD_LIST : ExtentChecks.LIST, header);
        checkItems(header, location, old, overflowCount);
    }

    private void checkItems(final long header, final Location location, final boolean old, final long overflowCount)
    {
        final long address = image.longAt(header + SliceDescriptor.DATA_OFFSET);
        final long length = image.longAt(header + SliceDescriptor.LENGTH_OFFSET);
        final long capacity = image.longAt(header + SliceDescriptor.CAPACITY_OFFSET);
        final long maxLength = image.size() / Long.BYTES;
        final long data = length < 0 || length > capacity || capacity > maxLength ? NOWHERE :
            image.offsetOf(address, capacity * Long.BYTES);
        if (capacity == 0 ? length != 0 : data == NOWHERE || (address & Long.BYTES - 1) != 0)
        {
            findings.add(Check.L02, header, location, "length <= capacity, and room for the capacity in the memory",
                "length " + length + ", capacity " + capacity + ", data " + hex(address));
            return;
        }
        if (capacity != 0)
        {
            extents.add(old ? ExtentChecks.OLD_LIST_DATA : ExtentChecks.LIST_DATA, data, capacity * Long.BYTES);
        }
        if (length != overflowCount)
        {
            findings.add(Check.L01, header + SliceDescriptor.LENGTH_OFFSET, location.in("length"),
                overflowCount + " overflow buckets in the chains", Long.toString(length));
        }
        checkOrder(data, length, location.part(), old);
    }

    private void checkOrder(final long data, final long length, final Location.Part list, final boolean old)
    {
        final long array = old ? geometry.oldOffset : geometry.mainOffset;
        final long main = old ? geometry.oldCount : geometry.mainCount;
        boolean heap = false;
        for (long i = 0; i < length; i++)
        {
            final long at = data + i * Long.BYTES;
            final long address = image.longAt(at);
            final long bucket = image.offsetOf(address, geometry.bucketSize);
            final long owner = bucket == NOWHERE ? OffsetSet.ABSENT : overflow.get(bucket);
            if (owner == OffsetSet.ABSENT || (owner & 1) != (old ? 1 : 0))
            {
                findings.add(Check.L01, at, Location.of(list, i), "an overflow bucket of the chains", hex(address));
                continue;
            }
            if ((owner & LISTED) != 0)
            {
                findings.add(Check.L01, at, Location.of(list, i), "each bucket once", geometry.name(bucket));
                continue;
            }
            overflow.set(bucket, owner | LISTED);
            final boolean spare = old ? geometry.inOld(bucket) : geometry.inMain(bucket);
            heap |= !spare;
            if (spare && (heap || bucket != array + (main + i) * geometry.bucketSize))
            {
                findings.add(Check.L01, at, Location.of(list, i), "spare buckets in their order, then heap buckets",
                    geometry.name(bucket));
            }
        }
    }

    private static String hex(final long address)
    {
        return "0x" + Long.toHexString(address);
    }
}
