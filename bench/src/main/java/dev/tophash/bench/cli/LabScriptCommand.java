// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptText;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.sandbox.SandboxExamples;
import dev.tophash.bench.lab.sandbox.SandboxJson;
import dev.tophash.bench.lab.sandbox.SandboxPrinter;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab script}: a learner's own corruptions. At a terminal, {@code -} is a conversation: each line is
 * done when it was typed, and a wrong one can be typed again.
 */
@Command(
    name = "script",
    description = {
        "A sandbox: does what a script says to a map on a copy of real bytes, breaks it, and shows what that does.",
        "Each question is answered twice: by Go's own walk over these bytes, and by Tophash."},
    mixinStandardHelpOptions = true,
    usageHelpWidth = 120,
    footerHeading = "%nThe language: one operation a line, # starts a comment.%n",
    footer = {
        "  map KEY ELEM [HINT]    a new map: u64 i64 u32 i32 u16/u32 i64/i8 i8/i64 bool, f64/i64 pt/i64 b24/b40",
        "                         b200/i64 i64/b200 str/i64 str/str lstr/i64 i64/str mixed/i8 any/i64 i64/unit",
        "                         i32/unit str/unit b24/unit b200/unit",
        "  hash0 N                sets and keeps the seed (empty map)      mode native|generic   which code of Go",
        "  assign K V   delete K   fill A B [STEP] (elem 1000 + key)   drop A B [STEP]   clear   rangedelete",
        "  eachdelete   clone     what Go's program does with the map",
        "  clear STRATEGY         what Tophash does: three-step delete-each reallocate fit swap release wipe",
        "  crowd BUCKET N [FROM]  assigns N keys that all fall into one main bucket",
        "  grow                   assigns new keys until a growth begins   evacuate [N]          moves one or two" +
            " old chains",
        "  itnew ID START OFFSET  opens an iterator and takes one entry    itnext ID [N]   itend ID   goes on, ends",
        " Breaking it:",
        "  poke FIELD N           count flags B noverflow hash0 nevacuate; buckets oldbuckets extra; in extra:",
        "                         overflow oldoverflow nextOverflow; an address is a number or a place",
        "  poke PLACE tophash SLOT N     poke PLACE key SLOT K     poke PLACE elem SLOT V    poke PLACE overflow PLACE",
        "  poke PLACE byte OFFSET N      poke PLACE word OFFSET N",
        "  zero main | spare | all | old | bmap (the article's 2^B * sizeof(bmap))",
        "  zero PLACE [FROM SIZE]        zero each FROM SIZE (these bytes of every main bucket)",
        "  PLACE is M5 (array, spare ones included), O2 (old array), H3 (a bucket of its own), +144 (bytes past the",
        "  array), @4096 (bytes from the start of the copy), as the pictures name them; nil where an address goes",
        " Asking:",
        "  len   get K   iter [START OFFSET]   found A B [STEP]   verify   show [PLACE]",
        "  expect len N | get K found|absent|fails | iter N|endless|fails | product answers|refuses | field FIELD N",
        "         verify clean | verify CODE... (these and no others) | verify with CODE... | verify without CODE...",
        "  undo [N]   redo [N]    takes the last changing steps back, byte for byte; iterators stay where they are",
        "",
        "Example, as a file or after ./tophash lab script - :",
        "  map i64 i64 100        # 16 buckets, 2 spare ones",
        "  crowd 5 12             # 12 keys into bucket 5: it overflows into M16",
        "  show M5",
        "  zero main              # the naive reset",
        "  len                    # Go says 12; Tophash refuses such bytes",
        "  verify                 # C01: count is 12, and nothing is there",
        "  undo                   # all 12 are back",
        "  expect verify clean"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the script ran", "1:an expect was not met", "2:wrong arguments or script"})
final class LabScriptCommand implements Callable<Integer>
{
    private static final long MEGABYTE = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE",
        description = "The script; .gz is unpacked, - reads standard input.")
    private String file;

    @Option(names = "--list", description = "Names the examples.")
    private boolean list;

    @Option(names = "--example", paramLabel = "NAME",
        description = "Prints an example; ./tophash lab script --example NAME | ./tophash lab script - runs it.")
    private String example;

    @Option(names = "--json", description = "Prints a JSON object for each step, one a line.")
    private boolean json;

    @Option(names = "--step", description = "At a terminal: waits for Enter after each step.")
    private boolean step;

    @Option(names = "--seed", paramLabel = "HEX", defaultValue = "12345678",
        description = "Seed of the maps until hash0 sets it (default: ${DEFAULT-VALUE}).")
    private String seed;

    @Option(names = "--go", paramLabel = "VERSION", defaultValue = "1.23",
        description = "Whose bytes: 1.19 to 1.23 (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(names = "--room", paramLabel = "MIB", defaultValue = "8",
        description = "Memory for the map, 1 to 512 MiB (default: ${DEFAULT-VALUE}).")
    private int room;

    private boolean met = true;

    @Override
    public Integer call() throws IOException
    {
        if (list || example != null)
        {
            examples();
            return 0;
        }
        if (file == null)
        {
            throw new ParameterException(spec.commandLine(), "a script is missing: FILE, - or --example NAME");
        }
        final boolean typed = file.equals("-") && Terminal.interactive();
        final String name = file.equals("-") ? "standard input" : file;
        try (Sandbox sandbox = new Sandbox(name, settings()))
        {
            if (typed)
            {
                converse(sandbox, name);
            }
            else
            {
                run(sandbox, Sandbox.parse(name, lines()));
            }
        }
        catch (final ScriptException e)
        {
            out().flush();
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return spec.exitCodeOnInvalidInput();
        }
        return met ? 0 : 1;
    }

    private void examples()
    {
        try
        {
            if (list)
            {
                SandboxExamples.NAMES.forEach(
                    (name) -> out().printf(Locale.ROOT, "  %-12s %s%n", name, SandboxExamples.title(name)));
            }
            else
            {
                out().print(SandboxExamples.text(example));
            }
            out().flush();
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Sandbox.Settings settings()
    {
        if (room < 1 || room > 512)
        {
            throw new ParameterException(spec.commandLine(), "room not in 1..512 MiB: room=" + room);
        }
        try
        {
            return new Sandbox.Settings(GoVersion.parse(version), HexFormat.fromHexDigits(seed),
                room * MEGABYTE, Terminal.colourful());
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<String> lines() throws IOException
    {
        try
        {
            return file.equals("-") ? ScriptText.read("standard input", System.in) : ScriptText.read(Path.of(file));
        }
        catch (final IOException e)
        {
            throw new ParameterException(spec.commandLine(), Failures.reason(e), e);
        }
    }

    private void run(final Sandbox sandbox, final Script script) throws IOException
    {
        for (final Script.Line line : script.lines())
        {
            print(sandbox.run(line));
            if (step && Terminal.interactive())
            {
                Terminal.input().readLine();
            }
        }
    }

    private void converse(final Sandbox sandbox, final String name) throws IOException
    {
        final ScriptParser parser = Sandbox.parser(name);
        final BufferedReader input = Terminal.input();
        prompt();
        for (String line = input.readLine(); line != null; line = input.readLine())
        {
            try
            {
                final Optional<Script.Line> operation = parser.next(line);
                if (operation.isPresent())
                {
                    print(sandbox.run(operation.get()));
                }
            }
            catch (final ScriptException e)
            {
                out().println("      ? " + e.getMessage());
            }
            prompt();
        }
    }

    private void prompt()
    {
        out().print("> ");
        out().flush();
    }

    private void print(final SandboxStep done) throws IOException
    {
        met &= done.expectation() == null || done.expectation().met();
        if (json)
        {
            out().println(SandboxJson.of(done));
        }
        else
        {
            new SandboxPrinter(out()).print(done);
        }
        out().flush();
    }

    private PrintWriter out()
    {
        return spec.commandLine().getOut();
    }
}
