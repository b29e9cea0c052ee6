// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.fuzz;

/** The form in which Jazzer calls {@link FuzzTargets#dump}. */
public final class DumpFuzz
{
    private DumpFuzz()
    {
    }

    public static void fuzzerTestOneInput(final byte[] input)
    {
        FuzzTargets.dump(input);
    }
}
