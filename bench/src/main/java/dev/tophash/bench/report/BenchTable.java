// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Figures in rows and columns.
 *
 * @param id      a word for programs, the same in each run.
 * @param title   for people.
 * @param unit    of all figures.
 * @param chart   how it is drawn.
 * @param columns their names.
 * @param rows    what was measured.
 * @param notes   what a reader has to know, a sentence each.
 */
public record BenchTable(
    String id, String title, String unit, Chart chart, List<String> columns, List<Row> rows, List<String> notes)
{
    private static final int LEAST_WIDTH = 9;
    private static final int HUNDRED = 100;
    private static final int TEN = 10;

    /** How a table is drawn. */
    public enum Chart
    {
        /** A picture for each row, a bar for each column, from zero. */
        BY_ROW,
        /** A picture for each column, a bar for each row; each step of the scale is ten times the one before. */
        BY_COLUMN_LOG,
        /** A picture for each column, a bar for each row, from zero. */
        BY_COLUMN,
        /** Not drawn. */
        NONE
    }

    /**
     * A row.
     *
     * @param name   of what.
     * @param values as many as there are columns; NaN where there is none.
     */
    public record Row(String name, List<Double> values)
    {
        /** Makes a row that nobody changes. */
        public Row
        {
            values = List.copyOf(values);
        }

        /**
         * Makes a row.
         *
         * @param name   of what.
         * @param values the figures.
         * @return the row.
         */
        public static Row of(final String name, final double... values)
        {
            final List<Double> list = new ArrayList<>();
            for (final double value : values)
            {
                list.add(value);
            }
            return new Row(name, list);
        }
    }

    /** Checks that each row has a figure, or none, for each column. */
    public BenchTable
    {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
        for (final Row row : rows)
        {
            if (row.values.size() != columns.size())
            {
                throw new IllegalArgumentException("columns: table=" + id + ", row=" + row.name + ", expected=" +
                    columns.size() + ", actual=" + row.values.size());
            }
        }
    }

    /**
     * Makes a table without notes.
     *
     * @param id      a word for programs.
     * @param title   for people.
     * @param unit    of all figures.
     * @param chart   how it is drawn.
     * @param columns their names.
     * @param rows    what was measured.
     */
    public BenchTable(
        final String id, final String title, final String unit, final Chart chart, final List<String> columns,
        final List<Row> rows)
    {
        this(id, title, unit, chart, columns, rows, Collections.emptyList());
    }

    /**
     * Prints it.
     *
     * @param out where it goes.
     */
    public void print(final PrintWriter out)
    {
        int first = 1;
        for (final Row row : rows)
        {
            first = Math.max(first, row.name.length());
        }
        out.printf(Locale.ROOT, "%n%s; %s%n%-" + first + "s", title, unit, "");
        for (final String column : columns)
        {
            out.printf(Locale.ROOT, " %" + width(column) + "s", column);
        }
        out.println();
        for (final Row row : rows)
        {
            out.printf(Locale.ROOT, "%-" + first + "s", row.name);
            for (int i = 0; i < columns.size(); i++)
            {
                out.printf(Locale.ROOT, " %" + width(columns.get(i)) + "s", number(row.values.get(i)));
            }
            out.println();
        }
        notes.forEach(out::println);
        out.flush();
    }

    private static int width(final String column)
    {
        return Math.max(LEAST_WIDTH, column.length());
    }

    /** Three digits that say something, all digits of what is larger. */
    static String number(final double value)
    {
        final double size = Math.abs(value);
        return Double.isNaN(value) ? "" : size >= HUNDRED || value == Math.rint(value) ?
            String.format(Locale.ROOT, "%,.0f", value) :
            String.format(Locale.ROOT, size >= TEN ? "%.1f" : "%.2f", value);
    }

    void write(final JsonGenerator json) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("title", title);
        json.writeStringField("unit", unit);
        json.writeStringField("chart", chart.name());
        json.writeArrayFieldStart("columns");
        for (final String column : columns)
        {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (final Row row : rows)
        {
            json.writeStartObject();
            json.writeStringField("name", row.name);
            json.writeArrayFieldStart("values");
            for (final double value : row.values)
            {
                if (Double.isFinite(value))
                {
                    json.writeNumber(value);
                }
                else
                {
                    json.writeNull();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        BenchReport.writeStrings(json, "notes", notes);
        json.writeEndObject();
    }
}
