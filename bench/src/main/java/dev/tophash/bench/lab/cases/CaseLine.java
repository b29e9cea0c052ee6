// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.Arrays;
import java.util.List;

/**
 * A line that a case, or a script, says: a sentence with places for values, so that it can be told in another language.
 *
 * @param sentence in English, with a {@code {}} for each value.
 * @param values   the values as text.
 */
public record CaseLine(String sentence, List<String> values)
{
    private static final String PLACE = "{}";

    /** A fixed list. */
    public CaseLine
    {
        values = List.copyOf(values);
    }

    /**
     * A line.
     *
     * @param sentence with a {@code {}} for each value.
     * @param values   the values.
     * @return the line.
     */
    public static CaseLine of(final String sentence, final Object... values)
    {
        return new CaseLine(sentence, Arrays.stream(values).map(String::valueOf).toList());
    }

    /**
     * The line in English.
     *
     * @return the sentence with its values.
     */
    public String text()
    {
        return text(sentence);
    }

    /**
     * The line in another language.
     *
     * @param translated the sentence, with as many places.
     * @return the sentence with the values.
     */
    public String text(final String translated)
    {
        final StringBuilder text = new StringBuilder();
        int from = 0;
        for (final String value : values)
        {
            final int place = translated.indexOf(PLACE, from);
            text.append(translated, from, place).append(value);
            from = place + PLACE.length();
        }
        return text.append(translated.substring(from)).toString();
    }
}
