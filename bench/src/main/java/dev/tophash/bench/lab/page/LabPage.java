// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.cases.LessonResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lab as one page: shell, style, script and data in a single file that needs no server and no network.
 *
 * <p>The data are JSON in a script element that no browser runs; {@code page.js} reads it.
 */
public final class LabPage
{
    /**
     * Something for a reader to do.
     *
     * @param title  what it is called.
     * @param task   what to do.
     * @param script the lines, with a hole.
     * @param hints  from vague to plain.
     * @param answer an answer that is right: lines.
     * @param why    why it is right.
     */
    public record Task(
        String title, List<String> task, List<String> script, List<String> hints, List<String> answer, String why)
    {
        /** Fixed lists. */
        public Task
        {
            task = List.copyOf(task);
            script = List.copyOf(script);
            hints = List.copyOf(hints);
            answer = List.copyOf(answer);
        }
    }

    /**
     * What stands on the page besides the lessons.
     *
     * @param tour  the tour.
     * @param quiz  what is asked at the end.
     * @param tasks exercises.
     */
    public record Extras(Tour tour, List<StepQuestions.Question> quiz, List<Task> tasks)
    {
        /** Fixed lists. */
        public Extras
        {
            quiz = List.copyOf(quiz);
            tasks = List.copyOf(tasks);
        }
    }

    /** Each knows those before it. */
    private static final List<String> SCRIPTS =
        List.of("bytes.js", "way.js", "map.js", "data.js", "lesson.js", "page.js");

    private LabPage()
    {
    }

    /**
     * The name of the page's file.
     *
     * @param language of the page.
     * @return the name.
     */
    public static String file(final LessonTexts.Language language)
    {
        return language == LessonTexts.Language.EN ? "index.html" : "index.zh.html";
    }

    /**
     * Makes the page.
     *
     * @param results all lessons.
     * @param extras  what else is on it.
     * @param texts   in which language.
     * @return the page.
     */
    public static String of(final List<LessonResult> results, final Extras extras, final LessonTexts texts)
    {
        return resource("page.html").replace("{lang}", texts.language().code())
            .replace("{title}", PageShell.escape(texts.get("page.title")))
            .replace("{noscript}", PageShell.escape(texts.get("page.noscript")))
            .replace("{css}", resource("lab.css"))
            .replace("{scripts}", scripts())
            .replace("{data}", data(results, extras, texts));
    }

    private static String scripts()
    {
        return SCRIPTS.stream().map((name) -> "<script>\n" + resource(name) + "</script>")
            .collect(Collectors.joining("\n"));
    }

    /** No text may end the script element that the data are in. */
    private static String data(final List<LessonResult> results, final Extras extras, final LessonTexts texts)
    {
        final StringWriter data = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(data))
        {
            new PageJson(json, texts).write(results, extras);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return data.toString().replace("<", "\\u003c");
    }

    /**
     * A file of the page: one of its scripts ({@code map.js}), its style ({@code lab.css}), its shell.
     *
     * @param name of the file.
     * @return what is in it.
     */
    public static String resource(final String name)
    {
        try (InputStream in = LabPage.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
