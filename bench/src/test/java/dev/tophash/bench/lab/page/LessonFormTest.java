// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.Lessons;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every lesson has the same form: a title in words, the problem in one sentence, the picture, why in at most three
 * sentences, the right way, then the proof, folded.
 */
class LessonFormTest
{
    private static final int MOST = 3;
    /** The end of a sentence: not the point of a version or of three, and not inside brackets. */
    private static final Pattern END_EN = Pattern.compile("[.!?](?=\\s|$)(?<!\\.\\.\\.)");
    private static final Pattern END_ZH = Pattern.compile("[\u3002\uff01\uff1f]");
    /** Names of Go's source are no words of a title. */
    private static final Pattern SOURCE = Pattern.compile(
        "bmap|hmap|noverflow|nextOverflow|[oO]ldbuckets|oldoverflow|hash0|2\\^B|tophash|count = 0|sizeof|/");

    private static int sentences(final String text)
    {
        final long english = END_EN.matcher(text).results().count();
        final long chinese = END_ZH.matcher(text).results().count();
        return (int)(english + chinese);
    }

    /** What is wrong with the form of a lesson. */
    private static List<String> problems(
        final String title, final String problem, final String why, final String right)
    {
        final List<String> problems = new ArrayList<>();
        if (SOURCE.matcher(title).find())
        {
            problems.add("no words: " + title);
        }
        if (sentences(problem) != 1)
        {
            problems.add(sentences(problem) + " sentences: " + problem);
        }
        for (final String text : List.of(why, right))
        {
            if (sentences(text) < 1 || sentences(text) > MOST)
            {
                problems.add(sentences(text) + " sentences: " + text);
            }
        }
        return problems;
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldHaveTheForm(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final List<String> problems = new ArrayList<>();
        for (final Lesson lesson : Lessons.all())
        {
            problems(texts.get(lesson.id() + ".title"), texts.get(lesson.id() + ".hazard"),
                texts.get(lesson.id() + ".why"), texts.get(lesson.id() + ".right"))
                .forEach((problem) -> problems.add(lesson.id() + ": " + problem));
            lesson.cases().stream().filter((name) -> lesson.cases().size() > 1).forEach((name) ->
                assertFalse(texts.get("page.case." + name.substring(name.lastIndexOf('/') + 1)).isBlank(), name));
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void shouldNoticeALessonWithoutTheForm()
    {
        assertEquals(List.of(), problems("A title", "One sentence.", "One. Two, at 6.5. Three.", "Go 1.23 does."));
        assertEquals(1, problems("Zeroing the 2^B main buckets", "One.", "One.", "One.").size());
        assertEquals(1, problems("A title", "One. Two.", "One.", "One.").size());
        assertEquals(1, problems("A title", "\u4e00\u3002\u4e8c\u3002", "\u4e00\u3002", "\u4e00\u3002").size());
        assertEquals(2, problems("A title", "One.", "One. Two. Three. Four.", "").size());
    }

    /** A danger is called one only where there is one. */
    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayHarmlessWhereNothingIsDangerous(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final Sentences sentences = new Sentences(texts);
        for (final String id : List.of("literal-or-make", "delete-loop", "same-size", "struct-keys", "real-clear"))
        {
            assertTrue(sentences.hazard(id).startsWith(texts.get("ui.harmless")), id);
        }
        for (final String id : List.of("dangling", "spare-too", "bad-map-state", "nil-map"))
        {
            assertTrue(sentences.hazard(id).startsWith(texts.get("ui.hazard")), id);
        }
    }

    private static String printed(final String id, final LessonTexts texts, final boolean proof)
    {
        final StringWriter told = new StringWriter();
        new LessonPrinter(new PrintWriter(told), texts, false, null, "go1.23.5, recorded", proof).print("09",
            AllLessons.of(id));
        return told.toString();
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldComeInThisOrderAtATerminalAndFoldTheProof(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final String folded = printed("three-steps", texts, false);
        assertInOrder(folded, texts.get("three-steps.title"), texts.get("ui.hazard") + ':', "tophash   ",
            texts.get("ui.why") + ": ", texts.get("ui.right") + ": ", texts.get("ui.proof") + ": ");
        assertFalse(folded.contains(texts.get("ui.changed") + ':') || folded.contains(texts.get("ui.same")), folded);
        assertTrue(folded.contains("--proof") && folded.contains("struct"), folded);

        final String unfolded = printed("three-steps", texts, true);
        assertTrue(unfolded.contains(texts.get("ui.changed")) && unfolded.contains(texts.get("ui.same")), unfolded);
        assertInOrder(unfolded, texts.get("ui.why") + ": ", texts.get("ui.right") + ": ",
            texts.get("ui.proof") + ":", texts.get("page.case.struct"), texts.get("page.case.string"));
    }

    private static void assertInOrder(final String text, final String... parts)
    {
        int at = 0;
        for (final String part : parts)
        {
            final int next = text.indexOf(part, at);
            assertTrue(next >= at, () -> "not in its place: " + part + " in " + text);
            at = next;
        }
    }

    /** The array as a strip stands below every step that zeroes something, with the range painted. */
    @Test
    void shouldPaintWhatAStepZeroes()
    {
        final String text = printed("wrong-size", new LessonTexts(LessonTexts.Language.EN), false);

        assertTrue(text.contains("    zeroed    ===-\n"), "512 bytes, three buckets and a half: " + text);
        assertTrue(text.lines().anyMatch((line) -> line.startsWith("  spare M64 ") && line.endsWith("S")), text);
        final List<String> bare = new ArrayList<>();
        final StripText strip = new StripText(new LessonTexts(LessonTexts.Language.EN));
        AllLessons.results().stream().flatMap((result) -> result.parts().stream()).forEach((part) ->
            part.steps().stream().filter((step) -> !step.whole().zeroed().isEmpty() && strip.lines(step).isEmpty())
                .forEach((step) -> bare.add(part.name() + ' ' + step.key())));
        assertEquals(List.of(), bare);
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldTellTheWayOfAKeyWithItsNumbers(final LessonTexts.Language language)
    {
        final StringWriter told = new StringWriter();
        new KeyPrinter(new PrintWriter(told), new LessonTexts(language), false).print(LabMap.Setup.DEFAULT, () ->
        {
        });
        final String text = told.toString();

        assertTrue(text.contains("[0011]") && text.contains("0011"), "the low bits choose M3: " + text);
        assertTrue(text.lines().anyMatch((line) -> line.matches("    M16 .* \\*[0-9a-f]{2}.*")),
            "the slot that is equal");
        assertTrue(text.contains(" ?"), "a tophash that fits by chance");
        assertTrue(text.contains("    O"), "the old array in a growth");
        assertFalse(text.contains("{"), "every number is filled in: " + text);
    }
}
