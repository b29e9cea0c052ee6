// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.image.MapImage;

/**
 * Counts slots that are empty by their tophash and still hold bytes of a former entry, for one finding of information.
 *
 * <p>Go leaves some: a deleted key without pointers stays in its slot, and of a deleted string key the length stays
 * (layout sections 9 and 15). Nobody reads them. They matter to those who pass the bytes on.
 */
final class StaleBytes
{
    private final MapImage image;
    private final FindingList findings;
    private final Geometry geometry;
    private final int keySlotSize;
    private final int elemSlotSize;

    private long count;
    private long firstBucket = NOWHERE;
    private int firstSlot;

    StaleBytes(final MapImage image, final Geometry geometry, final FindingList findings)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        keySlotSize = image.type().keySlotSize();
        elemSlotSize = image.type().elemSlotSize();
    }

    /** A slot whose tophash says that it is empty. */
    void emptySlot(final long bucket, final int slot)
    {
        if (!zero(image.keySlotOffset(bucket, slot), keySlotSize) ||
            !zero(image.elemSlotOffset(bucket, slot), elemSlotSize))
        {
            if (count++ == 0)
            {
                firstBucket = bucket;
                firstSlot = slot;
            }
        }
    }

    /** A bucket all of whose slots are empty, or were wiped. */
    void emptyBucket(final long bucket)
    {
        if (!zero(bucket + BmapDescriptor.KEYS_OFFSET, image.overflowOffset() - BmapDescriptor.KEYS_OFFSET))
        {
            for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
            {
                emptySlot(bucket, slot);
            }
        }
    }

    void report()
    {
        if (count != 0)
        {
            findings.add(Check.S01, firstBucket, geometry.location(firstBucket).at(firstSlot),
                "zero bytes in empty slots", count + " slots with bytes of former entries, this is the first");
        }
    }

    private boolean zero(final long offset, final int size)
    {
        int i = 0;
        for (; i <= size - Long.BYTES; i += Long.BYTES)
        {
            if (image.longAt(offset + i) != 0)
            {
                return false;
            }
        }
        for (; i < size; i++)
        {
            if (image.byteAt(offset + i) != 0)
            {
                return false;
            }
        }
        return true;
    }
}
