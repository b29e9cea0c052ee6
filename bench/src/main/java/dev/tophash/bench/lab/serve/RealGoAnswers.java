// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import dev.tophash.bench.conform.GoImage;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.sandbox.SandboxLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a real Go says about the bytes of a map. The script is done once more with the hash and at an address of the Go
 * that is installed; then a Go process maps these bytes as a map of its own and answers. Each question gets a process:
 * it may die of the answer.
 */
final class RealGoAnswers
{
    /** Where no Go process has memory of its own. */
    private static final long BASE = 0x2000_0000_1000L;
    private static final int PATIENCE_SECONDS = 3;
    private static final int MAX_LINES = 4;

    private final GoToolchain toolchain;
    private GoPrograms programs;

    private RealGoAnswers(final GoToolchain toolchain)
    {
        this.toolchain = toolchain;
    }

    /** Asks the newest Go that is installed, if there is one. */
    static RealGoAnswers installed()
    {
        final List<GoToolchain> all = GoToolchain.installed();
        return of(all.isEmpty() ? null : all.getLast());
    }

    /** Asks this Go; null if there is none. */
    static RealGoAnswers of(final GoToolchain toolchain)
    {
        return new RealGoAnswers(toolchain);
    }

    /** Which Go it is; empty if there is none. */
    String release()
    {
        return toolchain == null ? "" : toolchain.release();
    }

    /** Does a script and asks a Go process about what has become of the map. */
    Reply ask(final List<String> script, final String key, final int maxHint)
    {
        if (toolchain == null)
        {
            return Reply.error(404, "no Go 1.19 to 1.23 is installed here");
        }
        final Sandbox.Settings settings =
            new Sandbox.Settings(toolchain.version(), LabMap.SEED, LiveSession.ROOM, false, BASE);
        try (LiveSession session = new LiveSession(settings, maxHint))
        {
            final LiveSession.Done done = session.run(script);
            if (done.error() != null || session.sandbox().image() == null)
            {
                return Reply.error(422, done.error() == null ? "no map yet" : done.error());
            }
            if (session.sandbox().type().key().word().equals("any"))
            {
                return Reply.error(422, "not for interface keys: their type words belong to one process");
            }
            return answers(session.sandbox(), key);
        }
        catch (final IOException e)
        {
            return Reply.error(500, "the Go program does not run: " + e.getMessage());
        }
    }

    private Reply answers(final Sandbox sandbox, final String key) throws IOException
    {
        if (programs == null)
        {
            programs = GoPrograms.build(toolchain);
        }
        final SandboxLook look = sandbox.look(key);
        final Path file = Files.createTempFile("tophash-serve", ".image");
        try
        {
            GoImage.write(file, sandbox.image().used(), sandbox.type(), LabMap.processKey(), 0);
            final String len = ask(file, "len", key);
            final String get = ask(file, "get", key);
            final String range = ask(file, "range", key);
            return Reply.json(200, (json) ->
            {
                json.writeStartObject();
                json.writeStringField("release", toolchain.release());
                json.writeArrayFieldStart("answers");
                for (final List<String> answer : List.of(List.of("len", len, look.len().go().text()),
                    List.of("get", get, look.get().go().text()), List.of("range", range, look.range().go().text())))
                {
                    json.writeStartObject();
                    json.writeStringField("ask", answer.get(0));
                    json.writeStringField("go", answer.get(1));
                    json.writeStringField("walk", answer.get(2));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        }
        finally
        {
            Files.delete(file);
        }
    }

    private String ask(final Path file, final String what, final String key) throws IOException
    {
        final Path output = Files.createTempFile("tophash-serve", ".txt");
        try
        {
            final Process process = programs.program("mapload", "ask", "-file", file.toString(), "-what", what,
                "-key", key).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
                return "no end after " + PATIENCE_SECONDS + " s (killed)";
            }
            return firstLines(output);
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

    /** What a dying program says before it shows its stacks. */
    private static String firstLines(final Path output) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(output))
        {
            if (line.startsWith("goroutine ") || lines.size() == MAX_LINES)
            {
                break;
            }
            if (!line.isBlank())
            {
                lines.add(line.strip());
            }
        }
        return Optional.of(String.join("; ", lines)).filter((text) -> !text.isEmpty()).orElse("(no output)");
    }
}
