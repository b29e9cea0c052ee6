// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that fails aloud. Java's own print streams swallow errors, so a full disk or a closed pipe would end
 * in exit code 0. Here the first error ends the command: it comes out of the call that prints.
 */
final class StandardOutput extends FilterOutputStream
{
    /** What is thrown where something is printed that cannot be written. */
    static final class Failure extends UncheckedIOException
    {
        private static final long serialVersionUID = 1;

        private Failure(final IOException cause)
        {
            super("standard output cannot be written: " + Failures.reason(cause), cause);
        }
    }

    private final PrintStream printer;
    private volatile Failure failure;

    @SuppressWarnings("this-escape") // nobody prints before it is complete
    StandardOutput(final OutputStream out)
    {
        super(out);
        printer = new PrintStream(new BufferedOutputStream(this, 1 << 13), true, StandardCharsets.UTF_8);
    }

    /** Puts one in the place of {@code System.out}. */
    @SuppressWarnings("StreamResourceLeak") // lives as long as the JVM
    static StandardOutput install()
    {
        final StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(output.printer());
        return output;
    }

    /** Prints into it; flushed at each end of a line, as {@code System.out} is. */
    PrintStream printer()
    {
        return printer;
    }

    /** Throws if anything could not be written, even if nobody noticed. */
    void check()
    {
        if (failure != null)
        {
            throw failure;
        }
    }

    @Override
    public void write(final int b)
    {
        write(new byte[]{(byte)b}, 0, 1);
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length)
    {
        check();
        try
        {
            out.write(bytes, offset, length);
        }
        catch (final IOException e)
        {
            failure = new Failure(e);
            throw failure;
        }
    }

    @Override
    public void flush()
    {
        check();
    }
}
