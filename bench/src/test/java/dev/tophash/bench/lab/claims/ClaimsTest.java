// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.layout.GoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All claims of four chapters, with the verdicts that real Go gave them. */
class ClaimsTest
{
    /** One letter for each claim of a chapter: true, partly, false, both, nothing claimed. */
    private static final List<String> VERDICTS = List.of("TTFPPFTFP", "FFPPFFFPFFFF", "FFFTFFBFF", "TPFFFFF-");
    private static final Map<String, String> LETTERS =
        Map.of("true", "T", "partly", "P", "false", "F", "false/true", "B", "-", "-");
    /** Measure for too long while every write is verified, or write to bytes that are broken on purpose. */
    private static final Set<String> SLOW = Set.of("clear-size", "delete-linear", "delete-time", "hash-share",
        "struct-keys", "case:zero-all-spare-too/int64");

    @Test
    void shouldHaveEveryClaimWithItsVerdict()
    {
        final List<String> expected = new ArrayList<>();
        for (int chapter = 1; chapter <= VERDICTS.size(); chapter++)
        {
            for (int i = 1; i <= VERDICTS.get(chapter - 1).length(); i++)
            {
                expected.add(chapter + "." + i + VERDICTS.get(chapter - 1).charAt(i - 1));
            }
        }

        assertEquals(expected, Claims.rows().stream().map((row) -> row.number() + LETTERS.get(row.verdict())).toList());
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldHaveAllTexts(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);

        for (final Claims.Claim claim : Claims.listed(texts))
        {
            assertFalse(claim.claim().isBlank() || claim.go().isBlank() || claim.verdict().isBlank(), claim.number());
        }
        Claims.rows().stream().filter((row) -> row.ours().equals("none"))
            .forEach((row) -> assertFalse(texts.get("claim." + row.number() + ".none").isBlank(), row.number()));
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldTellWhyAndWhereToSeeIt(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);

        for (final Claims.Row row : Claims.rows())
        {
            final ClaimStory story = ClaimStory.of(row.number(), texts);

            story.parts(texts).forEach((part) -> assertFalse(part.text().isBlank(), row.number() + part.label()));
            assertTrue(story.lesson().isEmpty() || Lessons.named(story.lesson()).size() == 1, story.toString());
            assertTrue(story.program() == null || story.program().lines().size() > 2, story.toString());
            assertEquals(language == LessonTexts.Language.ZH, hasChinese(story.why()) && hasChinese(story.when()),
                row.number());
            assertTrue(hasChinese(story.article()), "the title is in the article's language");
        }
    }

    @Test
    void shouldShowTheProgramThatSaysTheFigure()
    {
        final LessonTexts texts = new LessonTexts(LessonTexts.Language.EN);

        for (final Claims.Row row : Claims.rows())
        {
            final GoSource program = ClaimStory.of(row.number(), texts).program();
            if (program != null && program.file().equals("claims/main.go") && !row.number().equals("2.9"))
            {
                assertTrue(String.join("\n", program.lines()).contains("say(\"" + row.number() + "\""), row.number());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> GoSource.named("claims/main.go#unheardOf"));
        assertThrows(IllegalArgumentException.class, () -> GoSource.named("unheard/of.go#main"));
    }

    private static boolean hasChinese(final String text)
    {
        return text.codePoints().anyMatch((c) -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    }

    @Test
    void shouldMeasureWhatItNames()
    {
        final ClaimFigures figures = new ClaimFigures(new LessonTexts(LessonTexts.Language.EN));

        final Map<String, String> measured = Claims.rows().stream().map(Claims.Row::ours).distinct()
            .filter((what) -> !what.equals("none") && !SLOW.contains(what))
            .collect(Collectors.toMap((what) -> what, figures::figure));

        assertEquals("2 of 3 survive the loop, 0 survive clear", measured.get("nan"));
        assertEquals("make(map[[200]byte]int, 100): B 4, buckets set", measured.get("big-key"));
        assertEquals("array at once: literal no, make(0) no, make(8) no, make(9) yes", measured.get("literal-bytes"));
        assertTrue(measured.get("case:article-4.3-three-step/int64").contains("lookup finds 29 of 330"));
        assertEquals(List.of(), measured.values().stream().filter((text) -> text.contains("{")).toList());
        assertThrows(IllegalArgumentException.class, () -> figures.figure("unheard-of"));
    }

    @Test
    void shouldTakeTheFigureFromWhatGoPrinted()
    {
        final Map<String, List<String>> recorded = GoRecords.recorded(GoVersion.GO_1_23);
        final List<String> figures = Claims.rows().stream().filter((row) -> row.live().startsWith("case:"))
            .map((row) -> GoClaims.inShort(recorded.get(row.live().substring(5)))).toList();

        assertEquals(List.of("len 330, lookup finds 0, range yields 0", "len 330, lookup finds 310, range yields 310",
            "69 of 324 words of the foreign block overwritten", "len 330, lookup finds 29, range yields 29",
            "entries the iterator delivers after the clear: 0"), figures);
        assertEquals("", GoClaims.inShort(List.of("something else")));
    }

    @Test
    void shouldSayWhichFiguresAreRecorded()
    {
        assertEquals("", GoClaims.none().figure("1.1"));
    }

    @Test
    void shouldEscapeWhatMarkdownWouldTakeForItsOwn()
    {
        final Claims.Claim claim = new Claims.Claim("2.5", "a || b[0] * <x>", "false", "g", true, "o");

        final String page = new ClaimsPage(new LessonTexts(LessonTexts.Language.EN), List.of(claim),
            new ClaimsPage.Run("2026-01-02", "a machine", "./tophash claims")).markdown();

        assertTrue(page.contains("| 2.5 | a \\|\\| b\\[0] \\* &lt;x> | false | o | g | live |"), page);
        assertTrue(page.contains("2026-01-02, a machine, by `./tophash claims`"), page);
    }
}
