// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.exercise.Exercise;
import dev.tophash.bench.lab.exercise.ExerciseTalk;
import dev.tophash.bench.lab.exercise.ExerciseTexts;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab exercise}: scripts with a hole, to be filled in a conversation or by {@code --answer}.
 */
@Command(
    name = "exercise",
    aliases = "exercises",
    description = {
        "Exercises: a script of the sandbox with a hole, and what must be true in the end. Without an ID: lists them.",
        "With an ID: a conversation. You may try things out on the map before the hole; check judges your answer."},
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    footerHeading = "%nIn the conversation:%n",
    footer = {
        "  any line of the sandbox's language     see ./tophash lab script --help",
        "  check [WORDS]   hint   solution   again   script   quit",
        "",
        "Example:",
        "  ./tophash lab exercise two-owners --answer 'poke M6 overflow M16'"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:solved, or nothing was judged", "1:the last answer was wrong", "2:wrong arguments"})
final class LabExerciseCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Number or name of an exercise.")
    private String name;

    @Option(names = "--answer", paramLabel = "TEXT",
        description = "Judges this answer: lines separated by semicolons, or words separated by spaces.")
    private String answer;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public Integer call() throws IOException
    {
        final ExerciseTexts texts = new ExerciseTexts(language);
        if (name == null)
        {
            list(texts);
            return 0;
        }
        final Exercise exercise = Exercises.named(name).orElseThrow(() -> new ParameterException(
            spec.commandLine(), "no such exercise, ./tophash lab exercise lists them: id=" + name));
        final ExerciseTalk talk = new ExerciseTalk(exercise, texts, out(), Terminal.colourful());
        if (answer != null)
        {
            return talk.judge(given(exercise)) ? 0 : 1;
        }
        return converse(talk) ? 0 : 1;
    }

    private void list(final ExerciseTexts texts)
    {
        out().println(texts.get("ui.list"));
        for (final Exercise one : Exercises.all())
        {
            out().println(String.format(
                Locale.ROOT, "  %2d  %-14s %s", Exercises.number(one), one.id(), texts.title(one)));
        }
        out().println(texts.get("ui.start"));
        out().flush();
    }

    private List<String> given(final Exercise exercise)
    {
        final String separator = exercise.hole().lines() ? ";" : "[\\s,;]+";
        return Arrays.stream(answer.split(separator, -1)).map(String::strip).filter((part) -> !part.isEmpty()).toList();
    }

    private boolean converse(final ExerciseTalk talk) throws IOException
    {
        final boolean person = Terminal.interactive();
        final BufferedReader input = Terminal.input();
        try (talk)
        {
            talk.open();
            boolean goesOn = true;
            while (goesOn)
            {
                if (person)
                {
                    out().print("> ");
                }
                out().flush();
                final String line = input.readLine();
                goesOn = line != null && talk.take(line);
            }
        }
        out().flush();
        return talk.fine();
    }

    private PrintWriter out()
    {
        return spec.commandLine().getOut();
    }
}
