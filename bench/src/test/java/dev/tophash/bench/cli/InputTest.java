// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.ImageFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands read: files of every kind, standard input, and nothing. */
class InputTest
{
    private static final String SCRIPT = "map i64 i64\r\nassign 1 2 # \u00fc\nlen\nexpect len 1\n";

    @TempDir
    Path folder;

    private static byte[] packed(final byte[] bytes) throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed))
        {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static CommandRun run(final byte[] input, final Object... arguments)
    {
        return run(new ByteArrayInputStream(input), arguments);
    }

    private static CommandRun run(final InputStream input, final Object... arguments)
    {
        final InputStream before = System.in;
        try
        {
            System.setIn(input);
            return CommandRun.with(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        }
        finally
        {
            System.setIn(before);
        }
    }

    /** Answers come from a file of the same editors. */
    @Test
    void f25ShouldTakeAnAnswerBehindAByteOrderMark()
    {
        final String answers = "q\n";
        final CommandRun plain = run(answers.getBytes(Charset.defaultCharset()), "lab", "quiz");
        final CommandRun marked = run(("\ufeff" + answers).getBytes(Charset.defaultCharset()), "lab", "quiz");
        assertEquals(plain.out(), marked.out());
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "UTF-16BE,true", "UTF-16LE,true"})
    void f25ShouldReadScriptsOfEveryEditor(final String charset, final boolean mark) throws IOException
    {
        final byte[] bytes = ((mark ? "\ufeff" : "") + SCRIPT).getBytes(Charset.forName(charset));
        final Path plain = Files.write(folder.resolve("s.txt"), bytes);
        final Path zipped = Files.write(folder.resolve("s.txt.gz"), packed(bytes));
        assertEquals(0, run(new byte[0], "lab", "script", plain).code());
        assertEquals(0, run(new byte[0], "lab", "script", zipped).code());
        assertEquals(0, run(bytes, "lab", "script", "-").code());
        assertEquals(0, run(packed(bytes), "lab", "script", "-").code());
    }

    @Test
    void f25ShouldTakeAByteOrderMarkBetweenJoinedFiles()
    {
        final byte[] joined = "\ufeffmap i64 i64\n\ufefflen\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(0, run(joined, "lab", "script", "-").code());
    }

    @Test
    void f25ShouldRefuseOtherEncodingsInWords() throws IOException
    {
        final Path file = folder.resolve("s.txt");
        Files.write(file, SCRIPT.getBytes(StandardCharsets.UTF_16LE));
        final CommandRun wide = run(new byte[0], "lab", "script", file);
        assertEquals(2, wide.code());
        assertTrue(wide.err().contains("UTF-16") && wide.err().contains("path=" + file), wide.err());

        Files.write(file, SCRIPT.getBytes(StandardCharsets.ISO_8859_1));
        final CommandRun latin = run(new byte[0], "lab", "script", file);
        assertEquals(2, latin.code());
        assertTrue(latin.err().startsWith("not a text in UTF-8: path=" + file + ", line=2\n"), latin.err());

        Files.write(file, Arrays.copyOf(packed(SCRIPT.getBytes(StandardCharsets.UTF_8)), 30));
        final CommandRun damaged = run(new byte[0], "lab", "script", file);
        assertEquals(2, damaged.code());
        assertTrue(damaged.err().startsWith("cannot be read: path=" + file + ", "), damaged.err());

        final CommandRun missing = run(new byte[0], "lab", "script", folder.resolve("missing"));
        assertEquals(2, missing.code());
        assertTrue(missing.err().startsWith("no such file or folder: path=" + folder), missing.err());
    }

    @Test
    void shouldReadPackedDumpsAndStandardInput() throws IOException
    {
        final Path dump = folder.resolve("a.dump");
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            ImageFile.write(dump, map.image());
        }
        final byte[] bytes = Files.readAllBytes(dump);
        final Path zipped = Files.write(folder.resolve("a.dump.gz"), packed(bytes));
        assertEquals(0, run(bytes, "fsck", "-").code());
        assertEquals(0, run(new byte[0], "fsck", zipped).code());
        assertEquals(0, run(bytes, "dump", "-", "--bucket", "0").code());
        assertEquals(0, run(bytes, "diff", "-", zipped).code());

        Files.write(zipped, Arrays.copyOf(Files.readAllBytes(zipped), 100));
        final CommandRun damaged = run(new byte[0], "fsck", zipped);
        assertEquals(3, damaged.code());
        assertTrue(damaged.err().startsWith("cannot be read: path=" + zipped + ", Unexpected end"), damaged.err());
        assertEquals(3, run(Arrays.copyOf(bytes, 5000), "fsck", "-").code());
    }

    @Test
    void f31ShouldNameTheDamagedRecords() throws IOException
    {
        Files.writeString(folder.resolve("a.txt"), "map i64 i64\nhash0 1\ndump\n");
        final Path records = folder.resolve("a.go123.jsonl.gz");
        final byte[] line = "\n{\"step\":1,\"op\":".getBytes(StandardCharsets.UTF_8);
        Files.write(records, Arrays.copyOf(packed(line), 20));
        final CommandRun cut = run(new byte[0], "conform", folder);
        assertEquals(3, cut.code());
        assertTrue(cut.err().contains("path=" + records) && cut.err().lines().count() == 1, cut.err());

        Files.write(records, packed(line));
        final CommandRun half = run(new byte[0], "conform", folder);
        assertEquals(3, half.code());
        assertTrue(half.err().contains("path=" + records + ", line=2, ") && half.err().lines().count() == 1,
            half.err());

        Files.write(records, line);
        final CommandRun unpacked = run(new byte[0], "conform", folder);
        assertEquals(3, unpacked.code());
        assertTrue(unpacked.err().contains("path=" + records), unpacked.err());
    }

    /** Closed descriptors fail like this; the launcher keeps them closed, see FrontDoorTest. */
    @Test
    void f32ShouldSayThatStandardInputCannotBeRead()
    {
        final InputStream closed = new InputStream()
        {
            @Override
            public int read() throws IOException
            {
                throw new IOException("Bad file descriptor");
            }

            @Override
            public int read(final byte[] bytes, final int offset, final int length) throws IOException
            {
                return read();
            }
        };
        final CommandRun script = run(closed, "lab", "script", "-");
        assertEquals(2, script.code());
        assertTrue(script.err().startsWith("cannot be read: standard input, Bad file descriptor\n"), script.err());
        final CommandRun dump = run(closed, "fsck", "-");
        assertEquals(3, dump.code());
        assertEquals("cannot be read: path=-, Bad file descriptor", dump.err().strip());
    }

    @Test
    void f27ShouldColourOnlyTerminalsThatHaveColours()
    {
        assertTrue(Terminal.colourful(true, Map.of("TERM", "xterm")));
        assertFalse(Terminal.colourful(true, Map.of("TERM", "dumb")));
        assertFalse(Terminal.colourful(true, Map.of()));
        assertFalse(Terminal.colourful(false, Map.of("TERM", "xterm")));
        assertFalse(Terminal.colourful(true, Map.of("TERM", "xterm", "NO_COLOR", "1")));
    }
}
