// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.exercise.Quiz;
import dev.tophash.bench.lab.page.LessonTexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab quiz}: questions with four answers each.
 */
@Command(name = "quiz", description = "Ten questions about what the lessons show, with reasons.",
    mixinStandardHelpOptions = true)
final class LabQuizCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language of the texts: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public void run()
    {
        Quiz.ask(spec.commandLine().getOut(), language, Terminal::answer);
    }
}
