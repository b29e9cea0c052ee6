// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.util.Locale;

/** The pages of memory that maps lie in; each kind is a table of its own. */
public enum Pages
{
    /** Of 4 KiB, touched before. */
    WARM(""),
    /** Of 4 KiB, which the system has to make. */
    FRESH("fresh pages"),
    /** Of 2 MiB for all, where the system has them, touched before. */
    HUGE("huge pages for all");

    private final String title;

    Pages(final String title)
    {
        this.title = title;
    }

    /**
     * For people.
     *
     * @return what a title says of them; empty for those that are the rule.
     */
    public String title()
    {
        return title;
    }

    /**
     * For programs.
     *
     * @return the word, such as {@code warm}.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
