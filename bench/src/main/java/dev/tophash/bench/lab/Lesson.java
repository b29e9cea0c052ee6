// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

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
}
