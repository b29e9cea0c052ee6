// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What real Go printed for the same cases: recorded with 1.19.8 and 1.23.5, or run now.
 */
public final class GoRecords
{
    private static final int LIMIT_SECONDS = 10;
    private static final Pattern COUNTERS = Pattern.compile(" pc=0x[0-9a-f]+]$");
    private static final Pattern HEAP = Pattern.compile(", live heap \\d+ KiB");
    /** After a new random seed, how many old keys are found is chance. */
    private static final Pattern CHANCE =
        Pattern.compile("((?:with the new seed|after one insert): len 1 .*lookup finds )\\d+");

    private GoRecords()
    {
    }

    /**
     * The recorded answers.
     *
     * @param version 1.19 or 1.23; others have the answers of the newer one.
     * @return lines by case.
     */
    public static Map<String, List<String>> recorded(final GoVersion version)
    {
        try (InputStream in = GoRecords.class.getResourceAsStream("corrupt.go" + suffix(version) + ".txt"))
        {
            return cases(in);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The bytes of real Go's maps after each step, recorded.
     *
     * @param version 1.19 or 1.23; others have the bytes of the newer one.
     * @return lines by case; none for cases without bytes.
     */
    public static Map<String, List<String>> recordedBytes(final GoVersion version)
    {
        try (InputStream in = new GZIPInputStream(
            GoRecords.class.getResourceAsStream("corrupt-bytes.go" + suffix(version) + ".txt.gz")))
        {
            return cases(in);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static String suffix(final GoVersion version)
    {
        return version == GoVersion.GO_1_19 ? "119" : "123";
    }

    private static Map<String, List<String>> cases(final InputStream in) throws IOException
    {
        final Map<String, List<String>> cases = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (line.startsWith("## "))
                {
                    lines = new ArrayList<>();
                    cases.put(line.substring(3), lines);
                }
                else
                {
                    lines.add(line.strip());
                }
            }
        }
        return cases;
    }

    /**
     * Which Go the recorded answers are from.
     *
     * @param version that somebody wants.
     * @return its release.
     */
    public static String release(final GoVersion version)
    {
        return version == GoVersion.GO_1_19 ? "go1.19.8" : "go1.23.5";
    }

    /**
     * Runs cases on an installed Go.
     *
     * @param programs built with it.
     * @param names    the cases.
     * @return lines by case; none for cases that the program does not have.
     * @throws IOException if the program cannot be run.
     */
    public static Map<String, List<String>> live(final GoPrograms programs, final List<String> names)
        throws IOException
    {
        final Map<String, List<String>> known = recorded(programs.toolchain().version());
        final Map<String, List<String>> cases = new LinkedHashMap<>();
        for (final String name : names)
        {
            if (known.containsKey(name))
            {
                cases.put(name, run(programs.program("corrupt", name)));
            }
        }
        return cases;
    }

    /**
     * The bytes of a real Go map after each step of a case, now.
     *
     * @param toolchain which Go.
     * @param name      of the case.
     * @return lines.
     * @throws IOException if the program cannot be built or run.
     */
    public static List<String> liveBytes(final GoToolchain toolchain, final String name) throws IOException
    {
        return run(GoPrograms.build(toolchain).program("corrupt", "-bytes", name)).stream()
            .filter((line) -> line.startsWith("@")).toList();
    }

    private static List<String> run(final ProcessBuilder builder) throws IOException
    {
        final Path output = Files.createTempFile("tophash-corrupt", ".txt");
        try
        {
            final Process process =
                builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
            final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended)
            {
                process.destroyForcibly().waitFor();
            }
            final List<String> lines = new ArrayList<>();
            for (final String line : Files.readAllLines(output))
            {
                if (line.startsWith("goroutine ") || line.isBlank())
                {
                    break;
                }
                lines.add(line.strip());
            }
            if (!ended)
            {
                lines.add("=> no end after 10 s (killed)");
            }
            else if (process.exitValue() != 0)
            {
                lines.add("=> exit status " + process.exitValue());
            }
            return lines;
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        finally
        {
            Files.delete(output);
        }
    }

    /**
     * Lines without what differs from run to run: program counters, the size of Go's heap, chance hits after a random
     * seed.
     *
     * @param lines as printed.
     * @return lines to compare.
     */
    public static List<String> comparable(final List<String> lines)
    {
        return lines.stream().map(String::strip).map((line) -> COUNTERS.matcher(line).replaceAll(""))
            .map((line) -> HEAP.matcher(line).replaceAll(""))
            .map((line) -> CHANCE.matcher(line).replaceAll("$1?")).toList();
    }
}
