// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import dev.tophash.bench.report.BenchTable.Chart;
import java.util.List;

/**
 * Reports as one page of HTML. It loads nothing: style and pictures are in it, and there is no script. Each bar has its
 * name and its number beside it, ours is hatched, so nothing is said by colour alone. Below each picture is the table.
 */
public final class ReportPage
{
    private static final String STYLE = Bars.COLOURS + """
        body { background: var(--back); color: var(--text); font: 16px/1.45 system-ui, sans-serif;
          max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.5rem 0 .3rem } h3 { font-size: 1rem; margin: 0 }
        p { margin: .2rem 0; color: var(--soft) } code { color: var(--text) }
        .charts { display: flex; flex-wrap: wrap; gap: 1.2rem; margin: .8rem 0 }
        figure { margin: 0; width: 340px; max-width: 100% }
        svg { width: 100%; height: auto; display: block }
        table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0; font-variant-numeric: tabular-nums }
        .wide { overflow-x: auto }
        th, td { border-bottom: 1px solid var(--line); padding: .15rem .6rem; text-align: right }
        th:first-child { text-align: left } tbody th { font-weight: normal }
        """ + Bars.STYLE;

    private final StringBuilder out = new StringBuilder(1 << 16);

    private ReportPage()
    {
    }

    /**
     * Makes a page.
     *
     * @param reports what it shows.
     * @return HTML.
     */
    public static String of(final List<BenchReport> reports)
    {
        final ReportPage page = new ReportPage();
        page.out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .append("<title>Tophash, measured</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n")
            .append("<h1>Tophash, measured</h1>\n")
            .append("<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\">")
            .append(Bars.HATCH).append("</svg>\n");
        reports.forEach(page::report);
        return page.out.append("</body>\n</html>\n").toString();
    }

    private void report(final BenchReport report)
    {
        out.append("<p><code>").append(text(report.command())).append("</code>. ")
            .append(text(report.machine().sentence())).append(".</p>\n");
        report.tables().forEach(this::table);
    }

    private void table(final BenchTable table)
    {
        out.append("<section>\n<h2>").append(text(table.title())).append("</h2>\n<p>").append(text(table.unit()))
            .append(".</p>\n");
        if (table.chart() != Chart.NONE)
        {
            out.append("<div class=\"charts\">\n");
            charts(table);
            out.append("</div>\n");
        }
        figures(table);
        table.notes().forEach(note -> out.append("<p>").append(text(note)).append("</p>\n"));
        out.append("</section>\n");
    }

    private void charts(final BenchTable table)
    {
        final List<String> rows = table.rows().stream().map(BenchTable.Row::name).toList();
        if (table.chart() == Chart.BY_ROW)
        {
            table.rows().forEach(row -> chart(row.name(), table.unit(), table.columns(), row.values(), false));
            return;
        }
        for (int i = 0; i < table.columns().size(); i++)
        {
            final int column = i;
            chart(table.columns().get(i), table.unit(), rows,
                table.rows().stream().map(row -> row.values().get(column)).toList(),
                table.chart() == Chart.BY_COLUMN_LOG);
        }
    }

    private void chart(
        final String title, final String unit, final List<String> names, final List<Double> values, final boolean log)
    {
        final Bars bars = new Bars(names, values, log);
        out.append("<figure>\n<h3>").append(text(title)).append("</h3>\n<svg viewBox=\"0 0 ").append(Bars.WIDTH)
            .append(' ').append(bars.height()).append("\" role=\"img\" aria-label=\"").append(text(title)).append("; ")
            .append(text(unit)).append(": ").append(text(bars.words())).append("\">\n").append(bars.elements())
            .append("</svg>\n</figure>\n");
    }

    private void figures(final BenchTable table)
    {
        out.append("<div class=\"wide\"><table>\n<thead><tr><th></th>");
        table.columns().forEach(column -> out.append("<th>").append(text(column)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (final BenchTable.Row row : table.rows())
        {
            out.append("<tr><th>").append(text(row.name())).append("</th>");
            row.values().forEach(value -> out.append("<td>").append(BenchTable.number(value)).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
    }

    private static String text(final String raw)
    {
        return Bars.text(raw);
    }
}
