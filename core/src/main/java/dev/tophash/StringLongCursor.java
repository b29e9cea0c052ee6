// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over a {@link StringLongMap} by Go's rules (layout section 11), one entry at a time.
 *
 * <p>The current entry is the one that the last successful {@link #next} delivered; it stays readable when the map
 * changes.  A cursor belongs to one thread; it counts as a reader of the map until {@link #setValue} or
 * {@link #remove}, which write.  After {@link #close} methods throw {@link IllegalStateException}, after the map is
 * closed {@link MapClosedException}.
 */
public interface StringLongCursor extends AutoCloseable
{
    /**
     * Goes to the next entry.
     *
     * @return false if there is none; it stays so.
     * @throws java.util.ConcurrentModificationException if a writer is seen inside the map.
     */
    boolean next();

    /**
     * The key of the current entry; a new string the first time, the same one until the next {@link #next}.
     *
     * @return the key.
     * @throws IllegalStateException  if there is no current entry.
     * @throws MapCorruptionException if its bytes are not UTF-8.
     */
    String key();

    /**
     * The elem of the current entry, as {@link #next} found it or {@link #setValue} left it.
     *
     * @return the elem.
     * @throws IllegalStateException if there is no current entry.
     */
    long value();

    /**
     * Sets the elem of the current key, as {@link StringLongMap#put} does: also if the key was removed since.
     *
     * @param value any value.
     * @throws IllegalStateException  if there is no current entry.
     * @throws OffHeapMemoryException if the key was removed since and memory for it is not allowed.
     */
    void setValue(long value);

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
