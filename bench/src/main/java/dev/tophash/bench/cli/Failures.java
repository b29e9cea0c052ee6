// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.bench.conform.ScriptException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the command line says when something is wrong: one sentence, and for wrong arguments one line that names the
 * help. Only a fault of the program itself prints where it happened.
 */
final class Failures
{
    /** A file, a device, memory or another program cannot be used. */
    static final int UNUSABLE = 3;
    /** The program has a fault. */
    static final int FAULT = 5;

    private Failures()
    {
    }

    static CommandLine installedIn(final CommandLine commandLine)
    {
        return commandLine.setParameterExceptionHandler((e, args) -> wrongArguments(e))
            .setExecutionExceptionHandler((e, command, parsed) -> tell(e, command.getErr()));
    }

    private static int wrongArguments(final ParameterException e)
    {
        final CommandLine command = e.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("help: ./" + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Says why a command failed and returns its exit code. */
    static int tell(final Throwable e, final PrintWriter err)
    {
        final String sentence = sentence(e);
        if (sentence == null)
        {
            err.println("a fault of tophash itself, please report it:");
            e.printStackTrace(err);
        }
        else
        {
            err.println(sentence);
        }
        err.flush();
        return sentence == null ? FAULT : UNUSABLE;
    }

    /** The sentence for what can happen to a program without a fault; null for anything else. */
    private static String sentence(final Throwable e)
    {
        return switch (e)
        {
            case StandardOutput.Failure failure -> failure.getMessage();
            case UncheckedIOException unchecked -> reason(unchecked.getCause());
            case IOException io -> reason(io);
            case OffHeapMemoryException memory -> memory.getMessage();
            case ImageFormatException format -> format.getMessage();
            case ScriptException script -> script.getMessage();
            case OutOfMemoryError heap -> "the JVM is out of memory, TOPHASH_JVM_OPTS=-Xmx2g gives it more: " +
                heap.getMessage();
            default -> null;
        };
    }

    /** What went wrong, with the file where there is one; never a bare path, never a class name alone. */
    static String reason(final IOException e)
    {
        return switch (e)
        {
            case NoSuchFileException missing -> "no such file or folder: path=" + missing.getFile();
            case AccessDeniedException denied -> "permission denied: path=" + denied.getFile();
            case NotDirectoryException file -> "not a folder: path=" + file.getFile();
            case FileAlreadyExistsException there -> "there is a file already: path=" + there.getFile();
            case FileSystemException other when other.getReason() != null ->
                other.getReason() + ": path=" + other.getFile();
            case JsonProcessingException json -> json.getOriginalMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
