// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.ImageFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every lesson, the keys, the tour and the demo at a terminal of 80 columns and 24 rows: one that the commands take for
 * a real one, made by {@code script} of util-linux. No line is too long, and with {@code --step} everything between two
 * moments in which somebody is waited for fits on the screen.
 */
class PseudoTerminalIT
{
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final int PATIENCE_SECONDS = 240;
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    /** The end of what is on the screen while somebody is waited for. */
    private static final Pattern WAITING = Pattern.compile(
        "(?s).*(?:\\? [^\\n]*[?\uff1f] |Enter: on, b: back, q: quit |\uff0cq\uff1a\u9000\u51fa |" +
        "\\n> |\\? Press Enter for the next picture\\.\\n|" +
        "\\? \u6309\u56de\u8f66\u770b\u4e0b\u4e00\u5f20\u56fe\u3002\\n)");

    /** What a terminal showed: all lines, and how many rows there were before each answer. */
    record Shown(List<String> lines, List<String> screens, List<Integer> codes)
    {
        List<String> tooLong()
        {
            return lines.stream().filter((line) -> columns(line) > COLUMNS).toList();
        }

        List<String> tooHigh()
        {
            return screens.stream().filter((screen) -> screen.lines().count() > ROWS).toList();
        }
    }

    private static int columns(final String line)
    {
        return COLOUR.matcher(line).replaceAll("").codePoints()
            .map((c) -> c >= 0x2e80 && c < 0xd800 || c >= 0xff00 && c < 0xff61 ? 2 : 1).sum();
    }

    private static Shown at(final String... commands) throws IOException, InterruptedException
    {
        return on("xterm", commands);
    }

    private static Shown on(final String terminal, final String... commands) throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(SCRIPT), "no " + SCRIPT + " here, it is in util-linux");
        final String java = Stream.concat(Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8",
            "-Dfile.encoding=UTF-8", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            PseudoTerminalMain.class.getName()), Arrays.stream(commands))
            .map((word) -> "'" + word + "'").collect(Collectors.joining(" "));
        final Path file = Files.createTempFile("tophash-terminal", ".sh");
        try
        {
            Files.writeString(file, "stty cols " + COLUMNS + " rows " + ROWS + "\nexec " + java + "\n");
            final ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toString(), "-qec", "sh " + file, "/dev/null").redirectErrorStream(true);
            builder.environment().put("TERM", terminal);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("NO_COLOR");
            final Process process = builder.start();
            try
            {
                CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
                final Shown shown = talk(process);
                assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
                return shown;
            }
            finally
            {
                process.destroyForcibly();
            }
        }
        finally
        {
            Files.delete(file);
        }
    }

    /** Presses Enter whenever somebody is waited for. */
    private static Shown talk(final Process process) throws IOException
    {
        final List<String> screens = new ArrayList<>();
        final StringBuilder all = new StringBuilder();
        int answered = 0;
        boolean back = false;
        try (BufferedReader in = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = process.getOutputStream())
        {
            for (int letter = in.read(); letter >= 0; letter = in.read())
            {
                // A line is ended by both; one that is written over again is ended by the first alone.
                all.append(back && letter != '\n' ? "\n" : "").append(letter == '\r' ? "" : (char)letter);
                back = letter == '\r';
                if ((letter == ' ' || letter == '\n') && !in.ready() &&
                    WAITING.matcher(all.substring(Math.max(answered, all.length() - 400))).matches())
                {
                    // What stood there when the command began is another one's.
                    screens.add(all.substring(Math.max(answered, all.lastIndexOf(PseudoTerminalMain.END))));
                    answered = all.length();
                    out.write('\n');
                    out.flush();
                }
            }
        }
        final List<String> lines = all.toString().lines().toList();
        return new Shown(lines, screens, lines.stream().filter((line) -> line.startsWith(PseudoTerminalMain.END))
            .map((line) -> Integer.valueOf(line.substring(PseudoTerminalMain.END.length()))).toList());
    }

    @Test
    void shouldFitEverythingOnASmallTerminal() throws IOException, InterruptedException
    {
        final Shown shown = at("lab", "lab --lang zh", "lab keys --step", "lab keys --step --lang zh",
            "lab tour --step", "lab tour --step --lang zh", "lab run all --recorded --step --proof",
            "lab run all --recorded --step --proof --lang zh", "lab words", "lab words --lang zh", "demo");

        assertEquals(Collections.nCopies(11, 0), shown.codes(),
            () -> String.join("\n", shown.lines().reversed().stream().limit(20).toList()));
        assertEquals(List.of(), shown.tooLong());
        assertEquals(List.of(), shown.tooHigh());
        assertTrue(shown.screens().size() > 1_000, "moments of waiting: " + shown.screens().size());
        assertTrue(shown.lines().stream().anyMatch((line) -> line.contains("\u001b[")), "a terminal has colours");
    }

    /** Something short that each command does; DIR is a folder with two dumps, a script and a result. */
    private static final List<String> EVERY_COMMAND = List.of(
        "--help", "bench --help", "lab --help", "claims --help", "demo", "conform DIR", "fsck DIR/a.dump",
        "dump DIR/a.dump --bucket 0", "diff DIR/a.dump DIR/b.dump", "bench --list",
        "bench compare --only agrona,hit --entries 100 --rounds 1",
        "bench latency --only tophash --entries 1000 --rate 100000", "bench page --html DIR/page.html DIR/run.json",
        "bench batch --entries 100 --batch 10 --rounds 4", "bench book --orders 10 --events 100 --rounds 1",
        "bench dependent --entries 100 --rounds 2", "bench grow --entries 100 --rounds 4", "bench make --rounds 1",
        "bench memory --b 1",
        "bench mixed --entries 10 --rounds 1 --operations 1000 --map long-long",
        "bench save --entries 100 --rounds 1", "bench strings --entries 100 --rounds 2",
        "bench swap --b 4 --rounds 4 --puts 10", "bench view --entries 100 --rounds 4", "lab", "lab --lang zh",
        "lab run count-low --recorded", "lab script DIR/s.txt", "lab keys", "lab tour", "lab words",
        "lab exercise two-owners --answer x", "lab quiz", "lab serve --help", "lab html DIR/pages",
        "claims --recorded", "claims show 1.1");
    private static final Pattern LISTED = Pattern.compile("  ([a-z]+)  +[A-Z].*");

    private static void fill(final Path folder) throws IOException
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            ImageFile.write(folder.resolve("a.dump"), map.image());
            map.put(3, 4);
            ImageFile.write(folder.resolve("b.dump"), map.image());
        }
        Files.writeString(folder.resolve("s.txt"), "map i64 i64 100\nhash0 7\nshow M5\nverify\n");
        Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
        Files.writeString(folder.resolve("empty.go123.jsonl"), "");
        Files.writeString(folder.resolve("run.json"), "{\"command\": \"x\", \"machine\": {\"cpu\": \"y\", " +
            "\"cpus\": 2, \"os\": \"z\", \"java\": \"25\", \"load\": 0.1}, \"tables\": []}\n");
    }

    /** The commands that four helps list, each with the words before it. */
    private static Set<String> listed(final List<String> lines)
    {
        final Set<String> names = new TreeSet<>();
        final Iterator<String> before = List.of("", "bench ", "lab ", "claims ").iterator();
        String group = before.next();
        boolean listing = false;
        for (final String line : lines)
        {
            final Matcher row = LISTED.matcher(line);
            listing |= line.equals("Commands:");
            if (listing && row.matches())
            {
                names.add(group + row.group(1));
            }
            if (line.startsWith(PseudoTerminalMain.END))
            {
                if (!before.hasNext())
                {
                    return names;
                }
                group = before.next();
                listing = false;
            }
        }
        return names;
    }

    private static boolean hasExample(final String command)
    {
        return EVERY_COMMAND.stream().anyMatch((example) -> (example + " ").startsWith(command + " "));
    }

    /** F27: every command prints text alone where the terminal says that it can do no more. */
    @Test
    void f27ShouldPrintNoEscapesOnADumbTerminal(@TempDir final Path folder) throws IOException, InterruptedException
    {
        fill(folder);

        final Shown shown = on("dumb", EVERY_COMMAND.stream()
            .map((command) -> command.replace("DIR", folder.toString())).toArray(String[]::new));

        assertEquals(EVERY_COMMAND.size(), shown.codes().size(), () -> end(shown));
        assertTrue(Collections.max(shown.codes()) <= 1, () -> shown.codes() + "\n" + end(shown));
        final Set<String> listed = listed(shown.lines());
        assertTrue(listed.size() > 25, listed::toString);
        assertEquals(List.of(), listed.stream().filter((command) -> !hasExample(command)).toList());
        assertEquals(List.of(), shown.lines().stream().filter((line) -> line.indexOf('\u001b') >= 0).toList());
    }

    private static String end(final Shown shown)
    {
        return String.join("\n", shown.lines().reversed().stream().limit(20).toList().reversed());
    }

    /** A command that does not care: what --json prints is not made for people. */
    @Test
    void shouldNoticeALineThatIsTooLong() throws IOException, InterruptedException
    {
        final Shown shown = at("lab run count-low --recorded --json", "lab keys");

        assertTrue(!shown.tooLong().isEmpty());
        assertEquals(1, new Shown(List.of(), List.of("x\n".repeat(ROWS + 1), "x\n".repeat(ROWS)), List.of())
            .tooHigh().size());
    }
}
