// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class WholeFileTest
{
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void old() throws IOException
    {
        file = Files.writeString(folder.resolve("file"), "old");
    }

    private List<String> names() throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void fails(final WholeFile file, final String... parts)
    {
        final IOException e = assertThrows(IOException.class, () -> file.writeText("new"));
        for (final String part : parts)
        {
            assertTrue(e.getMessage().contains(part), e::getMessage);
        }
    }

    private static String mode(final Path path) throws IOException
    {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void shouldReplaceAFileAndKeepItsMode() throws IOException
    {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r---w-"));
        WholeFile.at(file).secret().writeText("n\u00e9w");
        assertEquals("n\u00e9w", Files.readString(file));
        assertEquals("rw-r---w-", mode(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void shouldGiveANewFileTheModeOfTheSystemUnlessItIsSecret() throws IOException
    {
        final Path usual = Files.createFile(folder.resolve("usual"));
        WholeFile.at(folder.resolve("plain")).writeText("a");
        WholeFile.at(folder.resolve("secret")).secret().writeText("b");
        WholeFile.at(folder.resolve("secret2")).secret().inPlace().writeText("c");
        assertEquals(mode(usual), mode(folder.resolve("plain")));
        assertEquals("rw-------", mode(folder.resolve("secret")));
        assertEquals("rw-------", mode(folder.resolve("secret2")));
    }

    @Test
    void shouldLeaveTheOldFileWhenTheContentFails() throws IOException
    {
        assertThrows(IllegalStateException.class, () -> WholeFile.at(file).write(sink ->
        {
            sink.write(ByteBuffer.wrap(new byte[100]));
            throw new IllegalStateException("no more");
        }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void f20ShouldFollowLinks() throws IOException
    {
        final Path sub = Files.createDirectory(folder.resolve("sub"));
        final Path link = Files.createSymbolicLink(sub.resolve("link"), Path.of("../second"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("file"));
        WholeFile.at(link).writeText("new");
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.isSymbolicLink(folder.resolve("second")));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals("new", Files.readString(file));

        final Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("made"));
        WholeFile.at(dangling).writeText("there");
        assertEquals("there", Files.readString(folder.resolve("made")));

        final Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        fails(WholeFile.at(circle), "links", circle.toString());
    }

    @Test
    void f20ShouldWriteIntoPipesAndDevices() throws IOException, InterruptedException, ExecutionException
    {
        final Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS));
        final FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
        Thread.ofPlatform().daemon().start(reader);
        WholeFile.at(pipe).write(sink ->
        {
            sink.writeZeros(100_000);
            sink.write(ByteBuffer.wrap(new byte[]{'x'}));
        });
        assertEquals("\0".repeat(100_000) + "x", reader.get());
        assertFalse(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS));

        final Path toNull = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
        WholeFile.at(toNull).writeText("gone");
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
        assumeTrue(Files.exists(Path.of("/dev/full")));
        fails(WholeFile.at(Path.of("/dev/full")), "path=/dev/full", "No space left on device");
        assertFalse(Files.isRegularFile(Path.of("/dev/full")));
    }

    @Test
    void f20ShouldWriteIntoADescriptorOfThisProcess() throws IOException
    {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE);
            Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd")))
        {
            channel.position(3);
            final Path ours = descriptors.filter(this::isFile).findFirst().orElseThrow();
            WholeFile.at(ours).writeText("new");
        }
        assertEquals("oldnew", Files.readString(file));
    }

    private boolean isFile(final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
        }
        catch (final IOException closedMeanwhile)
        {
            return false;
        }
    }

    @Test
    void f20ShouldRefuseWhatCannotBeAFile()
    {
        fails(WholeFile.at(folder), "it is a folder", folder.toString());
        fails(WholeFile.at(Path.of("/")), "it is a folder");
        fails(WholeFile.at(folder.resolve("missing/file")), "no such file or folder", "missing/file");
        fails(WholeFile.at(folder.resolve("n".repeat(256))), "File name too long");
        fails(WholeFile.at(file.resolve("below")), "Not a directory");
    }

    /** A simulation: none of the file systems that a test can make lacks locks. */
    @Test
    void f20ShouldSaveWhereTheFileSystemHasNoLocks()
    {
        assertFalse(TemporaryFile.lock(new LocklessChannel()));
    }

    @Test
    void shouldRemoveWhatWasLeftOverForTheSameTargetOnly() throws IOException
    {
        final Path left = folder.resolve(TemporaryFile.prefix(file) + "0123456789abcdef.tmp");
        final Path other = folder.resolve(TemporaryFile.prefix(folder.resolve("other")) + "0123456789abcdef.tmp");
        Files.createFile(left);
        Files.createFile(other);
        WholeFile.at(file).writeText("new");
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(other));
    }

    @Test
    void shouldKeepHardLinksOnlyInPlace() throws IOException
    {
        final Path second = Files.createLink(folder.resolve("second"), file);
        WholeFile.at(file).inPlace().writeText("longer");
        assertEquals("longer", Files.readString(second));
        WholeFile.at(file).inPlace().writeText("x");
        assertEquals("x", Files.readString(second));
        WholeFile.at(file).writeText("new");
        assertEquals("x", Files.readString(second));
    }

    /** A channel of a file system without locks. */
    private static final class LocklessChannel extends FileChannel
    {
        @Override
        public FileLock tryLock(final long position, final long size, final boolean shared) throws IOException
        {
            throw new IOException("No locks available");
        }

        @Override
        public FileLock lock(final long position, final long size, final boolean shared)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(final ByteBuffer bytes)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(final ByteBuffer[] bytes, final int offset, final int length)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(final ByteBuffer bytes)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(final ByteBuffer[] bytes, final int offset, final int length)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(final long position)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(final long size)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force(final boolean metaData)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(final long position, final long count, final WritableByteChannel target)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(final ReadableByteChannel source, final long position, final long count)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(final ByteBuffer bytes, final long position)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(final ByteBuffer bytes, final long position)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.nio.MappedByteBuffer map(final MapMode mode, final long position, final long size)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel()
        {
            // nothing is open
        }
    }
}
