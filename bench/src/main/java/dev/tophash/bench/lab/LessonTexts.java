// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
            return EN == this ? "en" : "zh";
        }
    }

    private final Language language;
    private final Properties texts = new Properties();

    /**
     * Reads the texts.
     *
     * @param language in which.
     */
    public LessonTexts(final Language language)
    {
        this.language = language;
        for (final String bundle : List.of("lessons_", "pages_", "glossary_", "tour_", "claims_"))
        {
            try (InputStream in = LessonTexts.class.getResourceAsStream(bundle + language.code() + ".properties"))
            {
                texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
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
        if (null == text)
        {
            throw new IllegalArgumentException("no text: language=" + language + ", key=" + key);
        }
        return text;
    }

    /**
     * What a walk answered, as a sentence.
     *
     * @param answer the answer.
     * @return the sentence.
     */
    public String answer(final StepResult.Answer answer)
    {
        return null != answer.failure() ? answer.failure() : get("ui.answer")
            .replace("{len}", Long.toString(answer.len())).replace("{found}", Integer.toString(answer.found()))
            .replace("{asked}", Integer.toString(answer.asked()))
            .replace("{lookup}", null == answer.lookup() ? "" : " (" + answer.lookup() + ")")
            .replace("{entries}", Integer.toString(answer.entries()))
            .replace("{range}", null == answer.range() ? "" : " (" + answer.range() + ")");
    }

    /**
     * What the product says when it is asked to take the bytes over.
     *
     * @param step a step.
     * @return a sentence.
     */
    public String attach(final StepResult step)
    {
        return step.attach().isEmpty() ? get("ui.attach.takes") :
            get("ui.attach.refuses").replace("{finding}", step.attach());
    }

    /**
     * The line above what a case prints.
     *
     * @param part the case.
     * @return what it is, and whether Go prints the same.
     */
    public String caption(final LessonResult.Part part)
    {
        if ("ui.shows".equals(part.caption()))
        {
            return get(part.caption());
        }
        final String lines = get(part.go().isEmpty() ? "ui.unrecorded" : part.same() ? "ui.same" : "ui.differs");
        return get(part.caption()) + " (" + lines + (part.bytes().isEmpty() ? "" : "; " + get(part.bytes())) + ")";
    }
}
