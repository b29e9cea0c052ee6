// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            return ImageFile.read(file);
        }
        catch (final NoSuchFileException ex)
        {
            spec.commandLine().getErr().println("no such file: path=" + file);
        }
        catch (final IOException | ImageFormatException | OffHeapMemoryException ex)
        {
            spec.commandLine().getErr().println("cannot be read: path=" + file + ", " + ex.getMessage());
        }
        return null;
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
