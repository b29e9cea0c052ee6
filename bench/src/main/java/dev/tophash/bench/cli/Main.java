// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
        System.exit(execute(args));
    }

    /**
     * Runs a command in this JVM.
     *
     * @param args the command and its arguments.
     * @return the exit code: 0 for success, 2 for arguments that nobody understands.
     */
    public static int execute(final String... args)
    {
        return commandLine().execute(args);
    }

    static CommandLine commandLine()
    {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
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
