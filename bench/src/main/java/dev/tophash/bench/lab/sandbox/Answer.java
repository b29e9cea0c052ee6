// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.lab.cases.CaseLine;
import java.util.List;

/**
 * What one of the two walks says to a question.
 *
 * @param outcome what kind of answer it is.
 * @param said    the answer in words.
 * @param entries what an iteration delivered first, as {@code key=elem}.
 */
public record Answer(Outcome outcome, CaseLine said, List<String> entries)
{
    /** Kinds of answers. */
    public enum Outcome
    {
        /** A value. */
        VALUE,
        /** The key is not there. */
        ABSENT,
        /** Go's program ends here. */
        FAILED,
        /** The product does not work with such bytes. */
        REFUSED,
        /** The question has no meaning for this walk. */
        NONE
    }

    /** A fixed list. */
    public Answer
    {
        entries = List.copyOf(entries);
    }

    static Answer of(final Outcome outcome, final String sentence, final Object... values)
    {
        return new Answer(outcome, CaseLine.of(sentence, values), List.of());
    }

    static Answer value(final String sentence, final Object... values)
    {
        return of(Outcome.VALUE, sentence, values);
    }

    /**
     * The answer in English.
     *
     * @return one line.
     */
    public String text()
    {
        return said.text();
    }
}
