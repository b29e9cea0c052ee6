// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.StepResult;
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
    private final String source;

    private LessonJson(final JsonGenerator json, final LessonTexts texts, final String source)
    {
        this.json = json;
        this.texts = texts;
        this.source = source;
    }

    /**
     * Writes lessons.
     *
     * @param results what came out.
     * @param texts   in which language.
     * @param source  which Go the answers are from.
     * @param out     where to; not closed.
     * @throws IOException if that cannot be written.
     */
    public static void write(
        final List<LessonResult> results, final LessonTexts texts, final String source, final Writer out)
        throws IOException
    {
        try (JsonGenerator json = new JsonFactory()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out))
        {
            json.useDefaultPrettyPrinter();
            final LessonJson writer = new LessonJson(json, texts, source);
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
                json.writeStringField("goSource", source);
            }
            json.writeArrayFieldStart("steps");
            for (final StepResult step : part.steps())
            {
                step(step);
            }
            json.writeEndArray();
            strings("lines", part.lines());
            strings("go", part.go());
            columns(part);
            json.writeEndObject();
        }
        json.writeEndArray();
        strings("correct", result.right().lines());
        strings("correctErrors", result.right().errors());
        json.writeEndObject();
    }

    /** The two columns row by row; a line that one of them does not have is null. */
    private void columns(final LessonResult.Part part) throws IOException
    {
        if (part.go().isEmpty())
        {
            return;
        }
        final List<String> ours = GoRecords.comparable(part.lines());
        final List<String> go = GoRecords.comparable(part.go());
        json.writeArrayFieldStart("columns");
        for (int i = 0; i < Math.max(ours.size(), go.size()); i++)
        {
            json.writeStartObject();
            json.writeStringField("ours", i < ours.size() ? part.lines().get(i) : null);
            json.writeStringField("go", i < go.size() ? part.go().get(i) : null);
            json.writeBooleanField("same", i < ours.size() && i < go.size() && ours.get(i).equals(go.get(i)));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(final StepResult step) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("step", texts.get("step." + step.key()));
        strings("changes", step.changes().lines());
        answer("go", step.go());
        answer("product", step.product());
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
        if (answer.refusal() != null)
        {
            json.writeStringField("refuses", answer.refusal().rule().code());
            json.writeStringField("place", answer.refusal().location().toString());
        }
        else if (answer.failure() != null)
        {
            json.writeStringField("failure", answer.failure());
        }
        else
        {
            json.writeNumberField("len", answer.len());
            json.writeNumberField("found", answer.found());
            json.writeNumberField("asked", answer.asked());
            json.writeNumberField("range", answer.entries());
            if (answer.lookup() != null)
            {
                json.writeStringField("lookupEnd", answer.lookup());
            }
            if (answer.range() != null)
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
