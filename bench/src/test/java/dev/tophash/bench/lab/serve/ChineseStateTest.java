// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the Chinese page of a live map says of each action is Chinese: notes, answers, changes, pictures. */
class ChineseStateTest
{
    private static final List<String> SCRIPT = List.of("map i64 i64 100", "crowd 5 12", "get 12", "get 99999",
        "itnew c 5 0", "itnext c", "itend c", "iter", "grow", "evacuate 2", "undo 2", "redo", "undo 9", "zero main",
        "verify", "clear", "clear swap", "fill 0 60");
    /** Three English words in a row, of small letters. */
    private static final Pattern WORDS = Pattern.compile("(?<![\\w.])[a-z]{2,}(?:[ ,:]+[a-z]{2,}){2,}");
    private static final Pattern TEXT = Pattern.compile("\"(?:text|note|changes|kindText)\":(\"[^\"]*\"|\\[[^]]*])");
    private static final Pattern HEX = Pattern.compile("\\b[0-9a-f]{2}\\b");

    /** What a page of this language is told of a script. */
    private static String state(final LessonTexts.Language language) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (LiveSession session = new LiveSession(400);
            JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            StateJson.write(json, session, session.run(SCRIPT), "12", false, new LiveFrames(language));
        }
        return text.toString();
    }

    private static Set<String> english(final String state)
    {
        final Set<String> found = new TreeSet<>();
        TEXT.matcher(state).results().forEach((one) ->
            WORDS.matcher(HEX.matcher(one.group(1)).replaceAll("00")).results()
                .filter((words) -> SCRIPT.stream().noneMatch((line) -> line.contains(words.group())))
                .forEach((words) -> found.add(words.group())));
        return found;
    }

    @Test
    void shouldSayNothingInEnglish() throws IOException
    {
        final String state = state(LessonTexts.Language.ZH);
        assertFalse(state.contains("\"error\""), state);
        assertEquals(Set.of(), english(state));
        for (final String said : List.of("\u5df2\u64a4\u9500", "\u6269\u5bb9\u5df2\u5f00\u59cb", "\u4e2a\u6761\u76ee",
            "\u6539\u53d8\u7684\u6876"))
        {
            assertTrue(state.contains(said), said);
        }
    }

    @Test
    void shouldNoticeEnglish() throws IOException
    {
        final Set<String> english = english(state(LessonTexts.Language.EN));
        assertTrue(english.stream().anyMatch((words) -> words.contains("growth has begun")), english::toString);
    }
}
