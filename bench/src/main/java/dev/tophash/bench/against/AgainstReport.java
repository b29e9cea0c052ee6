// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.against.Comparison.Verdict;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came out, as a table or as JSON.
 *
 * @param plan        what was measured.
 * @param oldJar      the side to compare with.
 * @param newJar      the side that is judged.
 * @param comparisons one for each size and operation.
 */
public record AgainstReport(Plan plan, MeasuredJar oldJar, MeasuredJar newJar, List<Comparison> comparisons)
{
    private static final String INTERVAL =
        "order statistics of the rounds' ratios (sign test), at least 95 %, for the median";

    /**
     * Whether the gate lets the new jar pass.
     *
     * @return false if an operation is slower.
     */
    public boolean passed()
    {
        return count(Verdict.SLOWER) == 0;
    }

    private long count(final Verdict verdict)
    {
        return comparisons.stream().filter(comparison -> comparison.verdict() == verdict).count();
    }

    /**
     * Prints the table.
     *
     * @param out where it goes.
     */
    public void print(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "old: %s (%s)%nnew: %s (%s)%n", oldJar.name(), oldJar.sha256(), newJar.name(),
            newJar.sha256());
        if (plan.plantPercent() != 0)
        {
            out.printf(Locale.ROOT, "control: the new side does %d %% more work%n", plan.plantPercent());
        }
        out.printf(Locale.ROOT, "%n%-9s %9s %10s %10s %7s  %-15s %6s  %s%n", "operation", "entries", "old ns", "new ns",
            "ratio", "interval", "limit", "verdict");
        for (final Comparison comparison : comparisons)
        {
            final RatioInterval interval = comparison.interval();
            out.printf(Locale.ROOT, "%-9s %9d %10.2f %10.2f %7.3f  %.3f to %.3f  %6.2f  %s%n",
                name(comparison.operation()), comparison.size(), comparison.oldNanos(), comparison.newNanos(),
                interval.median(), interval.low(), interval.high(), comparison.limit(), name(comparison.verdict()));
        }
        out.println();
        plan.operations().stream().sorted()
            .forEach(operation -> out.printf(Locale.ROOT, "%-9s %s%n", name(operation), operation.meaning()));
        out.printf(Locale.ROOT,
            "%-9s %s%n", "ns", "of the middle round; of a process, the lower quarter of its windows");
        out.printf(Locale.ROOT, "%-9s %s%n", "ratio", "new by old, the median of " + plan.rounds() + " rounds");
        out.printf(Locale.ROOT, "%-9s %s%n", "interval", INTERVAL);
        out.println();
        out.printf(Locale.ROOT,
            "%s: %d slower, %d unclear, %d within the limit, %d faster%n", passed() ? "passed" : "FAILED",
            count(Verdict.SLOWER), count(Verdict.UNCLEAR), count(Verdict.OK), count(Verdict.FASTER));
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
        json.writeBooleanField("passed", passed());
        side(json, "old", oldJar);
        side(json, "new", newJar);
        json.writeNumberField("rounds", plan.rounds());
        json.writeNumberField("plantPercent", plan.plantPercent());
        json.writeStringField("interval", INTERVAL);
        json.writeArrayFieldStart("comparisons");
        for (final Comparison comparison : comparisons)
        {
            final RatioInterval interval = comparison.interval();
            json.writeStartObject();
            json.writeStringField("operation", name(comparison.operation()));
            json.writeStringField("meaning", comparison.operation().meaning());
            json.writeNumberField("entries", comparison.size());
            json.writeNumberField("oldNanos", comparison.oldNanos());
            json.writeNumberField("newNanos", comparison.newNanos());
            json.writeNumberField("ratio", interval.median());
            json.writeNumberField("low", interval.low());
            json.writeNumberField("high", interval.high());
            json.writeNumberField("limit", comparison.limit());
            json.writeStringField("verdict", name(comparison.verdict()));
            json.writeFieldName("ratios");
            final double[] ratios = comparison.ratios().stream().mapToDouble(Double::doubleValue).toArray();
            json.writeArray(ratios, 0, ratios.length);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * The figures as a table.
     *
     * @return a row for each size and operation.
     */
    public BenchTable table()
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final Comparison comparison : comparisons)
        {
            final RatioInterval interval = comparison.interval();
            rows.add(BenchTable.Row.of(String.format(Locale.ROOT, "%s, %,d entries", name(comparison.operation()),
                comparison.size()), comparison.oldNanos(), comparison.newNanos(), interval.median(), interval.low(),
                interval.high(), comparison.limit()));
        }
        return new BenchTable("against", "New by old: " + newJar.name() + " by " + oldJar.name(),
            "ns, and ratios: under 1 is faster", BenchTable.Chart.NONE,
            List.of("old ns", "new ns", "ratio", "low", "high", "limit"), rows);
    }

    private static void side(final JsonGenerator json, final String name, final MeasuredJar jar) throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeStringField("file", jar.name());
        json.writeStringField("sha256", jar.sha256());
        json.writeEndObject();
    }

    private static String name(final Enum<?> word)
    {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
