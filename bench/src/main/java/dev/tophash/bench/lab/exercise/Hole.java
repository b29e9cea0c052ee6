// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import java.util.ArrayList;
import java.util.List;

/**
 * What a learner has to fill in: lines that do something, or words that are missing in lines.
 *
 * @param lines  whether lines are missing; otherwise words.
 * @param most   how many lines at most; of words the exact number.
 * @param only   the operations that the lines may begin with.
 * @param not    words that the lines may not contain.
 */
public record Hole(boolean lines, int most, List<String> only, List<String> not)
{
    /** How a hole for lines begins. */
    static final String LINES = "???";
    /** How a hole for a word begins; its number, from 1, follows. */
    static final String WORD = "??";

    /** Fixed lists. */
    public Hole
    {
        only = List.copyOf(only);
        not = List.copyOf(not);
    }

    static Hole words(final int count)
    {
        return new Hole(false, count, List.of(), List.of());
    }

    /** Reads {@code ??? most=3 only=poke,zero not=count}. */
    static Hole parse(final String line)
    {
        int most = 1;
        final List<String> only = new ArrayList<>();
        final List<String> not = new ArrayList<>();
        for (final String rule : line.substring(LINES.length()).strip().split("\\s+", -1))
        {
            final String value = rule.substring(rule.indexOf('=') + 1);
            switch (rule.substring(0, Math.max(0, rule.indexOf('='))))
            {
                case "most" -> most = Integer.parseInt(value);
                case "only" -> only.addAll(List.of(value.split(",", -1)));
                case "not" -> not.addAll(List.of(value.split(",", -1)));
                default -> throw new IllegalArgumentException("rule of a hole: rule=" + rule);
            }
        }
        return new Hole(true, most, only, not);
    }
}
