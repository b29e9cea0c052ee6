// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import java.io.Serial;

/**
 * An operation on a map, or on a cursor of a map, that has been closed.
 */
public final class MapClosedException extends IllegalStateException
{
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception; its message is {@code "map closed"}. */
    public MapClosedException()
    {
        super("map closed");
    }

    /**
     * Creates the exception for a map that its user closed.
     *
     * @param what names the map, for example {@code map=orders}.
     */
    public MapClosedException(final String what)
    {
        super("map closed: " + what);
    }

    /**
     * Creates the exception for a map that was not closed by its user, or with the failure that showed it.
     *
     * @param why   what closed it, or which map it is.
     * @param cause the failure that did or showed it.
     */
    public MapClosedException(final String why, final Throwable cause)
    {
        super("map closed: " + why, cause);
    }

    /**
     * Creates the exception with the failure that showed it.
     *
     * @param cause what the memory said.
     */
    public MapClosedException(final Throwable cause)
    {
        super("map closed", cause);
    }
}
