// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.GoRecords;
import dev.tophash.bench.lab.LabMap;
import dev.tophash.bench.lab.Lesson;
import dev.tophash.bench.lab.LessonJson;
import dev.tophash.bench.lab.LessonPrinter;
import dev.tophash.bench.lab.LessonResult;
import dev.tophash.bench.lab.LessonTexts;
import dev.tophash.bench.lab.Lessons;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab run}: one lesson, or all. Exit code 1 if the correct way left a finding.
 */
@Command(name = "run", description = "Runs a lesson, or all.", mixinStandardHelpOptions = true)
final class LabRunCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Number or name of a lesson, or all.")
    private String name;

    @Option(names = "--step", description = "Asks before it reveals.")
    private boolean step;

    @Option(names = "--json", description = "Prints the results as JSON.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Option(names = "--seed", paramLabel = "HEX", defaultValue = "12345678",
        description = "Seed of the maps (default: ${DEFAULT-VALUE}, as recorded in Go).")
    private String seed;

    @Option(names = "--go", paramLabel = "VERSION", defaultValue = "1.23",
        description = "Whose bytes: 1.19 to 1.23 (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(names = "--live", paramLabel = "GO", description = "Path of a go command: compares with it now.")
    private Path go;

    @Override
    public Integer call() throws IOException
    {
        final LabMap.Setup setup = setup();
        final List<Lesson> lessons = lessons();
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        final Map<String, List<String>> real = null == go ? GoRecords.recorded(setup.version()) :
            GoRecords.live(GoToolchain.of(go), lessons.stream().flatMap((one) -> one.cases().stream()).toList());
        final LessonPrinter printer = new LessonPrinter(out, texts, colourful(), () -> ask(texts));
        final List<LessonResult> results = new ArrayList<>();
        for (final Lesson lesson : lessons)
        {
            final LessonResult result = LessonResult.run(lesson, setup, real);
            results.add(result);
            if (!json)
            {
                printer.print(Lessons.number(Lessons.all().indexOf(lesson)), result);
            }
        }
        if (json)
        {
            LessonJson.write(results, texts, out);
        }
        out.flush();
        return results.stream().allMatch((result) -> result.right().errors().isEmpty()) ? 0 : 1;
    }

    @SuppressWarnings("SystemConsoleNull") // It is null where the JVM was told to use another console.
    private static boolean colourful()
    {
        return null != System.console() && System.console().isTerminal() && null == System.getenv("NO_COLOR");
    }

    private LabMap.Setup setup()
    {
        try
        {
            return new LabMap.Setup(GoVersion.parse(version), Integer.parseUnsignedInt(seed, 16));
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Lesson> lessons()
    {
        final List<Lesson> lessons = Lessons.named(name);
        if (lessons.isEmpty())
        {
            throw new ParameterException(spec.commandLine(), "no such lesson, ./tophash lab lists them: id=" + name);
        }
        return lessons;
    }

    private void ask(final LessonTexts texts)
    {
        if (step)
        {
            spec.commandLine().getOut().println("  ? " + texts.get("ui.ask"));
            spec.commandLine().getOut().flush();
            try
            {
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
        }
    }
}
