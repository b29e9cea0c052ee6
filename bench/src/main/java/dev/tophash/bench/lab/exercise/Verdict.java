// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.lab.sandbox.SandboxStep;

/**
 * What became of an answer.
 *
 * @param reason why it is right or wrong.
 * @param given  how many lines or words were given.
 * @param detail the line or word that it is about, or what the sandbox says.
 * @param unmet  what was expected of that line; null if it was not an expectation.
 */
public record Verdict(Reason reason, int given, String detail, SandboxStep.Expectation unmet)
{
    /** The right one. */
    static final Verdict RIGHT = of(Reason.RIGHT, 0, "");

    /** Why. */
    public enum Reason
    {
        /** Nothing is wrong. */
        RIGHT,
        /** Nothing was given. */
        EMPTY,
        /** Not as many words as there are holes. */
        COUNT,
        /** More lines than the exercise allows. */
        LONG,
        /** An operation that the exercise does not allow. */
        WORD,
        /** A word that the exercise forbids. */
        FORBIDDEN,
        /** The same word twice. */
        TWICE,
        /** The sandbox cannot do it. */
        SCRIPT,
        /** It ran, and something that should be so is not. */
        UNMET
    }

    static Verdict of(final Reason reason, final int given, final String detail)
    {
        return new Verdict(reason, given, detail, null);
    }

    static Verdict unmet(final String line, final SandboxStep.Expectation expectation)
    {
        return new Verdict(Reason.UNMET, 0, line, expectation);
    }

    /**
     * Whether it was right.
     *
     * @return true if every expectation was met.
     */
    public boolean right()
    {
        return reason == Reason.RIGHT;
    }
}
