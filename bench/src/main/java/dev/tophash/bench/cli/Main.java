// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code ./tophash COMMAND}.
 */
@Command(
    name = "tophash",
    description = "Off-heap maps with the memory layout of Go's classic map.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
        DemoCommand.class, ConformCommand.class, FsckCommand.class, DumpCommand.class, DiffCommand.class,
        BenchCommand.class, LabCommand.class, ClaimsCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable
{
    @Spec
    private CommandSpec spec;

    private Main()
    {
    }

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args the command and its arguments.
     */
    public static void main(final String[] args)
    {
        Locale.setDefault(Locale.ROOT); // JMH and others print numbers without asking for a locale
        System.exit(execute(StandardOutput.install(), new PrintWriter(System.err, true, StandardCharsets.UTF_8), args));
    }

    /** Runs a command and does not believe it before all that it printed is written. */
    static int execute(final StandardOutput output, final PrintWriter err, final String... args)
    {
        final PrintWriter out = new PrintWriter(output.printer(), true, StandardCharsets.UTF_8);
        try
        {
            final int code = commandLine().setOut(out).setErr(err).execute(args);
            out.flush();
            System.out.flush();
            output.check();
            return code;
        }
        catch (final StandardOutput.Failure | OutOfMemoryError e)
        {
            return Failures.tell(e, err);
        }
    }

    /**
     * Runs a command in this JVM.
     *
     * @param args the command and its arguments.
     * @return the exit code: 0 for success, 2 for arguments that nobody understands, 3 for files, devices or memory
     *     that cannot be used, 5 for a fault of the program.
     */
    public static int execute(final String... args)
    {
        return commandLine().execute(args);
    }

    static CommandLine commandLine()
    {
        final CommandLine commandLine = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true)
            .setColorScheme(CommandLine.Help.defaultColorScheme(
                Terminal.colourful() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        // JMH takes what "bench" does not know; its own commands know all their options.
        commandLine.getSubcommands().get("bench").getSubcommands().values()
            .forEach(command -> command.setUnmatchedArgumentsAllowed(false));
        return PlainNumbers.installedIn(Failures.installedIn(commandLine));
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /**
     * Reads the version that the build wrote into a resource.
     */
    static final class Version implements IVersionProvider
    {
        @Override
        public String[] getVersion()
        {
            final Properties properties = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties"))
            {
                properties.load(in);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }

            return new String[]{"tophash " + properties.getProperty("version")};
        }
    }
}
