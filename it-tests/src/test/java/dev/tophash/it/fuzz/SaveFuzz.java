// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.fuzz;

/** The form in which Jazzer calls {@link FuzzTargets#save}. */
public final class SaveFuzz
{
    private SaveFuzz()
    {
    }

    public static void fuzzerTestOneInput(final byte[] input)
    {
        FuzzTargets.save(input);
    }
}
