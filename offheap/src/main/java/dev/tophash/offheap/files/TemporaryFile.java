// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The file beside a target in which its new bytes are collected. It is deleted on close unless it was moved.
 *
 * <p>Its name is short and has a fixed length, so that every name that the folder allows can be a target:
 * {@code .tophash-CCCCCCCC-RRRRRRRRRRRRRRRR.tmp}, with the checksum of the target's name and a random number. It is
 * locked while it is written. One that nobody holds was left over by a program that died, and the next save to the
 * same target removes it. Where the file system has no locks, left-over files stay.
 */
final class TemporaryFile implements AutoCloseable
{
    private static final String PREFIX = ".tophash-";
    private static final String SUFFIX = ".tmp";
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Temporary files of this JVM; opening and closing one a second time would release its lock. */
    private static final Set<Path> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private boolean moved;

    private TemporaryFile(final Path path, final FileChannel channel)
    {
        this.path = path;
        this.channel = channel;
    }

    /** Makes one, after removing those that were left over. */
    static TemporaryFile beside(final Path target, final FileAttribute<?>... attributes) throws IOException
    {
        final Path folder = target.getParent();
        final String prefix = prefix(target);
        removeLeftOver(folder, prefix);
        final Path path = folder.resolve(prefix + HexFormat.of().toHexDigits(RANDOM.nextLong()) + SUFFIX);
        BEING_WRITTEN.add(path);
        try
        {
            final FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
            lock(channel);
            return new TemporaryFile(path, channel);
        }
        catch (final IOException e)
        {
            BEING_WRITTEN.remove(path);
            throw e;
        }
    }

    static String prefix(final Path target)
    {
        final CRC32C crc = new CRC32C();
        crc.update(target.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        return PREFIX + HexFormat.of().toHexDigits((int)crc.getValue()) + "-";
    }

    /** Some network and FUSE file systems have no locks. Then nothing is ever taken for left over. */
    static boolean lock(final FileChannel channel)
    {
        try
        {
            return channel.tryLock() != null;
        }
        catch (final IOException unsupported)
        {
            return false;
        }
    }

    Path path()
    {
        return path;
    }

    FileChannel channel()
    {
        return channel;
    }

    /** Notes that it has been moved to its target. */
    void keep()
    {
        moved = true;
    }

    @Override
    public void close() throws IOException
    {
        try
        {
            channel.close();
        }
        finally
        {
            if (!moved)
            {
                Files.deleteIfExists(path);
            }
            BEING_WRITTEN.remove(path);
        }
    }

    /** A folder that can be written and not listed keeps what is left over. */
    private static void removeLeftOver(final Path folder, final String prefix)
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, (path) ->
        {
            final String name = path.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(SUFFIX) &&
                name.length() == prefix.length() + 2 * Long.BYTES + SUFFIX.length();
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
        catch (final IOException | DirectoryIteratorException unreadable)
        {
            // The save itself says what is wrong with the folder, if anything is.
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
}
