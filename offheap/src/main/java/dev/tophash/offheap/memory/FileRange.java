// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.events.Events;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
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
    private final RandomAccessFile confinedViews;
    private final Path folder;

    private FileRange(
        final MemorySegment segment, final Arena arena, final RandomAccessFile file,
        final RandomAccessFile confinedViews, final Path folder)
    {
        this.segment = segment;
        this.arena = arena;
        this.file = file;
        this.confinedViews = confinedViews;
        this.folder = folder;
    }

    /** Maps a file, which has the length. */
    @FunctionalInterface
    interface Mapper
    {
        /** The mapping; what the channel throws. */
        MemorySegment map(RandomAccessFile file, long size, Arena arena) throws IOException;
    }

    /**
     * Reserves a range.
     *
     * @param size   number of bytes.
     * @param folder where the file is to be.
     * @return the range, or null if the system has not so many addresses, or its file system no file of that length.
     * @throws OffHeapMemoryException if no file can be made in the folder, or it cannot be mapped at all.
     */
    static FileRange reserve(final long size, final Path folder)
    {
        return reserve(size, folder, FileRange::map);
    }

    @SuppressWarnings("MustBeClosed")
    static FileRange reserve(final long size, final Path folder, final Mapper mapper)
    {
        final Path file;
        try
        {
            file = Files.createTempFile(folder, "tophash-", ".region", ownerOnly());
        }
        catch (final IOException e)
        {
            throw refusal("no temporary file for a map can be made", folder, size, e);
        }
        final Arena arena = Arena.ofShared();
        try
        {
            final FileRange range = open(file, size, arena, mapper);
            announce(folder);
            return range;
        }
        catch (final IOException e)
        {
            arena.close();
            if (!isMissingAddresses(e))
            {
                throw refusal("the temporary file of a map cannot be mapped", folder, size, e);
            }
            return null;
        }
        finally
        {
            discard(file);
        }
    }

    /** The JDK says so by the cause: the system's code is gone. */
    private static boolean isMissingAddresses(final IOException e)
    {
        return e.getCause() instanceof OutOfMemoryError;
    }

    private static OffHeapMemoryException refusal(
        final String what, final Path folder, final long size, final IOException e)
    {
        final OffHeapMemoryException refused = new OffHeapMemoryException(what + ": folder=" + folder, size, 0);
        refused.initCause(e);
        return refused;
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

    private static FileRange open(final Path file, final long size, final Arena arena, final Mapper mapper)
        throws IOException
    {
        final RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        RandomAccessFile views = null;
        try
        {
            views = NativeRange.supported() ? null : new RandomAccessFile(file.toFile(), "rw");
            final MemorySegment segment = lengthen(opened, size) ? mapper.map(opened, size, arena) : null;
            if (segment != null)
            {
                return new FileRange(segment, arena, opened, views, file.getParent());
            }
        }
        catch (final IOException e)
        {
            close(opened, views);
            throw e;
        }
        close(opened, views);
        return null;
    }

    private static void close(final RandomAccessFile... files)
    {
        for (final RandomAccessFile file : files)
        {
            try
            {
                if (file != null)
                {
                    file.close();
                }
            }
            catch (final IOException e)
            {
                // The file is deleted; there is nothing that could be lost.
            }
        }
    }

    /** False if the file system has no file of that length. */
    private static boolean lengthen(final RandomAccessFile file, final long size) throws IOException
    {
        try
        {
            file.setLength(size);
            return true;
        }
        catch (final IOException e)
        {
            if (size < 2 * Reservation.MIN_SIZE)
            {
                throw e;
            }
            return false;
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

    /** Without native access a mapping of its own: only with it a segment can be given another arena. */
    @SuppressWarnings("restricted")
    @Override
    public MemorySegment view(final Arena other)
    {
        try
        {
            return NativeRange.supported() ? segment.reinterpret(segment.byteSize(), other, null) :
                map(file, segment.byteSize(), other);
        }
        catch (final IOException e)
        {
            throw refusal("no mapping of the temporary file of many maps", folder, segment.byteSize(), e);
        }
    }

    /**
     * Only the thread of a confined arena can map for it. An interrupt that comes meanwhile closes the channel, so it
     * is one that serves nothing else; from then on there are no confined views any more.
     */
    @Override
    public MemorySegment confinedView(final Arena confined)
    {
        if (confinedViews == null)
        {
            return view(confined);
        }
        final boolean interrupted = Thread.interrupted();
        try
        {
            return confinedViews.getChannel().map(MapMode.READ_WRITE, 0, segment.byteSize(), confined);
        }
        catch (final ClosedChannelException e)
        {
            return null;
        }
        catch (final IOException e)
        {
            throw refusal("no mapping of the temporary file of many maps", folder, segment.byteSize(), e);
        }
        finally
        {
            if (interrupted)
            {
                Thread.currentThread().interrupt();
            }
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
        close(file, confinedViews);
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
