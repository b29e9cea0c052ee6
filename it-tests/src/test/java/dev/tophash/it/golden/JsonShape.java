// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/** The fields that occur in a JSON text, with their kinds, without their values: {@code [].name: string}. */
public final class JsonShape
{
    private final SortedSet<String> fields = new TreeSet<>();

    private JsonShape()
    {
    }

    /**
     * The fields of a text.
     *
     * @param json one value, or several that follow one another.
     * @return the fields, sorted, one a line.
     * @throws IOException if it is not JSON.
     */
    public static String of(final String json) throws IOException
    {
        final JsonShape shape = new JsonShape();
        try (JsonParser parser = new JsonFactory().createParser(json))
        {
            while (parser.nextToken() != null)
            {
                shape.value(parser, "");
            }
        }
        return String.join("\n", shape.fields) + "\n";
    }

    private void value(final JsonParser parser, final String path) throws IOException
    {
        switch (parser.currentToken())
        {
            case START_OBJECT ->
            {
                while (parser.nextToken() != JsonToken.END_OBJECT)
                {
                    final String name = path + "." + parser.currentName();
                    parser.nextToken();
                    value(parser, name);
                }
            }
            case START_ARRAY ->
            {
                while (parser.nextToken() != JsonToken.END_ARRAY)
                {
                    value(parser, path + "[]");
                }
            }
            case VALUE_STRING -> fields.add(path + ": string");
            case VALUE_TRUE, VALUE_FALSE -> fields.add(path + ": boolean");
            case VALUE_NULL -> fields.add(path + ": null");
            default -> fields.add(path + ": number");
        }
    }
}
