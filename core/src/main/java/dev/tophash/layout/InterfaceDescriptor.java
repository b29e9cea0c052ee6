// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

/**
 * A Go {@code interface{}} as it lies in a key or elem slot (layout section 2).
 *
 * <pre>
 *   0        8        16
 *   +--------+--------+
 *   | type   | data   |
 *   +--------+--------+
 *     address  address
 * </pre>
 *
 * <p>The data word is the address of the value, unless the dynamic type is itself a pointer: then it is the value.
 */
public final class InterfaceDescriptor
{
    /** Address of the {@link TypeDescriptor type} of the value; nil for a nil interface. */
    public static final int TYPE_OFFSET = 0;
    /** Address of the value, or the value when its type is a pointer. */
    public static final int DATA_OFFSET = 8;
    /** Bytes of the interface value. */
    public static final int SIZE = 16;

    private InterfaceDescriptor()
    {
    }
}
