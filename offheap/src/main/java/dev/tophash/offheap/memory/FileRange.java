// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A sparse temporary file, mapped: no restricted call, pages come by touch, the base stays fixed.
 *
 * <p><b>The contents can reach the disk</b>, as those of any file, and giving back only zeroes: the blocks of the file
 * stay until the map is closed. The file is created with mode 0600 and deleted as soon as it is mapped where the system
 * allows that, so nothing is left behind by a crash.
 */
final class FileRange implements ReservedRange
{
    private final MemorySegment segment;
    private final Arena arena;

    private FileRange(final MemorySegment segment, final Arena arena)
    {
        this.segment = segment;
        this.arena = arena;
    }

    /**
     * Reserves a range.
     *
     * @param size number of bytes.
     * @return the range, or null if the system refuses a mapping of that size.
     */
    @SuppressWarnings("MustBeClosed")
    static FileRange reserve(final long size)
    {
        final Arena arena = Arena.ofShared();
        Path file = null;
        try
        {
            file = Files.createTempFile("tophash-", ".region", ownerOnly());
            try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE))
            {
                return new FileRange(channel.map(MapMode.READ_WRITE, 0, size, arena), arena);
            }
        }
        catch (final IOException e)
        {
            arena.close();
            if (null == file)
            {
                throw new UncheckedIOException("no temporary file for a map: " + e.getMessage(), e);
            }
            return null;
        }
        finally
        {
            discard(file);
        }
    }

    private static FileAttribute<?>[] ownerOnly()
    {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix") ?
            new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} :
            new FileAttribute<?>[0];
    }

    private static void discard(final Path file)
    {
        if (null != file)
        {
            try
            {
                Files.deleteIfExists(file);
            }
            catch (final IOException e)
            {
                file.toFile().deleteOnExit();
            }
        }
    }

    @Override
    public MemorySegment segment()
    {
        return segment;
    }

    @Override
    public Arena arena()
    {
        return arena;
    }

    @Override
    public void giveBack(final long offset, final long size)
    {
        Memory.zero(segment, offset, size);
    }

    @Override
    public void adviseHuge(final long offset, final long size)
    {
        // A file mapping has no huge pages to ask for.
    }

    @Override
    public boolean fileBacked()
    {
        return true;
    }
}
