// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs random scripts on a live Go and on our engine at the same time. Script i of a run is made from seed + i, so any
 * script can be made again alone.
 */
public final class LiveConformance
{
    private final GoPrograms programs;
    private final ReplayMaps maps;
    private final Path work;

    /**
     * Prepares a run.
     *
     * @param programs the Go programs.
     * @param maps     makes our maps.
     * @param work     an existing folder for scripts; one that failed stays there, with Go's records.
     */
    public LiveConformance(final GoPrograms programs, final ReplayMaps maps, final Path work)
    {
        this.programs = programs;
        this.maps = maps;
        this.work = work;
    }

    /**
     * Runs scripts until enough was done or one failed.
     *
     * @param seed       of the first script.
     * @param operations to be done at least.
     * @param scripts    to be run at least.
     * @param progress   told what was done, after each script.
     * @return what it came to; the last script is the failed one if there is a mismatch.
     * @throws IOException if Go cannot be run.
     */
    public ConformReport run(
        final long seed, final long operations, final long scripts, final Consumer<ConformReport> progress)
        throws IOException
    {
        final ConformReport.Sum sum = new ConformReport.Sum();
        ConformReport report = sum.report();
        while (report.mismatches().isEmpty() && (report.operations() < operations || report.scripts() < scripts))
        {
            final ScriptReplay.Result result = runOne(seed + report.scripts());
            sum.script();
            sum.add(result);
            report = sum.report();
            progress.accept(report);
        }
        return report;
    }

    /**
     * Runs one random script.
     *
     * @param seed which one.
     * @return what it came to.
     * @throws IOException if Go cannot be run.
     */
    public ScriptReplay.Result runOne(final long seed) throws IOException
    {
        final GoVersion version = programs.toolchain().version();
        final List<String> lines = ScriptGenerator.generate(seed, version);
        final Path file = scriptFile(seed);
        Files.write(file, lines);
        final ScriptReplay.Result result = replay(ScriptParser.parse(String.valueOf(file.getFileName()), lines), file);
        if (result.mismatch() == null)
        {
            Files.delete(file);
        }
        else
        {
            keepRecords(file);
        }
        return result;
    }

    /**
     * Runs a script on both.
     *
     * @param script the script.
     * @param file   where Go reads it.
     * @return what it came to.
     * @throws IOException if Go cannot be run, or ends with an error before the script's end.
     */
    public ScriptReplay.Result replay(final Script script, final Path file) throws IOException
    {
        final Path errors = Files.createTempFile(work, "go", ".err");
        final Process process = programs.program("mapdump", file.toString()).redirectError(errors.toFile()).start();
        try (DumpReader records = new DumpReader("mapdump " + file, process.getInputStream());
            ScriptReplay replay = new ScriptReplay(script, records, maps))
        {
            process.getOutputStream().close();
            final ScriptReplay.Result result = replay.run();
            final String complaint = Files.readString(errors, StandardCharsets.UTF_8).strip();
            if (!complaint.isEmpty())
            {
                throw new IOException("mapdump failed: script=" + file + System.lineSeparator() + complaint);
            }
            return result;
        }
        finally
        {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    /**
     * Where the script of a seed is written.
     *
     * @param seed which one.
     * @return its file.
     */
    public Path scriptFile(final long seed)
    {
        return work.resolve("rnd-" + Long.toUnsignedString(seed) + ".txt");
    }

    /** So that {@code ./tophash conform FOLDER} finds script and records beside each other. */
    private void keepRecords(final Path file) throws IOException
    {
        final GoVersion version = programs.toolchain().version();
        final String name = String.valueOf(file.getFileName());
        final Path records = file.resolveSibling(name.substring(0, name.length() - ".txt".length()) + ".go" +
            version.label().replace(".", "") + ".jsonl");
        final Process process = programs.program("mapdump", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(records.toFile())
            .start();
        try
        {
            process.waitFor();
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
