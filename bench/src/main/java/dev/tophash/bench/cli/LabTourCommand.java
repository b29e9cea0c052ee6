// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Tour;
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
        new Tour(LabMap.Setup.DEFAULT).print(out, texts, Terminal.colourful(), () -> pause(out, texts, step));
    }

    /** Waits for Enter if somebody wants to go picture by picture. */
    static void pause(final PrintWriter out, final LessonTexts texts, final boolean step)
    {
        if (step)
        {
            out.println("   ? " + texts.get("tour.ask"));
            out.flush();
            Terminal.answer();
        }
    }
}
