// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import dev.tophash.bench.lab.page.LessonTexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the article claims, what real Go does, and what this machine measures now.
 */
public final class Claims
{
    private static final Pattern TAB = Pattern.compile("\t");
    private static final int COLUMNS = 6;
    private static final String NONE = "none";

    private Claims()
    {
    }

    /**
     * One claim.
     *
     * @param number  chapter and running number.
     * @param claim   in short.
     * @param verdict true, partly, false, or false and true for its two halves; "-" for what is no claim.
     * @param go      real Go's figure.
     * @param live    whether a Go answered just now; recorded otherwise.
     * @param ours    our figure, measured now; "n/a" with the reason where there is none.
     */
    public record Claim(String number, String claim, String verdict, String go, boolean live, String ours)
    {
    }

    /**
     * What the table says of a claim.
     *
     * @param number  of the claim.
     * @param verdict key of the verdict.
     * @param ours    what is measured here; "none" if nothing can be.
     * @param live    which Go program answers: "program", a case, or "none".
     * @param lesson  the lesson that shows it, or "-".
     * @param program file and function of the Go program, or "-".
     */
    record Row(String number, String verdict, String ours, String live, String lesson, String program)
    {
    }

    static List<Row> rows()
    {
        final List<Row> rows = new ArrayList<>();
        try (InputStream in = Claims.class.getResourceAsStream("claims.tsv");
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                final List<String> parts = TAB.splitAsStream(line).toList();
                if (!line.startsWith("#") && parts.size() == COLUMNS)
                {
                    rows.add(new Row(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4),
                        parts.get(5)));
                }
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    static Row row(final String number)
    {
        return rows().stream().filter((row) -> row.number.equals(number)).findFirst().orElseThrow(
            () -> new IllegalArgumentException("no such claim, they go from 1.1 to 4.8: number=" + number));
    }

    /**
     * The claims without any measuring: numbers, texts, verdicts and Go's recorded figures.
     *
     * @param texts in which language.
     * @return the claims in the order of the article.
     */
    public static List<Claim> listed(final LessonTexts texts)
    {
        return rows().stream().map((row) -> new Claim(row.number, texts.get("claim." + row.number + ".text"),
            texts.get("verdict." + row.verdict), texts.get("claim." + row.number + ".go"), false, "")).toList();
    }

    /**
     * Measures everything.
     *
     * @param texts in which language.
     * @param go    what a Go says now; {@link GoClaims#none()} to take the recorded figures.
     * @return the claims in the order of the article.
     */
    public static List<Claim> measure(final LessonTexts texts, final GoClaims go)
    {
        final ClaimFigures figures = new ClaimFigures(texts);
        final List<Claim> claims = new ArrayList<>();
        for (final Row row : rows())
        {
            final String live = go.figure(row.number);
            final String ours = row.ours.equals(NONE) ?
                texts.get("claims.none").replace("{reason}", texts.get("claim." + row.number + ".none")) :
                figures.figure(row.ours);
            claims.add(new Claim(row.number, texts.get("claim." + row.number + ".text"),
                texts.get("verdict." + row.verdict), live.isEmpty() ? texts.get("claim." + row.number + ".go") : live,
                !live.isEmpty(), ours));
        }
        return claims;
    }
}
