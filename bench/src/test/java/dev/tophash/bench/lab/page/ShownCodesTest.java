// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Quiz;
import dev.tophash.check.Check;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a code of the verifier is shown, its meaning stands beside it. */
class ShownCodesTest
{
    private static final Pattern CODE = Pattern.compile("(?<![A-Za-z0-9])(?:" +
        Arrays.stream(Check.values()).map(Check::code).collect(Collectors.joining("|")) + ")(?![A-Za-z0-9])");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** Signs that may stand between a code and its meaning. */
    private static final int NEAR = 12;

    private static Set<String> codes(final String text)
    {
        final Set<String> codes = new TreeSet<>();
        CODE.matcher(text).results().forEach((one) -> codes.add(one.group()));
        return codes;
    }

    /** Codes of a text that nobody explains in it: line breaks do not count. */
    private static Set<String> unexplained(final String text, final LessonTexts texts)
    {
        final String solid = SPACE.matcher(text).replaceAll("");
        final Set<String> codes = codes(text);
        codes.removeIf((code) ->
        {
            final String meaning = SPACE.matcher(texts.get("code." + code)).replaceAll("");
            for (int at = solid.indexOf(code); at >= 0; at = solid.indexOf(code, at + 1))
            {
                final int found = solid.indexOf(meaning, at);
                if (found >= 0 && found - at <= code.length() + NEAR)
                {
                    return true;
                }
            }
            return false;
        });
        return codes;
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldExplainEachCodeAtTheTerminal(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final List<String> problems = new ArrayList<>();
        int shown = 0;
        for (final LessonResult result : AllLessons.results())
        {
            final StringWriter told = new StringWriter();
            new LessonPrinter(new PrintWriter(told), texts, false, null, "", true).print("01", result);
            shown += codes(told.toString()).size();
            unexplained(told.toString(), texts).forEach((code) -> problems.add(result.lesson().id() + ": " + code));
        }
        final StringWriter tour = new StringWriter();
        new Tour(LabMap.Setup.DEFAULT).print(new PrintWriter(tour), texts, false, () ->
        {
        });
        unexplained(tour.toString(), texts).forEach((code) -> problems.add("tour: " + code));
        assertEquals(List.of(), problems);
        assertTrue(shown > 50, "codes seen: " + shown);
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldExplainEachCodeInQuizAndExercises(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final List<String> problems = new ArrayList<>();
        Quiz.onPage(language).forEach((question) -> unexplained(
            question.text() + ' ' + question.options() + ' ' + question.why(), texts)
            .forEach((code) -> problems.add(question.text() + ": " + code)));
        Exercises.onPage(language).forEach((task) -> unexplained(task.title() + ' ' + task.task() + ' ' +
            task.hints() + ' ' + task.why(), texts).forEach((code) -> problems.add(task.title() + ": " + code)));
        assertEquals(List.of(), problems);
    }

    /** On the page each code in a text says on hovering what it means; those of a step have it beside them. */
    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldExplainEachCodeOnThePage(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final Glossary glossary = new Glossary(texts);
        for (final Check check : Check.values())
        {
            final String linked = glossary.linked("x " + check.code() + ", y");
            assertTrue(linked.contains("<abbr class=\"code\" title=\"" +
                PageShell.escape(texts.get("code." + check.code())) + "\">" + check.code() + "</abbr>"), linked);
            assertTrue(glossary.lines(76).contains("    " + check.code() + "  " + texts.get("code." + check.code())));
        }
    }

    @Test
    void shouldNoticeACodeThatNobodyExplains()
    {
        final LessonTexts texts = new LessonTexts(LessonTexts.Language.EN);
        assertEquals(Set.of("O04"), unexplained("It refuses with O04.", texts));
        assertEquals(Set.of("O04"), unexplained("O04 stands here, and far behind it: the sentinel is missing", texts));
        assertEquals(Set.of(), unexplained("O04, the\n    sentinel is missing. Then O04 again.", texts));
        assertEquals(Set.of(), unexplained("M160 and XO04", texts));
    }
}
