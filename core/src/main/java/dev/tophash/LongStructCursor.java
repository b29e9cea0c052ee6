// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * An iteration over a {@link LongStructMap}: keys and the bytes of values.
 */
public interface LongStructCursor extends LongKeyCursor
{
    /**
     * Copies the value of the current entry, as {@link #next} found it or {@link #setValue} left it.
     *
     * @param value takes the {@link LongStructMap#valueSize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     */
    void copyValue(byte[] value);

    /**
     * Sets the value of the current key, as {@link LongStructMap#put} does: also if the key was removed since.
     *
     * @param value the {@link LongStructMap#valueSize} bytes.
     * @throws IllegalStateException    if there is no current entry.
     * @throws IllegalArgumentException if the array has another length.
     * @throws OffHeapMemoryException   if the key was removed since and memory for it is not allowed.
     */
    void setValue(byte[] value);
}
