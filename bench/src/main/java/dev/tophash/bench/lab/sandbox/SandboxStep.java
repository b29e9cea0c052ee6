// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.check.Finding;
import java.util.List;
import java.util.Map;

/**
 * What one line of a script did.
 *
 * @param line         its number.
 * @param text         the line.
 * @param changedBytes how many bytes of the copy it changed.
 * @param changes      which.
 * @param failure      how Go's program, or the lab's room, ended in it; null if it did what it says.
 * @param question     the answers, if it asked something; null otherwise.
 * @param findings     what the verifier finds, if it was asked; null otherwise.
 * @param picture      lines of a picture.
 * @param note         one more sentence; null if there is none.
 * @param expectation  what was expected; null if nothing was.
 */
public record SandboxStep(
    int line,
    String text,
    long changedBytes,
    Changes changes,
    String failure,
    Question question,
    Findings findings,
    List<String> picture,
    CaseLine note,
    Expectation expectation)
{
    /**
     * Both columns.
     *
     * @param go      what Go's literal walk answers.
     * @param product what the product answers or refuses.
     */
    public record Question(Answer go, Answer product)
    {
        /**
         * Whether both say the same.
         *
         * @return true if they do, or if only one can be asked.
         */
        public boolean same()
        {
            return product.outcome() == Answer.Outcome.NONE ||
                go.outcome() == product.outcome() && go.text().equals(product.text());
        }
    }

    /**
     * What the verifier says.
     *
     * @param codes  code and how often, errors only.
     * @param firsts the first finding of each code.
     */
    public record Findings(Map<String, Long> codes, List<Finding> firsts)
    {
    }

    /**
     * Something that a script claims.
     *
     * @param met    whether it is so.
     * @param wanted what was expected.
     * @param actual what is.
     */
    public record Expectation(boolean met, String wanted, String actual)
    {
    }
}
