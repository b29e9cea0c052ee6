// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.GoRecords;
import dev.tophash.bench.lab.LabMap;
import dev.tophash.bench.lab.Lesson;
import dev.tophash.bench.lab.LessonHtml;
import dev.tophash.bench.lab.LessonResult;
import dev.tophash.bench.lab.LessonTexts;
import dev.tophash.bench.lab.Lessons;
import dev.tophash.bench.lab.Tour;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab}: the lessons.
 */
@Command(
    name = "lab",
    description = "Clears maps in the wrong ways, on copies of real bytes, and shows what that does. Without a" +
        " subcommand: lists the lessons.",
    subcommands = {LabRunCommand.class, LabScriptCommand.class, LabTourCommand.class, LabWordsCommand.class},
    mixinStandardHelpOptions = true)
final class LabCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language of the texts: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public void run()
    {
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        String group = "";
        for (int i = 0; i < Lessons.all().size(); i++)
        {
            final Lesson lesson = Lessons.all().get(i);
            if (!lesson.group().equals(group))
            {
                group = lesson.group();
                out.println(texts.get("group." + group));
            }
            out.printf("  %s  %-22s %s%n", Lessons.number(i), lesson.id(), texts.get(lesson.id() + ".title"));
        }
        out.flush();
    }

    @Command(name = "html", description = "Writes the lessons as pages with pictures.", mixinStandardHelpOptions = true)
    int html(@Parameters(paramLabel = "DIR", description = "Folder; made if it is not there.") final Path folder)
        throws IOException
    {
        final Map<String, List<String>> real = GoRecords.recorded(GoVersion.GO_1_23);
        final List<LessonResult> results = Lessons.all().stream()
            .map((lesson) -> LessonResult.run(lesson, LabMap.Setup.DEFAULT, real)).toList();
        final Path index = LessonHtml.write(folder, results, new Tour(LabMap.Setup.DEFAULT));
        spec.commandLine().getOut().println("written: " + index);
        return 0;
    }
}
