// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * An answer of the server.
 *
 * @param status HTTP status.
 * @param type   media type.
 * @param text   what it says.
 */
record Reply(int status, String type, String text)
{
    private static final String JSON = "application/json; charset=utf-8";

    /** Something that is written with a generator. */
    @FunctionalInterface
    interface Writing
    {
        void to(JsonGenerator json) throws IOException;
    }

    static Reply json(final int status, final Writing writing)
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            writing.to(json);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return new Reply(status, JSON, text.toString());
    }

    /** A refusal, in one sentence. */
    static Reply error(final int status, final String what)
    {
        return json(status, (json) ->
        {
            json.writeStartObject();
            json.writeStringField("error", what);
            json.writeEndObject();
        });
    }

    static Reply text(final String type, final String text)
    {
        return new Reply(200, type + "; charset=utf-8", text);
    }
}
