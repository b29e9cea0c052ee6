// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * Takes a key or elem in Go's memory form, field by field.
 */
public interface ValueWriter
{
    /** Sets all bytes to zero. */
    void clear();

    /**
     * Writes one byte.
     *
     * @param offset position in the value.
     * @param value  the byte.
     */
    void setByte(int offset, byte value);

    /**
     * Writes two bytes.
     *
     * @param offset position in the value.
     * @param value  the bytes.
     */
    void setShort(int offset, short value);

    /**
     * Writes four bytes.
     *
     * @param offset position in the value.
     * @param value  the bytes.
     */
    void setInt(int offset, int value);

    /**
     * Writes eight bytes.
     *
     * @param offset position in the value.
     * @param value  the bytes.
     */
    void setLong(int offset, long value);

    /**
     * Writes a string.
     *
     * @param offset position of the string's two words in the value.
     * @param value  the text.
     */
    void setString(int offset, String value);

    /**
     * Writes an interface.
     *
     * @param offset position of the interface's two words in the value.
     * @param value  a Long or a String.
     */
    void setAny(int offset, Object value);
}
