// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import dev.tophash.layout.SliceDescriptor;

/**
 * The 24-byte side structure of a map, Go's {@code mapextra} (layout section 1.2).
 *
 * <pre>
 *   0          8             16             24
 *   +----------+-------------+--------------+
 *   | overflow | oldoverflow | nextOverflow |
 *   +----------+-------------+--------------+
 *     address    address       address
 * </pre>
 *
 * <p>The two lists exist only for maps whose buckets hold no pointers.  Go's collector does not scan such buckets, so
 * without the lists it would free the overflow buckets.
 */
public final class MapExtraDescriptor
{
    /** Address of the {@link SliceDescriptor slice header} that lists the overflow buckets, or nil. */
    public static final int OVERFLOW_OFFSET = 0;
    /** The same list for the old array while the map grows, or nil. */
    public static final int OLDOVERFLOW_OFFSET = 8;
    /** Address of the next spare bucket to hand out, or nil when there is none. */
    public static final int NEXT_OVERFLOW_OFFSET = 16;
    /** Bytes of the structure. */
    public static final int SIZE = 24;

    private MapExtraDescriptor()
    {
    }
}
