// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./tophash lab html}: what it writes, and what it says when it cannot. */
class LabHtmlTest
{
    @TempDir
    private static Path folder;

    private static List<String> files(final Path where) throws IOException
    {
        try (Stream<Path> all = Files.list(where))
        {
            return all.map((file) -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldWriteAPageForEachLanguageAndNothingElse() throws IOException
    {
        final Path pages = folder.resolve("new/pages");

        final CommandResult result = CommandResult.of("lab", "html", pages.toString());

        assertEquals(0, result.code(), result::err);
        assertEquals(List.of("index.html", "index.zh.html"), files(pages));
        assertTrue(result.out().contains("written: " + pages.resolve("index.html")), result.out());
    }

    @Test
    void f28ShouldSayInOneSentenceThatTheFolderIsNone() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("taken"), "not a folder");

        final CommandResult result = CommandResult.of("lab", "html", file.toString());

        assertEquals(3, result.code(), "as for every file that cannot be written");
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(file.toString()), result.err());
        assertEquals("not a folder", Files.readString(file));
    }

    /** A stack trace, and the old page was gone. */
    @ParameterizedTest
    @ValueSource(strings = {"--html", "--markdown"})
    void f28ShouldSayInOneSentenceThatAPageCannotBeWritten(final String option)
    {
        for (final Path target : List.of(folder.resolve("missing/claims"), Path.of("/dev/full")))
        {
            final CommandResult result = CommandResult.of("claims", "--recorded", option, target.toString());

            assertEquals(3, result.code(), result::err);
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(result.err().contains(target.toString()), result.err());
        }
    }
}
