// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.LeakDetector;

/**
 * Where maps are made.
 *
 * <pre>{@code
 * try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(1_000_000).missingValue(-1).build())
 * {
 *     map.put(42, 7);
 * }
 * }</pre>
 */
public final class OffHeapMaps
{
    private OffHeapMaps()
    {
    }

    /**
     * Go's {@code map[int64]int64}.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapLongLongMap> longLong()
    {
        return new MapBuilder<>(
            OffHeapLongLongMap::create, OffHeapLongLongMap::attach, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * Go's {@code map[int32]int32}.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapIntIntMap> intInt()
    {
        return new MapBuilder<>(
            OffHeapIntIntMap::create, OffHeapIntIntMap::attach, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * Go's {@code map[string]int64}.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapStringLongMap> stringLong()
    {
        return new MapBuilder<>(
            OffHeapStringLongMap::create, OffHeapStringLongMap::attach, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * Go's {@code map[[K]byte][E]byte}.
     *
     * @param keySize  bytes of a key, 1 to 1,048,576.
     * @param elemSize bytes of an elem, 0 to 1,048,576.
     * @return a builder.
     */
    public static MapBuilder<OffHeapBytesStructMap> bytesStruct(final int keySize, final int elemSize)
    {
        return new MapBuilder<>(
            (hint, config) -> OffHeapBytesStructMap.create(keySize, elemSize, hint, config),
            OffHeapBytesStructMap::attach,
            Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * Number of maps that were dropped without a close since the start of the JVM.
     *
     * @return a count; their memory was freed by the collector.
     */
    public static long leakedMaps()
    {
        return LeakDetector.leakedMaps();
    }

    /**
     * Number of maps open now.
     *
     * @return a count, 0 when every map was closed.
     */
    public static long openMaps()
    {
        return LeakDetector.openRegions();
    }
}
