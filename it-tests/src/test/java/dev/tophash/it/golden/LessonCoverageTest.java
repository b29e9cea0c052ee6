// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.cases.RightWay;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the tables of what real Go does, and every lesson of the issue, is a step of a lesson. */
class LessonCoverageTest
{
    /** Slow cases that have no steps or whose steps the seed does not touch. */
    private static final Set<String> SLOW = Set.of("ways/struct-keys", "leak/tasks");

    /** One line of the table. */
    record Row(String what, String lesson, String name, String step)
    {
        static Row of(final String line)
        {
            final String[] parts = line.split(" \\| ", -1);
            return new Row(parts[0], parts[1], parts[2], parts[3]);
        }
    }

    private static List<Row> rows() throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            LessonCoverageTest.class.getResourceAsStream("lesson-coverage.txt"), StandardCharsets.UTF_8)))
        {
            return reader.lines().filter((line) -> !line.startsWith("#")).map(Row::of).toList();
        }
    }

    private static List<String> steps(final String name, final LabMap.Setup setup)
    {
        final Stage stage = new Stage(setup, true);
        stage.run(LabCases.all().get(name));
        return stage.steps().stream().map(StepResult::key).toList();
    }

    private static List<String> missing(final List<Row> rows)
    {
        final Map<String, List<String>> known = new HashMap<>();
        final List<String> missing = new ArrayList<>();
        for (final Row row : rows)
        {
            final List<Lesson> lessons = Lessons.named(row.lesson());
            final boolean there = lessons.size() == 1 && lessons.getFirst().cases().contains(row.name()) &&
                LabCases.all().containsKey(row.name());
            if (!there || !row.step().equals("-") && !known.computeIfAbsent(row.name(),
                (name) -> steps(name, LabMap.Setup.DEFAULT)).contains(row.step()))
            {
                missing.add(row.what());
            }
        }
        return missing;
    }

    @Test
    void shouldShowEveryRow() throws IOException
    {
        assertEquals(List.of(), missing(rows()));
    }

    /** The control: a row that no lesson shows is reported, whichever of its parts is wrong. */
    @Test
    void shouldMissAPlantedRow()
    {
        assertEquals(List.of("x", "y", "z"), missing(List.of(
            new Row("x", "no-such-lesson", "count-too-high", "round-1"),
            new Row("y", "count-high", "count-too-low", "-"),
            new Row("z", "count-high", "count-too-high", "no-such-step"))));
    }

    @Test
    void shouldHaveARowForEveryLesson() throws IOException
    {
        final Set<String> lessons = new TreeSet<>();
        Lessons.all().forEach((lesson) -> lessons.add(lesson.id()));
        final Set<String> shown = new TreeSet<>();
        rows().forEach((row) -> shown.add(row.lesson()));

        assertEquals(lessons, shown);
    }

    /** Another seed makes other keys and other numbers; every step still happens, and the correct way stays clean. */
    @ParameterizedTest
    @ValueSource(ints = {1, 0xcafe, -559038737})
    void shouldWorkWithAnySeed(final int seed)
    {
        for (final GoVersion version : List.of(GoVersion.GO_1_19, GoVersion.GO_1_23))
        {
            final LabMap.Setup setup = new LabMap.Setup(version, seed);
            for (final String name : LabCases.all().keySet())
            {
                if (!SLOW.contains(name) && !name.endsWith("self-loop-range"))
                {
                    assertEquals(steps(name, LabMap.Setup.DEFAULT), steps(name, setup), name);
                }
            }
            for (final RightWay right : RightWay.values())
            {
                final RightWay.Outcome outcome = right.run(setup);
                assertEquals(List.of(), outcome.errors());
                assertEquals(0, outcome.cleared().found() + outcome.cleared().entries());
            }
        }
    }

    @Test
    void shouldNameTheTaskThatLeaked()
    {
        final LessonResult result =
            LessonResult.run(Lessons.named("task-leak").getFirst(), LabMap.Setup.DEFAULT, Map.of());
        final String lines = String.join("\n", result.parts().getFirst().lines());

        assertEquals(3, lines.split("a map was dropped without close\\(\\)", -1).length - 1, lines);
        assertEquals(2, lines.split("LeakingTasks.forgetMap", -1).length - 1, lines);
        assertTrue(lines.contains("LeakingTasks.waitWithMap"), lines);
        assertTrue(lines.contains("still waits: maps found dropped 2, maps still open 1"), lines);
        assertTrue(lines.contains("try-with-resources: maps found dropped 3, maps still open 0"), lines);
        assertFalse(lines.contains("closeMap"), lines);
    }

    /** The neighbour's words: overwritten by the literal walk, untouched when the product takes the same step. */
    @ParameterizedTest
    @ValueSource(strings = {"int64", "struct", "string"})
    void shouldShowTheNeighbourAndTheRefusal(final String form)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get("zero-all-spare-too/" + form));
        final StepResult product = step(stage, "product-fills");
        final StepResult go = step(stage, "fill-one-chain");

        assertTrue(product.product().lookup().contains("O04"), product.product()::line);
        assertEquals(List.of(), product.ledgers().getFirst().words());
        assertEquals(List.of("neighbour"), go.ledgers().getFirst().victims());
    }

    @Test
    void shouldShowTwoOwnersAndWhatTheyDestroy()
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get("dangling/recycled-under-a-cursor"));
        final StepResult shared = step(stage, "handed-out-again");
        assertEquals(List.of("cursor", "nine"), shared.ledgers().getFirst().owners());
        assertEquals(List.of("cursor"), shared.ledgers().getFirst().victims());

        final Stage second = new Stage(LabMap.Setup.DEFAULT, true);
        second.run(LabCases.all().get("nextOverflow-rewound-chains-kept/shared-bucket"));
        assertEquals(List.of("three", "nine"), step(second, "second-owner").ledgers().getFirst().owners());
        assertEquals(List.of("three"), step(second, "second-owner").ledgers().getFirst().victims());
    }

    /** Between the second and the third step the cursor's bucket is still full; afterwards nobody finds it full. */
    @Test
    void shouldShowWhyTheThreeStepsLeaveNothing()
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get("dangling/three-steps-one-by-one"));

        assertFalse(step(stage, "size-check").ledgers().getFirst().words().getFirst().written());
        assertFalse(step(stage, "clear-buckets").ledgers().getFirst().words().getFirst().written());
        assertEquals(0L,
            step(stage, "reset-tophash").ledgers().getFirst().words().getFirst().after());
        assertTrue(stage.lines().contains("the cursor delivers after that: 0"), stage.lines()::toString);
        assertTrue(stage.lines().getLast().endsWith("its bucket was not handed out: true"), stage.lines()::getLast);
    }

    private static StepResult step(final Stage stage, final String key)
    {
        return stage.steps().stream().filter((step) -> step.key().equals(key)).findFirst().orElseThrow();
    }
}
