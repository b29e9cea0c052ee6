// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import dev.tophash.bench.lab.page.LessonTexts;
import java.util.List;

/**
 * What stands behind a verdict: the article's own words, the reason, the condition, and where to see it.
 *
 * @param number   of the claim.
 * @param claim    in short.
 * @param verdict  in words.
 * @param article  title of the article, in its language.
 * @param section  of the article.
 * @param quote    a few words of the article, in its language.
 * @param why      the reason for the verdict.
 * @param when     the condition under which the figures hold.
 * @param recorded what real Go answered when it was recorded.
 * @param lesson   id of the lesson that shows it; empty if none does.
 * @param program  the Go program that answers it; null if no process can.
 */
public record ClaimStory(String number, String claim, String verdict, String article, String section, String quote,
    String why, String when, String recorded, String lesson, GoSource program)
{
    private static final String NONE = "-";

    /**
     * The story of a claim.
     *
     * @param number of the claim, such as "4.8".
     * @param texts  in which language.
     * @return its story.
     * @throws IllegalArgumentException if there is no such claim.
     */
    public static ClaimStory of(final String number, final LessonTexts texts)
    {
        final Claims.Row row = Claims.row(number);
        final String key = "claim." + number;
        return new ClaimStory(number, texts.get(key + ".text"), texts.get("verdict." + row.verdict()),
            texts.get("article.title"), texts.get(key + ".section"), texts.get(key + ".quote"), texts.get(key + ".why"),
            texts.get(key + ".when"), texts.get(key + ".go"), row.lesson().equals(NONE) ? "" : row.lesson(),
            row.program().equals(NONE) ? null : GoSource.named(row.program()));
    }

    /**
     * Quotation, reason, condition and lesson, a label before each.
     *
     * @param texts in which language; the one of this story.
     * @return the parts in the order in which they are read.
     */
    public List<Part> parts(final LessonTexts texts)
    {
        return List.of(new Part(texts.get("claims.article").replace("{section}", section), quote),
            new Part(texts.get("claims.why"), why), new Part(texts.get("claims.when"), when),
            new Part(texts.get("claims.go.recorded"), recorded),
            new Part(texts.get("claims.lesson"), lesson.isEmpty() ? texts.get("claims.lesson.none") :
                "./tophash lab run " + lesson));
    }

    /**
     * A labelled text.
     *
     * @param label what it is.
     * @param text  the text.
     */
    public record Part(String label, String text)
    {
    }
}
