// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** Breaks the header of a live map. It stands in the engine's package because no class of the product offers that. */
public final class Scalpel
{
    private Scalpel()
    {
    }

    /** Overwrites the number of entries. */
    public static void setCount(final OffHeapTypedMap map, final long count)
    {
        map.table().setCount(count);
    }

    /** Overwrites the number of overflow buckets, as if that many had been taken: writes go by it from now on. */
    public static void setNoverflow(final OffHeapTypedMap map, final int noverflow)
    {
        map.table().setNoverflow(noverflow);
        map.table().reload();
    }
}
