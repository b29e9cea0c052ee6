// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;

/**
 * The types that an interface in a key or elem may hold.
 *
 * <p>An interface's first word points to Go's type descriptor. A map keeps one descriptor a type in its region, with
 * the size and the kind where Go has them; nothing else of it is read.
 */
final class DynamicTypes
{
    private static final int KIND_MASK = 31;
    private static final GoType[] BY_KIND = new GoType[KIND_MASK + 1];

    static
    {
        final GoType[] known = {
            GoType.BOOL, GoType.INT8, GoType.INT16, GoType.INT32, GoType.INT64, GoType.UINT8, GoType.UINT16,
            GoType.UINT32,
            GoType.UINT64, GoType.UINTPTR, GoType.FLOAT32, GoType.FLOAT64, GoType.COMPLEX64, GoType.COMPLEX128,
            GoType.STRING};
        for (final GoType type : known)
        {
            BY_KIND[type.goKindNumber()] = type;
        }
    }

    private final Region region;
    private final long[] offsets = new long[KIND_MASK + 1];

    DynamicTypes(final Region region)
    {
        this.region = region;
    }

    /** The type of a kind byte, null for one that is not supported. */
    static GoType ofKind(final int kind)
    {
        return BY_KIND[kind & KIND_MASK];
    }

    /**
     * Takes a descriptor of an adopted image for its kind: Go tells dynamic types apart by the descriptor's address, so
     * a key to look up has to point to the one that the stored keys point to.
     */
    void adopt(final long descriptor)
    {
        final int kind = Memory.getUnsignedByte(region.memory(), descriptor + TypeDescriptor.KIND_OFFSET) & KIND_MASK;
        if (null != BY_KIND[kind] && 0 == offsets[kind])
        {
            offsets[kind] = descriptor;
        }
    }

    /** Makes the descriptors of all types that {@link Staging#setAny} takes, so that a lookup need not ask for them. */
    void prepare()
    {
        descriptor(GoType.INT64.goKindNumber());
        descriptor(GoType.FLOAT64.goKindNumber());
        descriptor(GoType.STRING.goKindNumber());
    }

    /** Writes the descriptors again after a wipe; they hold nothing of the entries. */
    void restore()
    {
        for (int kind = 0; kind < offsets.length; kind++)
        {
            if (0 != offsets[kind])
            {
                write(offsets[kind], kind);
            }
        }
    }

    private void write(final long offset, final int kind)
    {
        Memory.putLong(region.memory(), offset + TypeDescriptor.SIZE_OFFSET, BY_KIND[kind].size());
        Memory.putByte(region.memory(), offset + TypeDescriptor.KIND_OFFSET, (byte)kind);
    }

    /** Offset of the descriptor of a kind. */
    long descriptor(final int kindByte)
    {
        final int kind = kindByte & KIND_MASK;
        final GoType type = BY_KIND[kind];
        if (null == type)
        {
            throw new IllegalArgumentException("type not supported in an interface: goKind=" + kind);
        }
        if (0 == offsets[kind])
        {
            region.require(TypeDescriptor.SIZE, TypeDescriptor.SIZE, "type descriptor");
            region.charge(TypeDescriptor.SIZE);
            region.settle();
            final long offset = region.space(TypeDescriptor.SIZE);
            write(offset, kind);
            offsets[kind] = offset;
        }
        return offsets[kind];
    }
}
