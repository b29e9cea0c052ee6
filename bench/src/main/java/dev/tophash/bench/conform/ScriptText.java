// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads the lines of a script as editors of every system save it: UTF-8 with or without a byte order mark, UTF-16 with
 * one, any line ends, or any of these in gzip, whatever the file's name is. Other encodings are refused in words.
 */
public final class ScriptText
{
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int UTF_16_BIG = 0xfeff;
    private static final int UTF_16_LITTLE = 0xfffe;

    private ScriptText()
    {
    }

    /**
     * Reads a file.
     *
     * @param file a script.
     * @return its lines.
     * @throws IOException if it cannot be read or is no text; the message names the file.
     */
    public static List<String> read(final Path file) throws IOException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            return read("path=" + file, in);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param what how messages name it.
     * @param in   the stream; not closed.
     * @return its lines.
     * @throws IOException if it cannot be read or is no text; the message names it.
     */
    public static List<String> read(final String what, final InputStream in) throws IOException
    {
        byte[] bytes;
        try
        {
            bytes = in.readAllBytes();
            if (start(bytes) == GZIP_MAGIC)
            {
                bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
        }
        catch (final IOException e)
        {
            throw new IOException("cannot be read: " + what + ", " + e.getMessage(), e);
        }
        return decode(what, bytes).lines().toList();
    }

    private static int start(final byte[] bytes)
    {
        return bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    }

    private static String decode(final String what, final byte[] bytes) throws IOException
    {
        final int start = start(bytes);
        final Charset charset = start == UTF_16_BIG || start == UTF_16_LITTLE ?
            StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        final ByteBuffer input = ByteBuffer.wrap(bytes);
        if (charset.equals(StandardCharsets.UTF_8) && new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0)
        {
            throw new IOException("not a text, or one in UTF-16 without a byte order mark; save it as UTF-8: " + what);
        }
        try
        {
            return charset.newDecoder().decode(input).toString();
        }
        catch (final CharacterCodingException e)
        {
            final long line = 1 + new String(bytes, 0, input.position(), StandardCharsets.ISO_8859_1).chars()
                .filter(c -> c == '\n').count();
            throw new IOException("not a text in " + charset + ": " + what + ", line=" + line, e);
        }
    }
}
