// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

/**
 * Checks of what is counted for the whole process. The collector may find at any moment what another test has dropped,
 * and change a count under this one; it does so once or twice, not every time.
 */
public final class ProcessCounts
{
    private static final int MOST_TRIES = 20;

    private ProcessCounts()
    {
    }

    /** Fails if a check that takes its own first count has never been true. */
    public static void assertTrueOnce(final BooleanSupplier check)
    {
        boolean seen = false;
        for (int i = 0; i < MOST_TRIES && !seen; i++)
        {
            seen = check.getAsBoolean();
        }
        assertTrue(seen, "never true in " + MOST_TRIES + " tries");
    }
}
