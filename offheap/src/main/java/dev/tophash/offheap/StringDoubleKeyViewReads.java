// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * Reads of a map by other threads than the one that writes it, whose key is shown by a {@link KeyView}.
 * Each reader has a view of a key of its own. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number.
 */
abstract class StringDoubleKeyViewReads extends SingleWriterView
{
    private final OffHeapStringDoubleMap map;

    StringDoubleKeyViewReads(final OffHeapStringDoubleMap map)
    {
        super(map);
        this.map = map;
    }

    /**
     * The value of a key.
     *
     * @param key shows the key.
     * @return the value, or the map's missing value.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final double get(final KeyView key)
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
     * @param key          shows the key.
     * @param defaultValue what to return if the key is absent.
     * @return the value, or {@code defaultValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final double getOrDefault(final KeyView key, final double defaultValue)
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
     * @param key shows the key.
     * @return true if it is.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final boolean containsKey(final KeyView key)
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
