// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

/** A peer's answers do not add up to what they must: it is wrong, or it is measured wrongly. */
public final class WrongSumException extends IllegalStateException
{
    private static final long serialVersionUID = 1;

    WrongSumException(final String message)
    {
        super(message);
    }
}
