// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * Reads of a set by other threads than the one that writes it. See {@link SingleWriterView} for how and at what cost.
 */
public final class LongSetSingleWriterView extends SingleWriterView
{
    private final OffHeapLongSet map;

    private LongSetSingleWriterView(final OffHeapLongSet map)
    {
        super(map);
        this.map = map;
    }

    /**
     * The view of a map.
     *
     * @param map built with {@link MapBuilder#singleWriterView}.
     * @return a view; it may be made once for each thread or once for all.
     * @throws IllegalArgumentException       if the map was built without one.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public static LongSetSingleWriterView of(final OffHeapLongSet map)
    {
        return new LongSetSingleWriterView(map);
    }

    /**
     * Tells whether a key is in the set.
     *
     * @param key any {@code long}.
     * @return true if it is.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean contains(final long key)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = map.contains(key);
                    if (sequence().isStill(number))
                    {
                        return read;
                    }
                }
            }
            catch (final RuntimeException | InternalError e)
            {
                if (sequence().isStill(number))
                {
                    throw e;
                }
            }
        }
    }
}
