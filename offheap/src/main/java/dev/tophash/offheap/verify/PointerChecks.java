// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.image.MapImage;

/**
 * Checks what the pointers inside a key or elem lead to: the bytes of strings and the values of interfaces lie in the
 * memory, and not on top of the map's own arrays.
 *
 * <p>A plain pointer is a number here; it is not followed. Two strings may share bytes, as in Go.
 */
final class PointerChecks
{
    /** How deep interfaces in interfaces may go; damaged bytes can go in circles. */
    private static final int MAX_DEPTH = 8;
    /** How many interfaces one key or elem may lead to. */
    private static final int MAX_INTERFACE_COUNT = 1 << 16;

    private final MapImage image;
    private final Geometry geometry;
    private final FindingList findings;

    private long bucket;
    private int slot;
    private String part;
    private int interfaceCount;

    PointerChecks(final MapImage image, final Geometry geometry, final FindingList findings)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
    }

    /** Checks a value; false, with a finding, if it cannot be followed safely. */
    boolean check(final GoType type, final long offset, final long atBucket, final int atSlot, final String what)
    {
        bucket = atBucket;
        slot = atSlot;
        part = what;
        interfaceCount = 0;
        return walk(type, offset, MAX_DEPTH);
    }

    private boolean walk(final GoType type, final long offset, final int depth)
    {
        if (!type.hasPointers())
        {
            return true;
        }
        return switch (type.kind())
        {
            case STRING -> string(offset);
            case INTERFACE -> anInterface(offset, depth);
            case ARRAY -> array(type, offset, depth);
            case STRUCT -> struct(type, offset, depth);
            default -> true;
        };
    }

    private boolean string(final long offset)
    {
        final long length = image.longAt(offset + StringDescriptor.LENGTH_OFFSET);
        if (length == 0)
        {
            return true;
        }
        final long address = image.longAt(offset + StringDescriptor.ADDRESS_OFFSET);
        final long bytes = length < 0 ? NOWHERE : image.offsetOf(address, length);
        if (bytes == NOWHERE)
        {
            return bad(offset, "the address and length of bytes in the memory", hex(address) + ", length " + length);
        }
        return apart(offset, bytes, length);
    }

    private boolean anInterface(final long offset, final int depth)
    {
        final long typeWord = image.longAt(offset + InterfaceDescriptor.TYPE_OFFSET);
        if (typeWord == 0)
        {
            return true;
        }
        final GoType type = image.resolver().typeAt(typeWord);
        if (type == null)
        {
            return bad(offset, "the address of a known type in the type word", hex(typeWord));
        }
        if (type.pointerShaped() || type.size() == 0)
        {
            return true;
        }
        final long address = image.longAt(offset + InterfaceDescriptor.DATA_OFFSET);
        final long value = image.offsetOf(address, type.size());
        if (value == NOWHERE)
        {
            return bad(offset, "the address of " + type.size() + " bytes in the data word", hex(address));
        }
        if (depth == 0 || ++interfaceCount > MAX_INTERFACE_COUNT)
        {
            return bad(offset, "a value that does not contain itself", hex(address));
        }
        return apart(offset, value, type.size()) && walk(type, value, depth - 1);
    }

    private boolean array(final GoType type, final long offset, final int depth)
    {
        final GoType elem = type.elem();
        boolean good = true;
        for (int i = 0; i < type.length(); i++)
        {
            good &= walk(elem, offset + (long)i * elem.size(), depth);
        }
        return good;
    }

    private boolean struct(final GoType type, final long offset, final int depth)
    {
        boolean good = true;
        for (int i = 0; i < type.length(); i++)
        {
            good &= walk(type.fieldType(i), offset + type.fieldOffset(i), depth);
        }
        return good;
    }

    private boolean apart(final long at, final long offset, final long size)
    {
        if (overlaps(offset, size, geometry.mainOffset, geometry.mainEnd()) && geometry.mainOffset != NOWHERE)
        {
            return bad(at, "bytes outside the bucket arrays", geometry.name(Math.max(offset, geometry.mainOffset)));
        }
        if (overlaps(offset, size, geometry.oldOffset, geometry.oldEnd()) && geometry.oldOffset != NOWHERE)
        {
            return bad(at, "bytes outside the bucket arrays", geometry.name(Math.max(offset, geometry.oldOffset)));
        }
        if (overlaps(offset, size, image.headerOffset(), image.headerOffset() + HmapDescriptor.SIZE))
        {
            return bad(at, "bytes outside the header", "@0x" + Long.toHexString(offset));
        }
        return true;
    }

    private static boolean overlaps(final long offset, final long size, final long start, final long end)
    {
        return offset < end && offset + size > start;
    }

    private boolean bad(final long offset, final String expected, final String actual)
    {
        findings.add(Check.P02, offset, geometry.location(bucket).at(slot).in(part), expected, actual);
        return false;
    }

    private static String hex(final long address)
    {
        return "0x" + Long.toHexString(address);
    }
}
