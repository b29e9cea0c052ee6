// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.util.List;

/**
 * A parsed script.
 *
 * @param name  what to call it in messages.
 * @param lines its operations, without comments and empty lines.
 */
public record Script(String name, List<Line> lines)
{
    /**
     * Copies the lines.
     */
    public Script
    {
        lines = List.copyOf(lines);
    }

    /**
     * One operation.
     *
     * @param number line number in the file, from 1.
     * @param text   its words with single spaces, as Go repeats them in its records.
     * @param op     what to do.
     */
    public record Line(int number, String text, ScriptOp op)
    {
    }
}
