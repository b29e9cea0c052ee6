// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LabServeCommandTest
{
    @Test
    void shouldEndWhenItsTerminalIsGone() throws IOException, ExecutionException, InterruptedException
    {
        final InputStream before = System.in;
        final StringWriter out = new StringWriter();
        final PipedOutputStream terminal = new PipedOutputStream();
        try (PipedInputStream input = new PipedInputStream(terminal))
        {
            System.setIn(input);
            final CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() ->
                Main.commandLine().setOut(new PrintWriter(out)).execute("lab", "serve"));
            TimeUnit.SECONDS.sleep(3); // an input that ends earlier was never open
            terminal.close();
            assertTimeout(Duration.ofSeconds(20), () -> assertEquals(0, code.get()));
        }
        finally
        {
            System.setIn(before);
        }
        assertTrue(out.toString().contains("http://127.0.0.1:"), out.toString());
    }

    @Test
    void shouldSayThatAPortIsTakenOrNone() throws IOException
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1})))
        {
            final CommandRun run = CommandRun.of("", "lab", "serve", "--port=" + taken.getLocalPort());
            assertEquals(2, run.code());
            assertTrue(run.err().startsWith("port is taken: port=" + taken.getLocalPort()), run.err());
        }
        final CommandRun run = CommandRun.of("", "lab", "serve", "--port=65536");
        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("port not in 0..65535"), run.err());
    }
}
