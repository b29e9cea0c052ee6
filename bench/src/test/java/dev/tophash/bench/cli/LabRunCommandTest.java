// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabRunCommandTest
{
    @TempDir
    Path folder;

    /** Enter at the end of a screen: the title is one, and what a step shows may be several. */
    private static final String PAGE = "\n";

    private static CommandRun step(final String lesson, final String typed, final String... options)
    {
        final String[] arguments = new String[options.length + 5];
        arguments[0] = "lab";
        arguments[1] = "run";
        arguments[2] = lesson;
        arguments[3] = "--recorded";
        arguments[4] = "--step";
        System.arraycopy(options, 0, arguments, 5, options.length);
        return CommandRun.of(typed, arguments);
    }

    // ------------------------------------------------------------------------------------------------ questions

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "main-only | 330 | absent | C01 | 3",
        "main-only | 330 | 0 | broken | 3",
        "main-only | 330 | no | c01, o05 | 3",
        "main-only | 0 | absent | C01 | 2",
        "main-only | 330 | 330 | C01 | 2",
        "main-only | 330 | dies | C01 | 2",
        "main-only | 330 | absent | clean | 2",
        "main-only | 330 | absent | T02 | 2",
        "main-only | 330 | absent | C01 T02 | 2",
        "main-only | x | y | z | 0"})
    void shouldTellRightFromWrong(
        final String lesson, final String len, final String get, final String verify, final int right)
    {
        final CommandRun run = step(lesson, PAGE + len + '\n' + get + '\n' + verify + '\n');

        assertTrue(run.out().contains("Answered: 3, right: " + right + '.'), run.out());
        final String questions = run.out().lines().filter((line) -> line.startsWith("  ? "))
            .collect(Collectors.joining("\n"));
        assertEquals(right, count(questions, " right: "));
        assertEquals(3 - right, count(questions, " wrong: "));
    }

    private static int count(final String text, final String part)
    {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void shouldKnowALookupWithoutAnEnd()
    {
        final String steps = PAGE + "\n\n\n" + PAGE + PAGE + "\n\n\n" + PAGE;

        assertTrue(step("self-loop", steps + "17\nendless\nO07\n").out().contains("Answered: 3, right: 3."));
        assertTrue(step("self-loop", steps + "17\nabsent\nO07\n").out().contains("Answered: 3, right: 2."));
    }

    @Test
    void shouldAskBeforeItReveals()
    {
        final String out = step("main-only", PAGE + "\n\n\n").out();

        assertTrue(out.indexOf("len(m)?") > out.indexOf("before: count=330"));
        assertTrue(out.indexOf("len(m)?") < out.indexOf("after: "));
        assertTrue(out.indexOf("len(m)?") < out.indexOf("Go's walk: "));
    }

    @Test
    void shouldTellWhoOnlyPressesEnter()
    {
        final CommandRun run = step("main-only", PAGE + "\n\n\n");

        assertTrue(run.out().contains("len(m)?       330"), run.out());
        assertFalse(run.out().contains("Answered"));
    }

    @Test
    void shouldGoOnWhenNobodyAnswers()
    {
        final CommandRun run = step("main-only", "");

        assertEquals(0, run.code());
        assertEquals(0, count(run.out(), "len(m)?"), "nobody is there to be asked");
        assertTrue(run.out().contains("The correct way"));
    }

    @Test
    void shouldAskWhetherTheProgramSurvives()
    {
        final String right = step("no-size-check", PAGE + "no\n").out();
        assertTrue(right.contains("right: no: SIGSEGV"), right);

        assertTrue(step("no-size-check", PAGE + "yes\n").out().contains("wrong: no: SIGSEGV"));
    }

    @Test
    void shouldUnderstandChinese()
    {
        final CommandRun run = step("main-only", PAGE + "330\n\u6ca1\u6709\n\u6709\u95ee\u9898\n", "--lang", "zh");

        assertTrue(run.out().contains("\u7b54\u5bf9 3 \u9898"), run.out());
    }

    // ------------------------------------------------------------------------------------------------ real Go

    @Test
    void shouldShowBothColumns()
    {
        final CommandRun run = CommandRun.of("", "lab", "run", "chain-cut", "--recorded", "--proof");

        assertTrue(run.out().startsWith("Real Go beside it: what go1.23.5 was recorded to print."), run.out());
        assertTrue(run.out().contains("our bytes, Go's walk"));
        assertTrue(run.out().contains("| go1.23.5, recorded"));
        assertTrue(run.out().lines().anyMatch((line) -> line.matches(" +before: len 20 .* \\| before: len 20 .*")));
    }

    @Test
    void shouldMarkWhereOursAndGosDiffer()
    {
        final CommandRun run =
            CommandRun.of("", "lab", "run", "chain-cut", "--recorded", "--go", "1.19", "--json");

        assertTrue(run.err().contains("go1.19.8"), run.err());
        assertFalse(run.out().contains("\"same\" : false"), "nothing differs here");
    }

    @Test
    void shouldWriteBothColumnsAsJson() throws IOException
    {
        final CommandRun run = CommandRun.of("", "lab", "run", "chain-cut", "--recorded", "--json");

        int rows = 0;
        try (JsonParser json = new JsonFactory().createParser(run.out()))
        {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken())
            {
                rows += token == JsonToken.FIELD_NAME && json.currentName().equals("ours") ? 1 : 0;
            }
        }
        assertEquals(3, rows);
        assertTrue(run.out().contains("\"goSource\" : \"go1.23.5, recorded\""));
        assertTrue(run.err().startsWith("Real Go beside it"), "the sentence is no JSON");
    }

    @Test
    void shouldCompareNothingWithAnotherSeed()
    {
        final CommandRun run = CommandRun.of("", "lab", "run", "chain-cut", "--seed", "99");

        assertTrue(run.out().startsWith("No real Go beside it"), run.out());
        assertFalse(run.out().contains(" | "));
    }

    private Path fakeGo(final String version, final String rest) throws IOException
    {
        final Path go = folder.resolve("go-" + version);
        Files.writeString(go, "#!/bin/sh\n[ \"$1\" = version ] && echo \"go version go" + version +
            " linux/amd64\" && exit 0\n" + rest + '\n', StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));
        return go;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldFallBackOnTheRecordsWhenGoCannotBuild() throws IOException
    {
        final Path go = fakeGo("1.23.99", "sleep 3; echo no disk; exit 1");

        final CommandRun run = CommandRun.of("", "lab", "run", "chain-cut", "--proof", "--live", go.toString());

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().startsWith("Real Go beside it: what go1.23.5 was recorded to print, because the" +
            " installed one could not be used: "), run.out());
        assertTrue(run.out().contains("| go1.23.5, recorded"));
        assertTrue(run.err().contains("building Go's programs with go1.23.99 ... 2 s"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.24.1", "1.21.3"})
    @EnabledOnOs(OS.LINUX)
    void shouldRefuseAGoWithOtherMaps(final String version) throws IOException
    {
        final CommandRun run =
            CommandRun.of("", "lab", "run", "chain-cut", "--live", fakeGo(version, "exit 1").toString());

        assertEquals(2, run.code());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRefuseContradictions() throws IOException
    {
        final String go = fakeGo("1.19.8", "exit 1").toString();

        assertEquals(2, CommandRun.of("", "lab", "run", "chain-cut", "--live", go, "--recorded").code());
        assertEquals(2, CommandRun.of("", "lab", "run", "chain-cut", "--live", go, "--go", "1.23").code());
        assertEquals(2, CommandRun.of("", "lab", "run", "chain-cut", "--live", folder + "/none").code());
        assertEquals(2, CommandRun.of("", "lab", "run", "none").code());
    }

    @Test
    void shouldSayWhatTakesTime() throws IOException
    {
        final StringWriter told = new StringWriter();
        final Progress progress = new Progress(new PrintWriter(told), 50);

        assertEquals("quick", progress.during("quick work", () -> "quick"));
        assertEquals("", told.toString());

        assertEquals("slow", progress.during("slow work", () ->
        {
            try
            {
                TimeUnit.MILLISECONDS.sleep(500);
            }
            catch (final InterruptedException e)
            {
                Thread.currentThread().interrupt();
            }
            return "slow";
        }));
        assertTrue(told.toString().startsWith("slow work ... 0 s"), told.toString());
    }
}
