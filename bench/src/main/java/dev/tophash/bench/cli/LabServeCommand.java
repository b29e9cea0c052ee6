// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.serve.LabServer;
import dev.tophash.bench.lab.serve.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash lab serve}: a live map in a browser. It ends with its terminal: with Ctrl-C, or when standard input
 * is closed. A start whose standard input was closed from the beginning, as a service has it, cannot be ended that way;
 * it ends by a signal, or when nobody has asked for anything for an hour.
 */
@Command(
    name = "serve",
    description = {
        "A page on a live map: every byte on the screen, every operation and corruption at hand, Go's walk and Tophash",
        "side by side. Only this machine can open it, only by the link that is printed."},
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    footer = {"", "Everything that the page does is a line of ./tophash lab script, and can be saved and run there."})
final class LabServeCommand implements Callable<Integer>
{
    /** A standard input that ends earlier than this was never open. */
    private static final long NEVER_OPEN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int MAX_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0",
        description = "Port on 127.0.0.1 (default: any that is free).")
    private int port;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        if (port < 0 || port > MAX_PORT)
        {
            throw new ParameterException(spec.commandLine(), "port not in 0..65535: port=" + port);
        }
        final PrintWriter out = spec.commandLine().getOut();
        try (LabServer server = new LabServer(port, language, Limits.DEFAULT))
        {
            out.println("Open this link in a browser on this machine:");
            out.println("  " + server.link());
            out.println("Ctrl-C, or the end of standard input, ends the server.");
            out.flush();
            await(server, out);
        }
        catch (final BindException e)
        {
            throw new ParameterException(spec.commandLine(), "port is taken: port=" + port, e);
        }
        return 0;
    }

    private static void await(final LabServer server, final PrintWriter out) throws InterruptedException
    {
        final long start = System.nanoTime();
        final CountDownLatch closed = new CountDownLatch(1);
        final Thread reader = new Thread(() ->
        {
            drain();
            closed.countDown();
        }, "stdin");
        reader.setDaemon(true);
        reader.start();
        closed.await();
        if (System.nanoTime() - start < NEVER_OPEN_NANOS)
        {
            out.println("Standard input is closed: the server ends by a signal, or after an hour without a request.");
            out.flush();
            while (System.nanoTime() - server.lastRequestNanos() < IDLE_NANOS)
            {
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** Reads to the end; a terminal that is gone ends it too. */
    private static void drain()
    {
        final InputStream in = System.in;
        final byte[] nothing = new byte[256];
        try
        {
            int count = in.read(nothing);
            while (count >= 0)
            {
                count = in.read(nothing);
            }
        }
        catch (final IOException e)
        {
            // the terminal is gone
        }
    }
}
