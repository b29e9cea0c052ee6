// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.offheap.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command that writes files offers, as a mixin. */
final class FileOutput
{
    @Option(names = "--in-place",
        description = "Writes into a file that is there instead of replacing it as a whole. This is not atomic: a" +
            " failure leaves a part of the new text. For a file that is mounted, or whose folder may not be written.")
    private boolean inPlace;

    /** Writes a text file as a whole, unless the user wants it in place. */
    void write(final Path path, final CharSequence text) throws IOException
    {
        final WholeFile file = WholeFile.at(path);
        (inPlace ? file.inPlace() : file).writeText(text);
    }
}
