// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Steps as JSON, one object a line.
 */
public final class SandboxJson
{
    private final JsonGenerator json;

    private SandboxJson(final JsonGenerator json)
    {
        this.json = json;
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
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            new SandboxJson(json).step(step);
        }
        return text.toString();
    }

    private void step(final SandboxStep step) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("line", step.line());
        json.writeStringField("step", step.text());
        json.writeNumberField("changedBytes", step.changedBytes());
        strings("changes", step.changes());
        string("failure", step.failure());
        string("note", step.note());
        if (null != step.question())
        {
            answer("go", step.question().go());
            answer("product", step.question().product());
            json.writeBooleanField("same", step.question().same());
        }
        if (null != step.findings())
        {
            json.writeObjectFieldStart("findings");
            for (final Map.Entry<String, Long> code : step.findings().codes().entrySet())
            {
                json.writeNumberField(code.getKey(), code.getValue());
            }
            json.writeEndObject();
            strings("firstFindings", step.findings().firsts());
        }
        if (!step.picture().isEmpty())
        {
            strings("picture", step.picture());
        }
        if (null != step.expectation())
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
        if (null != value)
        {
            json.writeStringField(name, value);
        }
    }

    private void answer(final String name, final Answer answer) throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeStringField("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", answer.text());
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
