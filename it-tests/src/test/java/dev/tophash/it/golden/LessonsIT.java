// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.cases.RightWay;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.check.Check;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each lesson does what real Go did, the verifier finds exactly what it should, and the correct way leaves nothing. */
class LessonsIT
{
    /** Builds maps of 100,000 entries; with invariants on, each write would be verified. */
    private static final String LARGE = "ways/struct-keys";

    static Stream<String> recordedCases()
    {
        return GoRecords.recorded(GoVersion.GO_1_23).keySet().stream();
    }

    private static Map<String, String> expectedFindings() throws IOException
    {
        final Map<String, String> expected = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            LessonsIT.class.getResourceAsStream("lesson-findings.txt"), StandardCharsets.UTF_8)))
        {
            reader.lines().filter((line) -> !line.startsWith("#")).forEach((line) ->
            {
                final int colon = line.indexOf(':');
                expected.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
        }
        return expected;
    }

    private static String findings(final StepResult step)
    {
        return step.codes().isEmpty() ? "-" : step.codes().entrySet().stream()
            .map((code) -> code.getKey() + '=' + code.getValue()).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("recordedCases")
    void shouldPrintWhatGo119Printed(final String name)
    {
        assertSameAsGo(GoVersion.GO_1_19, name);
    }

    @ParameterizedTest
    @MethodSource("recordedCases")
    void shouldPrintWhatGo123Printed(final String name)
    {
        assertSameAsGo(GoVersion.GO_1_23, name);
    }

    private static void assertSameAsGo(final GoVersion version, final String name)
    {
        final Stage stage = new Stage(new LabMap.Setup(version, LabMap.SEED), false);

        stage.run(LabCases.all().get(name));

        assertEquals(GoRecords.comparable(GoRecords.recorded(version).get(name)),
            GoRecords.comparable(stage.lines()));
    }

    @Test
    void shouldFindExactlyWhatIsBrokenAfterEachStep() throws IOException
    {
        final Map<String, String> actual = new LinkedHashMap<>();
        Lessons.all().stream().flatMap((lesson) -> lesson.cases().stream()).distinct()
            .filter((name) -> !name.equals(LARGE)).forEach((name) ->
            {
                final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
                stage.run(LabCases.all().get(name));
                actual.put(name, stage.steps().stream().map(LessonsIT::findings).collect(Collectors.joining(" | ")));
            });

        assertEquals(expectedFindings(), actual);
    }

    @ParameterizedTest
    @EnumSource(RightWay.class)
    void shouldLeaveNothingWhenDoneRight(final RightWay right)
    {
        final RightWay.Outcome outcome = right.run(LabMap.Setup.DEFAULT);

        assertEquals(List.of(), outcome.errors());
        assertEquals(0, outcome.cleared().len());
        assertEquals(0, outcome.cleared().found());
        assertEquals(0, outcome.cleared().entries());
        assertEquals(outcome.filled().asked(), outcome.filled().found());
        assertEquals(outcome.filled().asked(), outcome.filled().entries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"int64", "struct", "string"})
    void shouldShowTheGhostsOfTheThreeSteps(final String form)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get("article-4.3-three-step/" + form));

        final StepResult.Answer go = stage.steps().getFirst().go();

        assertEquals(330, go.len());
        assertEquals(form.equals("int64") ? 29 : form.equals("string") ? 27 : 0, go.found());
        // The product looks at the bytes before it opens them.
        assertEquals(Check.T02, stage.steps().getFirst().product().refusal().rule());
    }

    @Test
    void shouldShowEveryCaseInALesson()
    {
        final Set<String> shown = new TreeSet<>();
        Lessons.all().forEach((lesson) -> shown.addAll(lesson.cases()));
        // The second half of an endless pair: the same bytes, asked by a range.
        shown.add("nextOverflow-rewound-chains-kept/self-loop-range");

        assertEquals(new TreeSet<>(LabCases.all().keySet()), shown);
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldHaveAllTextsInBothLanguages(final LessonTexts.Language language) throws IOException
    {
        final LessonTexts texts = new LessonTexts(language);
        for (final Lesson lesson : Lessons.all())
        {
            for (final String part : List.of("title", "hazard", "why", "right"))
            {
                assertFalse(texts.get(lesson.id() + '.' + part).isBlank());
            }
            assertFalse(texts.get("group." + lesson.group()).isBlank());
        }
        for (final String name : expectedFindings().keySet())
        {
            final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
            stage.run(LabCases.all().get(name));
            stage.steps().forEach((step) -> assertFalse(texts.get("step." + step.key()).isBlank()));
        }
    }
}
