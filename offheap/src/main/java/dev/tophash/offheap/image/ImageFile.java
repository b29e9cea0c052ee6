// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.ImageFormatException;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Required;
import dev.tophash.offheap.files.WholeFile;
import dev.tophash.offheap.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Dump files: all bytes of an image as they are, dead ones and hash keys included, for tools and comparisons. Where the
 * image is all zero for 64 KiB, the file has a hole.
 *
 * <p>A dump holds secrets, so a new file is created with mode 0600 where the file system has modes. {@link WholeFile}
 * says what happens to files, links, pipes and devices.
 *
 * <p>Reading copies the bytes into memory of our own, once, and then compares their checksum, so nobody can change them
 * afterwards. It refuses what is not a regular file, and a length that contradicts the file, before it allocates
 * anything. Files of the oracle's {@code mapload} (GOHMAP01) are read as well. Whether the bytes are a healthy map is
 * for the verifier to say. The format is specified in docs/layout.md, section "Files".
 */
public final class ImageFile
{
    private static final int CHUNK_SIZE = 1 << 16;
    private static final Pattern JVM_LIMIT = Pattern.compile("limit: ([0-9]{1,18})");
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_SIZE).asReadOnlyBuffer();

    private ImageFile()
    {
    }

    /**
     * Saves an image as a whole: the target is the old file or the new one at every moment. Nobody may write to the map
     * meanwhile. A link is followed. The bytes go into a pipe or a character device as they come.
     *
     * @param file  the target; replaced if it is there.
     * @param image the image.
     * @throws ClosedByInterruptException if the thread is interrupted, before or meanwhile.
     * @throws IOException                if it cannot be written; a target that is a file is as it was.
     * @throws IllegalArgumentException   if the text of the map type is longer than 3992 bytes.
     * @throws MapClosedException         if the map is closed, before or meanwhile, or a page of its file cannot be
     *                                    read; the target is as it was.
     */
    public static void write(final Path file, final ImageView image) throws IOException
    {
        Required.argument(file, "file");
        Required.argument(image, "image");
        write(WholeFile.at(file).secret(), image);
    }

    /**
     * Saves an image into the file that is there. This is not atomic: a failure or a crash leaves a part of the new
     * bytes, and the old ones are gone. For files that cannot be replaced, such as a single file that is mounted.
     *
     * @param file  the target; made if it is not there.
     * @param image the image.
     * @throws ClosedByInterruptException if the thread is interrupted, before or meanwhile.
     * @throws IOException                if it cannot be written; the target may then hold a part.
     * @throws IllegalArgumentException   if the text of the map type is longer than 3992 bytes.
     * @throws MapClosedException         if the map is closed, before or meanwhile, or a page of its file cannot be
     *                                    read; the target may then hold a part.
     */
    public static void writeInPlace(final Path file, final ImageView image) throws IOException
    {
        Required.argument(file, "file");
        Required.argument(image, "image");
        write(WholeFile.at(file).secret().inPlace(), image);
    }

    /** What a map among many has is made one piece before it is saved. */
    private static void write(final WholeFile file, final ImageView image) throws IOException
    {
        if (image.parts() == null)
        {
            writeWhole(file, image);
            return;
        }
        try (Arena arena = Arena.ofConfined())
        {
            writeWhole(file, compact(image, arena));
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw Memory.failure(image.memory(), e);
        }
    }

    private static ImageView compact(final ImageView image, final Arena arena)
    {
        return switch (image)
        {
            case MapImage classic -> Relocation.compact(classic, arena);
        };
    }

    private static void writeWhole(final WholeFile file, final ImageView image) throws IOException
    {
        try
        {
            final ByteBuffer page = ImageFormat.encode(image, checksum(image));
            file.write(sink ->
            {
                sink.write(page);
                writeBytes(sink, image);
            });
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw Memory.failure(image.memory(), e);
        }
    }

    private static void writeBytes(final WholeFile.Sink sink, final ImageView image) throws IOException
    {
        final byte[] bytes = new byte[CHUNK_SIZE];
        for (long offset = 0; offset < image.size(); offset += CHUNK_SIZE)
        {
            final ByteBuffer chunk = chunk(image, offset, bytes);
            if (offset + CHUNK_SIZE < image.size() && zero(chunk))
            {
                sink.writeZeros(CHUNK_SIZE);
            }
            else
            {
                sink.write(chunk);
            }
        }
    }

    private static long checksum(final ImageView image)
    {
        final CRC32C crc = new CRC32C();
        final byte[] bytes = new byte[CHUNK_SIZE];
        for (long offset = 0; offset < image.size(); offset += CHUNK_SIZE)
        {
            crc.update(chunk(image, offset, bytes));
        }
        return crc.getValue();
    }

    /** A copy: a channel that writes the map's own memory would keep it from being closed for as long as it takes. */
    private static ByteBuffer chunk(final ImageView image, final long offset, final byte[] bytes)
    {
        final int size = (int)Math.min(CHUNK_SIZE, image.size() - offset);
        Memory.getBytes(image.memory(), offset, bytes, 0, size);
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /**
     * Loads an image of at most as many bytes as the JVM may use for direct memory, into memory that is freed when
     * nobody refers to it any more.
     *
     * @param file a dump file or an oracle image.
     * @return the image.
     * @throws IOException            if it cannot be read.
     * @throws ImageFormatException   if it is not what it should be; {@code code()} says which rule it breaks.
     * @throws OffHeapMemoryException if the image is too large.
     */
    public static MapImage read(final Path file) throws IOException
    {
        return read(file, Arena.ofAuto(), Runtime.getRuntime().maxMemory());
    }

    /**
     * Loads an image.
     *
     * @param file       a dump file or an oracle image.
     * @param arena      where the private copy is allocated.
     * @param limitBytes the largest image to accept.
     * @return the image.
     * @throws IOException            if it cannot be read.
     * @throws ImageFormatException   if it is not what it should be; {@code code()} says which rule it breaks.
     * @throws OffHeapMemoryException if the image is larger than the limit; nothing has been allocated.
     */
    public static MapImage read(final Path file, final Arena arena, final long limitBytes) throws IOException
    {
        Required.argument(file, "file");
        Required.argument(arena, "arena");
        final BasicFileAttributes attributes;
        try
        {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        }
        catch (final NoSuchFileException missing)
        {
            if (Files.isSymbolicLink(file))
            {
                throw new ImageFormatException("not-a-file", 0, "a link to nothing: path=" + file);
            }
            throw missing;
        }
        if (!attributes.isRegularFile())
        {
            throw new ImageFormatException("not-a-file", 0, "not a regular file: path=" + file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            return read(channel, arena, limitBytes);
        }
    }

    private static MapImage read(final FileChannel channel, final Arena arena, final long limitBytes)
        throws IOException
    {
        final long fileSize = channel.size();
        final ByteBuffer page = ByteBuffer.allocate((int)Math.min(fileSize, ImageFormat.PAGE_SIZE));
        fill(channel, page, 0);
        final ImageFormat format = ImageFormat.decode(page.flip(), fileSize);
        if (format.length() > limitBytes)
        {
            throw new OffHeapMemoryException("image", format.length(), limitBytes);
        }
        final MemorySegment memory = allocate(arena, format.length(), limitBytes);
        final CRC32C crc = new CRC32C();
        for (long offset = 0; offset < format.length(); offset += CHUNK_SIZE)
        {
            final ByteBuffer chunk =
                memory.asSlice(offset, Math.min(CHUNK_SIZE, format.length() - offset)).asByteBuffer();
            fill(channel, chunk, format.dataOffset() + offset);
            crc.update(chunk.flip());
        }
        if (format.checksum() >= 0 && format.checksum() != crc.getValue())
        {
            throw new ImageFormatException("checksum", ImageFormat.DATA_CRC_OFFSET, "expected=0x" +
                Long.toHexString(format.checksum()) + ", actual=0x" + Long.toHexString(crc.getValue()));
        }
        return new MapImage(
            memory, format.base(), format.headerOffset(), format.type(), format.keys(), format.version());
    }

    private static MemorySegment allocate(final Arena arena, final long size, final long limitBytes)
    {
        try
        {
            return arena.allocate(size, Long.BYTES);
        }
        catch (final OutOfMemoryError none)
        {
            final OffHeapMemoryException refused =
                new OffHeapMemoryException("image", size, limitOfTheJvm(none, limitBytes));
            refused.initCause(none);
            throw refused;
        }
    }

    /**
     * The limit of the JVM, taken from its error: "(allocated: 0, limit: 1048576)". Our own limit has allowed the
     * image.
     */
    private static long limitOfTheJvm(final OutOfMemoryError none, final long limitBytes)
    {
        final Matcher limit = JVM_LIMIT.matcher(String.valueOf(none.getMessage()));
        return limit.find() ? Long.parseLong(limit.group(1)) : limitBytes;
    }

    private static void fill(final FileChannel channel, final ByteBuffer buffer, final long from) throws IOException
    {
        while (buffer.hasRemaining())
        {
            final int count = channel.read(buffer, from + buffer.position());
            if (count < 0)
            {
                throw new ImageFormatException("truncated", from + buffer.position(), "the file became shorter");
            }
        }
    }

    private static boolean zero(final ByteBuffer chunk)
    {
        final int same = chunk.mismatch(ZEROS);
        return same < 0 || same == chunk.remaining();
    }
}
