// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import java.util.Arrays;

/**
 * No two things lie on the same bytes: header, mapextra, list headers and their data, both arrays, heap buckets, boxes.
 *
 * <p>To check the bounds of the memory is not enough: one memory holds everything that a map ever allocated, and a
 * pointer that is off by a little still leads into it. Each extent is one long, its offset * 16 plus its kind. In
 * sorted order, an extent overlaps if it starts before the furthest end so far.
 */
final class ExtentChecks
{
    static final int HEADER = 0;
    static final int EXTRA = 1;
    static final int LIST = 2;
    static final int OLD_LIST = 3;
    static final int LIST_DATA = 4;
    static final int OLD_LIST_DATA = 5;
    static final int MAIN = 6;
    static final int OLD = 7;
    static final int HEAP_BUCKET = 8;
    static final int KEY_BOX = 9;
    static final int ELEM_BOX = 10;

    private static final String[] NAMES = {"the header", "mapextra", "the overflow list", "the oldoverflow list",
        "the overflow list's data", "the oldoverflow list's data", "the main array", "the old array", "a heap bucket",
        "the box of a key", "the box of an elem"};
    private static final int KIND_BITS = 4;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int FIRST_CAPACITY = 16;

    private final FindingList findings;
    private final long[] sizes = new long[NAMES.length];
    private long[] extents = new long[FIRST_CAPACITY];
    private int count;

    ExtentChecks(final MapType type, final FindingList findings)
    {
        this.findings = findings;
        sizes[HEADER] = HmapDescriptor.SIZE;
        sizes[EXTRA] = MapExtraDescriptor.SIZE;
        sizes[LIST] = SliceDescriptor.SIZE;
        sizes[OLD_LIST] = SliceDescriptor.SIZE;
        sizes[HEAP_BUCKET] = BmapDescriptor.bucketSize(type);
        sizes[KEY_BOX] = type.key().size();
        sizes[ELEM_BOX] = type.elem().size();
    }

    /** Adds the only thing of its kind, with its size. */
    void add(final int kind, final long offset, final long size)
    {
        sizes[kind] = size;
        if (size > 0)
        {
            add(kind, offset);
        }
    }

    /** Adds a thing whose size its kind determines. */
    void add(final int kind, final long offset)
    {
        if (count == extents.length)
        {
            extents = Arrays.copyOf(extents, 2 * count);
        }
        extents[count++] = offset << KIND_BITS | kind;
    }

    void check()
    {
        Arrays.sort(extents, 0, count);
        long end = 0;
        int endKind = HEADER;
        for (int i = 0; i < count; i++)
        {
            final long offset = extents[i] >>> KIND_BITS;
            final int kind = (int)extents[i] & KIND_MASK;
            if (offset < end)
            {
                findings.add(code(Math.max(kind, endKind)), offset, Location.named(NAMES[kind]), "bytes of its own",
                    "on top of " + NAMES[endKind]);
            }
            if (offset + sizes[kind] > end)
            {
                end = offset + sizes[kind];
                endKind = kind;
            }
        }
    }

    private static Check code(final int kind)
    {
        return switch (kind)
        {
            case LIST_DATA, OLD_LIST_DATA -> Check.L02;
            case HEAP_BUCKET -> Check.P01;
            case KEY_BOX, ELEM_BOX -> Check.P02;
            default -> Check.H02;
        };
    }
}
