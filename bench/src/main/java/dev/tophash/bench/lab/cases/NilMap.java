// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.GoFailure;

/**
 * Go's walk where there is no header at all: {@code var m map[K]V}. Each method is the first lines of Go's function of
 * that name. There are no bytes, so there is no image. The product has no nil map: a Java reference can be null.
 */
final class NilMap
{
    private NilMap()
    {
    }

    /** {@code len(m)}. */
    static long len()
    {
        return 0;
    }

    /** {@code m[key]}: absent, unless the key cannot be hashed; Go asks that of nil and of empty maps too. */
    static boolean find(final Object key)
    {
        requireHashable(key);
        return false;
    }

    /** {@code delete(m, key)}: nothing, under the same condition. */
    static void delete(final Object key)
    {
        requireHashable(key);
    }

    /** How {@code m[key] = ...} ends. */
    static GoFailure assign()
    {
        return GoFailure.panic("assignment to entry in nil map");
    }

    /** {@code for range m}. */
    static int range()
    {
        return 0;
    }

    /** A slice in an interface is the classic of the keys that cannot be hashed; here a Java array stands for it. */
    private static void requireHashable(final Object key)
    {
        if (key instanceof int[])
        {
            throw GoFailure.panic("runtime error: hash of unhashable type []int");
        }
    }
}
