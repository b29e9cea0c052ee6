// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.against.Comparison.Verdict;
import dev.tophash.bench.against.driver.Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest
{
    private static final int SMALL = 1000;

    @Test
    void shouldFailOnlyWhenTheWholeIntervalLiesAboveTheLimit()
    {
        assertEquals(Verdict.SLOWER, of(SMALL, 1.04, 1.05, 1.06).verdict());
        assertEquals(Verdict.UNCLEAR, of(SMALL, 1.02, 1.05, 1.06).verdict());
        assertEquals(Verdict.OK, of(SMALL, 0.98, 1.00, 1.02).verdict());
        assertEquals(Verdict.FASTER, of(SMALL, 0.97, 0.98, 0.99).verdict());
    }

    @Test
    void shouldAllowMoreBeyondTheCache()
    {
        assertEquals(Verdict.OK, of(Plan.LARGE_SIZE, 1.04, 1.05, 1.06).verdict());
        assertEquals(Verdict.SLOWER, of(Plan.LARGE_SIZE, 1.11, 1.15, 1.16).verdict());
    }

    /** A round that is slow for both sides says as much as any other. */
    @Test
    void shouldCompareWithinARound()
    {
        final Comparison comparison = new Comparison(Operation.HIT, SMALL);
        for (int round = 0; round < 9; round++)
        {
            comparison.add(10 * (1 + round), 20 * (1 + round));
        }
        assertEquals(new RatioInterval(2, 2, 2), comparison.interval());
        assertEquals(50, comparison.oldNanos());
        assertEquals(100, comparison.newNanos());
    }

    @Test
    void shouldSayInTheReportWhatDecided()
    {
        final Plan plan = new Plan(6, List.of(SMALL), Set.of(Operation.HIT), 1, 1, 0);
        final MeasuredJar jar = new MeasuredJar("tophash.jar", "0123", "");
        final AgainstReport bad = new AgainstReport(plan, jar, jar, List.of(of(SMALL, 1.04, 1.05, 1.06)));
        assertFalse(bad.passed());
        assertTrue(text(bad).contains("1.050  1.040 to 1.060    1.03  slower"), text(bad));
        assertTrue(text(bad).endsWith(
            "FAILED: 1 slower, 0 unclear, 0 within the limit, 0 faster" + System.lineSeparator()), text(bad));
        assertTrue(new AgainstReport(plan, jar, jar, List.of(of(SMALL, 1.02, 1.05, 1.06))).passed());
    }

    private static String text(final AgainstReport report)
    {
        final StringWriter text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }

    /** Seven rounds, of which lowest and highest are the ends of the interval. */
    private static Comparison of(final int size, final double low, final double median, final double high)
    {
        final Comparison comparison = new Comparison(Operation.HIT, size);
        List.of(low, low, median, median, median, high, high).forEach(ratio -> comparison.add(1, ratio));
        return comparison;
    }
}
