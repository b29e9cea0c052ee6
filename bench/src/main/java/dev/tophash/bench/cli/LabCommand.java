// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Quiz;
import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LabPage;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Tour;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    subcommands = {LabRunCommand.class, LabScriptCommand.class, LabKeysCommand.class, LabTourCommand.class,
        LabWordsCommand.class, LabExerciseCommand.class, LabQuizCommand.class, LabServeCommand.class},
    mixinStandardHelpOptions = true)
final class LabCommand implements Runnable
{
    private static final int WIDTH = 79;

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
            String head = String.format(Locale.ROOT, "  %s  %-22s ", Lessons.number(i), lesson.id());
            for (final String line : Glossary.wrapped(texts.get(lesson.id() + ".title"), WIDTH - head.length()))
            {
                out.println(head + line);
                head = " ".repeat(head.length());
            }
        }
        out.println();
        Glossary.wrapped(texts.get("lab.start"), WIDTH).forEach(out::println);
        out.flush();
    }

    @Command(
        name = "html",
        description = {
            "Writes the lab as one page a language: index.html and index.zh.html.",
            "A page holds everything and loads nothing: lessons to step through, every byte explained, a quiz."},
        mixinStandardHelpOptions = true)
    int html(
        @Mixin final FileOutput files,
        @Parameters(paramLabel = "DIR", description = "Folder; made if it is not there.") final Path folder)
        throws IOException
    {
        Files.createDirectories(folder); // before the lessons run: they take seconds
        final Map<String, List<String>> real = GoRecords.recorded(GoVersion.GO_1_23);
        final List<LessonResult> results = Lessons.all().stream()
            .map((lesson) -> LessonResult.run(lesson, LabMap.Setup.DEFAULT, real)).toList();
        final Tour tour = new Tour(LabMap.Setup.DEFAULT);
        for (final LessonTexts.Language one : LessonTexts.Language.values())
        {
            final Path page = folder.resolve(LabPage.file(one));
            final LabPage.Extras extras = new LabPage.Extras(tour, Quiz.onPage(one), Exercises.onPage(one));
            files.write(page, LabPage.of(results, extras, new LessonTexts(one)));
            spec.commandLine().getOut().println("written: " + page);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }
}
