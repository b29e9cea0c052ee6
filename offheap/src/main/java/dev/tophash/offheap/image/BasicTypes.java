// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.hash.TypeResolver;
import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;

/**
 * Finds the types behind the type words of interfaces. As in Go a type word is the address of a type descriptor, here
 * inside the image.
 *
 * <p>Only basic types are known, by the number of their kind. A type that is made of others would need the descriptors
 * of those too, and no tool could do anything with its values.
 */
final class BasicTypes implements TypeResolver
{
    /** Kinds of Go's reflect package, at the index of their number. */
    private static final GoType[] TYPES = {
        null, GoType.BOOL, GoType.INT64, GoType.INT8, GoType.INT16, GoType.INT32, GoType.INT64, GoType.UINT64,
        GoType.UINT8, GoType.UINT16, GoType.UINT32, GoType.UINT64, GoType.UINTPTR, GoType.FLOAT32, GoType.FLOAT64,
        GoType.COMPLEX64, GoType.COMPLEX128};
    private static final int STRING_KIND = 24;
    /** The upper bits of the kind byte are about garbage collection. */
    private static final int KIND_MASK = 31;

    private final ImageView image;

    BasicTypes(final ImageView image)
    {
        this.image = image;
    }

    @Override
    public GoType typeAt(final long address)
    {
        final long descriptor = image.offsetOf(address, TypeDescriptor.SIZE);
        if (descriptor == ImageView.NOWHERE)
        {
            return null;
        }
        final int kind = image.byteAt(descriptor + TypeDescriptor.KIND_OFFSET) & KIND_MASK;
        final GoType type = kind == STRING_KIND ? GoType.STRING : kind < TYPES.length ? TYPES[kind] : null;
        return type != null && image.longAt(descriptor + TypeDescriptor.SIZE_OFFSET) == type.size() ? type : null;
    }
}
