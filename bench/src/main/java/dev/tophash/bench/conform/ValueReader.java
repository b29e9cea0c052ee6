// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * Gives a key or elem field by field.
 */
public interface ValueReader
{
    /**
     * Reads one byte.
     *
     * @param offset position in the value.
     * @return the byte.
     */
    byte getByte(int offset);

    /**
     * Reads two bytes.
     *
     * @param offset position in the value.
     * @return the bytes.
     */
    short getShort(int offset);

    /**
     * Reads four bytes.
     *
     * @param offset position in the value.
     * @return the bytes.
     */
    int getInt(int offset);

    /**
     * Reads eight bytes.
     *
     * @param offset position in the value.
     * @return the bytes.
     */
    long getLong(int offset);

    /**
     * Reads a string.
     *
     * @param offset position of the string's two words in the value.
     * @return the text.
     */
    String getString(int offset);

    /**
     * Reads an interface.
     *
     * @param offset position of the interface's two words in the value.
     * @return a Long or a String, or null for nil.
     */
    Object getAny(int offset);
}
