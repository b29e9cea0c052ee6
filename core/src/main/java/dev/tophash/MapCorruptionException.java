// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import dev.tophash.check.Finding;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a map that no sequence of operations could have written.
 */
@SuppressWarnings("exports")
public final class MapCorruptionException extends RuntimeException
{
    @Serial
    private static final long serialVersionUID = 1;

    /** What is wrong; not carried along when the exception is serialised, the message is. */
    private final transient Finding finding;

    /**
     * Creates the exception.
     *
     * @param finding the broken rule and where.
     */
    public MapCorruptionException(final Finding finding)
    {
        super(finding.toString());
        this.finding = finding;
    }

    /**
     * Creates the exception with the failure that showed it.
     *
     * @param finding the broken rule and where.
     * @param cause   for example a refused memory access.
     */
    public MapCorruptionException(final Finding finding, final Throwable cause)
    {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    /**
     * The broken rule and where.
     *
     * @return the finding; null after deserialisation.
     */
    public @Nullable Finding finding()
    {
        return finding;
    }
}
