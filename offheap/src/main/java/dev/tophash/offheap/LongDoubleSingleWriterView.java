// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * Reads of a map from {@code long} to {@code double} by other threads than the one that writes it. See {@link
 * SingleWriterView} for how and at what cost.
 */
public final class LongDoubleSingleWriterView extends SingleWriterView
{
    private final OffHeapLongDoubleMap map;

    private LongDoubleSingleWriterView(final OffHeapLongDoubleMap map)
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
    public static LongDoubleSingleWriterView of(final OffHeapLongDoubleMap map)
    {
        return new LongDoubleSingleWriterView(map);
    }

    /**
     * The value of a key.
     *
     * @param key any {@code long}.
     * @return the value, or the map's missing value.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public double get(final long key)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final double read = map.get(key);
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

    /**
     * The value of a key, or another one.
     *
     * @param key          any {@code long}.
     * @param defaultValue what to return if the key is absent.
     * @return the value, or {@code defaultValue}.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public double getOrDefault(final long key, final double defaultValue)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final double read = map.getOrDefault(key, defaultValue);
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

    /**
     * Tells whether a key is present.
     *
     * @param key any {@code long}.
     * @return true if it is.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean containsKey(final long key)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = map.containsKey(key);
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
