// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file as a whole. What happens depends on what stands at the path:
 *
 * <pre>
 *   nothing                    a temporary file beside it is written, forced to the disk and renamed
 *   a regular file             the same; the new file gets the mode of the old one, and its owner where that is allowed
 *   a link                     the file that it leads to is replaced, or made; the link stays
 *   a pipe, a character device,
 *   /dev/stdout, /dev/fd/3     the bytes are written into it, in order
 *   a folder, a block device   refused
 * </pre>
 *
 * <p>With a rename, the path shows the old file or the new one at every moment, and a failure leaves the old one. A
 * rename makes a new file, so other hard links keep the old bytes. It is impossible where a single file is mounted,
 * and where the folder may not be written. {@link #inPlace()} works there, but is not atomic.
 */
public final class WholeFile
{
    private static final String UNIX_TYPE = "unix:mode";
    private static final int TYPE_MASK = 0xf000;
    private static final int TYPE_PIPE = 0x1000;
    private static final int TYPE_CHARACTER_DEVICE = 0x2000;
    private static final int MOST_LINKS = 40;
    private static final String DESCRIPTOR_FOLDER = "/proc/\\d+(/task/\\d+)?/fd";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final boolean secret;
    private final boolean inPlace;

    /** Writes the bytes of a file, from the first to the last. */
    @FunctionalInterface
    public interface Content
    {
        /**
         * Writes all bytes.
         *
         * @param sink where they go.
         * @throws IOException if they cannot be written.
         */
        void writeTo(Sink sink) throws IOException;
    }

    private WholeFile(final Path file, final boolean secret, final boolean inPlace)
    {
        this.file = file;
        this.secret = secret;
        this.inPlace = inPlace;
    }

    /**
     * The file at a path.
     *
     * @param file the path; nothing happens to it yet.
     * @return how it will be written.
     */
    public static WholeFile at(final Path file)
    {
        return new WholeFile(file, false, false);
    }

    /**
     * For content that only the owner may read: a file that is not there yet gets mode 0600. Others get the mode that
     * the system gives to new files.
     *
     * @return how it will be written.
     */
    public WholeFile secret()
    {
        return new WholeFile(file, true, inPlace);
    }

    /**
     * Writes into the file that is there. This is not atomic: a failure or a crash leaves a part of the new bytes, and
     * the old ones are gone. It keeps hard links and the owner, and it needs no right to write the folder.
     *
     * @return how it will be written.
     */
    public WholeFile inPlace()
    {
        return new WholeFile(file, secret, true);
    }

    /**
     * Writes a text in UTF-8.
     *
     * @param text the text.
     * @throws IOException as {@link #write} does.
     */
    public void writeText(final CharSequence text) throws IOException
    {
        write(sink -> sink.write(StandardCharsets.UTF_8.encode(text.toString())));
    }

    /**
     * Writes the file.
     *
     * @param content writes its bytes.
     * @throws ClosedByInterruptException if the thread is interrupted, before or meanwhile.
     * @throws IOException                if it cannot be written. The message names the file. What was there is as it
     *                                    was, but for {@link #inPlace()}, pipes and devices.
     */
    public void write(final Content content) throws IOException
    {
        final Path target = target();
        if (isDescriptor(target))
        {
            writeThrough(target, content, StandardOpenOption.APPEND);
            return;
        }
        final PosixFileAttributes before = attributes(target);
        final boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (there && Files.isDirectory(target))
        {
            throw new IOException("cannot be written, it is a folder: path=" + target);
        }
        if (there && !Files.isRegularFile(target))
        {
            checkStream(target);
            writeThrough(target, content, StandardOpenOption.WRITE);
        }
        else if (inPlace)
        {
            writeInPlace(target, content);
        }
        else
        {
            replace(target, content, there, before);
        }
    }

    /** The path without links at its end. A link to a descriptor of this process is kept: it leads to no path. */
    private Path target() throws IOException
    {
        Path path = file.toAbsolutePath();
        if (path.getFileName() == null)
        {
            throw new IOException("cannot be written, it is a folder: path=" + file);
        }
        for (int links = 0; !isDescriptor(path) && Files.isSymbolicLink(path); links++)
        {
            if (links == MOST_LINKS)
            {
                throw new IOException("more than " + MOST_LINKS + " links behind each other: path=" + file);
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return path;
    }

    private static boolean isDescriptor(final Path path)
    {
        try
        {
            return path.getParent() != null && path.getParent().toRealPath().toString().matches(DESCRIPTOR_FOLDER);
        }
        catch (final IOException missing)
        {
            return false;
        }
    }

    /** Owner, group and mode of what is there; null if nothing is there or the system has no such things. */
    private static PosixFileAttributes attributes(final Path target) throws IOException
    {
        final PosixFileAttributeView view =
            Files.getFileAttributeView(target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || Files.notExists(target, LinkOption.NOFOLLOW_LINKS))
        {
            return null;
        }
        try
        {
            return view.readAttributes();
        }
        catch (final IOException e)
        {
            throw unwritable(target, e);
        }
    }

    private static void checkStream(final Path target) throws IOException
    {
        final int type = target.getFileSystem().supportedFileAttributeViews().contains("unix") ?
            (int)Files.getAttribute(target, UNIX_TYPE) & TYPE_MASK : 0;
        if (type != TYPE_PIPE && type != TYPE_CHARACTER_DEVICE)
        {
            throw new IOException("cannot be written, it is no file, pipe or character device: path=" + target);
        }
    }

    private static void writeThrough(final Path target, final Content content, final StandardOpenOption option)
        throws IOException
    {
        try (FileChannel channel = FileChannel.open(target, option))
        {
            content.writeTo(new Sink(channel, false));
        }
        catch (final ClosedByInterruptException interrupted)
        {
            throw interrupted;
        }
        catch (final IOException e)
        {
            throw unwritable(target, e);
        }
    }

    private void writeInPlace(final Path target, final Content content) throws IOException
    {
        try (FileChannel channel = FileChannel.open(target,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
            attributesOfNew(target, secret)))
        {
            content.writeTo(new Sink(channel, true));
            channel.force(true);
        }
        catch (final ClosedByInterruptException interrupted)
        {
            throw interrupted;
        }
        catch (final IOException e)
        {
            throw unwritable(target, e);
        }
    }

    private void replace(
        final Path target, final Content content, final boolean there, final PosixFileAttributes before)
        throws IOException
    {
        if (there && !Files.isWritable(target))
        {
            throw new IOException("cannot be written, its mode forbids it: path=" + target);
        }
        try (TemporaryFile temporary = TemporaryFile.beside(target, attributesOfNew(target, secret || there)))
        {
            content.writeTo(new Sink(temporary.channel(), true));
            if (before != null)
            {
                inherit(temporary.path(), before);
            }
            temporary.channel().force(true);
            temporary.channel().close();
            try
            {
                Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE);
            }
            catch (final FileSystemException e)
            {
                throw new IOException("cannot be replaced as a whole, only in place, which is not atomic: path=" +
                    target + ", " + reason(e), e);
            }
            temporary.keep();
        }
        catch (final ClosedByInterruptException interrupted)
        {
            throw interrupted;
        }
        catch (final IOException e)
        {
            throw unwritable(target, e);
        }
        forceDirectory(target.getParent());
    }

    private static FileAttribute<?>[] attributesOfNew(final Path target, final boolean ownerOnly)
    {
        return ownerOnly && target.getFileSystem().supportedFileAttributeViews().contains("posix") ?
            new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
    }

    /** Gives a file owner, group and mode of another one. Only the mode is sure to be allowed. */
    private static void inherit(final Path path, final PosixFileAttributes before) throws IOException
    {
        final PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try
        {
            view.setGroup(before.group());
            view.setOwner(before.owner());
        }
        catch (final IOException notAllowed)
        {
            // Then the new file is ours.
        }
        view.setPermissions(before.permissions());
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

    private static IOException unwritable(final Path target, final IOException e)
    {
        final String path = "path=" + target;
        return e.getMessage() != null && e.getMessage().contains(path) ? e :
            new IOException("cannot be written: " + path + ", " + reason(e), e);
    }

    /** What the system says, without the name of a temporary file. */
    private static String reason(final IOException e)
    {
        return switch (e)
        {
            case java.nio.file.NoSuchFileException missing -> "no such file or folder";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /** Takes the bytes of a file in order. */
    public static final class Sink
    {
        private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 16).asReadOnlyBuffer();

        private final FileChannel channel;
        private final boolean seekable;

        private Sink(final FileChannel channel, final boolean seekable)
        {
            this.channel = channel;
            this.seekable = seekable;
        }

        /**
         * Writes bytes.
         *
         * @param bytes from position to limit.
         * @throws IOException if they cannot be written.
         */
        public void write(final ByteBuffer bytes) throws IOException
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
        }

        /**
         * Writes zeros; a file gets a hole. Bytes must follow it.
         *
         * @param size number of bytes.
         * @throws IOException if they cannot be written.
         */
        public void writeZeros(final long size) throws IOException
        {
            if (seekable)
            {
                channel.position(channel.position() + size);
                return;
            }
            for (long left = size; left > 0; )
            {
                final int some = (int)Math.min(left, ZEROS.capacity());
                write(ZEROS.duplicate().limit(some));
                left -= some;
            }
        }
    }
}
