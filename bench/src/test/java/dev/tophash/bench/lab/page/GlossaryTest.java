// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.Lessons;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every word of the lab is explained, and every text links to the explanations. */
class GlossaryTest
{
    private static List<String> texts(final LessonTexts texts)
    {
        final List<String> all = new ArrayList<>();
        Lessons.all().forEach((lesson) -> List.of("hazard", "why", "right")
            .forEach((part) -> all.add(texts.get(lesson.id() + '.' + part))));
        List.of("map", "cursor", "naive", "owners", "destroyed", "size", "clear", "reset")
            .forEach((stop) -> all.add(texts.get("tour." + stop + ".text")));
        return all;
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldLinkEachWordOfEachText(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final Glossary glossary = new Glossary(texts);
        final Set<String> seen = new TreeSet<>();
        for (final String text : texts(texts))
        {
            final String linked = glossary.linked(text);
            for (final String id : glossary.in(text))
            {
                assertTrue(linked.contains("href=\"#" + Glossary.ANCHOR + id + '"'), id + " in: " + linked);
                seen.add(id);
            }
            assertEquals(PageShell.escape(text), linked.replaceAll("</?a[^>]*>", ""), "links change no text");
        }
        assertTrue(seen.size() > 20, "words in use: " + seen);
    }

    @Test
    void shouldExplainTheSameWordsInBothLanguages()
    {
        final List<List<String>> ids = new ArrayList<>();
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            ids.add(new Glossary(new LessonTexts(language)).words().stream().map(Glossary.Word::id).toList());
        }

        assertEquals(ids.get(0), ids.get(1));
        assertTrue(ids.get(0).containsAll(List.of("hmap", "bucket", "tophash", "emptyRest", "emptyOne", "tombstone",
            "overflow", "chain", "spare", "nextOverflow", "sentinel", "growth", "evacuation", "ghost", "cursor",
            "count", "noverflow", "seed", "finding", "dangling", "steps", "hash", "main", "flags", "code")),
            ids.toString());
    }

    @Test
    void shouldLinkOnceAndTheLongestSpelling()
    {
        final Glossary glossary = new Glossary(new LessonTexts(LessonTexts.Language.EN));

        assertEquals("an <a class=\"word\" href=\"#w-overflow\">overflow bucket</a>, a " +
            "<a class=\"word\" href=\"#w-bucket\">bucket</a>, a bucket, bucketsize",
            glossary.linked("an overflow bucket, a bucket, a bucket, bucketsize"));
    }

    @Test
    void shouldNotTakeTheProductForTheByte()
    {
        assertFalse(new Glossary(new LessonTexts(LessonTexts.Language.ZH)).linked("Tophash 检查").contains("<a"));
    }

    @Test
    void shouldShowOnlyWhatThePageNeeds()
    {
        final Glossary glossary = new Glossary(new LessonTexts(LessonTexts.Language.EN));
        glossary.linked("a sentinel");

        final String html = glossary.html(false);

        assertTrue(html.contains("id=\"w-sentinel\""));
        assertTrue(html.contains("id=\"w-spare\""), "the explanation of the sentinel speaks of the spare area");
        assertFalse(html.contains("id=\"w-dangling\""), "nothing leads there");
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldWrapForATerminal(final LessonTexts.Language language)
    {
        final List<String> lines = new Glossary(new LessonTexts(language)).lines(60);

        assertEquals(List.of(), lines.stream().filter((line) -> columns(line) > 62).toList());
        assertTrue(lines.stream().collect(Collectors.joining("\n")).contains("nextOverflow"));
    }

    private static int columns(final String line)
    {
        return line.codePoints().map((c) -> c > 0x2e80 ? 2 : 1).sum();
    }
}
