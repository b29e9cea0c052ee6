// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.ImageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What holds for each command. The commands are found by reflection, so that a new one is not forgotten. */
class EveryCommandTest
{
    private static final List<String> LOCALES = List.of("ar-EG", "hi-IN-u-nu-deva", "tr-TR");
    /** These take seconds, so only the long run repeats them in each locale. */
    private static final List<String> SLOW =
        List.of("demo", "lab run", "lab tour", "lab keys", "lab html", "claims", "bench swap", "bench memory",
            "bench grow", "bench book", "bench batch", "bench save", "bench view", "bench dependent", "bench make",
            "bench strings", "bench compare", "bench latency", "bench mixed");

    @TempDir
    Path folder;

    /** Arguments with which each command does something short; those of JMH itself only list. */
    private final TreeMap<String, String> examples = new TreeMap<>();

    @BeforeEach
    void examples() throws IOException
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long i = 0; i < 2000; i++)
            {
                map.put(i, 1000 + i);
            }
            ImageFile.write(folder.resolve("a.dump"), map.image());
            map.put(0, 1);
            ImageFile.write(folder.resolve("b.dump"), map.image());
        }
        Files.writeString(folder.resolve("s.txt"), "map i64 i64 100\nhash0 7\ncrowd 5 12\nshow M5\niter\nverify\n");
        examples.put("demo", "--json");
        examples.put("conform", "DIR/vectors");
        examples.put("fsck", "DIR/a.dump");
        examples.put("dump", "DIR/a.dump --bucket 3");
        examples.put("diff", "DIR/a.dump DIR/b.dump");
        examples.put("bench", "--list");
        examples.put("bench book", "--orders 10 --events 900 --rounds 1");
        examples.put("bench strings", "--entries 100 --rounds 2");
        examples.put("bench grow", "--entries 100 --rounds 4");
        examples.put("bench make", "--rounds 4");
        examples.put("bench batch", "--entries 100 --batch 10 --rounds 4");
        examples.put("bench save", "--entries 100 --rounds 1");
        examples.put("bench view", "--entries 100 --rounds 4");
        examples.put("bench dependent", "--entries 100 --rounds 4");
        examples.put("bench compare", "--only agrona,hit --entries 100 --rounds 1");
        examples.put("bench latency", "--only tophash --entries 1000 --rate 100000");
        examples.put("bench mixed", "--entries 10 --rounds 1 --operations 1000 --map long-long");
        examples.put("bench page", "--html DIR/page.html DIR/run.json");
        Files.writeString(folder.resolve("run.json"), """
            {"command": "x", "machine": {"cpu": "y", "cpus": 2, "os": "z", "java": "25", "load": 0.1}, "tables": []}
            """);
        examples.put("bench memory", "--b 1");
        examples.put("bench swap", "--b 4 --rounds 4 --puts 10");
        examples.put("lab", "");
        examples.put("lab run", "1 --recorded");
        examples.put("lab script", "DIR/s.txt");
        examples.put("lab serve", "--help"); // without it, the command runs until its input ends
        examples.put("lab tour", "");
        examples.put("lab keys", "");
        examples.put("lab words", "");
        examples.put("lab exercise", "two-owners --answer x");
        examples.put("lab quiz", "");
        examples.put("lab html", "DIR/pages");
        examples.put("claims", "--recorded");
        examples.put("claims show", "1.1");
        final Path vectors = Files.createDirectory(folder.resolve("vectors"));
        Files.writeString(vectors.resolve("empty.txt"), "# nothing\n");
        Files.writeString(vectors.resolve("empty.go123.jsonl"), "");
    }

    private static void collect(final String name, final CommandLine command, final Set<String> names)
    {
        if (!name.isEmpty())
        {
            names.add(name);
        }
        command.getSubcommands().values().stream().distinct().forEach(sub ->
            collect((name + " " + sub.getCommandName()).strip(), sub, names));
    }

    private static Set<String> commands()
    {
        final Set<String> names = new TreeSet<>();
        collect("", Main.commandLine(), names);
        return names;
    }

    private CommandRun run(final String command)
    {
        return CommandRun.of("", words(command));
    }

    private String[] words(final String command)
    {
        final List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(Stream.of(examples.get(command).split(" ", -1)).filter(word -> !word.isEmpty())
            .map(word -> word.replace("DIR", folder.toString())).toList());
        return words.toArray(String[]::new);
    }

    @Test
    void shouldHaveAnExampleOfEachCommand()
    {
        assertEquals(commands(), examples.keySet());
    }

    /** A sentence without numbers of its own has the same length in each locale; numbers that were measured may not. */
    @Test
    void f26ShouldPrintTheSameDigitsInEveryLocale()
    {
        final Locale before = Locale.getDefault();
        final List<String> complaints = new ArrayList<>();
        try
        {
            for (final String locale : LOCALES)
            {
                Locale.setDefault(Locale.forLanguageTag(locale));
                for (final String command : examples.keySet())
                {
                    // JMH's own texts get their locale from Main
                    if (!command.equals("bench") && (Boolean.getBoolean("tophash.long") ||
                        !SLOW.contains(command) || LOCALES.indexOf(locale) == SLOW.indexOf(command) % LOCALES.size()))
                    {
                        final CommandRun run = run(command);
                        (run.out() + run.err()).lines().filter(EveryCommandTest::hasForeignDigits).findFirst()
                            .ifPresent(line -> complaints.add(locale + ", " + command + ": " + line));
                        if (run.code() > 1)
                        {
                            complaints.add(locale + ", " + command + ": " + run);
                        }
                    }
                }
            }
        }
        finally
        {
            Locale.setDefault(before);
        }
        assertEquals(List.of(), complaints);
    }

    private static boolean hasForeignDigits(final String line)
    {
        return line.codePoints().anyMatch(c -> c > 127 && Character.isDigit(c));
    }

    @Test
    void f26ShouldNoticeForeignDigits()
    {
        assertTrue(hasForeignDigits(String.format(Locale.forLanguageTag("ar-EG"), "%d", 10)));
    }

    /** A full device, a closed pipe and a closed descriptor: each command says it in one sentence. */
    @Test
    void f21ShouldReportAFullDevice()
    {
        final List<String> complaints = new ArrayList<>();
        for (final String command : examples.keySet())
        {
            if (command.equals("bench") && Main.class.getResource("/META-INF/BenchmarkList") == null)
            {
                continue; // compiled without JMH's processor, so JMH has nothing to list
            }
            final StandardOutput full = new StandardOutput(new OutputStream()
            {
                @Override
                public void write(final int b) throws IOException
                {
                    throw new IOException("No space left on device");
                }
            });
            final PrintStream before = System.out;
            System.setOut(full.printer()); // JMH prints there
            try
            {
                final StringWriter err = new StringWriter();
                final int code = Main.execute(full, new PrintWriter(err), words(command));
                final String last = err.toString().lines().reduce((x, y) -> y).orElse("");
                if (code != Failures.UNUSABLE ||
                    !last.equals("standard output cannot be written: No space left on device"))
                {
                    complaints.add(command + ": " + code + ", " + err.toString().lines().limit(3).toList());
                }
            }
            finally
            {
                System.setOut(before);
            }
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void shouldAnswerWrongArgumentsInTwoLines()
    {
        for (final String command : commands())
        {
            if (!command.equals("bench")) // passes them on to JMH
            {
                final List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
                words.add("--no-such-option");
                final CommandRun run = CommandRun.of("", words.toArray(String[]::new));
                assertEquals(2, run.code(), command);
                assertEquals("", run.out());
                assertTrue(run.err().lines().count() <= 3, run.err());
                assertTrue(run.err().contains("help: ./tophash " + command + " --help"), run.err());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff DIR/a.dump DIR/b.dump --max \u0661\u0660", "lab run 1 --seed \uff11\uff12",
        "lab script DIR/digits.txt", "dump DIR/a.dump --bucket \u0663", "fsck --max 1", "bench swap --b 99999999999",
        "conform --live go --seed 1x"})
    void f36ShouldTakeOnlyTheDigitsFromZeroToNine(final String arguments) throws IOException
    {
        Files.writeString(folder.resolve("digits.txt"), "map i64 i64\nassign \u0661 2\n");
        final CommandRun run = CommandRun.of("", arguments.replace("DIR", folder.toString()).split(" ", -1));
        assertEquals(2, run.code(), run.toString());
        assertTrue(run.err().lines().count() <= 2, run.err());
    }

    /** Every option that takes a number gets our converter, whatever its type. */
    @Test
    void f36ShouldConvertEveryNumberByItself()
    {
        final List<String> others = new ArrayList<>();
        for (final String name : commands())
        {
            CommandLine command = Main.commandLine();
            for (final String word : name.split(" ", -1))
            {
                command = command.getSubcommands().get(word);
            }
            command.getCommandSpec().args().stream().filter(arg -> Number.class.isAssignableFrom(boxed(arg.type())))
                .filter(arg -> !List.of(int.class, long.class, Long.class).contains(arg.type()))
                .forEach(arg -> others.add(name + " " + arg.paramLabel() + ": " + arg.type()));
        }
        assertEquals(List.of(), others);
    }

    private static Class<?> boxed(final Class<?> type)
    {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
}
