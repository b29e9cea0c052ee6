// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import dev.tophash.check.Required;
import dev.tophash.layout.MapType;

/**
 * The bits of the flags word in Go's own descriptor of a map type (layout section 1.5).
 */
public final class MapTypeFlags
{
    /** Keys are indirect. */
    public static final int INDIRECT_KEY = 1;
    /** Elems are indirect. */
    public static final int INDIRECT_ELEM = 2;
    /** Every key equals itself. */
    public static final int REFLEXIVE_KEY = 4;
    /** Assigning to an existing key rewrites the key. */
    public static final int NEED_KEY_UPDATE = 8;
    /** Hashing a key can panic. */
    public static final int HASH_MIGHT_PANIC = 16;

    private MapTypeFlags()
    {
    }

    /**
     * The flags of a map type.
     *
     * @param type the map type.
     * @return a union of {@link #INDIRECT_KEY} to {@link #HASH_MIGHT_PANIC}.
     */
    public static int of(final MapType type)
    {
        Required.argument(type, "type");
        return (type.indirectKey() ? INDIRECT_KEY : 0) | (type.indirectElem() ? INDIRECT_ELEM : 0) |
            (type.reflexiveKey() ? REFLEXIVE_KEY : 0) | (type.needKeyUpdate() ? NEED_KEY_UPDATE : 0) |
            (type.hashMightPanic() ? HASH_MIGHT_PANIC : 0);
    }
}
