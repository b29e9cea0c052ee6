// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.page.KeyPrinter;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab keys}: how a lookup finds a key, step by step, with the numbers of real keys.
 */
@Command(name = "keys", description = "A key's way: from its hash to its slot, with the bytes that a lookup compares.",
    mixinStandardHelpOptions = true)
final class LabKeysCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Option(names = "--step", description = "Waits for Enter after each screen.")
    private boolean step;

    @Override
    public void run()
    {
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        new KeyPrinter(out, texts, Terminal.colourful()).print(LabMap.Setup.DEFAULT,
            () -> LabTourCommand.pause(out, texts, step));
    }
}
