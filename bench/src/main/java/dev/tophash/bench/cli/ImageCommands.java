// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code fsck}, {@code dump} and {@code diff} share: exit codes, reading a file, writing JSON.
 */
final class ImageCommands
{
    /** Nothing to complain about. */
    static final int CLEAN = 0;
    /** Errors, or differences. */
    static final int FINDINGS = 1;
    /** No image could be read. */
    static final int UNREADABLE = 3;

    private static final String STANDARD_INPUT = "-";
    private static final String GZIP_SUFFIX = ".gz";
    private static final int CHUNK_SIZE = 1 << 16;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface JsonWriter
    {
        void write(JsonGenerator json) throws IOException;
    }

    private ImageCommands()
    {
    }

    /** Reads an image, or tells on the error stream why not and returns null. */
    static MapImage read(final CommandSpec spec, final Path file)
    {
        try
        {
            return file.toString().equals(STANDARD_INPUT) ? copied(System.in) :
                file.toString().endsWith(GZIP_SUFFIX) ? unpacked(file) : ImageFile.read(file);
        }
        catch (final NoSuchFileException ex)
        {
            spec.commandLine().getErr().println("no such file: path=" + ex.getFile());
        }
        catch (final IOException ex)
        {
            spec.commandLine().getErr().println("cannot be read: path=" + file + ", " + Failures.reason(ex));
        }
        catch (final ImageFormatException | OffHeapMemoryException ex)
        {
            spec.commandLine().getErr().println("cannot be read: path=" + file + ", " + ex.getMessage());
        }
        return null;
    }

    private static MapImage unpacked(final Path file) throws IOException
    {
        try (InputStream packed = Files.newInputStream(file); InputStream in = new GZIPInputStream(packed, 1 << 16))
        {
            return copied(in);
        }
    }

    /** The size of a stream is known only at its end, so it is copied into a file that only its owner may read. */
    private static MapImage copied(final InputStream in) throws IOException
    {
        final Path copy = Files.createTempFile("tophash", ".dump");
        try
        {
            final long limit = Runtime.getRuntime().maxMemory() + CHUNK_SIZE;
            try (OutputStream out = Files.newOutputStream(copy))
            {
                long size = 0;
                for (byte[] chunk = in.readNBytes(CHUNK_SIZE); chunk.length > 0; chunk = in.readNBytes(CHUNK_SIZE))
                {
                    size += chunk.length;
                    if (size > limit)
                    {
                        throw new OffHeapMemoryException("image", size, limit);
                    }
                    out.write(chunk);
                }
            }
            return ImageFile.read(copy);
        }
        finally
        {
            Files.deleteIfExists(copy);
        }
    }

    /** One object as text. */
    static String object(final JsonWriter writer) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text))
        {
            json.writeStartObject();
            writer.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    static String hex(final long address)
    {
        return "0x" + Long.toHexString(address);
    }
}
