// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import dev.tophash.it.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that were recorded and must not change unless somebody wants them to: one file each in a folder of the test
 * resources. {@code -Dtophash.golden.update=true} writes them anew; what changed then shows in {@code git diff}.
 */
public final class GoldenTexts
{
    /** The texts of the commands. */
    public static final GoldenTexts COMMANDS = new GoldenTexts("commands");

    private static final String UPDATE = "tophash.golden.update";
    private static final String RESOURCES = "it-tests/src/test/resources/dev/tophash/it/golden/";
    private static final String SUFFIX = ".txt";

    private final Path folder;
    private final boolean update;

    private GoldenTexts(final String folder)
    {
        this(Repository.root().resolve(RESOURCES + folder), Boolean.getBoolean(UPDATE));
    }

    GoldenTexts(final Path folder, final boolean update)
    {
        this.folder = folder;
        this.update = update;
    }

    Path folder()
    {
        return folder;
    }

    /**
     * Compares a text with the recorded one, or records it if that was asked for.
     *
     * @param name   name of the text.
     * @param actual the text.
     * @return what differs: empty, or where and how.
     */
    public String difference(final String name, final String actual)
    {
        final Path file = folder.resolve(name + SUFFIX);
        try
        {
            if (update)
            {
                Files.createDirectories(folder);
                Files.writeString(file, actual);
                return "";
            }
            return Files.exists(file) ? difference(name, Files.readString(file), actual) :
                "not recorded: " + file + again();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static String difference(final String name, final String expected, final String actual)
    {
        if (expected.equals(actual))
        {
            return "";
        }
        final List<String> before = expected.lines().toList();
        final List<String> after = actual.lines().toList();
        int line = 0;
        while (line < before.size() && line < after.size() && before.get(line).equals(after.get(line)))
        {
            line++;
        }
        return name + ", line " + (line + 1) + "\n  recorded: " + at(before, line) + "\n  now:      " +
            at(after, line) + again();
    }

    private static String at(final List<String> lines, final int line)
    {
        return line < lines.size() ? lines.get(line) : "(end)";
    }

    private static String again()
    {
        return "\nIf the change is meant, record it: -D" + UPDATE + "=true, then look at git diff.";
    }

    /** Recorded texts that nobody asks for any more. */
    List<String> leftOver(final List<String> names) throws IOException
    {
        final List<String> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder))
        {
            listed.map(file -> file.getFileName().toString()).sorted().forEach(files::add);
        }
        files.removeAll(names.stream().map(name -> name + SUFFIX).toList());
        return files;
    }
}
