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
 * @param product      what a live map of the product with these bytes answers now.
 * @param attach       what the product says to these bytes when it is asked to take them over; empty if it takes them.
 * @param codes        what the verifier finds: code and how often, errors only.
 * @param findings     the first finding of each code.
 * @param ledgers      memory with more than one owner, word by word.
 * @param standing     where the lesson's cursor stands.
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
    String attach,
    Map<String, Long> codes,
    List<Finding> findings,
    List<Ledger> ledgers,
    Standing standing)
{
    /**
     * The bucket in which a cursor stands, as an offset in the image; negative if there is none.
     *
     * @param before before the step.
     * @param after  after it.
     */
    public record Standing(long before, long after)
    {
        /** No cursor. */
        public static final Standing NOWHERE = new Standing(-1, -1);

        boolean same()
        {
            return before == after;
        }
    }

    /**
     * What a walk answers.
     *
     * @param len     {@code len(m)}.
     * @param asked   number of keys looked up.
     * @param found   how many of them were found.
     * @param entries entries that a range delivered.
     * @param failure how it ended instead; null if it answered.
     * @param lookup  how the first lookup ended that did not answer; null if all did.
     * @param range   how the range ended after its entries; null if it came to its end.
     */
    public record Answer(
        long len, int asked, int found, int entries, String failure, String lookup, String range)
    {
        static Answer failed(final String failure)
        {
            return new Answer(-1, 0, 0, 0, failure, null, null);
        }

        static Answer none()
        {
            return failed("-");
        }

        /**
         * One line.
         *
         * @return the line.
         */
        public String line()
        {
            return null != failure ? failure :
                "len " + len + ", lookup finds " + found + " of " + asked + end(lookup) + ", range yields " + entries +
                end(range);
        }

        private static String end(final String how)
        {
            return null == how ? "" : " (" + how + ")";
        }
    }
}
