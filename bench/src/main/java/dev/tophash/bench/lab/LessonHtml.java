// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lessons as pages for a browser or a printer: one page for each lesson and language, an index, no network.
 */
public final class LessonHtml
{
    private static final String STYLE = """
        body{font:16px/1.5 system-ui,"Noto Sans SC","Noto Sans CJK SC",sans-serif;max-width:62rem;margin:2rem auto;\
        padding:0 1rem;color:#222}
        h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-top:1px solid #ccc;padding-top:1rem}
        h3{font-size:1rem;margin:1.5rem 0 .3rem}
        .danger{background:#fdecea;border-left:4px solid #c62828;padding:.5rem 1rem}
        .right{background:#e8f5e9;border-left:4px solid #2e7d32;padding:.5rem 1rem}
        pre{background:#f5f5f5;padding:.6rem;overflow-x:auto;font-size:.8rem;white-space:pre-wrap}
        table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #bbb;padding:.2rem .6rem;text-align:left}
        svg{max-width:100%;height:auto;display:block;margin:.4rem 0}
        .bad{color:#c62828;font-weight:bold}a{color:#1565c0}
        .legend span{display:inline-block;padding:0 .5rem;margin-right:.5rem;border:1px solid #888}
        @media print{body{max-width:none;margin:0}h2{break-after:avoid}svg,table{break-inside:avoid}}
        """;

    private final LessonTexts texts;

    private LessonHtml(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /**
     * Writes all pages in both languages.
     *
     * @param folder  where to; made if it is not there.
     * @param results all lessons.
     * @return the English index.
     * @throws IOException if they cannot be written.
     */
    public static Path write(final Path folder, final List<LessonResult> results) throws IOException
    {
        Files.createDirectories(folder);
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            final LessonHtml pages = new LessonHtml(new LessonTexts(language));
            Files.writeString(folder.resolve(pages.file("index")), pages.index(results));
            for (int i = 0; i < results.size(); i++)
            {
                final String id = results.get(i).lesson().id();
                Files.writeString(folder.resolve(pages.file(id)), pages.page(results, i));
            }
        }
        return folder.resolve("index.html");
    }

    private String file(final String id)
    {
        return LessonTexts.Language.EN == texts.language() ? id + ".html" : id + ".zh.html";
    }

    private String other(final String id)
    {
        return LessonTexts.Language.EN == texts.language() ? "<a href=\"" + id + ".zh.html\">中文</a>" :
            "<a href=\"" + id + ".html\">English</a>";
    }

    private String head(final String title)
    {
        return "<!DOCTYPE html>\n<html lang=\"" + texts.language().code() + "\"><head><meta charset=\"utf-8\">" +
            "<meta name=\"viewport\" content=\"width=device-width\"><title>" + escape(title) + "</title><style>\n" +
            STYLE + "</style></head><body>\n";
    }

    static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private String index(final List<LessonResult> results)
    {
        final StringBuilder page = new StringBuilder(head("Tophash lab"));
        page.append("<p>").append(other("index")).append("</p><h1>Tophash lab</h1>\n");
        String group = "";
        for (int i = 0; i < results.size(); i++)
        {
            final Lesson lesson = results.get(i).lesson();
            if (!group.equals(lesson.group()))
            {
                page.append(group.isEmpty() ? "" : "</ul>\n");
                group = lesson.group();
                page.append("<h2>").append(escape(texts.get("group." + group))).append("</h2><ul>\n");
            }
            page.append("<li>").append(Lessons.number(i)).append(" <a href=\"").append(file(lesson.id()))
                .append("\">").append(escape(texts.get(lesson.id() + ".title"))).append("</a>: ")
                .append(escape(texts.get(lesson.id() + ".hazard"))).append("</li>\n");
        }
        page.append("</ul>\n");
        glossary(page);
        return page.append("</body></html>\n").toString();
    }

    private void glossary(final StringBuilder page)
    {
        page.append("<h2 id=\"words\">").append(escape(texts.get("ui.glossary"))).append("</h2><ul>\n");
        for (final String word : List.of("bucket", "tophash", "overflow", "spare", "growth", "ghost", "cursor",
            "finding"))
        {
            page.append("<li id=\"").append(word).append("\">").append(escape(texts.get("glossary." + word)))
                .append("</li>\n");
        }
        page.append("</ul>\n");
    }

    private String page(final List<LessonResult> results, final int index)
    {
        final LessonResult result = results.get(index);
        final String id = result.lesson().id();
        final StringBuilder page = new StringBuilder(head(texts.get(id + ".title")));
        page.append("<p><a href=\"").append(file("index")).append("\">Tophash lab</a> · ").append(other(id));
        if (index + 1 < results.size())
        {
            page.append(" · <a href=\"").append(file(results.get(index + 1).lesson().id())).append("\">→ ")
                .append(Lessons.number(index + 1)).append("</a>");
        }
        page.append("</p>\n<h1>").append(Lessons.number(index)).append(' ')
            .append(escape(texts.get(id + ".title"))).append("</h1>\n<p class=\"danger\"><b>")
            .append(escape(texts.get("ui.hazard"))).append(":</b> ").append(escape(texts.get(id + ".hazard")))
            .append("</p>\n<p>").append(escape(texts.get("ui.legend"))).append("</p><p class=\"legend\">");
        legend(page, "#c8e6c9", "5..ff", "live");
        legend(page, "#fff3c4", "01", "tombstone");
        legend(page, "#eee", "00", "empty");
        legend(page, "#bbdefb", "02 03 04", "moved");
        legend(page, "repeating-linear-gradient(45deg,#ffcdd2 0 4px,#c62828 4px 6px)", "", "broken");
        page.append("</p>\n");
        result.parts().forEach((part) -> part(page, part));
        page.append("<h2>").append(escape(texts.get("ui.why"))).append("</h2><p>")
            .append(escape(texts.get(id + ".why"))).append("</p>\n<div class=\"right\"><b>")
            .append(escape(texts.get("ui.right"))).append(":</b> ").append(escape(texts.get(id + ".right")))
            .append("<pre>").append(escape(String.join("\n", result.right().lines()))).append("</pre></div>\n");
        glossary(page);
        return page.append("</body></html>\n").toString();
    }

    private void legend(final StringBuilder page, final String colour, final String bytes, final String key)
    {
        page.append("<span style=\"background:").append(colour).append("\"><code style=\"background:#fff\">")
            .append(bytes).append("</code> <b style=\"background:#fff\">")
            .append(escape(texts.get("legend." + key))).append("</b></span> ");
    }

    private void part(final StringBuilder page, final LessonResult.Part part)
    {
        page.append("<h2>").append(escape(part.name())).append("</h2>\n");
        part.steps().forEach((step) -> step(page, step));
        page.append("<h3>").append(escape(texts.caption(part))).append("</h3><pre>")
            .append(escape(String.join("\n", part.lines())))
            .append("</pre>\n");
    }

    private void step(final StringBuilder page, final StepResult step)
    {
        page.append("<h3>").append(escape(texts.get("step." + step.key()))).append("</h3>\n");
        if (!step.before().isEmpty())
        {
            page.append("<p>").append(escape(texts.get("ui.before"))).append("</p>");
            page.append(ChainSvg.draw(step.before(), List.of(), texts.get("ui.orphan")));
            if (!step.before().equals(step.after()))
            {
                page.append("<p>").append(escape(texts.get("ui.after"))).append("</p>");
                page.append(ChainSvg.draw(step.after(), step.findings(), texts.get("ui.orphan")));
            }
        }
        if (!step.changes().isEmpty())
        {
            page.append("<details><summary>").append(escape(texts.get("ui.changed"))).append("</summary><pre>")
                .append(escape(String.join("\n", step.changes()))).append("</pre></details>\n");
        }
        page.append("<table><tr><th>").append(escape(texts.get("ui.go"))).append("</th><td>")
            .append(escape(texts.answer(step.go()))).append("</td></tr><tr><th>")
            .append(escape(texts.get("ui.product"))).append("</th><td>")
            .append(escape(texts.answer(step.product()) + "; " + texts.attach(step))).append("</td></tr><tr><th>")
            .append(escape(texts.get("ui.verifier"))).append("</th><td>");
        if (step.codes().isEmpty())
        {
            page.append(escape(texts.get("ui.clean")));
        }
        step.findings().stream().filter((finding) -> step.codes().containsKey(finding.check().code()))
            .forEach((finding) -> page.append("<div><span class=\"bad\">").append(finding.check().code())
                .append("</span> × ").append(step.codes().get(finding.check().code())).append(": ")
                .append(escape(finding.location())).append("; ").append(escape(finding.expected())).append(" → ")
                .append(escape(finding.actual())).append("</div>"));
        page.append("</td></tr></table>\n");
    }
}
