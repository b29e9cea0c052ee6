// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import java.io.Serial;

/**
 * A {@code putAll} has stopped at an entry.  The entries before it were put, this one and those behind it were not.
 * The map is whole and stays usable.  The cause says what was wrong with the entry.
 */
public final class PutAllException extends RuntimeException
{
    @Serial
    private static final long serialVersionUID = 1;

    /** Entries put before. */
    private final long doneCount;

    /**
     * Creates the exception; its message is {@code "putAll stopped: doneCount=...: message of the cause"}.
     *
     * @param doneCount entries put before.
     * @param cause     why the next one was not put.
     */
    public PutAllException(final long doneCount, final RuntimeException cause)
    {
        super("putAll stopped: doneCount=" + doneCount + ": " + cause.getMessage(), cause);
        this.doneCount = doneCount;
    }

    /**
     * Entries put before; each of them counts, also one whose key was in the map already.
     *
     * @return a count.
     */
    public long doneCount()
    {
        return doneCount;
    }
}
