// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.ImageFormatException;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group B5 of the catalogue, as far as it concerns files. */
class ImageFileTest
{
    private static final long BASE = 0x200000000000L;
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 11, 22, 33, 44);

    @TempDir
    Path folder;

    private Path file;
    private byte[] valid;

    @BeforeEach
    void write() throws IOException
    {
        file = folder.resolve("map.dump");
        ImageFile.write(file, image(KEYS));
        valid = Files.readAllBytes(file);
    }

    private static MapImage image(final HashKeys keys)
    {
        final MemorySegment memory = Arena.ofAuto().allocate(512, 16);
        Memory.putInt(memory, 64 + HmapDescriptor.HASH0_OFFSET, 0xcafebabe);
        Memory.putLong(memory, 64 + HmapDescriptor.BUCKETS_OFFSET, BASE + 128);
        return new MapImage(memory, BASE, 64, MapType.parse("map[int64]int64"), keys, GoVersion.GO_1_21);
    }

    private ImageFormatException refused(final byte[] bytes) throws IOException
    {
        Files.write(file, bytes);
        return refused();
    }

    private ImageFormatException refused()
    {
        return assertTimeoutPreemptively(Duration.ofSeconds(1),
            () -> assertThrows(ImageFormatException.class, () -> ImageFile.read(file)));
    }

    private byte[] with(final int offset, final long value, final int size)
    {
        final byte[] bytes = valid.clone();
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (size == 8)
        {
            buffer.putLong(offset, value);
        }
        else
        {
            buffer.putInt(offset, (int)value);
        }
        seal(bytes);
        return bytes;
    }

    /** Computes both checksums anew. */
    private static void seal(final byte[] bytes)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 4096, bytes.length - 4096);
        buffer.putInt(4088, (int)crc.getValue());
        crc.reset();
        crc.update(bytes, 0, 4092);
        buffer.putInt(4092, (int)crc.getValue());
    }

    private byte[] flipped(final int bit)
    {
        final byte[] bytes = valid.clone();
        bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        return bytes;
    }

    /** Writes only what differs, because there are tens of thousands of variants. */
    private static void patch(final FileChannel channel, final byte[] before, final byte[] after) throws IOException
    {
        for (int at = Arrays.mismatch(before, after); at >= 0 && at < after.length; )
        {
            final int size = Math.min(4, after.length - at);
            channel.write(ByteBuffer.wrap(after, at, size), at);
            final int next = Arrays.mismatch(before, at + size, before.length, after, at + size, after.length);
            at = next < 0 ? -1 : at + size + next;
        }
    }

    @Test
    void shouldReadWhatItWrote() throws IOException
    {
        final MapImage read = ImageFile.read(file);
        final MapImage written = image(KEYS);
        assertEquals(written.base(), read.base());
        assertEquals(written.headerOffset(), read.headerOffset());
        assertEquals(written.type(), read.type());
        assertEquals(written.keys(), read.keys());
        assertEquals(written.version(), read.version());
        assertEquals(-1, written.memory().mismatch(read.memory()));
        assertTrue(MapVerifier.verify(read).clean());
    }

    @Test
    void shouldKeepTheAbsenceOfHashKeys() throws IOException
    {
        ImageFile.write(file, image(null));
        final MapImage read = ImageFile.read(file);
        assertNull(read.keys());
        assertFalse(MapVerifier.verify(read).hashChecked());
    }

    @Test
    void shouldKeepLongRunsOfZeros() throws IOException
    {
        final MemorySegment memory = Arena.ofAuto().allocate(1_000_003, 16);
        memory.set(ValueLayout.JAVA_BYTE, 70_000, (byte)1);
        memory.set(ValueLayout.JAVA_BYTE, 700_000, (byte)2);
        final MapImage sparse = new MapImage(memory, BASE, 64, image(KEYS).type(), KEYS, GoVersion.GO_1_23);
        ImageFile.write(file, sparse);
        assertEquals(4096 + 1_000_003, Files.size(file));
        assertEquals(-1, memory.mismatch(ImageFile.read(file).memory()));
    }

    @Test
    void shouldReplaceAnExistingFileAndLeaveNothingElse() throws IOException
    {
        Files.write(file, new byte[]{1, 2, 3});
        ImageFile.write(file, image(KEYS));
        assertArrayEquals(valid, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(1, files.count());
        }
    }

    @Test
    void s07ShouldCreateTheFileForTheOwnerOnly() throws IOException
    {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldLeaveTheTargetAsItWasWhenAWriteFails() throws IOException
    {
        final Path directory = Files.createDirectory(folder.resolve("taken"));
        Files.write(directory.resolve("x"), new byte[1]);
        assertThrows(IOException.class, () -> ImageFile.write(directory, image(KEYS)));
        assertTrue(Files.isDirectory(directory));
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(2, files.count());
        }
    }

    @Test
    void i01ShouldRefuseEveryTruncation() throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            for (int length = valid.length - 1; length >= 0; length--)
            {
                channel.truncate(length);
                final ImageFormatException refused =
                    assertThrows(ImageFormatException.class, () -> ImageFile.read(file));
                assertEquals("truncated", refused.code());
                assertEquals(length, refused.offset());
            }
        }
    }

    @Test
    void i02ShouldRefuseEveryFlippedBit() throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            for (int bit = 0; bit < 8 * valid.length; bit++)
            {
                final byte[] bytes = flipped(bit);
                patch(channel, valid, bytes);
                assertThrows(ImageFormatException.class, () -> ImageFile.read(file));
                patch(channel, bytes, valid);
            }
        }
        assertNotNull(ImageFile.read(file));
    }

    @Test
    void i02ShouldRefuseOrJudgeEveryFlippedBitUnderARightChecksum() throws IOException
    {
        int loaded = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            for (int bit = 0; bit < 8 * valid.length; bit++)
            {
                final byte[] bytes = flipped(bit);
                seal(bytes);
                patch(channel, valid, bytes);
                loaded += loads(bit) ? 1 : 0;
                patch(channel, bytes, valid);
            }
        }
        assertTrue(loaded >= 8 * 512);
    }

    private boolean loads(final int bit) throws IOException
    {
        try
        {
            assertNotNull(MapVerifier.verify(ImageFile.read(file)));
            return true;
        }
        catch (final ImageFormatException refused)
        {
            assertTrue(bit < 8 * 4096, "a bit of the image was refused by the format: bit=" + bit);
            return false;
        }
    }

    @Test
    void i03ShouldNameWhatIsWrongInThePage() throws IOException
    {
        assertEquals("magic", refused(with(0, 0x0123456789abcdefL, 8)).code());
        assertEquals("version", refused(with(8, 2, 4)).code());
        assertEquals("byte-order", refused(with(12, 0x04030201, 4)).code());
        assertEquals("pointer-size", refused(with(16, 4, 4)).code());
        assertEquals("flags", refused(with(24, 3, 4)).code());
        assertEquals("reserved", refused(with(28, 1, 4)).code());
        assertEquals("reserved", refused(with(4080, 1, 4)).code());
        assertEquals("page-checksum", refused(flipped(8 * 4092)).code());
        assertEquals("checksum", refused(flipped(8 * 4200)).code());
    }

    @Test
    void i04ShouldRefuseImpossibleLengthsBeforeAllocating() throws IOException
    {
        assertEquals("length", refused(with(40, -1, 8)).code());
        assertEquals("length", refused(with(40, 47, 8)).code());
        assertEquals("truncated", refused(with(40, Long.MAX_VALUE, 8)).code());
        assertEquals("truncated", refused(with(40, 1L << 40, 8)).code());
        assertEquals("base", refused(with(32, Long.MAX_VALUE - 511, 8)).code());
        assertEquals("base", refused(with(32, 0, 8)).code());
        assertEquals("header", refused(with(48, BASE + 512 - 47, 8)).code());
        assertEquals("header", refused(with(48, BASE - 8, 8)).code());
        assertEquals("header", refused(with(48, BASE + 65, 8)).code());
    }

    @Test
    void i17ShouldRefuseWhatIsNoMapType() throws IOException
    {
        assertEquals("type", refused(with(56, 0, 4)).code());
        assertEquals("type", refused(with(56, 3993, 4)).code());
        final byte[] bytes = valid.clone();
        bytes[96] = 'n';
        seal(bytes);
        assertEquals("type", refused(bytes).code());
        bytes[96] = (byte)0xff;
        seal(bytes);
        assertEquals("type", refused(bytes).code());
    }

    @Test
    void i18ShouldSayThatSwissMapsAreAnotherThing() throws IOException
    {
        final ImageFormatException refused = refused(with(20, 24, 4));
        assertEquals("go-version", refused.code());
        assertTrue(refused.getMessage().contains("Swiss"), refused::getMessage);
        assertEquals("go-version", refused(with(20, 18, 4)).code());
        assertTrue(refused(oracle(1, 24)).getMessage().contains("Swiss"));
    }

    @Test
    void i21ShouldRefuseASparseTerabyte() throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(new byte[1]), (1L << 40) - 1);
        }
        assertEquals("trailing", refused().code());
    }

    @Test
    void i22ShouldRefuseWhatIsNoRegularFile() throws IOException, InterruptedException
    {
        file = Path.of("/dev/zero");
        assumeTrue(Files.exists(file));
        assertEquals("not-a-file", refused().code());
        file = folder;
        assertEquals("not-a-file", refused().code());
        file = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        assertEquals("not-a-file", refused().code());
        assertThrows(NoSuchFileException.class, () -> ImageFile.read(folder.resolve("missing")));
        file = folder.resolve("fifo");
        final Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
        assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
        assertEquals("not-a-file", refused().code());
    }

    @Test
    void i23ShouldReadOneConsistentCopyOrNone() throws IOException, InterruptedException
    {
        final byte[] other = valid.clone();
        Arrays.fill(other, 4096 + 200, 4096 + 400, (byte)7);
        seal(other);
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread writer = Thread.ofPlatform().start(() -> rewrite(other, stop));
        try
        {
            for (int i = 0; i < 2000; i++)
            {
                try
                {
                    final byte[] read = ImageFile.read(file).memory().toArray(ValueLayout.JAVA_BYTE);
                    assertTrue(Arrays.equals(read, Arrays.copyOfRange(valid, 4096, valid.length)) ||
                        Arrays.equals(read, Arrays.copyOfRange(other, 4096, valid.length)));
                }
                catch (final ImageFormatException mixed)
                {
                    assertTrue(mixed.code().endsWith("checksum"), mixed::getMessage);
                }
            }
        }
        finally
        {
            stop.set(true);
            writer.join();
        }
    }

    private void rewrite(final byte[] other, final AtomicBoolean stop)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            for (int i = 0; !stop.get(); i++)
            {
                channel.write(ByteBuffer.wrap(i % 2 == 0 ? other : valid), 0);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void i25ShouldRefuseTrailingBytes() throws IOException
    {
        final ImageFormatException refused = refused(Arrays.copyOf(valid, valid.length + 1));
        assertEquals("trailing", refused.code());
        assertEquals(valid.length, refused.offset());
    }

    private static String checksum(final String name)
    {
        final CRC32C crc = new CRC32C();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int)crc.getValue());
    }

    @Test
    void i26ShouldRemoveWhatADeadSaveLeftBehind() throws IOException
    {
        final Path leftOver = folder.resolve(".tophash-" + checksum("map.dump") + "-0123456789abcdef.tmp");
        final Path foreign = folder.resolve(".tophash-" + checksum("other.dump") + "-0123456789abcdef.tmp");
        Files.write(leftOver, new byte[5]);
        Files.write(foreign, new byte[5]);
        ImageFile.write(file, image(KEYS));
        assertFalse(Files.exists(leftOver));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void x14ShouldRefuseAnImageAboveTheLimitWithoutAllocating()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final OffHeapMemoryException refused =
                assertThrows(OffHeapMemoryException.class, () -> ImageFile.read(file, arena, 511));
            assertEquals(512, refused.needBytes());
            assertEquals(511, refused.limitBytes());
        }
    }

    private static byte[] oracle(final long type, final long minor)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(0x2000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, "GOHMAP01".getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(8, BASE);
        bytes.putLong(16, bytes.capacity());
        bytes.putLong(24, 1);
        bytes.putLong(32, 2);
        bytes.putLong(40, 3);
        bytes.putLong(48, 4);
        bytes.putLong(56, BASE + 0x100);
        bytes.putLong(64, type);
        bytes.putLong(72, minor);
        return bytes.array();
    }

    @Test
    void shouldReadImagesOfTheOracle() throws IOException
    {
        Files.write(file, oracle(1, 19));
        final MapImage longs = ImageFile.read(file);
        assertEquals(MapType.parse("map[uint64]uint64"), longs.type());
        assertEquals(GoVersion.GO_1_19, longs.version());
        assertEquals(HashKeys.of(GoVersion.GO_1_19, 1), longs.keys());
        assertEquals(0x100, longs.headerOffset());
        assertTrue(MapVerifier.verify(longs).clean());
        Files.write(file, oracle(2, 23));
        final MapImage strings = ImageFile.read(file);
        assertEquals(MapType.parse("map[string]uint64"), strings.type());
        assertEquals(HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4), strings.keys());
        assertEquals("type", refused(oracle(3, 23)).code());
        assertEquals("truncated", refused(Arrays.copyOf(oracle(1, 23), 87)).code());
        assertEquals("truncated", refused(Arrays.copyOf(oracle(1, 23), 0x1fff)).code());
        assertEquals("go-version", refused(oracle(1, 1L << 32)).code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 225, 226, 255})
    void f20ShouldTakeEveryNameThatTheFolderTakes(final int length) throws IOException
    {
        final Path named = folder.resolve("n".repeat(length));
        ImageFile.write(named, image(KEYS));
        ImageFile.write(named, image(KEYS));
        assertArrayEquals(valid, Files.readAllBytes(named));
    }

    @Test
    void f20ShouldWriteADumpIntoAPipe() throws IOException, InterruptedException, ExecutionException
    {
        final Path pipe = folder.resolve("pipe");
        final Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
        final FutureTask<byte[]> reader = new FutureTask<>(() -> Files.readAllBytes(pipe));
        Thread.ofPlatform().daemon().start(reader);
        ImageFile.write(pipe, image(KEYS));
        assertArrayEquals(valid, reader.get());
    }

    @Test
    void f20ShouldSayThatAnInterruptedThreadCannotSave() throws IOException
    {
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, () -> ImageFile.write(file, image(null)));
        assertTrue(Thread.interrupted());
        assertArrayEquals(valid, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(1, files.count());
        }
    }

    @Test
    void f33ShouldSayThatTheMapIsClosed() throws IOException
    {
        final MapImage image;
        try (Arena arena = Arena.ofShared())
        {
            image = ImageFile.read(file, arena, 1 << 20);
        }
        assertThrows(MapClosedException.class, () -> MapVerifier.verify(image));
        assertThrows(MapClosedException.class, () -> ImageFile.write(file, image));
        assertThrows(MapClosedException.class, () -> MapDump.all(image, true));
        assertThrows(MapClosedException.class, () -> MapDiff.compare(image, image, 1));
        assertThrows(MapClosedException.class, image::count);
        assertThrows(MapClosedException.class, image::b);
        assertThrows(MapClosedException.class, image::hash0);
        assertThrows(MapClosedException.class, image::noverflow);
        assertArrayEquals(valid, Files.readAllBytes(file));
    }

    /** The caller's limit allows the image, the JVM's own does not. */
    @Test
    void f35ShouldNameTheLimitThatWasMet()
    {
        final Arena full = new Arena()
        {
            @Override
            public MemorySegment allocate(final long size, final long alignment)
            {
                throw new OutOfMemoryError("Cannot reserve 512 bytes of direct memory (allocated: 7, limit: 100)");
            }

            @Override
            public MemorySegment.Scope scope()
            {
                return MemorySegment.NULL.scope();
            }

            @Override
            public void close()
            {
                // nothing is open
            }
        };
        final OffHeapMemoryException refused =
            assertThrows(OffHeapMemoryException.class, () -> ImageFile.read(file, full, 1 << 20));
        assertEquals(512, refused.needBytes());
        assertEquals(100, refused.limitBytes());
    }
}
