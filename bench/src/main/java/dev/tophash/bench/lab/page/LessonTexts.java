// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.CaseLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The texts of the lessons in one language.
 */
public final class LessonTexts
{
    /** The languages. */
    public enum Language
    {
        /** English. */
        EN,
        /** Chinese. */
        ZH;

        /**
         * The code.
         *
         * @return "en" or "zh".
         */
        public String code()
        {
            return this == EN ? "en" : "zh";
        }
    }

    private final Language language;
    private final Properties texts = new Properties();
    private final Map<String, String> told = new HashMap<>();

    /**
     * Reads the texts.
     *
     * @param language in which.
     */
    public LessonTexts(final Language language)
    {
        this.language = language;
        for (final String bundle : List.of("lessons_", "pages_", "glossary_", "tour_", "claims_", "map_"))
        {
            load(bundle + language.code());
        }
        load("claims_article");
        if (language == Language.ZH)
        {
            loadTold();
        }
    }

    /** Pairs of lines: what a case tells in English, and the same in Chinese. */
    private void loadTold()
    {
        try (InputStream in = LessonTexts.class.getResourceAsStream("told_zh.txt"))
        {
            final List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter((line) -> !line.startsWith("#")).toList();
            for (int i = 0; i + 1 < lines.size(); i += 2)
            {
                told.put(lines.get(i), lines.get(i + 1));
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A line in this language; what a Go program prints stays as it is.
     *
     * @param line the line.
     * @return the line as a reader sees it.
     */
    public String told(final CaseLine line)
    {
        final String translated = told.get(line.sentence());
        return translated == null ? line.text() : line.text(translated);
    }

    private void load(final String bundle)
    {
        try (InputStream in = LessonTexts.class.getResourceAsStream(bundle + ".properties"))
        {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The language.
     *
     * @return which.
     */
    public Language language()
    {
        return language;
    }

    /** The names of all texts that begin with one of these, in order. */
    List<String> keys(final String... prefixes)
    {
        return texts.stringPropertyNames().stream()
            .filter((key) -> Arrays.stream(prefixes).anyMatch(key::startsWith)).sorted().toList();
    }

    /**
     * Whether there is such a text: not every lesson has more to say.
     *
     * @param key its name.
     * @return true if {@link #get} gives it.
     */
    public boolean has(final String key)
    {
        return texts.containsKey(key);
    }

    /**
     * One text.
     *
     * @param key its name.
     * @return the text.
     * @throws IllegalArgumentException if there is none: a test asks for all.
     */
    public String get(final String key)
    {
        final String text = texts.getProperty(key);
        if (text == null)
        {
            throw new IllegalArgumentException("no text: language=" + language + ", key=" + key);
        }
        return text;
    }
}
