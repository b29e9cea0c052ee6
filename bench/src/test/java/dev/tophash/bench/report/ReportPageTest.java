// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.report.BenchTable.Chart;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest
{
    /** Whatever makes a browser ask for something else; a place in the page itself is none. */
    private static final Pattern LOADS =
        Pattern.compile("(?i)\\b(src|href|srcset|action)\\s*=|url\\((?!#)|@import|<(script|link|iframe|img|object)|//");

    private static final BenchReport REPORT = new BenchReport("./tophash bench \"x\" <y>",
        new Machine("a & b", 2, "Linux", "25", 0.1), List.of(
        new BenchTable("a", "By <row>", "ns", Chart.BY_ROW, List.of("Tophash", "Other"),
            List.of(BenchTable.Row.of("hit", 1.234, 250), BenchTable.Row.of("miss", Double.NaN, 3)),
            List.of("A note.")),
        new BenchTable("b", "By column", "us", Chart.BY_COLUMN_LOG, List.of("p50", "max"),
            List.of(BenchTable.Row.of("Tophash", 1, 1_000), BenchTable.Row.of("Other", 10, 100_000))),
        new BenchTable("c", "No chart", "us", Chart.NONE, List.of("x"), List.of(BenchTable.Row.of("y", 0)))));

    static boolean loadsNothing(final String page)
    {
        return !LOADS.matcher(page).find();
    }

    @Test
    void shouldLoadNothing()
    {
        assertTrue(loadsNothing(ReportPage.of(List.of(REPORT))));
        assertFalse(loadsNothing("<img src=\"x\">"));
        assertFalse(loadsNothing("a { background: url(x.png) }"));
        assertFalse(loadsNothing("<a href='https://x'>"));
    }

    @Test
    void shouldSayEachPictureInWords()
    {
        final String page = ReportPage.of(List.of(REPORT));
        assertTrue(page.contains("role=\"img\" aria-label=\"hit; ns: Tophash 1.23, Other 250\""), page);
        assertTrue(page.contains("role=\"img\" aria-label=\"miss; ns: Other 3\""), page);
        assertTrue(page.contains("role=\"img\" aria-label=\"max; us: Tophash 1,000, Other 100,000\""), page);
        assertEquals(4, page.split("role=\"img\"", -1).length - 1);
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertTrue(page.contains("<html lang=\"en\">"));
    }

    /** The name space is a name; nobody loads it. */
    @Test
    void shouldMakeAFileOfOneTable()
    {
        final String file = ChartFile.of(REPORT.tables().getFirst(), "below & all");
        assertTrue(loadsNothing(file.replace("xmlns=\"http://www.w3.org/2000/svg\"", "")), file);
        assertTrue(
            file.contains("aria-label=\"By &lt;row&gt;; ns. hit: Tophash 1.23, Other 250. miss: Other 3\""), file);
        assertTrue(file.contains("below &amp; all"));
        assertTrue(file.contains("prefers-color-scheme: dark"));
    }

    @Test
    void shouldWriteTextAsText()
    {
        final String page = ReportPage.of(List.of(REPORT));
        assertTrue(page.contains("By &lt;row&gt;"));
        assertTrue(page.contains("./tophash bench &quot;x&quot; &lt;y&gt;"));
        assertTrue(page.contains("a &amp; b"));
        assertTrue(page.contains("A note."));
    }

    @Test
    void shouldReadWhatItWrote() throws IOException
    {
        final String json = json(REPORT);
        assertEquals(REPORT, BenchReport.read(json));
        assertEquals(REPORT, BenchReport.read(json.replace("\"schema\"", "\"other\":[{\"a\":true}],\"schema\"")));
    }

    static String json(final BenchReport report) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            json.writeStartObject();
            report.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    @Test
    void shouldRefuseWhatIsNoReport()
    {
        for (final String text : List.of("", "[]", "{}", "{\"machine\":{},\"tables\":[]}", "no JSON", "{\"machine\":"))
        {
            assertThrows(IOException.class, () -> BenchReport.read(text), text);
        }
    }

    @Test
    void shouldRefuseARowThatDoesNotFit()
    {
        assertThrows(IllegalArgumentException.class, () -> new BenchTable("a", "b", "c", Chart.NONE, List.of("x"),
            List.of(BenchTable.Row.of("y", 1, 2))));
    }
}
