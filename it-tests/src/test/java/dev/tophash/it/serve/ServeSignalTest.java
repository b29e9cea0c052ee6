// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server ends with its terminal: by Ctrl-C, when the line is hung up, when it is asked to end. Real signals. */
@EnabledOnOs(OS.LINUX)
class ServeSignalTest
{
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int PATIENCE_SECONDS = 20;

    private static Process start() throws IOException
    {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(), "lab", "serve").redirectErrorStream(true).start();
    }

    private static int port(final BufferedReader out) throws IOException
    {
        for (String line = out.readLine(); line != null; line = out.readLine())
        {
            if (line.contains("http://127.0.0.1:"))
            {
                return URI.create(line.strip()).getPort();
            }
        }
        throw new IllegalStateException("no link was printed");
    }

    private static boolean answers(final int port)
    {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port))
        {
            return socket.isConnected();
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    /** A process that began with a signal ignored cannot be ended by it: so does a child of nohup. */
    private static boolean ignored(final int signal) throws IOException
    {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter((line) -> line.startsWith("SigIgn"))
            .anyMatch((line) -> (Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16) &
                1L << signal - 1) != 0);
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "HUP, 1", "TERM, 15"})
    void shouldEndByASignal(final String name, final int number) throws IOException, InterruptedException
    {
        assumeTrue(!ignored(number), "this run ignores SIG" + name);
        final Process server = start();
        try (BufferedReader out =
            new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)))
        {
            final int port = port(out);
            assertTrue(answers(port), "it serves");
            assertFalse(server.waitFor(200, TimeUnit.MILLISECONDS), "it ends by nothing else");

            assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor());

            assertTrue(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still alive after SIG" + name);
            assertFalse(answers(port), "nobody listens any more");
        }
        finally
        {
            server.destroyForcibly();
        }
    }

    /** The control: without a signal, and with its input open, it goes on. */
    @Test
    void shouldGoOnWithoutASignal() throws IOException, InterruptedException
    {
        final Process server = start();
        try (BufferedReader out =
            new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)))
        {
            final int port = port(out);
            assertFalse(server.waitFor(3, TimeUnit.SECONDS));
            assertTrue(answers(port));
            server.getOutputStream().close();
            assertTrue(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "its input has ended");
        }
        finally
        {
            server.destroyForcibly();
        }
    }
}
