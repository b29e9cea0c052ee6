// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Dump files: all bytes of an image as they are, dead ones and hash keys included, for tools and comparisons. Where the
 * image is all zero for 64 KiB, the file has a hole.
 *
 * <p>A dump holds secrets, so it is created with mode 0600 where the file system has modes. It is written to a
 * temporary file beside the target, forced to the disk, and renamed over it: at every moment the target is the old
 * file or the new one. A temporary file is locked while it is written; left-over ones of saves that died are removed
 * by the next save to the same target.
 *
 * <p>Reading copies the bytes into memory of our own, once, and only then judges them by their checksum, so nobody can
 * change them afterwards. It refuses what is not a regular file, and a length that contradicts the file, before it
 * allocates anything. Files of the oracle's {@code mapload} (GOHMAP01) are read as well. Whether the bytes are a
 * healthy map is the verifier's question, not this class's. The format is specified in core/README.md, section
 * "Files".
 */
public final class ImageFile
{
    private static final String TEMPORARY_SUFFIX = ".tophash-tmp";
    private static final int CHUNK_SIZE = 1 << 16;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_SIZE).asReadOnlyBuffer();
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Temporary files of this JVM; opening and closing one a second time would release its lock. */
    private static final Set<Path> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

    private ImageFile()
    {
    }

    /**
     * Saves an image. Nobody may write to the map meanwhile.
     *
     * @param file  the target; replaced if it is there.
     * @param image the image.
     * @throws IOException              if it cannot be written; the target is as it was.
     * @throws IllegalArgumentException if the text of the map type is longer than 3992 bytes.
     */
    public static void write(final Path file, final MapImage image) throws IOException
    {
        final Path target = file.toAbsolutePath();
        final Path directory = target.getParent();
        if (directory == null)
        {
            throw new IOException("not a file: path=" + file);
        }
        removeLeftOver(directory, target);
        final Path temporary = directory.resolve(
            "." + target.getFileName() + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()) + TEMPORARY_SUFFIX);
        boolean moved = false;
        BEING_WRITTEN.add(temporary);
        try
        {
            try (FileChannel channel = FileChannel.open(temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(directory)))
            {
                if (channel.tryLock() == null)
                {
                    throw new IOException("somebody else has locked the new file: path=" + temporary);
                }
                writeAll(channel, image);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        }
        finally
        {
            if (!moved)
            {
                Files.deleteIfExists(temporary);
            }
            BEING_WRITTEN.remove(temporary);
        }
        forceDirectory(directory);
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
            final OffHeapMemoryException refused = new OffHeapMemoryException("image", size, limitBytes);
            refused.initCause(none);
            throw refused;
        }
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

    private static void writeAll(final FileChannel channel, final MapImage image) throws IOException
    {
        final CRC32C crc = new CRC32C();
        long position = ImageFormat.PAGE_SIZE;
        for (long offset = 0; offset < image.size(); offset += CHUNK_SIZE)
        {
            final long size = Math.min(CHUNK_SIZE, image.size() - offset);
            final ByteBuffer chunk = image.memory().asSlice(offset, size).asByteBuffer();
            crc.update(chunk.duplicate());
            if (offset + size == image.size() || !zero(chunk))
            {
                writeFully(channel, chunk, position);
            }
            position += size;
        }
        writeFully(channel, ImageFormat.encode(image, crc.getValue()), 0);
    }

    private static boolean zero(final ByteBuffer chunk)
    {
        final int same = chunk.mismatch(ZEROS);
        return same < 0 || same == chunk.remaining();
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer buffer, final long position)
        throws IOException
    {
        while (buffer.hasRemaining())
        {
            channel.write(buffer, position + buffer.position());
        }
    }

    private static FileAttribute<?>[] ownerOnly(final Path directory)
    {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix") ?
            new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} :
            new FileAttribute<?>[0];
    }

    /** Temporary files of saves that died; one that is still being written is locked and stays. */
    private static void removeLeftOver(final Path directory, final Path target) throws IOException
    {
        final String prefix = "." + target.getFileName() + ".";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, (path) ->
        {
            final String name = path.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(TEMPORARY_SUFFIX) &&
                name.length() == prefix.length() + 16 + TEMPORARY_SUFFIX.length();
        }))
        {
            for (final Path file : files)
            {
                if (!BEING_WRITTEN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) &&
                    abandoned(file))
                {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean abandoned(final Path file)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock())
        {
            return lock != null;
        }
        catch (final IOException | OverlappingFileLockException inUse)
        {
            return false;
        }
    }

    private static void forceDirectory(final Path directory)
    {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ))
        {
            channel.force(true);
        }
        catch (final IOException unsupported)
        {
            // Windows has no such thing; the file itself is safe.
        }
    }
}
