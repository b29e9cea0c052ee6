// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

/**
 * A Go string as it lies in a key or elem slot (layout section 2).
 *
 * <pre>
 *   0         8        16
 *   +---------+--------+
 *   | address | length |
 *   +---------+--------+
 *     address   i64
 * </pre>
 */
public final class StringDescriptor
{
    /** Address of the bytes; anything when the length is 0. */
    public static final int ADDRESS_OFFSET = 0;
    /** i64: length in bytes. */
    public static final int LENGTH_OFFSET = 8;
    /** Bytes of the string header. */
    public static final int SIZE = 16;

    private StringDescriptor()
    {
    }
}
