// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over a {@link BytesStructMap} by Go's rules (layout section 11), one entry at a time.
 *
 * <p>The current entry is the one that the last successful {@link #next} delivered; it stays readable when the map
 * changes.  A cursor belongs to one thread; it counts as a reader of the map until {@link #setElem} or {@link #remove},
 * which write.  After {@link #close} methods throw {@link IllegalStateException}, after the map is closed
 * {@link MapClosedException}.
 */
public interface BytesStructCursor extends AutoCloseable
{
    /**
     * Goes to the next entry.
     *
     * @return false if there is none; it stays so.
     * @throws java.util.ConcurrentModificationException if a writer is seen inside the map.
     */
    boolean next();

    /**
     * Copies the key of the current entry.
     *
     * @param key takes the {@link BytesStructMap#keySize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     */
    void copyKey(byte[] key);

    /**
     * Copies the elem of the current entry, as {@link #next} found it or {@link #setElem} left it.
     *
     * @param elem takes the {@link BytesStructMap#elemSize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     */
    void copyElem(byte[] elem);

    /**
     * Sets the elem of the current key, as {@link BytesStructMap#put} does: also if the key was removed since.
     *
     * @param elem the {@link BytesStructMap#elemSize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     * @throws OffHeapMemoryException   if the key was removed since and memory for it is not allowed.
     */
    void setElem(byte[] elem);

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
