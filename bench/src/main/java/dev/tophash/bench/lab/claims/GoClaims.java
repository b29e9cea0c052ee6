// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.cases.GoRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What installed Gos say to the claims now. The program {@code claims} prints a line for each claim that a process can
 * answer about itself; what zeroing does is answered by the cases of the program {@code corrupt}.
 */
public final class GoClaims
{
    private static final String CASE = "case:";
    private static final int LIMIT_SECONDS = 25;
    private static final Pattern ANSWERS = Pattern.compile("len \\d+|lookup finds \\d+|range yields \\d+");
    private static final Pattern FOREIGN = Pattern.compile("\\d+ of \\d+ words of the foreign block overwritten");
    private static final Pattern FATAL = Pattern.compile("fatal error: .*");

    /** Answers by claim, then by release. */
    private final Map<String, Map<String, String>> answers = new LinkedHashMap<>();

    private GoClaims()
    {
    }

    /**
     * Nobody was asked.
     *
     * @return no figure at all.
     */
    public static GoClaims none()
    {
        return new GoClaims();
    }

    /**
     * Asks some Gos.
     *
     * @param toolchains which.
     * @param progress   told what is being done.
     * @return their answers; a Go that cannot be built with or dies leaves its figures out, and progress says why.
     */
    public static GoClaims ask(final List<GoToolchain> toolchains, final Consumer<String> progress)
    {
        final GoClaims claims = new GoClaims();
        for (final GoToolchain toolchain : toolchains)
        {
            try
            {
                progress.accept(toolchain.release() + ": building the Go programs, the first time takes some seconds");
                claims.ask(GoPrograms.build(toolchain), progress);
            }
            catch (final IOException e)
            {
                progress.accept(toolchain.release() + ": no live figures: " + e.getMessage());
            }
        }
        return claims;
    }

    private void ask(final GoPrograms programs, final Consumer<String> progress) throws IOException
    {
        final String release = programs.toolchain().release();
        run(programs.program("claims").redirectErrorStream(true), (line) ->
        {
            final int tab = line.indexOf('\t');
            if (tab > 0)
            {
                progress.accept(release + ": claim " + line.substring(0, tab));
                answer(line.substring(0, tab), release, line.substring(tab + 1));
            }
        });
        progress.accept(release + ": claim 2.9");
        run(programs.program("claims", "finalizer").redirectErrorStream(true), (line) ->
        {
            final Matcher matcher = FATAL.matcher(line);
            if (matcher.matches())
            {
                answer("2.9", release, line);
            }
        });
        for (final Claims.Row row : Claims.rows())
        {
            if (row.live().startsWith(CASE))
            {
                progress.accept(release + ": claim " + row.number());
                final String name = row.live().substring(CASE.length());
                answer(row.number(), release,
                    inShort(GoRecords.live(programs, List.of(name)).getOrDefault(name, List.of())));
            }
        }
    }

    private void answer(final String number, final String release, final String figure)
    {
        if (!figure.isEmpty())
        {
            answers.computeIfAbsent(number, (key) -> new LinkedHashMap<>()).putIfAbsent(release, figure);
        }
    }

    /** The answers of a case that the claim is about, without the header fields around them. */
    static String inShort(final List<String> lines)
    {
        for (final String line : lines)
        {
            final Matcher foreign = FOREIGN.matcher(line);
            if (foreign.find())
            {
                return foreign.group();
            }
            if (line.startsWith("entries the iterator delivers"))
            {
                return line;
            }
            if (line.startsWith("after") && line.contains("lookup finds"))
            {
                final List<String> found = new ArrayList<>();
                final Matcher matcher = ANSWERS.matcher(line);
                while (matcher.find())
                {
                    found.add(matcher.group());
                }
                return String.join(", ", found);
            }
        }
        return "";
    }

    /** What all of them said of a claim; empty if nobody did. */
    String figure(final String number)
    {
        final Map<String, String> said = answers.getOrDefault(number, Map.of());
        if (said.values().stream().distinct().count() == 1)
        {
            return said.values().iterator().next() + " (" + String.join(", ", said.keySet()) + ")";
        }
        final List<String> parts = new ArrayList<>();
        said.forEach((release, figure) -> parts.add(release + ": " + figure));
        return String.join("; ", parts);
    }

    private static void run(final ProcessBuilder builder, final Consumer<String> lines) throws IOException
    {
        final Process process = builder.start();
        process.getOutputStream().close();
        final Thread guard = Thread.ofVirtual().start(() -> stop(process));
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                lines.accept(line);
            }
        }
        finally
        {
            process.destroyForcibly();
            guard.interrupt();
        }
    }

    /** Whatever it has not said by then stays recorded. */
    private static void stop(final Process process)
    {
        try
        {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
