// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.events.Events;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A sparse temporary file, mapped: no restricted call, pages come by touch, the base stays fixed.
 *
 * <p><b>Its blocks are owned before they are used.</b> A sparse file promises room that the file system may not have
 * when it is stored to. So zeros are written to the file before memory is handed out for the first time, and a full
 * disk is a refusal like any other.
 *
 * <p><b>Interrupts are for somebody else.</b> A channel closes itself, and the file with it, when its thread is
 * interrupted, before or meanwhile. So the file is mapped in a thread of its own that nobody knows. {@link
 * RandomAccessFile} does not mind an interrupt.
 *
 * <p><b>The contents can reach the disk</b>, as those of any file, and giving back only zeroes: the blocks of the file
 * stay until the map is closed. The JDK itself unmaps the file when the arena closes, so {@link Unmapping} cannot keep
 * its addresses. The file is created with mode 0600 and deleted as soon as it is mapped where the system
 * allows that, so nothing is left behind by a crash.
 */
final class FileRange implements ReservedRange
{
    private static final int PIECE_SIZE = 64 << 10;
    private static final byte[] ZEROS = new byte[PIECE_SIZE];
    private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

    private final MemorySegment segment;
    private final Arena arena;
    private final RandomAccessFile file;
    private final Path folder;

    private FileRange(
        final MemorySegment segment, final Arena arena, final RandomAccessFile file, final Path folder)
    {
        this.segment = segment;
        this.arena = arena;
        this.file = file;
        this.folder = folder;
    }

    /**
     * Reserves a range.
     *
     * @param size   number of bytes.
     * @param folder where the file is to be.
     * @return the range, or null if the system refuses a mapping of that size.
     * @throws OffHeapMemoryException if no file can be made in the folder.
     */
    @SuppressWarnings("MustBeClosed")
    static FileRange reserve(final long size, final Path folder)
    {
        final Arena arena = Arena.ofShared();
        Path file = null;
        try
        {
            file = Files.createTempFile(folder, "tophash-", ".region", ownerOnly());
            final FileRange range = open(new RandomAccessFile(file.toFile(), "rw"), size, arena, folder);
            announce(folder);
            return range;
        }
        catch (final IOException e)
        {
            arena.close();
            if (file == null)
            {
                final OffHeapMemoryException refused = new OffHeapMemoryException(
                    "no temporary file for a map can be made: folder=" + folder, size, 0);
                refused.initCause(e);
                throw refused;
            }
            return null;
        }
        finally
        {
            discard(file);
        }
    }

    /** Once a process; who reads the log is to know that contents can reach a disk. */
    private static void announce(final Path folder)
    {
        if (!ANNOUNCED.getAndSet(true))
        {
            System.getLogger("dev.tophash").log(System.Logger.Level.WARNING,
                "maps lie in temporary files, their contents can reach the disk: folder=" + folder);
        }
    }

    private static FileRange open(
        final RandomAccessFile opened, final long size, final Arena arena, final Path folder) throws IOException
    {
        try
        {
            return new FileRange(map(opened, size, arena), arena, opened, folder);
        }
        catch (final IOException e)
        {
            opened.close();
            throw e;
        }
    }

    private static MemorySegment map(final RandomAccessFile opened, final long size, final Arena arena)
        throws IOException
    {
        return undisturbed(() -> opened.getChannel().map(MapMode.READ_WRITE, 0, size, arena));
    }

    /** Runs a call in a thread of its own, and waits for it whatever interrupts come. */
    static <T> T undisturbed(final Callable<T> call) throws IOException
    {
        final FutureTask<T> task = new FutureTask<>(call);
        final Thread thread = new Thread(task, "tophash-map");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try
        {
            while (true)
            {
                try
                {
                    return task.get();
                }
                catch (final InterruptedException e)
                {
                    interrupted = true;
                }
            }
        }
        catch (final ExecutionException e)
        {
            throw failure(e.getCause());
        }
        finally
        {
            if (interrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failure(final Throwable cause)
    {
        if (cause instanceof final RuntimeException e)
        {
            throw e;
        }
        if (cause instanceof final Error e)
        {
            throw e;
        }
        return (IOException)cause;
    }

    private static FileAttribute<?>[] ownerOnly()
    {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix") ?
            new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} :
            new FileAttribute<?>[0];
    }

    private static void discard(final Path file)
    {
        if (file != null)
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

    /** A mapping of its own: to give a segment another arena takes native access. */
    @Override
    public MemorySegment view(final Arena other)
    {
        try
        {
            return map(file, segment.byteSize(), other);
        }
        catch (final IOException e)
        {
            final OffHeapMemoryException refused = new OffHeapMemoryException(
                "no mapping of the temporary file of many maps: folder=" + folder, segment.byteSize(), 0);
            refused.initCause(e);
            throw refused;
        }
    }

    @Override
    public void giveBack(final long offset, final long size)
    {
        Memory.zero(segment, offset, size);
    }

    /** Writes zeros, which a full file system refuses; a store into the mapping would be an error of the JVM. */
    @Override
    public boolean own(final long offset, final long end)
    {
        try
        {
            for (long at = offset; at < end; at += PIECE_SIZE)
            {
                file.seek(at);
                file.write(ZEROS, 0, (int)Math.min(PIECE_SIZE, end - at));
            }
            return true;
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    @Override
    public String shortage()
    {
        return roomBytes() < segment.byteSize() ? "the disk of the temporary file is full, folder=" + folder :
            ReservedRange.super.shortage();
    }

    @Override
    public long roomBytes()
    {
        return Math.min(segment.byteSize(), folder.toFile().getUsableSpace());
    }

    @Override
    public void release()
    {
        try
        {
            file.close();
        }
        catch (final IOException e)
        {
            // The file is deleted already; there is nothing that could be lost.
        }
        Events.rangeUnmapped(segment.address(), segment.byteSize(), true);
    }

    @Override
    public boolean populate(final long offset, final long size)
    {
        return false;
    }

    @Override
    public void adviseHuge(final long offset, final long size)
    {
        // A file mapping has no huge pages to ask for.
    }

    @Override
    public boolean wantsHugeArrays()
    {
        return false;
    }

    @Override
    public boolean fileBacked()
    {
        return true;
    }
}
