// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.check.Finding;
import java.util.List;
import java.util.Map;

/**
 * What one step of a lesson did.
 *
 * @param key          name of the step; its title is in the texts under this name.
 * @param headerBefore header before, two lines.
 * @param headerAfter  header after.
 * @param before       the chains that the step is about, before.
 * @param after        the same chains, after.
 * @param changes      which bytes changed, for people.
 * @param go           what Go's walk answers now.
 * @param product      what the product answers now.
 * @param codes        what the verifier finds: code and how often, errors only.
 * @param findings     the first finding of each code.
 */
public record StepResult(
    String key,
    List<String> headerBefore,
    List<String> headerAfter,
    List<ChainView> before,
    List<ChainView> after,
    List<String> changes,
    Answer go,
    Answer product,
    Map<String, Long> codes,
    List<Finding> findings)
{
    /**
     * What a walk answers.
     *
     * @param len     {@code len(m)}.
     * @param asked   number of keys looked up.
     * @param found   how many of them were found.
     * @param entries entries that a range delivered.
     * @param failure how it ended instead; null if it answered.
     */
    public record Answer(long len, int asked, int found, int entries, String failure)
    {
        static Answer failed(final String failure)
        {
            return new Answer(-1, 0, 0, 0, failure);
        }

        /**
         * One line.
         *
         * @return the line.
         */
        public String line()
        {
            return null != failure ? failure :
                "len " + len + ", lookup finds " + found + " of " + asked + ", range yields " + entries;
        }
    }
}
