// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * The operations of a set whose key is shown by a {@link KeyView}. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number.
 */
abstract class StringSetKeyViews extends StringSetSegments
{
    StringSetKeyViews(final Opening opening)
    {
        super(opening);
    }

    /**
     * Whether a key is present.
     *
     * @param key shows the key.
     * @return true if it is.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean contains(final KeyView key)
    {
        try
        {
            return find(key) != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Adds a key.
     *
     * @param key shows the key.
     * @return true if it was new.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public final boolean add(final KeyView key)
    {
        beginStep();
        try
        {
            return Place.isNew(assign(key));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Removes a key.
     *
     * @param key shows the key.
     * @return true if it was present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean remove(final KeyView key)
    {
        beginStep();
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return false;
            }
            finishDelete(place);
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }
}
