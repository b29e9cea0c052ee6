// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.exercise.Exercise;
import dev.tophash.bench.lab.exercise.ExerciseTexts;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Wording;
import dev.tophash.bench.lab.page.LabPage;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.sandbox.SandboxExamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page and the files beside it. They are the same for everybody; what a map looks like comes later, by requests of
 * the page's script.
 */
final class ServePage
{
    private static final String JAVASCRIPT = "text/javascript";
    private static final String CSS = "text/css";

    private final Map<String, Reply> files = new HashMap<>();
    private final Map<LessonTexts.Language, ExerciseTexts> exercises = new EnumMap<>(LessonTexts.Language.class);

    ServePage(
        final LessonTexts.Language first, final String goRelease, final Map<LessonTexts.Language, LiveFrames> frames)
    {
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            exercises.put(language, new ExerciseTexts(language));
            final Reply page = Reply.text("text/html", page(language, goRelease, frames.get(language).texts()));
            files.put('/' + language.code(), page);
            if (language == first)
            {
                files.put("/", page);
            }
        }
        for (final String script : List.of("bytes.js", "way.js", "map.js"))
        {
            files.put('/' + script, Reply.text(JAVASCRIPT, LabPage.resource(script)));
        }
        files.put("/serve.js", Reply.text(JAVASCRIPT, resource("serve.js")));
        files.put("/serve.css", Reply.text(CSS, resource("serve.css")));
        files.put("/lab.css", Reply.text(CSS, LabPage.resource("lab.css")));
    }

    private String page(final LessonTexts.Language language, final String goRelease, final String pictureTexts)
    {
        final Wording words = Wording.of(ServePage.class, "serve", language);
        return resource("serve.html").replace("{lang}", language.code())
            .replace("{title}", words.get("title")).replace("{noscript}", words.get("noscript"))
            .replace("{data}", data(language, words, goRelease, pictureTexts));
    }

    /** A file of the page, if there is one at this path. */
    Optional<Reply> file(final String path)
    {
        return Optional.ofNullable(files.get(path));
    }

    ExerciseTexts exercises(final LessonTexts.Language language)
    {
        return exercises.get(language);
    }

    private static String resource(final String name)
    {
        try (InputStream in = ServePage.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** No text may end the script element that the data are in. */
    private String data(final LessonTexts.Language language, final Wording words, final String goRelease,
        final String pictureTexts)
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            json.writeStartObject();
            json.writeStringField("lang", language.code());
            json.writeStringField("go", goRelease);
            json.writeObjectFieldStart("texts");
            for (final Map.Entry<String, String> one : words.all().entrySet())
            {
                json.writeStringField(one.getKey(), one.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("pictureTexts");
            json.writeRawValue(pictureTexts);
            json.writeArrayFieldStart("types");
            for (final ScriptType type : ScriptType.ALL)
            {
                json.writeString(type.key().word() + ' ' + type.elem().word());
            }
            json.writeEndArray();
            examples(json);
            exercises(json, exercises.get(language));
            json.writeEndObject();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return text.toString().replace("<", "\\u003c");
    }

    private static void examples(final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("examples");
        for (final String name : SandboxExamples.NAMES)
        {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("title", SandboxExamples.title(name));
            json.writeStringField("script", SandboxExamples.text(name));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void exercises(final JsonGenerator json, final ExerciseTexts texts) throws IOException
    {
        json.writeArrayFieldStart("exercises");
        for (final Exercise exercise : Exercises.all())
        {
            json.writeStartObject();
            json.writeStringField("id", exercise.id());
            json.writeStringField("title", texts.title(exercise));
            json.writeStringField("task", texts.task(exercise));
            json.writeStringField("rules", texts.rules(exercise));
            json.writeStringField("script", String.join("\n", exercise.script()));
            json.writeStringField("opening", String.join("\n", exercise.opening()));
            json.writeBooleanField("lines", exercise.hole().lines());
            json.writeStringField("answer", String.join("\n", exercise.answer()));
            json.writeArrayFieldStart("hints");
            for (final String hint : texts.hints(exercise))
            {
                json.writeString(hint);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
