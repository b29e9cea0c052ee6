// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.conform.ConformReport;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.conform.LiveConformance;
import dev.tophash.bench.conform.Mismatch;
import dev.tophash.bench.conform.RecordedConformance;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.offheap.MapConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash conform}: compares our engine with real Go, recorded or live.
 */
@Command(
    name = "conform",
    description = "Replays scripts and compares every byte with what real Go did.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all equal", "1:a difference", "2:wrong arguments or script", "3:a file or Go cannot be used"})
final class ConformCommand implements Callable<Integer>
{
    private static final long PROGRESS_NANOS = 2_000_000_000L;
    private static final int MISMATCH = 1;
    private static final int UNUSABLE = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR",
        description = "Folder with NAME.txt and NAME.go119.jsonl[.gz], NAME.go123.jsonl[.gz]." +
            " Default: the vectors that come with this program.")
    private Path folder;

    @Option(names = "--live", paramLabel = "GO",
        description = "Path of a go command, 1.19, 1.22 or 1.23: runs random scripts on it instead.")
    private Path go;

    @Option(names = "--ops", paramLabel = "N", defaultValue = "100000",
        description = "With --live: map operations to be done at least (default: ${DEFAULT-VALUE}).")
    private long operations;

    @Option(names = "--seed", paramLabel = "S",
        description = "With --live: seed of the first script (default: random).")
    private Long seed;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    private long nextProgress = System.nanoTime() + PROGRESS_NANOS;

    @Override
    public Integer call()
    {
        final ReplayMaps maps = EngineMap.maps(MapConfig.defaults());
        try
        {
            return go == null ? recorded(maps) : live(maps);
        }
        catch (final ScriptException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            err().println(Failures.reason(ex));
            return UNUSABLE;
        }
    }

    private int recorded(final ReplayMaps maps) throws IOException
    {
        if (seed != null)
        {
            throw new ParameterException(spec.commandLine(), "--seed needs --live");
        }
        if (folder != null && !Files.isDirectory(folder))
        {
            throw new ParameterException(spec.commandLine(), "not a folder: path=" + folder);
        }
        return finish(folder == null ?
            RecordedConformance.replayPackaged(maps, this::progress) :
            RecordedConformance.replay(folder, maps, this::progress));
    }

    private int live(final ReplayMaps maps) throws IOException
    {
        if (folder != null)
        {
            throw new ParameterException(spec.commandLine(), "--live makes its own scripts: DIR=" + folder);
        }
        if (operations < 1)
        {
            throw new ParameterException(spec.commandLine(), "at least one operation: ops=" + operations);
        }
        final GoToolchain toolchain;
        try
        {
            toolchain = GoToolchain.of(go);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        final long first = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        err().println(toolchain.release() + ", seed " + first);
        final GoPrograms programs = GoPrograms.build(toolchain);
        final Path work = Files.createTempDirectory("tophash-conform");
        final ConformReport report =
            new LiveConformance(programs, maps, work).run(first, operations, 1, this::progress);
        final int code = finish(report);
        if (code == MISMATCH)
        {
            err().println("script and records: " + work);
            err().println("again:     ./tophash conform " + work);
            err().println("live:      ./tophash conform --live " + go + " --ops 1 --seed " +
                (first + report.scripts() - 1));
        }
        else
        {
            removeIfEmpty(work);
        }
        return code;
    }

    private void removeIfEmpty(final Path work) throws IOException
    {
        try
        {
            Files.delete(work);
        }
        catch (final DirectoryNotEmptyException ex)
        {
            err().println("left behind: " + work);
        }
    }

    private void progress(final ConformReport report)
    {
        final long now = System.nanoTime();
        if (now - nextProgress > 0)
        {
            err().println("... " + report.summary());
            nextProgress = now + PROGRESS_NANOS;
        }
    }

    private int finish(final ConformReport report) throws IOException
    {
        if (json)
        {
            out().println(toJson(report));
        }
        else
        {
            if (!report.mismatches().isEmpty())
            {
                out().println(report.mismatches().get(0).text());
            }
            out().println(report.summary());
        }
        out().flush();
        for (final Mismatch mismatch : report.mismatches())
        {
            if (mismatch.cause() != null)
            {
                mismatch.cause().printStackTrace(err());
                break;
            }
        }
        return report.mismatches().isEmpty() ? 0 : MISMATCH;
    }

    private static String toJson(final ConformReport report) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text))
        {
            out.writeStartObject();
            out.writeNumberField("scripts", report.scripts());
            out.writeNumberField("records", report.records());
            out.writeNumberField("comparisons", report.comparisons());
            out.writeNumberField("operations", report.operations());
            out.writeArrayFieldStart("mismatches");
            for (final Mismatch mismatch : report.mismatches())
            {
                out.writeStartObject();
                out.writeStringField("script", mismatch.script());
                out.writeNumberField("line", mismatch.line());
                out.writeStringField("operation", mismatch.op());
                out.writeStringField("field", mismatch.field());
                out.writeStringField("expected", mismatch.expected());
                out.writeStringField("actual", mismatch.actual());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    private PrintWriter err()
    {
        return spec.commandLine().getErr();
    }
}
