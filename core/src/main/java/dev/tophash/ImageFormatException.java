// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import java.io.Serial;

/**
 * A file that is not an image of a map, or a damaged one.
 */
public final class ImageFormatException extends RuntimeException
{
    @Serial
    private static final long serialVersionUID = 1;

    /** Which rule of the format is broken. */
    private final String code;
    /** Where in the file. */
    private final long offset;

    /**
     * Creates the exception; its message is {@code "image CODE: offset=..., detail"}.
     *
     * @param code   which rule of the format is broken, a stable word such as {@code "magic"}.
     * @param offset offset in the file of the bytes that break it, or -1 if it is no single place.
     * @param detail more, as {@code name=value}.
     */
    public ImageFormatException(final String code, final long offset, final String detail)
    {
        super("image " + code + ": offset=" + offset + ", " + detail);
        this.code = code;
        this.offset = offset;
    }

    /**
     * Which rule of the format is broken.
     *
     * @return a stable word.
     */
    public String code()
    {
        return code;
    }

    /**
     * Where in the file.
     *
     * @return offset, or -1.
     */
    public long offset()
    {
        return offset;
    }
}
