// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

/**
 * One rule that the bytes of a healthy map obey.  {@link Check} holds the rules of the classic map; another layout has
 * rules of its own, and its findings have the same form.
 */
public interface Rule
{
    /** How bad a finding is. */
    enum Severity
    {
        /** The map is broken: something that Go relies on does not hold. */
        ERROR,
        /** Worth knowing; a healthy map can show it. */
        INFORMATION
    }

    /**
     * The stable code.
     *
     * @return for example {@code "T01"}.
     */
    String code();

    /**
     * The rule, one sentence that is true of a healthy map.
     *
     * @return the sentence.
     */
    String meaning();

    /**
     * Where the layout document says why the rule holds.
     *
     * @return the number of the section, for example {@code "10.3"}; empty for a rule about a live map's own fields and
     *         about files.
     */
    String section();

    /**
     * How bad it is if the rule does not hold.
     *
     * @return the severity of its findings.
     */
    Severity severity();
}
