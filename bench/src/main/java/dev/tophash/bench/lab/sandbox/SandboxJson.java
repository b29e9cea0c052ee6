// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.check.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Steps as JSON, one object a line.
 */
public final class SandboxJson
{
    private final JsonGenerator json;
    private final Function<CaseLine, String> told;
    private final Function<Changes, List<String>> changed;

    private SandboxJson(final JsonGenerator json, final Function<CaseLine, String> told,
        final Function<Changes, List<String>> changed)
    {
        this.json = json;
        this.told = told;
        this.changed = changed;
    }

    /**
     * One step.
     *
     * @param step what was done.
     * @return a JSON object without line ends.
     * @throws IOException never.
     */
    public static String of(final SandboxStep step) throws IOException
    {
        return of(step, CaseLine::text, Changes::lines);
    }

    /**
     * The same in another language.
     *
     * @param step    the step.
     * @param told    puts a line into that language.
     * @param changed puts changes into that language.
     * @return one object.
     * @throws IOException never, in memory.
     */
    public static String of(
        final SandboxStep step, final Function<CaseLine, String> told, final Function<Changes, List<String>> changed)
        throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            new SandboxJson(json, told, changed).step(step);
        }
        return text.toString();
    }

    private void step(final SandboxStep step) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("line", step.line());
        json.writeStringField("step", step.text());
        json.writeNumberField("changedBytes", step.changedBytes());
        strings("changes", changed.apply(step.changes()));
        string("failure", step.failure());
        string("note", step.note() == null ? null : told.apply(step.note()));
        if (step.question() != null)
        {
            answer("go", step.question().go());
            answer("product", step.question().product());
            json.writeBooleanField("same", step.question().same());
        }
        if (step.findings() != null)
        {
            json.writeObjectFieldStart("findings");
            for (final Map.Entry<String, Long> code : step.findings().codes().entrySet())
            {
                json.writeNumberField(code.getKey(), code.getValue());
            }
            json.writeEndObject();
            strings("firstFindings", step.findings().firsts().stream().map(Finding::toString).toList());
        }
        if (!step.picture().isEmpty())
        {
            strings("picture", step.picture());
        }
        if (step.expectation() != null)
        {
            json.writeObjectFieldStart("expectation");
            json.writeBooleanField("met", step.expectation().met());
            json.writeStringField("wanted", step.expectation().wanted());
            json.writeStringField("actual", step.expectation().actual());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void string(final String name, final String value) throws IOException
    {
        if (value != null)
        {
            json.writeStringField(name, value);
        }
    }

    private void answer(final String name, final Answer answer) throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeStringField("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", told.apply(answer.said()));
        if (!answer.entries().isEmpty())
        {
            strings("entries", answer.entries());
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
