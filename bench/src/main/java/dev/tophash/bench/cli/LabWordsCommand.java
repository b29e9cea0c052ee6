// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab words}: the glossary.
 */
@Command(name = "words", aliases = "glossary", description = "Explains the words of the lab.",
    mixinStandardHelpOptions = true)
final class LabWordsCommand implements Runnable
{
    private static final int WIDTH = 79;

    @Spec
    private CommandSpec spec;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public void run()
    {
        final PrintWriter out = spec.commandLine().getOut();
        new Glossary(new LessonTexts(language)).lines(WIDTH).forEach(out::println);
        out.flush();
    }
}
