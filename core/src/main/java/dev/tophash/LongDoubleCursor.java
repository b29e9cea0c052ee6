// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over a {@link LongDoubleMap}: keys and values.
 */
public interface LongDoubleCursor extends LongKeyCursor
{
    /**
     * The value of the current entry, as {@link #next} found it or {@link #setValue} left it.
     *
     * @return the value.
     * @throws IllegalStateException if there is no current entry.
     */
    double value();

    /**
     * Sets the value of the current key, as {@link LongDoubleMap#put} does: also if the key was removed since.
     *
     * @param value any {@code double}.
     * @throws IllegalStateException  if there is no current entry.
     * @throws OffHeapMemoryException if the key was removed since and memory for it is not allowed.
     */
    void setValue(double value);
}
