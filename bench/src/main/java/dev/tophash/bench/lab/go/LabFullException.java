// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

/**
 * The end of the lab's copy, not of anything in Go: what was to be allocated does not fit into its free room.
 */
public final class LabFullException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    LabFullException(final long size, final long free)
    {
        super("no room left in the lab's copy: size=" + Long.toUnsignedString(size) + ", free=" + free);
    }
}
