// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

/**
 * The part of Go's type descriptor ({@code rtype}) that an image needs: what the type word of an interface points to
 * (layout section 1.5).
 *
 * <pre>
 *   0      8         16     20    23     24        48
 *   +------+---------+------+-----+------+---------+
 *   | size | ptrdata | hash | ... | kind | ...     |
 *   +------+---------+------+-----+------+---------+
 *     u64    u64       u32    3 u8  u8     24 bytes
 * </pre>
 */
public final class TypeDescriptor
{
    /** u64: bytes of a value of the type. */
    public static final int SIZE_OFFSET = 0;
    /** u64: bytes of the value up to the end of its last pointer; 0 without pointers. */
    public static final int PTRDATA_OFFSET = 8;
    /** u32: Go's hash of the type (not of values). */
    public static final int HASH_OFFSET = 16;
    /** u8: in the low five bits the number of the kind, {@link GoType#goKindNumber()}. */
    public static final int KIND_OFFSET = 23;
    /** Bytes of the descriptor. */
    public static final int SIZE = 48;

    private TypeDescriptor()
    {
    }
}
