// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lessons as pages for a browser or a printer: the two-minute tour, one page for each lesson, an index, each in
 * both languages, no network.
 */
public final class LessonHtml
{
    private static final Pattern HEX_CHANGE =
        Pattern.compile("^(\\S.*?) +((?:[0-9a-f]{2} )*[0-9a-f]{2}) -> ((?:[0-9a-f]{2} )*[0-9a-f]{2})$");
    private static final int SHORT = 14;

    private final LessonTexts texts;
    private final PageShell shell;
    private final Glossary glossary;

    private LessonHtml(final LessonTexts texts)
    {
        this.texts = texts;
        this.shell = new PageShell(texts);
        this.glossary = new Glossary(texts);
    }

    /**
     * Writes all pages in both languages.
     *
     * @param folder  where to; made if it is not there.
     * @param results all lessons.
     * @param tour    the tour.
     * @return the English index.
     * @throws IOException if they cannot be written.
     */
    public static Path write(final Path folder, final List<LessonResult> results, final Tour tour) throws IOException
    {
        Files.createDirectories(folder);
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            final LessonHtml pages = new LessonHtml(new LessonTexts(language));
            Files.writeString(folder.resolve(pages.shell.file("index")), pages.index(results));
            Files.writeString(folder.resolve(pages.shell.file("tour")), pages.tour(tour));
            for (int i = 0; i < results.size(); i++)
            {
                final String id = results.get(i).lesson().id();
                Files.writeString(folder.resolve(pages.shell.file(id)), pages.page(results, i));
            }
        }
        return folder.resolve("index.html");
    }

    static String escape(final String text)
    {
        return PageShell.escape(text);
    }

    private String text(final String key)
    {
        return escape(texts.get(key));
    }

    // ------------------------------------------------------------------------------------------------ index, tour

    private String index(final List<LessonResult> results)
    {
        final StringBuilder page = new StringBuilder(shell.open("Tophash lab"));
        page.append("<p class=\"nav\">").append(shell.other("index")).append("</p>\n<h1>Tophash lab</h1>\n<p>")
            .append(glossary.linked(texts.get("index.intro"))).append("</p>\n<p class=\"start\"><b>")
            .append(shell.link("tour", texts.get("tour.title"))).append("</b></p>\n");
        String group = "";
        for (int i = 0; i < results.size(); i++)
        {
            final Lesson lesson = results.get(i).lesson();
            if (!group.equals(lesson.group()))
            {
                page.append(group.isEmpty() ? "" : "</ul>\n");
                group = lesson.group();
                page.append("<h2>").append(text("group." + group)).append("</h2>\n<ul>\n");
            }
            page.append("<li>").append(Lessons.number(i)).append(' ')
                .append(shell.link(lesson.id(), texts.get(lesson.id() + ".title"))).append(": ")
                .append(glossary.linked(texts.get(lesson.id() + ".hazard"))).append("</li>\n");
        }
        return page.append("</ul>\n").append(glossary.html(true)).append(PageShell.close()).toString();
    }

    private String tour(final Tour tour)
    {
        final StringBuilder page = new StringBuilder(shell.open(texts.get("tour.title")));
        page.append("<p class=\"nav\">").append(shell.link("index", "Tophash lab")).append(" · ")
            .append(shell.other("tour")).append("</p>\n<h1>").append(text("tour.title")).append("</h1>\n<p>")
            .append(text("tour.intro")).append("</p>\n");
        final ChainSvg pictures = new ChainSvg(texts, false);
        int number = 0;
        for (final Tour.Stop stop : tour.stops())
        {
            page.append("<section><h2>").append(++number).append("  ").append(text("tour." + stop.key() + ".title"))
                .append("</h2>\n<p>").append(glossary.linked(tour.text(stop, texts))).append("</p>\n<figure>");
            final ChainSvg drawing = "right".equals(stop.key()) ? new ChainSvg(texts, false) : pictures;
            final String before = stop.after() && drawing == pictures ? "" : drawing.before(stop.step());
            page.append(stop.after() ? drawing.after(stop.step()) : before).append("</figure></section>\n");
        }
        page.append("<p class=\"start\"><b>").append(shell.link("dangling", texts.get("tour.next")))
            .append("</b></p>\n");
        legend(page);
        return page.append(glossary.html(false)).append(PageShell.close()).toString();
    }

    // ------------------------------------------------------------------------------------------------ lessons

    private String page(final List<LessonResult> results, final int index)
    {
        final LessonResult result = results.get(index);
        final String id = result.lesson().id();
        final StringBuilder page = new StringBuilder(shell.open(texts.get(id + ".title")));
        page.append("<p class=\"nav\">").append(shell.link("index", "Tophash lab")).append(" · ")
            .append(shell.other(id)).append(" · ").append(shell.link("tour", texts.get("ui.new-here")));
        if (index + 1 < results.size())
        {
            page.append(" · ").append(shell.link(results.get(index + 1).lesson().id(),
                "→ " + Lessons.number(index + 1)));
        }
        page.append("</p>\n<h1>").append(Lessons.number(index)).append(' ').append(text(id + ".title"))
            .append("</h1>\n<p class=\"danger\"><b>").append(text("ui.hazard")).append(":</b> ")
            .append(glossary.linked(texts.get(id + ".hazard"))).append("</p>\n");
        legend(page);
        result.parts().forEach((part) -> part(page, part));
        page.append("<h2>").append(text("ui.why")).append("</h2>\n<p>")
            .append(glossary.linked(texts.get(id + ".why"))).append("</p>\n<div class=\"right\"><b>")
            .append(text("ui.right")).append(":</b> ").append(glossary.linked(texts.get(id + ".right")))
            .append("<pre>").append(escape(String.join("\n", result.right().lines()))).append("</pre></div>\n");
        return page.append(glossary.html(false)).append(PageShell.close()).toString();
    }

    private void legend(final StringBuilder page)
    {
        page.append("<p>").append(glossary.linked(texts.get("ui.legend"))).append("</p>\n<ul class=\"legend\">");
        key(page, "background:#c8e6c9", "5..ff", "live");
        key(page, "background:#fff3c4", "01", "tombstone");
        key(page, "background:#eee", "00", "empty");
        key(page, "background:#bbdefb", "02..04", "moved");
        key(page, "background:repeating-linear-gradient(45deg,#ffebee 0 4px,#ef9a9a 4px 7px)", "5..ff", "ghost");
        key(page, "border:3px solid #e65100", "..", "changed");
        key(page, "border:0;color:#0d47a1;background:#fff", "→", "arrow");
        key(page, "border:0;color:#b71c1c;background:#fff", "-×-", "cut");
        key(page, "border:0;color:#b71c1c;background:#fff", "⇡", "dangling");
        page.append("</ul>\n");
    }

    private void key(final StringBuilder page, final String style, final String sign, final String name)
    {
        page.append("<li><span class=\"key\" style=\"").append(style).append("\">").append(sign).append("</span> ")
            .append(text("legend." + name)).append("</li>");
    }

    private void part(final StringBuilder page, final LessonResult.Part part)
    {
        page.append("<h2>").append(escape(part.name())).append("</h2>\n");
        final ChainSvg pictures = new ChainSvg(texts, true);
        int number = 0;
        for (final StepResult step : part.steps())
        {
            page.append("<section><h3>").append(++number).append(". ")
                .append(glossary.linked(texts.get("step." + step.key()))).append("</h3>\n");
            step(page, step, pictures);
            page.append("</section>\n");
        }
        page.append("<h3>").append(escape(texts.caption(part))).append("</h3>\n<pre>")
            .append(escape(String.join("\n", part.lines()))).append("</pre>\n");
        part.charts().forEach((chart) -> page.append("<figure><figcaption>").append(text(chart.title()))
            .append("</figcaption>").append(ChartSvg.draw(chart, texts)).append("</figure>\n"));
    }

    private void step(final StringBuilder page, final StepResult step, final ChainSvg pictures)
    {
        if (!step.before().isEmpty() || !step.after().isEmpty() || !step.headerBefore().equals(step.headerAfter()))
        {
            final boolean same = step.before().equals(step.after()) && step.standing().same() &&
                step.headerBefore().equals(step.headerAfter());
            final String before = pictures.before(step);
            boolean wide = pictures.wide();
            final String after = pictures.after(step);
            wide |= pictures.wide();
            page.append(wide ? "<div class=\"pair wide\">" : "<div class=\"pair\">");
            if (!same)
            {
                figure(page, "ui.before", before);
            }
            figure(page, same ? "ui.unchanged" : "ui.after", after);
            page.append("</div>\n");
        }
        if (!step.changes().isEmpty())
        {
            page.append("<details").append(step.changes().size() <= SHORT ? " open=\"open\"" : "")
                .append("><summary>").append(text("ui.changed")).append("</summary><pre>");
            step.changes().forEach((line) -> page.append(changed(line)).append('\n'));
            page.append("</pre></details>\n");
        }
        step.ledgers().forEach((ledger) -> page.append(ledger(ledger)));
        page.append("<table class=\"go\"><tr><th>").append(text("ui.go")).append("</th><td>")
            .append(escape(texts.answer(step.go()))).append("</td></tr><tr><th>").append(text("ui.product"))
            .append("</th><td>").append(escape(texts.answer(step.product()) + "; " + texts.attach(step)))
            .append("</td></tr><tr><th>")
            .append(text("ui.verifier")).append("</th><td>").append(step.codes().isEmpty() ? text("ui.clean") : "");
        step.findings().stream().filter((finding) -> step.codes().containsKey(finding.check().code()))
            .forEach((finding) -> finding(page, finding, step.codes().get(finding.check().code())));
        page.append("</td></tr></table>\n");
    }

    /** Shared memory word by word: what a step wrote is marked, what it destroyed is said. */
    private String ledger(final Ledger ledger)
    {
        final List<String> lines = ledger.lines(texts);
        final StringBuilder html = new StringBuilder("<details open=\"open\"><summary>")
            .append(escape(lines.getFirst())).append("</summary><pre>");
        lines.stream().skip(1).forEach((line) -> html.append(line.contains("->") ? "<b>" + escape(line) + "</b>" :
            escape(line)).append('\n'));
        return html.append("</pre></details>\n").toString();
    }

    private void figure(final StringBuilder page, final String caption, final String picture)
    {
        page.append("<figure><figcaption>").append(text(caption)).append("</figcaption>").append(picture)
            .append("</figure>");
    }

    private void finding(final StringBuilder page, final Finding finding, final long count)
    {
        final String code = finding.check().code();
        page.append("<div><span class=\"bad\">").append(code).append("</span> × ").append(count).append(": ")
            .append(text("code." + code)).append(" (").append(escape(finding.location())).append("; ")
            .append(escape(finding.expected())).append(" → ").append(escape(finding.actual())).append(")</div>");
    }

    /** A line of changed bytes, those that differ marked. */
    static String changed(final String line)
    {
        final Matcher matcher = HEX_CHANGE.matcher(line);
        if (!matcher.matches())
        {
            return escape(line);
        }
        final String[] before = matcher.group(2).split(" ", -1);
        final String[] after = matcher.group(3).split(" ", -1);
        final StringBuilder html = new StringBuilder(escape(line.substring(0, matcher.start(2))));
        bytes(html, before, after);
        html.append(" -&gt; ");
        bytes(html, after, before);
        return html.toString();
    }

    private static void bytes(final StringBuilder html, final String[] bytes, final String[] others)
    {
        for (int i = 0; i < bytes.length; i++)
        {
            final boolean same = i < others.length && bytes[i].equals(others[i]);
            html.append(i > 0 ? " " : "").append(same ? bytes[i] : "<b>" + bytes[i] + "</b>");
        }
    }
}
