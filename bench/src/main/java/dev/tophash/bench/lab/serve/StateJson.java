// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.sandbox.Answer;
import dev.tophash.bench.lab.sandbox.SandboxJson;
import dev.tophash.bench.lab.sandbox.SandboxLook;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import dev.tophash.check.Finding;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** The state of a live map as JSON: what the last lines did, what both walks answer now, and its bytes. */
final class StateJson
{
    private static final int MAX_ENTRIES = 64;

    private StateJson()
    {
    }

    static void write(
        final JsonGenerator json, final LiveSession session, final LiveSession.Done done, final String key,
        final boolean empty, final LiveFrames frames) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("from", done.from());
        json.writeNumberField("lines", session.size());
        if (done.error() != null)
        {
            json.writeStringField("error", done.error());
        }
        json.writeArrayFieldStart("steps");
        for (final SandboxStep step : done.steps())
        {
            json.writeRawValue(SandboxJson.of(step, frames::told, frames::changed));
        }
        json.writeEndArray();
        if (session.sandbox().image() != null)
        {
            look(json, session.sandbox().look(key), frames);
            cursors(json, session);
            json.writeFieldName("frame");
            frames.write(json, session, key, empty);
        }
        json.writeEndObject();
    }

    private static void look(final JsonGenerator json, final SandboxLook look, final LiveFrames frames)
        throws IOException
    {
        json.writeArrayFieldStart("answers");
        question(json, "len", look.len(), frames);
        question(json, "get", look.get(), frames);
        question(json, "range", look.range(), frames);
        json.writeEndArray();
        json.writeObjectFieldStart("findings");
        for (final Map.Entry<String, Long> code : look.findings().codes().entrySet())
        {
            json.writeNumberField(code.getKey(), code.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("firstFindings");
        for (final Finding first : look.findings().firsts())
        {
            json.writeString(first.toString());
        }
        json.writeEndArray();
    }

    private static void question(
        final JsonGenerator json, final String name, final SandboxStep.Question question, final LiveFrames frames)
        throws IOException
    {
        json.writeStartObject();
        json.writeStringField("ask", name);
        answer(json, "go", question.go(), frames);
        answer(json, "product", question.product(), frames);
        json.writeBooleanField("same", question.same());
        json.writeEndObject();
    }

    private static void answer(
        final JsonGenerator json, final String name, final Answer answer, final LiveFrames frames) throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeStringField("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", frames.told(answer.said()));
        json.writeArrayFieldStart("entries");
        for (final String entry : answer.entries().subList(0, Math.min(MAX_ENTRIES, answer.entries().size())))
        {
            json.writeString(entry);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void cursors(final JsonGenerator json, final LiveSession session) throws IOException
    {
        json.writeArrayFieldStart("iterators");
        for (final String id : session.sandbox().iterators().keySet().stream().sorted().toList())
        {
            json.writeString(id);
        }
        json.writeEndArray();
    }
}
