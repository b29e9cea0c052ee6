// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConformCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(final String... arguments)
    {
        final CommandLine commandLine = Main.commandLine()
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private static byte[] vector(final String name) throws IOException
    {
        try (InputStream in = ConformCommandTest.class.getResourceAsStream("/vectors/" + name))
        {
            return in.readAllBytes();
        }
    }

    private void copyBasic() throws IOException
    {
        for (final String name : new String[]{"basic.txt", "basic.go119.jsonl.gz", "basic.go123.jsonl.gz"})
        {
            Files.write(folder.resolve(name), vector(name));
        }
    }

    @Test
    void shouldReplayAFolderAndCloseWithTheNumbers() throws IOException
    {
        copyBasic();

        assertEquals(0, run("conform", folder.toString()), err::toString);
        assertTrue(out.toString().matches("1 scripts, 24 records, \\d+ comparisons, 0 mismatches\\R"), out.toString());
    }

    @Test
    void shouldPrintTheFirstMismatchAndFail() throws IOException
    {
        copyBasic();
        final Path plain = folder.resolve("basic.go119.jsonl");
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("basic.go119.jsonl.gz"))))
        {
            final String records = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(plain, records.replaceFirst("\"found\":true", "\"found\":false"));
        }
        Files.delete(folder.resolve("basic.go119.jsonl.gz"));

        assertEquals(1, run("conform", folder.toString()), err::toString);
        assertEquals("basic.txt (Go 1.19), line 14 (get 5): found", out.toString().lines().findFirst().orElseThrow());
        assertTrue(out.toString().contains("expected false"), out.toString());
        assertTrue(out.toString().endsWith(" 1 mismatches" + System.lineSeparator()), out.toString());
    }

    @Test
    void shouldPrintJson() throws IOException
    {
        copyBasic();

        assertEquals(0, run("conform", "--json", folder.toString()), err::toString);
        assertTrue(out.toString().matches("\\{\"scripts\":1,.*\"mismatches\":\\[\\]\\}\\R"), out.toString());
    }

    @Test
    void shouldRefuseWhatItCannotUse() throws IOException
    {
        assertEquals(3, run("conform", folder.toString()));
        assertTrue(err.toString().startsWith("no NAME.txt with NAME.go119.jsonl"), err.toString());
        assertEquals(2, run("conform", folder.resolve("nothing").toString()));
        assertEquals(2, run("conform", "--seed", "5"));
        assertEquals(2, run("conform", "--live", folder.resolve("go").toString()));
        assertEquals(2, run("conform", "--live", "go", "--ops", "0"));
        assertEquals(2, run("conform", "--live", "go", folder.toString()));

        Files.writeString(folder.resolve("basic.txt"), "map u64 u64\nhash0 1\nassign 1\n");
        Files.write(folder.resolve("basic.go119.jsonl.gz"), vector("basic.go119.jsonl.gz"));
        assertEquals(2, run("conform", folder.toString()));
        assertTrue(err.toString().contains("basic.txt, line 3: number of arguments: count=1"), err.toString());
    }

    @Test
    void shouldRefuseAGoWithSwissMaps() throws IOException
    {
        final Path go = folder.resolve("go");
        Files.writeString(go, "#!/bin/sh\necho go version go1.25.0 linux/amd64\n");
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));

        assertEquals(2, run("conform", "--live", go.toString()));
        assertTrue(err.toString().startsWith("Go 1.24 replaced the classic map by a Swiss table"), err.toString());
    }
}
