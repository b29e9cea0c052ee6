// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * Reads of a set by other threads than the one that writes it, whose key is shown by a {@link KeyView}.
 * Each reader has a view of a key of its own. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number.
 */
abstract class StringSetKeyViewReads extends SingleWriterView
{
    private final OffHeapStringSet map;

    StringSetKeyViewReads(final OffHeapStringSet map)
    {
        super(map);
        this.map = map;
    }

    /**
     * Tells whether a key is in the set.
     *
     * @param key shows the key.
     * @return true if it is.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this set, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the set is closed.
     */
    public final boolean contains(final KeyView key)
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
