// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

/**
 * Text in which every field of a record has a line: place, bytes in hexadecimal, name and meaning. It knows no layout.
 */
final class FieldLines
{
    private static final int BYTES_PER_LINE = 8;
    private static final int LABEL_COLUMN = 11 + 3 * BYTES_PER_LINE;
    private static final int MEANING_COLUMN = LABEL_COLUMN + 14;

    private final ImageView image;
    private final StringBuilder text = new StringBuilder();

    FieldLines(final ImageView image)
    {
        this.image = image;
    }

    /** A line of its own. */
    void note(final String words)
    {
        text.append(words).append('\n');
    }

    /** The line above the fields of a record. */
    void title(final String name, final long offset)
    {
        text.append(name).append(" at 0x").append(Long.toHexString(image.addressOf(offset))).append('\n');
    }

    /** A field: its bytes, eight a line, with name and meaning in the first line. A field of no size is left out. */
    void line(
        final long start, final long fieldOffset, final int size, final String name, final String meaning)
    {
        for (int from = 0; from < size; from += BYTES_PER_LINE)
        {
            final int lineStart = text.length();
            text.append("  +0x");
            final String place = Long.toHexString(fieldOffset + from);
            text.append("0".repeat(Math.max(0, 3 - place.length()))).append(place).append("  ");
            for (int i = from; i < Math.min(size, from + BYTES_PER_LINE); i++)
            {
                final int value = image.byteAt(start + fieldOffset + i);
                text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16)).append(' ');
            }
            if (from == 0)
            {
                pad(lineStart + LABEL_COLUMN);
                text.append(name);
                pad(meaning.isEmpty() ? 0 : lineStart + MEANING_COLUMN);
                text.append(meaning);
            }
            text.append('\n');
        }
    }

    private void pad(final int column)
    {
        text.append(" ".repeat(Math.max(0, column - text.length())));
    }

    /** Whether all bytes of a range are 0. */
    boolean zero(final long offset, final long size)
    {
        for (long i = 0; i < size; i++)
        {
            if (image.byteAt(offset + i) != 0)
            {
                return false;
            }
        }
        return true;
    }

    /** All lines so far. */
    @Override
    public String toString()
    {
        return text.toString();
    }
}
