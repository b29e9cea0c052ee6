// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Texts by key in one language, from a file beside the class that needs them. */
public final class Wording
{
    private final String name;
    private final Properties texts = new Properties();

    private Wording(final String name)
    {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @param owner    the class that it lies beside.
     * @param bundle   its name without language and ending.
     * @param language which of them.
     * @return its texts.
     */
    public static Wording of(final Class<?> owner, final String bundle, final LessonTexts.Language language)
    {
        final Wording wording = new Wording(bundle + '_' + language.code() + ".properties");
        try (InputStream in = owner.getResourceAsStream(wording.name))
        {
            wording.texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return wording;
    }

    /**
     * One text.
     *
     * @param key its name.
     * @return the text.
     * @throws IllegalArgumentException if there is none.
     */
    public String get(final String key)
    {
        final String text = texts.getProperty(key);
        if (text == null)
        {
            throw new IllegalArgumentException("no text: file=" + name + ", key=" + key);
        }
        return text;
    }

    /**
     * Whether there is a text.
     *
     * @param key its name.
     * @return true if so.
     */
    public boolean has(final String key)
    {
        return texts.containsKey(key);
    }

    /**
     * All texts, for a page.
     *
     * @return by key.
     */
    public Map<String, String> all()
    {
        final Map<String, String> all = new TreeMap<>();
        texts.stringPropertyNames().forEach((key) -> all.put(key, texts.getProperty(key)));
        return all;
    }
}
