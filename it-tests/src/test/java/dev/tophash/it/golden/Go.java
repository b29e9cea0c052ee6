// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The real Go of this machine. */
final class Go
{
    private static List<GoPrograms> programs;

    private Go()
    {
    }

    /** The programs built with every toolchain there is; the test is skipped if there is none. */
    static synchronized List<GoPrograms> programs() throws IOException
    {
        if (programs == null)
        {
            final List<GoPrograms> built = new ArrayList<>();
            for (final GoToolchain toolchain : GoToolchain.installed())
            {
                built.add(GoPrograms.build(toolchain));
            }
            programs = List.copyOf(built);
        }
        assumeFalse(
            programs.isEmpty(), "no Go 1.19, 1.22 or 1.23 here: install one, or name it in TOPHASH_GO19/TOPHASH_GO23");
        return programs;
    }
}
