// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.util.List;

/**
 * Words that a user of the script language adds to it, or takes away.
 */
@FunctionalInterface
public interface ScriptWords
{
    /** The language as {@code mapdump} knows it. */
    ScriptWords NONE = (words, type) -> null;

    /**
     * Reads an operation; asked before the language itself is.
     *
     * @param words the words of a line, at least one.
     * @param type  the map type at this place of the script; null before the first map.
     * @return the operation, or null if the language itself shall read it.
     * @throws IllegalArgumentException if it is one of these, and wrong.
     */
    ScriptOp read(List<String> words, ScriptType type);
}
