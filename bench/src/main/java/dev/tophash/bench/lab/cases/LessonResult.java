// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A lesson after it ran.
 *
 * @param lesson the lesson.
 * @param parts  one for each case.
 * @param right  what the correct way gave.
 */
public record LessonResult(Lesson lesson, List<Part> parts, RightWay.Outcome right)
{
    /**
     * One case.
     *
     * @param name    of the case.
     * @param steps   what was done.
     * @param told    what Go's program would print, from our bytes.
     * @param go      what real Go printed; empty if it has no such case.
     * @param same    whether these are the same lines.
     * @param charts  numbers to draw.
     * @param caption key of the text above the lines.
     * @param bytes   key of the text on what the bytes after each step are compared with real Go's; empty if they
     *                cannot be compared.
     * @param probes  what can be asked before a step is revealed, by its number.
     */
    public record Part(
        String name, List<StepResult> steps, List<CaseLine> told, List<String> go, boolean same, List<BarChart> charts,
        String caption, String bytes, Map<Integer, StepProbe> probes)
    {
        /**
         * What Go's program would print.
         *
         * @return lines.
         */
        public List<String> lines()
        {
            return told.stream().map(CaseLine::text).toList();
        }
    }

    /**
     * Runs a lesson.
     *
     * @param lesson which.
     * @param setup  version and seed.
     * @param real   what real Go printed, by case.
     * @return what came out.
     */
    public static LessonResult run(
        final Lesson lesson, final LabMap.Setup setup, final Map<String, List<String>> real)
    {
        final List<Part> parts = new ArrayList<>();
        final Map<String, List<String>> recorded = GoRecords.recordedBytes(setup.version());
        for (final String name : lesson.cases())
        {
            final Stage stage = new Stage(setup, true);
            stage.run(LabCases.all().get(name));
            // What Go recorded is about the oracle's seed.
            final boolean comparable = setup.seed() == LabMap.SEED;
            final List<String> go = comparable ? real.getOrDefault(name, List.of()) : List.of();
            final List<String> bytes = comparable ? recorded.getOrDefault(name, List.of()) : List.of();
            parts.add(new Part(name, stage.steps(), stage.told(), go,
                GoRecords.comparable(go).equals(GoRecords.comparable(stage.lines())), stage.charts(),
                stage.caption(), bytes.isEmpty() ? "" :
                    bytes.equals(stage.bytes()) ? "ui.bytes.same" : "ui.bytes.differ", stage.probes()));
        }
        return new LessonResult(lesson, List.copyOf(parts), lesson.right().run(setup));
    }
}
