// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Lessons as JSON.
 */
public final class LessonJson
{
    private final JsonGenerator json;
    private final LessonTexts texts;

    private LessonJson(final JsonGenerator json, final LessonTexts texts)
    {
        this.json = json;
        this.texts = texts;
    }

    /**
     * Writes lessons.
     *
     * @param results what came out.
     * @param texts   in which language.
     * @param out     where to; not closed.
     * @throws IOException if that cannot be written.
     */
    public static void write(final List<LessonResult> results, final LessonTexts texts, final Writer out)
        throws IOException
    {
        try (JsonGenerator json = new JsonFactory()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out))
        {
            json.useDefaultPrettyPrinter();
            final LessonJson writer = new LessonJson(json, texts);
            json.writeStartArray();
            for (final LessonResult result : results)
            {
                writer.lesson(result);
            }
            json.writeEndArray();
        }
        out.write(System.lineSeparator());
    }

    private void lesson(final LessonResult result) throws IOException
    {
        final String id = result.lesson().id();
        json.writeStartObject();
        json.writeStringField("id", id);
        for (final String part : List.of("title", "hazard", "why", "right"))
        {
            json.writeStringField(part, texts.get(id + '.' + part));
        }
        json.writeArrayFieldStart("cases");
        for (final LessonResult.Part part : result.parts())
        {
            json.writeStartObject();
            json.writeStringField("name", part.name());
            if (!part.go().isEmpty())
            {
                json.writeBooleanField("sameAsGo", part.same());
            }
            json.writeArrayFieldStart("steps");
            for (final StepResult step : part.steps())
            {
                step(step);
            }
            json.writeEndArray();
            strings("lines", part.lines());
            strings("go", part.go());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings("correct", result.right().lines());
        strings("correctErrors", result.right().errors());
        json.writeEndObject();
    }

    private void step(final StepResult step) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("step", texts.get("step." + step.key()));
        strings("changes", step.changes());
        answer("go", step.go());
        answer("product", step.product());
        json.writeStringField("attach", step.attach());
        json.writeObjectFieldStart("findings");
        for (final String code : step.codes().keySet())
        {
            json.writeNumberField(code, step.codes().get(code));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void answer(final String name, final StepResult.Answer answer) throws IOException
    {
        json.writeObjectFieldStart(name);
        if (null != answer.failure())
        {
            json.writeStringField("failure", answer.failure());
        }
        else
        {
            json.writeNumberField("len", answer.len());
            json.writeNumberField("found", answer.found());
            json.writeNumberField("asked", answer.asked());
            json.writeNumberField("range", answer.entries());
            if (null != answer.lookup())
            {
                json.writeStringField("lookupEnd", answer.lookup());
            }
            if (null != answer.range())
            {
                json.writeStringField("rangeEnd", answer.range());
            }
        }
        json.writeEndObject();
    }

    private void strings(final String name, final List<String> values) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final String value : values)
        {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
