// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tophash.bench.lab.page.TerminalText;
import dev.tophash.bench.lab.sandbox.SandboxExamples;
import dev.tophash.check.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabScriptCommandTest
{
    @TempDir
    Path folder;

    private CommandRun script(final String text, final String... options)
    {
        final String[] arguments = new String[options.length + 3];
        arguments[0] = "lab";
        arguments[1] = "script";
        arguments[2] = "-";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of(text, arguments);
    }

    private CommandRun file(final String text, final String... options) throws IOException
    {
        final Path file = folder.resolve("mine.txt");
        Files.writeString(file, text);
        final String[] arguments = Arrays.copyOf(new String[]{"lab", "script", file.toString()}, options.length + 3);
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of("", arguments);
    }

    @Test
    void shouldRunAFileAndStandardInputAlike() throws IOException
    {
        final String text = "map i64 i64 100\ncrowd 5 9\nget 12\nverify\n";

        final CommandRun run = file(text);

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("found: 1012"));
        assertEquals(run.out(), script(text).out());
    }

    @ParameterizedTest
    @CsvSource({"expect len 20, 0", "expect len 21, 1", "expect verify clean, 0", "expect verify C01, 1", "frob, 2",
        "show M900, 2"})
    void shouldEndWithTheCodeOfWhatHappened(final String line, final int code)
    {
        assertEquals(code, script("map i64 i64\nfill 0 20\n" + line + '\n').code());
    }

    @Test
    void shouldNameFileLineAndWhatIsWrongBeforeAnythingIsDone() throws IOException
    {
        final CommandRun run = file("map i64 i64\nfill 0 9\npoke B 300\n");

        assertEquals(2, run.code());
        assertEquals("", run.out());
        assertEquals(folder.resolve("mine.txt") + ", line 3: number does not fit: number=300, bytes=1 in" +
            " \"poke B 300\"", run.err().strip());
    }

    @Test
    void shouldSayWhichFileCannotBeRead() throws IOException
    {
        final CommandRun missing = CommandRun.of("", "lab", "script", folder.resolve("none").toString());
        assertEquals(2, missing.code());
        assertTrue(missing.err().startsWith("no such file or folder: path="), missing.err());

        Files.write(folder.resolve("binary"), new byte[]{(byte)0xff, 'a'});
        final CommandRun binary = CommandRun.of("", "lab", "script", folder.resolve("binary").toString());
        assertEquals(2, binary.code());
        assertTrue(binary.err().startsWith("not a text in UTF-8: path="), binary.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--go=1.24", "--seed=x", "--room=0", "--room=513", "--example=none"})
    void shouldRefuseWrongOptions(final String option)
    {
        assertEquals(2, script("map i64 i64\n", option).code());
    }

    @Test
    void shouldGoOnWithoutATerminal()
    {
        assertEquals(0, script("map i64 i64\nfill 0 9\nlen\n", "--step").code());
    }

    @Test
    void shouldPrintARecordForEachStep() throws IOException
    {
        final CommandRun run = script("""
            map i64 i64 100
            crowd 5 9
            poke count 8
            get 12
            iter
            verify
            show M5
            undo
            expect len 9
            dump
            poke flags 4
            assign 1 1
            """, "--json");

        assertEquals(0, run.code());
        final List<String> records = run.out().lines().toList();
        assertEquals(12, records.size());
        final Set<String> fields = new HashSet<>();
        for (final String record : records)
        {
            try (JsonParser json = new JsonFactory().createParser(record))
            {
                assertEquals(JsonToken.START_OBJECT, json.nextToken());
                while (json.nextToken() != null)
                {
                    fields.add(json.currentName());
                }
            }
        }
        assertTrue(fields.containsAll(Set.of("line", "step", "changedBytes", "changes", "failure", "note", "go",
            "product", "same", "outcome", "text", "entries", "findings", "C01", "firstFindings", "picture",
            "expectation", "met", "wanted", "actual")), fields::toString);
    }

    /** At a terminal of 80 columns, and with the meaning of each code. */
    @Test
    void shouldFitATerminalAndSayWhatEachCodeMeans()
    {
        int codes = 0;
        for (final String name : SandboxExamples.NAMES)
        {
            final List<String> lines = script(SandboxExamples.text(name) + "\nverify\n").out().lines().toList();
            for (final String line : lines)
            {
                assertTrue(line.matches(" *\\d+  .*") || TerminalText.columns(line) < 80, name + ": " + line);
            }
            for (final Check check : Check.values())
            {
                final boolean found = lines.stream().anyMatch((line) -> line.startsWith("    " + check.code() + ' '));
                final boolean told =
                    lines.stream().anyMatch((line) -> line.startsWith("    " + check.code() + " means: "));
                assertEquals(found, told, name + ": " + check);
                codes += found ? 1 : 0;
            }
        }
        assertTrue(codes >= 3, "codes in the examples: " + codes);
    }

    @Test
    void shouldListAndPrintTheExamples()
    {
        final CommandRun list = CommandRun.of("", "lab", "script", "--list");
        for (final String name : SandboxExamples.NAMES)
        {
            assertTrue(list.out().contains(name));
            assertEquals(SandboxExamples.text(name), CommandRun.of("", "lab", "script", "--example", name).out());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dangling | the verifier sees keys of a strange bucket | B01",
        "dangling | both owners read the bucket | delivers 1, stands in M16",
        "dangling | clear leaves the cursor nothing | ends after 0",
        "main-only | spare buckets are lost | O05",
        "three-steps | ghosts for the fast code | found 12 of 400",
        "three-steps | none for the generic code | found 0 of 400",
        "growing | the growth dies | fatal error: bad map state"})
    void shouldShowWhatTheExamplesPromise(final String name, final String what, final String text)
    {
        final CommandRun run = script(SandboxExamples.text(name));

        assertEquals(0, run.code(), run.out());
        assertTrue(run.out().contains(text), what);
        assertTrue(run.out().contains("as expected"));
        assertFalse(run.out().contains("NOT AS EXPECTED"));
    }

    @Test
    void shouldHaveACompleteExampleInTheHelp()
    {
        final String help = CommandRun.of("", "lab", "script", "--help").out();
        final String example = help.substring(help.indexOf("Example, as a file")).lines().skip(1)
            .takeWhile((line) -> line.startsWith("  ")).collect(Collectors.joining("\n"));

        final CommandRun run = script(example);

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("findings"));
        assertTrue(example.lines().count() > 6);
        assertTrue(help.lines().allMatch((line) -> line.length() <= 120), "no line is wrapped");
    }
}
