// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.LabMap;
import dev.tophash.bench.lab.LessonTexts;
import dev.tophash.bench.lab.Tour;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab tour}: the headline lesson for somebody who has never seen a map from inside.
 */
@Command(name = "tour", description = "Two minutes: what dangles when a map is reset the naive way.",
    mixinStandardHelpOptions = true)
final class LabTourCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Option(names = "--step", description = "Waits for Enter after each picture.")
    private boolean step;

    @Override
    public void run()
    {
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        new Tour(LabMap.Setup.DEFAULT).print(out, texts, Terminal.colourful(), () -> pause(texts));
    }

    private void pause(final LessonTexts texts)
    {
        if (step)
        {
            spec.commandLine().getOut().println("   ? " + texts.get("tour.ask"));
            spec.commandLine().getOut().flush();
            Terminal.answer();
        }
    }
}
