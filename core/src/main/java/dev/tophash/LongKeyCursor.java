// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over the keys of a map by Go's rules (layout section 11), one entry at a time; keys are of type
 * {@code long}.
 *
 * <p>The current entry is the one that the last successful {@link #next} delivered; it stays readable when the map
 * changes.  A cursor belongs to one thread; it counts as a reader of the map until it changes something.  After
 * {@link #close} methods throw {@link IllegalStateException}, after the map is closed {@link MapClosedException}.
 */
public interface LongKeyCursor extends AutoCloseable
{
    /**
     * Goes to the next entry.
     *
     * @return false if there is none; it stays so.
     * @throws java.util.ConcurrentModificationException if a writer is seen inside the map.
     */
    boolean next();

    /**
     * The key of the current entry.
     *
     * @return the key.
     * @throws IllegalStateException if there is no current entry.
     */
    long key();

    /**
     * Removes the current key, if it is still present.  It stays readable here.
     *
     * @throws IllegalStateException if there is no current entry.
     */
    void remove();

    /**
     * Ends the iteration.  Closing a closed cursor does nothing.
     */
    @Override
    void close();
}
