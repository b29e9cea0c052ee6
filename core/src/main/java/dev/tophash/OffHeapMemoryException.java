// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import java.io.Serial;

/**
 * An operation needed more memory than the map may use.  It was refused before the first byte changed: the map is as it
 * was, and stays usable.
 */
public final class OffHeapMemoryException extends RuntimeException
{
    @Serial
    private static final long serialVersionUID = 1;

    /** Bytes that would have been needed. */
    private final long needBytes;
    /** Bytes that are allowed. */
    private final long limitBytes;

    /**
     * Creates the exception; its message is {@code "what: need=... bytes, limit=... bytes"}.
     *
     * @param what       what was to be done, for example {@code "growth to B=20"}.
     * @param needBytes  bytes in use that the operation would have led to.
     * @param limitBytes bytes that are allowed.
     */
    public OffHeapMemoryException(final String what, final long needBytes, final long limitBytes)
    {
        super(what + ": need=" + needBytes + " bytes, limit=" + limitBytes + " bytes");
        this.needBytes = needBytes;
        this.limitBytes = limitBytes;
    }

    /**
     * The same refusal, with what holds memory and who sets the limit behind its message.
     *
     * @param refusal what was refused; becomes the cause.
     * @param detail  more, as {@code name=value}.
     */
    public OffHeapMemoryException(final OffHeapMemoryException refusal, final String detail)
    {
        super(refusal.getMessage() + ", " + detail, refusal);
        this.needBytes = refusal.needBytes;
        this.limitBytes = refusal.limitBytes;
    }

    /**
     * Bytes in use that the operation would have led to.
     *
     * @return bytes.
     */
    public long needBytes()
    {
        return needBytes;
    }

    /**
     * Bytes that are allowed.
     *
     * @return bytes.
     */
    public long limitBytes()
    {
        return limitBytes;
    }
}
