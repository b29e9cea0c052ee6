// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the walk of every key kind from the one that is written by hand.
 * <p>
 * {@code LongKeyTable} names its key kind only through the static methods of {@code LongKey}, so the table of another
 * kind is the same text with that one name replaced. Each kind gets bytecode and a profile of its own, and nothing
 * generated is committed. Run by Maven in {@code generate-sources}; arguments: the source file, the target folder.
 */
final class DeriveKeyTables
{
    private static final String SOURCE_KIND = "LongKey";
    private static final String[] DERIVED_KINDS = {"IntKey", "BytesKey", "StringKey", "TypedKey"};

    private DeriveKeyTables()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        if (args.length != 2)
        {
            refuse("two arguments expected, the source file and the target folder: count=" + args.length);
        }

        final Path source = Path.of(args[0]);
        final Path target = Path.of(args[1]);
        if (!Files.exists(source))
        {
            refuse("the source is missing: source=" + source);
        }

        final String text = Files.readString(source);
        if (!text.contains(SOURCE_KIND))
        {
            refuse("the source never names its key kind: kind=" + SOURCE_KIND + " source=" + source);
        }

        Files.createDirectories(target);
        for (final String kind : DERIVED_KINDS)
        {
            write(target.resolve(kind + "Table.java"), derive(text, source, kind));
        }
    }

    private static String derive(final String text, final Path source, final String kind)
    {
        return "// Derived from " + source.getFileName() + " by " + DeriveKeyTables.class.getSimpleName() +
            ": edit that file, not this one.\n" + text.replace(SOURCE_KIND, kind);
    }

    /** Leaves an equal file alone, so that an unchanged source does not make the compiler run again. */
    private static void write(final Path file, final String text) throws IOException
    {
        if (!Files.exists(file) || !Files.readString(file).equals(text))
        {
            Files.writeString(file, text);
        }
    }

    private static void refuse(final String message)
    {
        System.err.println("DeriveKeyTables: " + message);
        System.exit(1);
    }
}
