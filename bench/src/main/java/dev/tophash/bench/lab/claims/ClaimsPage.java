// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.PageShell;
import java.util.List;

/**
 * The table of claims as a page, in Markdown for the repository or in HTML.
 *
 * @param texts  in which language.
 * @param claims the claims.
 * @param run    when, on what machine and by which command they were measured.
 */
public record ClaimsPage(LessonTexts texts, List<Claims.Claim> claims, Run run)
{
    private static final List<String> COLUMNS = List.of("number", "claim", "verdict", "ours", "go", "source");

    /** A fixed list. */
    public ClaimsPage
    {
        claims = List.copyOf(claims);
    }

    /**
     * How the figures came about.
     *
     * @param date    the day.
     * @param machine its kind, without its name.
     * @param command the command.
     */
    public record Run(String date, String machine, String command)
    {
        String line(final LessonTexts texts)
        {
            return texts.get("claims.made").replace("{date}", date).replace("{machine}", machine)
                .replace("{command}", command);
        }
    }

    private List<String> cells(final Claims.Claim claim)
    {
        return List.of(claim.number(), claim.claim(), claim.verdict(), claim.ours(), claim.go(),
            texts.get(claim.live() ? "claims.live" : "claims.recorded"));
    }

    /**
     * The page in Markdown.
     *
     * @return the text.
     */
    public String markdown()
    {
        final StringBuilder page = new StringBuilder("# ").append(texts.get("claims.title")).append("\n\n")
            .append(String.join("\n", Glossary.wrapped(head(), 118))).append("\n\n")
            .append(String.join("\n", Glossary.wrapped(run.line(texts), 118))).append("\n\n|");
        COLUMNS.forEach((column) -> page.append(' ').append(texts.get("claims." + column)).append(" |"));
        page.append("\n|").append("---|".repeat(COLUMNS.size())).append('\n');
        for (final Claims.Claim claim : claims)
        {
            page.append('|');
            cells(claim).forEach((cell) -> page.append(' ').append(escape(cell)).append(" |"));
            page.append('\n');
        }
        page.append("\n## ").append(texts.get("claims.reasons")).append("\n");
        for (final Claims.Claim claim : claims)
        {
            reasons(page, ClaimStory.of(claim.number(), texts));
        }
        return page.toString();
    }

    private void reasons(final StringBuilder page, final ClaimStory story)
    {
        page.append("\n### ").append(story.number()).append(' ').append(escape(story.claim())).append("\n\n");
        for (final ClaimStory.Part part : story.parts(texts))
        {
            final List<String> lines = Glossary.wrapped("**" + part.label() + "**: " + escape(part.text()), 116);
            page.append("- ").append(String.join("\n  ", lines)).append('\n');
        }
    }

    private String head()
    {
        return texts.get("claims.head").replace("{title}", texts.get("article.title"));
    }

    /**
     * What a cell looks like in Markdown: nothing in it starts a column, a link or emphasis.
     *
     * @param text the cell.
     * @return the same text, escaped.
     */
    public static String escape(final String text)
    {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("[", "\\[")
            .replace("<", "&lt;");
    }

    /**
     * The page in HTML, with the words linked to their explanations.
     *
     * @return the text.
     */
    public String html()
    {
        final PageShell shell = new PageShell(texts);
        final Glossary glossary = new Glossary(texts);
        final StringBuilder page = new StringBuilder(shell.open(texts.get("claims.title"))).append("<h1>")
            .append(PageShell.escape(texts.get("claims.title"))).append("</h1>\n<p>")
            .append(glossary.linked(head())).append("</p>\n<p>")
            .append(PageShell.escape(run.line(texts))).append("</p>\n<table><tr>");
        COLUMNS.forEach((column) ->
            page.append("<th>").append(PageShell.escape(texts.get("claims." + column))).append("</th>"));
        page.append("</tr>\n");
        for (final Claims.Claim claim : claims)
        {
            page.append("<tr id=\"c").append(claim.number()).append("\">");
            cells(claim).forEach((cell) -> page.append("<td>").append(glossary.linked(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table>\n<h2>").append(PageShell.escape(texts.get("claims.reasons"))).append("</h2>\n");
        for (final Claims.Claim claim : claims)
        {
            final ClaimStory story = ClaimStory.of(claim.number(), texts);
            page.append("<h3>").append(PageShell.escape(story.number() + ' ' + story.claim())).append("</h3>\n<dl>");
            story.parts(texts).forEach((part) -> page.append("<dt>").append(PageShell.escape(part.label()))
                .append("</dt><dd>").append(glossary.linked(part.text())).append("</dd>"));
            page.append("</dl>\n");
        }
        return page.append(glossary.html(false)).append(PageShell.close()).toString();
    }
}
