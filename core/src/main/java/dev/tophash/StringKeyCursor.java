// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over the keys of a map by Go's rules (layout section 11), one entry at a time; keys are
 * strings.
 *
 * <p>The current entry is the one that the last successful {@link #next} delivered; it stays readable when the map
 * changes.  A cursor belongs to one thread; it counts as a reader of the map until it changes something.  After
 * {@link #close} methods throw {@link IllegalStateException}, after the map is closed {@link MapClosedException}.
 */
public interface StringKeyCursor extends AutoCloseable
{
    /**
     * Goes to the next entry.
     *
     * @return false if there is none; it stays so.
     * @throws java.util.ConcurrentModificationException if a writer is seen inside the map.
     */
    boolean next();

    /**
     * The key of the current entry; a new string each time. Only a corrupted map has bytes that are not UTF-8; they are
     * replaced by U+FFFD.
     *
     * @return the key.
     * @throws IllegalStateException  if there is no current entry.
     * @throws MapCorruptionException if the key lies outside the map's memory.
     */
    String key();

    /**
     * Bytes of the current key in UTF-8.
     *
     * @return their number.
     * @throws IllegalStateException if there is no current entry.
     */
    int keySize();

    /**
     * Copies the key of the current entry, as UTF-8.  Nothing is allocated.
     *
     * @param key takes the {@link #keySize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     */
    void copyKey(byte[] key);

    /**
     * Copies the key of the current entry, as UTF-8, to a part of an array that may be longer.  Nothing is allocated.
     *
     * @param target takes the {@link #keySize} bytes.
     * @param offset index of the first of them.
     * @return their number.
     * @throws IllegalStateException     if there is no current entry.
     * @throws IndexOutOfBoundsException if the array has no such part.
     */
    int copyKey(byte[] target, int offset);

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
