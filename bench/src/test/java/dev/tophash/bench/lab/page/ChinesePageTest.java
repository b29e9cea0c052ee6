// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Quiz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A Chinese reader meets no English sentence, but code, names, and what a Go program prints. */
class ChinesePageTest
{
    private static final LessonTexts TEXTS = new LessonTexts(LessonTexts.Language.ZH);
    /** Four words of small letters in a row. */
    private static final Pattern SENTENCE = Pattern.compile("(?<![\\w./*(])[a-z]{2,}(?:[ ,:]+[a-z]{2,}){3,}");
    private static final Pattern MARKUP = Pattern.compile("</?[a-z][^>]*>");
    private static final Pattern HEX = Pattern.compile("\\b[0-9a-f]{2}\\b");
    /** What Go's run-time says when it dies. */
    private static final List<String> GO = List.of("bad map state", "invalid memory address or nil pointer dereference",
        "assignment to entry in nil map", "hash of unhashable type", "oldoverflow is not nil", "concurrent map");
    /** Fields that hold code. */
    private static final Set<String> CODE = Set.of("script", "answer", "lines", "hex", "keys", "elems");

    private static Set<String> english(final String text)
    {
        String rest = HEX.matcher(MARKUP.matcher(text).replaceAll("")).replaceAll("00");
        for (final String one : GO)
        {
            rest = rest.replace(one, "");
        }
        final Set<String> found = new TreeSet<>();
        SENTENCE.matcher(rest).results().forEach((one) -> found.add(one.group()));
        return found;
    }

    /** All texts of a page, but what is code; the lines of a case only where they are not a Go program's. */
    private static List<String> texts(final String page) throws IOException
    {
        final int from = page.indexOf("id=\"data\">") + "id=\"data\">".length();
        final List<String> texts = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(page.substring(from, page.indexOf("</script>", from))))
        {
            String field = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken())
            {
                field = token == JsonToken.FIELD_NAME ? json.currentName() : field;
                if (token == JsonToken.VALUE_STRING && !CODE.contains(field))
                {
                    texts.add(json.getText());
                }
            }
        }
        return texts;
    }

    @Test
    void shouldHaveNoEnglishSentence() throws IOException
    {
        final List<LessonResult> results = AllLessons.results();
        final LabPage.Extras extras = new LabPage.Extras(new Tour(LabMap.Setup.DEFAULT),
            Quiz.onPage(LessonTexts.Language.ZH), Exercises.onPage(LessonTexts.Language.ZH));
        final List<String> texts = texts(LabPage.of(results, extras, TEXTS));
        final Set<String> found = new TreeSet<>();
        texts.forEach((text) -> found.addAll(english(text)));

        final StringWriter told = new StringWriter();
        results.forEach((result) ->
            new LessonPrinter(new PrintWriter(told), TEXTS, false, null, "go1.23.5", false).print("01", result));
        new Tour(LabMap.Setup.DEFAULT).print(new PrintWriter(told), TEXTS, false, () ->
        {
        });
        told.toString().lines().forEach((line) -> found.addAll(english(line)));
        results.stream().flatMap((result) -> result.parts().stream()).filter((part) ->
            part.caption().equals("ui.shows") && !part.name().equals("leak/tasks")).forEach((part) ->
                new Sentences(TEXTS).lines(part.told()).forEach((line) -> found.addAll(english(line))));

        assertEquals(Set.of(), found);
        assertTrue(texts.size() > 5_000, "texts: " + texts.size());
    }

    @Test
    void shouldNoticeAnEnglishSentence()
    {
        assertEquals(1, english("\u8fd9\u91cc which is the only sign of it").size());
        assertEquals(1, english("the <b>spare</b> area ends here").size());
        assertEquals(0, english("M16->M17, count 3, B 4, noverflow 0, hash0 12345678").size());
        assertEquals(0, english("panic: assignment to entry in nil map").size());
    }
}
