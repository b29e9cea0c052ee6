// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one command has measured.
 *
 * @param command how it was called.
 * @param machine where.
 * @param tables  the figures.
 */
public record BenchReport(String command, Machine machine, List<BenchTable> tables)
{
    /** The form of the JSON; another number if a field goes away or changes its meaning. */
    public static final int SCHEMA = 1;

    /** Makes a report that nobody changes. */
    public BenchReport
    {
        tables = List.copyOf(tables);
    }

    /**
     * Prints all tables.
     *
     * @param out where they go.
     */
    public void print(final PrintWriter out)
    {
        out.println(machine.sentence());
        tables.forEach(table -> table.print(out));
        out.flush();
    }

    /**
     * Writes the fields of a JSON object.
     *
     * @param json where they go.
     * @throws IOException if they cannot be written.
     */
    public void write(final JsonGenerator json) throws IOException
    {
        json.writeNumberField("schema", SCHEMA);
        json.writeStringField("command", command);
        machine.write(json);
        json.writeArrayFieldStart("tables");
        for (final BenchTable table : tables)
        {
            table.write(json);
        }
        json.writeEndArray();
    }

    static void writeStrings(final JsonGenerator json, final String name, final List<String> texts) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final String text : texts)
        {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /**
     * Reads what {@link #write} has written; other fields are passed over.
     *
     * @param text JSON.
     * @return the report.
     * @throws IOException if it is no JSON, or no such report.
     */
    public static BenchReport read(final String text) throws IOException
    {
        try (JsonParser parser = new JsonFactory().createParser(text))
        {
            parser.nextToken();
            if (!(value(parser) instanceof final Map<?, ?> fields) ||
                !(fields.get("machine") instanceof final Map<?, ?> machine) ||
                !(fields.get("tables") instanceof final List<?> tables))
            {
                throw new IOException("no report of a benchmark: it has no machine or no tables");
            }
            final List<BenchTable> read = new ArrayList<>();
            for (final Object table : tables)
            {
                read.add(table((Map<?, ?>)table));
            }
            return new BenchReport(text(fields, "command"), new Machine(text(machine, "cpu"),
                (int)number(machine.get("cpus")), text(machine, "os"), text(machine, "java"),
                number(machine.get("load"))), read);
        }
        catch (final ClassCastException | IllegalArgumentException e)
        {
            throw new IOException("no report of a benchmark: " + e.getMessage(), e);
        }
    }

    private static BenchTable table(final Map<?, ?> fields)
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final Object row : (List<?>)fields.get("rows"))
        {
            final List<Double> values = new ArrayList<>();
            ((List<?>)((Map<?, ?>)row).get("values")).forEach(value -> values.add(number(value)));
            rows.add(new BenchTable.Row(text((Map<?, ?>)row, "name"), values));
        }
        return new BenchTable(text(fields, "id"), text(fields, "title"), text(fields, "unit"),
            BenchTable.Chart.valueOf(text(fields, "chart")), strings(fields, "columns"), rows,
            strings(fields, "notes"));
    }

    private static String text(final Map<?, ?> fields, final String name)
    {
        if (!(fields.get(name) instanceof final String text))
        {
            throw new IllegalArgumentException("no text: field=" + name);
        }
        return text;
    }

    private static List<String> strings(final Map<?, ?> fields, final String name)
    {
        return fields.get(name) instanceof final List<?> list ? list.stream().map(String.class::cast).toList() :
            List.of();
    }

    private static double number(final Object value)
    {
        return value instanceof final Double number ? number : Double.NaN;
    }

    private static Object value(final JsonParser parser) throws IOException
    {
        return switch (parser.currentToken())
        {
            case START_OBJECT ->
            {
                final Map<String, Object> fields = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT)
                {
                    final String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield fields;
            }
            case START_ARRAY ->
            {
                final List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY)
                {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null -> throw new IOException("the JSON ends early");
            default -> null;
        };
    }
}
