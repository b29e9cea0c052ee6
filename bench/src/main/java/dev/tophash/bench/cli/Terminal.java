// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * Standard input and output as a person sees them, or a pipe.
 */
final class Terminal
{
    private static final int PATIENCE = 20;
    private static final long PAUSE_MILLIS = 10;

    /** What some editors put before the first line. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static InputStream source;
    private static BufferedReader reader;

    private Terminal()
    {
    }

    /** Whether a person sits there. */
    @SuppressWarnings("SystemConsoleNull") // It is null where the JVM was told to use another console.
    static boolean interactive()
    {
        return System.console() != null && System.console().isTerminal();
    }

    /** Whether colours are welcome. */
    static boolean colourful()
    {
        return colourful(interactive(), System.getenv());
    }

    static boolean colourful(final boolean interactive, final Map<String, String> environment)
    {
        final String kind = environment.getOrDefault("TERM", "");
        return interactive && environment.getOrDefault("NO_COLOR", "").isEmpty() && !kind.isEmpty() &&
            !kind.equals("dumb");
    }

    /**
     * The next line that somebody typed, or null. A person is waited for; from a pipe only what is there is taken, so
     * that nothing ever waits for an input that nobody writes.
     */
    static String answer()
    {
        try
        {
            final BufferedReader input = input();
            for (int i = 0; !interactive() && !input.ready() && i < PATIENCE; i++)
            {
                Thread.sleep(PAUSE_MILLIS);
            }
            return interactive() || input.ready() ? input.readLine() : null;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Standard input, always through the same buffer: what one has read ahead is lost to another. */
    @SuppressWarnings("ReferenceEquality") // another stream that is equal would still be another one
    static synchronized BufferedReader input()
    {
        if (source != System.in)
        {
            source = System.in;
            reader = new BufferedReader(new InputStreamReader(source, Charset.defaultCharset()))
            {
                @Override
                public String readLine() throws IOException
                {
                    final String line = super.readLine();
                    return line != null && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                }
            };
        }
        return reader;
    }
}
