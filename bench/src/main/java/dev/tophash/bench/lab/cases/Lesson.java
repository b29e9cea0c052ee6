// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.List;

/**
 * A lesson: cases to watch, and the state from which the correct way is shown. Its texts are in the resource bundles
 * under its id.
 *
 * @param id    short name, as typed.
 * @param group which row of the list it stands in.
 * @param cases names of cases, see {@link LabCases}.
 * @param right what the correct way starts from.
 */
public record Lesson(String id, String group, List<String> cases, RightWay right)
{
    /** A fixed list. */
    public Lesson
    {
        cases = List.copyOf(cases);
    }

    /**
     * Whether a case does the same as the first one, with other keys.
     *
     * @param name of the case.
     * @return true if it tells nothing new, but proves more.
     */
    public boolean variant(final String name)
    {
        return !name.equals(cases.getFirst()) &&
            (name.endsWith("/" + KeyForm.STRUCT.word()) || name.endsWith("/" + KeyForm.STRING.word()));
    }
}
