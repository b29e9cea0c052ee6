// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

/**
 * A Go slice header (layout section 1.2).
 *
 * <pre>
 *   0        8        16         24
 *   +--------+--------+----------+
 *   | data   | length | capacity |
 *   +--------+--------+----------+
 *     address  i64      i64
 * </pre>
 */
public final class SliceDescriptor
{
    /** Address of the first element, or nil. */
    public static final int DATA_OFFSET = 0;
    /** i64: elements in use. */
    public static final int LENGTH_OFFSET = 8;
    /** i64: elements that fit. */
    public static final int CAPACITY_OFFSET = 16;
    /** Bytes of the header. */
    public static final int SIZE = 24;

    private SliceDescriptor()
    {
    }
}
