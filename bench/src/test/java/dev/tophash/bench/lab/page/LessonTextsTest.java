// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LessonTextsTest
{
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");

    private static Properties texts(final String bundle, final String language) throws IOException
    {
        final Properties texts = new Properties();
        try (Reader in = new InputStreamReader(
            LessonTexts.class.getResourceAsStream(bundle + '_' + language + ".properties"), StandardCharsets.UTF_8))
        {
            texts.load(in);
        }
        return texts;
    }

    private static Set<String> placeholders(final String text)
    {
        final Set<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach((one) -> found.add(one.group()));
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"lessons", "pages", "glossary", "tour", "claims", "map"})
    void shouldHaveTheSameTextsWithTheSamePlaceholdersInBothLanguages(final String bundle) throws IOException
    {
        final TreeMap<String, Set<String>> english = new TreeMap<>();
        final TreeMap<String, Set<String>> chinese = new TreeMap<>();
        texts(bundle, "en").forEach((key, text) -> english.put((String)key, placeholders((String)text)));
        texts(bundle, "zh").forEach((key, text) -> chinese.put((String)key, placeholders((String)text)));

        assertEquals(english, chinese);
    }
}
