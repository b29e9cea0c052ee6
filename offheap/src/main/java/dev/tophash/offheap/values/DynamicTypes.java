// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

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
public final class DynamicTypes
{
    private static final int KIND_MASK = 31;

    /** What a map without interfaces has: no descriptor of any kind. Nobody writes it. */
    private static final long[] NONE = new long[KIND_MASK + 1];

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
    private long[] offsets = NONE;

    DynamicTypes(final Region region)
    {
        this.region = region;
    }

    /** The type of a kind byte, null for one that is not supported. */
    public static GoType ofKind(final int kind)
    {
        return BY_KIND[kind & KIND_MASK];
    }

    /**
     * Uses a descriptor of an adopted image for its kind. Go tells dynamic types apart by the address of the
     * descriptor, so a key to look up has to point to the descriptor that the stored keys point to.
     */
    public void adopt(final long descriptor)
    {
        final int kind = Memory.getUnsignedByte(region.memory(), descriptor + TypeDescriptor.KIND_OFFSET) & KIND_MASK;
        if (BY_KIND[kind] != null && offsets[kind] == 0)
        {
            note(kind, descriptor);
        }
    }

    @SuppressWarnings("ReferenceEquality") // another array of zeros would be one of ours
    private void note(final int kind, final long descriptor)
    {
        if (offsets == NONE)
        {
            offsets = new long[KIND_MASK + 1];
        }
        offsets[kind] = descriptor;
    }

    /** Whether an offset is that of the string type's descriptor. */
    boolean isString(final long descriptor)
    {
        return descriptor != Heap.NIL && descriptor == offsets[GoType.STRING.goKindNumber() & KIND_MASK];
    }

    /**
     * Makes the descriptors of all types that a caller can put into an interface, so that a lookup asks for no memory.
     */
    public void prepare()
    {
        descriptor(GoType.INT64.goKindNumber());
        descriptor(GoType.FLOAT64.goKindNumber());
        descriptor(GoType.STRING.goKindNumber());
    }

    /** Writes the descriptors again after a wipe; they hold nothing of the entries. */
    public void restore()
    {
        for (int kind = 0; kind < offsets.length; kind++)
        {
            if (offsets[kind] != 0)
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
    public long descriptor(final int kindByte)
    {
        final int kind = kindByte & KIND_MASK;
        final GoType type = BY_KIND[kind];
        if (type == null)
        {
            throw new IllegalArgumentException("type not supported in an interface: goKind=" + kind);
        }
        if (offsets[kind] == 0)
        {
            final long offset = region.obtain(TypeDescriptor.SIZE, "type descriptor");
            write(offset, kind);
            note(kind, offset);
        }
        return offsets[kind];
    }
}
