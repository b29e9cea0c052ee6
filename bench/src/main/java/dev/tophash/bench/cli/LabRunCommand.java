// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.page.LessonJson;
import dev.tophash.bench.lab.page.LessonPrinter;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.StepQuiz;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

    @Option(names = "--step",
        description = "Asks before it reveals: len, a lookup, the verifier; type an answer or press Enter.")
    private boolean step;

    @Option(names = "--proof", description = "Unfolds the proof: changed bytes, ledgers, what the Go program prints" +
        " beside real Go, the same cases with struct and string keys.")
    private boolean proof;

    @Option(names = "--json", description = "Prints the results as JSON.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Option(names = "--seed", paramLabel = "HEX", defaultValue = "12345678",
        description = "Seed of the maps (default: ${DEFAULT-VALUE}, as recorded in Go).")
    private String seed;

    @Option(names = "--go", paramLabel = "VERSION", description = "Whose bytes: 1.19 to 1.23 (default: 1.23).")
    private String version;

    @Option(names = "--live", paramLabel = "GO",
        description = "Path of a go command to compare with (default: one of this version that is installed: in" +
            " TOPHASH_GO19 or TOPHASH_GO23, on the path, or where Debian puts it).")
    private Path go;

    @Option(names = "--recorded", description = "Compares with what Go was recorded to print, even if it is installed.")
    private boolean recorded;

    private GoToolchain toolchain;

    @Override
    public Integer call() throws IOException
    {
        final LabMap.Setup setup = setup();
        final List<Lesson> lessons = lessons();
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        final RealGo real = realGo(setup, texts);
        final PrintWriter told = json ? spec.commandLine().getErr() : out;
        told.println(real.sentence());
        told.flush();
        final StepQuiz quiz = step && !json ? new StepQuiz(out, texts, Terminal::answer) : null;
        final List<LessonResult> results = new ArrayList<>();
        for (final Lesson lesson : lessons)
        {
            final LessonResult result = LessonResult.run(lesson, setup, real.answers(lesson));
            results.add(result);
            if (!json)
            {
                if (!new LessonPrinter(out, texts, Terminal.colourful(), quiz, real.source(), proof)
                    .print(Lessons.number(Lessons.all().indexOf(lesson)), result))
                {
                    break;
                }
            }
        }
        if (json)
        {
            LessonJson.write(results, texts, real.source(), out);
        }
        else if (quiz != null)
        {
            quiz.score();
        }
        out.flush();
        return results.stream().allMatch((result) -> result.right().errors().isEmpty()) ? 0 : 1;
    }

    private RealGo realGo(final LabMap.Setup setup, final LessonTexts texts)
    {
        if (setup.seed() != LabMap.SEED)
        {
            return RealGo.none(texts);
        }
        final PrintWriter err = spec.commandLine().getErr();
        return recorded ? RealGo.recorded(setup.version(), texts) :
            toolchain != null ? RealGo.live(toolchain, texts, err) :
            RealGo.installed(setup.version(), texts, err);
    }

    private LabMap.Setup setup()
    {
        if (recorded && go != null)
        {
            throw new ParameterException(spec.commandLine(), "either --live or --recorded");
        }
        try
        {
            toolchain = go == null ? null : GoToolchain.of(go);
            final GoVersion wanted = version != null ? GoVersion.parse(version) :
                toolchain != null ? toolchain.version() : GoVersion.GO_1_23;
            if (toolchain != null && toolchain.version() != wanted)
            {
                throw new IllegalArgumentException(
                    "a Go of another version: release=" + toolchain.release() + ", wanted=" + wanted.label());
            }
            return new LabMap.Setup(wanted, HexFormat.fromHexDigits(seed));
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
}
