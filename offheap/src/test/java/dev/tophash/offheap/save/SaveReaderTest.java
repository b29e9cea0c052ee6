// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.ImageFormatException;
import dev.tophash.offheap.files.WholeFile;
import dev.tophash.offheap.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reader and writer against each other, and the reader against files that nobody should write. */
class SaveReaderTest
{
    private static final String TYPE = "map[int32]int32";
    private static final int LARGE = 3 * SaveFormat.BLOCK_SIZE + 17;

    @TempDir
    Path folder;

    private Path write(final WholeFile.Content content) throws IOException
    {
        final Path file = folder.resolve("save");
        WholeFile.at(file).write(content);
        return file;
    }

    private Path small() throws IOException
    {
        return write(sink ->
        {
            final SaveWriter out = new SaveWriter(sink, TYPE, 2);
            for (int i = 0; i < 4; i++)
            {
                out.putInt(i);
            }
            out.end();
        });
    }

    /** Reads all of a file of {@link #small}. */
    private static void readSmall(final Path file) throws IOException
    {
        try (SaveReader in = SaveReader.open(file))
        {
            in.require(TYPE, 8);
            for (int i = 0; i < 2 * in.entryCount(); i++)
            {
                assertEquals(i, in.getInt());
            }
            in.requireEnd();
        }
    }

    private static String refused(final Path file)
    {
        return assertThrows(ImageFormatException.class, () -> readSmall(file)).code();
    }

    @Test
    void shouldReadWhatWasWrittenAcrossBlocks() throws IOException
    {
        final Random random = new Random(1);
        final byte[] bytes = new byte[LARGE];
        random.nextBytes(bytes);
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(LARGE, 8);
            Memory.putBytes(bytes, 0, memory, 0, LARGE);
            final Path file = write(sink ->
            {
                final SaveWriter out = new SaveWriter(sink, TYPE, 0);
                for (int at = 0, size = 0; at < LARGE; at += size, size++)
                {
                    size = Math.min(size % 1000, LARGE - at);
                    out.put(memory, at, size);
                }
                out.putByte(200);
                out.put(memory, 0, LARGE);
                out.end();
            });
            final MemorySegment read = arena.allocate(2L * LARGE, 8);
            try (SaveReader in = SaveReader.open(file))
            {
                for (int at = 0, size = 0; at < LARGE; at += size, size += 8)
                {
                    size = Math.min(size % 3000, LARGE - at);
                    in.get(read, at, size);
                }
                assertEquals(200, in.getByte());
                in.get(read, LARGE, LARGE);
                in.requireEnd();
            }
            final byte[] back = new byte[2 * LARGE];
            Memory.getBytes(read, 0, back, 0, back.length);
            assertTrue(Arrays.equals(bytes, Arrays.copyOf(back, LARGE)));
            assertTrue(Arrays.equals(bytes, Arrays.copyOfRange(back, LARGE, 2 * LARGE)));
        }
    }

    @Test
    void shouldReadNumbersThatBlocksCut() throws IOException
    {
        final Path file = write(sink ->
        {
            final SaveWriter out = new SaveWriter(sink, TYPE, 0);
            out.putByte(1);
            for (int i = 0; i < SaveFormat.BLOCK_SIZE; i++)
            {
                out.putInt(0x80706050 + i);
            }
            out.end();
        });
        try (SaveReader in = SaveReader.open(file))
        {
            assertEquals(1, in.getByte());
            for (int i = 0; i < SaveFormat.BLOCK_SIZE; i++)
            {
                assertEquals(0x80706050 + i, in.getInt());
            }
            in.requireEnd();
        }
    }

    @Test
    void shouldRefuseWhatIsNoFileOfItsKind() throws IOException
    {
        assertThrows(NoSuchFileException.class, () -> SaveReader.open(folder.resolve("missing")));
        assertEquals("not-a-file", refused(folder));
        assertEquals("magic", refused(Files.write(folder.resolve("save"), new byte[100])));
    }

    @Test
    void shouldRefuseANewerVersionInWords() throws IOException
    {
        final Path file = small();
        final byte[] bytes = Files.readAllBytes(file);
        final ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(SaveFormat.VERSION_OFFSET, 2);
        Files.write(file, bytes);
        final ImageFormatException e = assertThrows(ImageFormatException.class, () -> readSmall(file));
        assertEquals("image version: offset=8, written by a newer release than this one: version=2, newest known=1",
            e.getMessage());
        head.putInt(SaveFormat.VERSION_OFFSET, 0);
        Files.write(file, bytes);
        assertEquals("version", refused(file));
        head.putInt(SaveFormat.VERSION_OFFSET, 1).putInt(SaveFormat.FLAGS_OFFSET, 4);
        Files.write(file, bytes);
        assertEquals("flags", refused(file));
    }

    @Test
    void shouldRefuseBlocksThatChangedPlaces() throws IOException
    {
        final int size = SaveFormat.BLOCK_SIZE;
        final Path file = write(sink ->
        {
            final SaveWriter out = new SaveWriter(sink, TYPE, 0);
            for (int i = 0; i < size / 2; i++)
            {
                out.putInt(i);
            }
            out.end();
        });
        final byte[] bytes = Files.readAllBytes(file);
        final int first = bytes.length - 2 * (SaveFormat.BLOCK_HEAD + size) - SaveFormat.BLOCK_HEAD;
        final int length = SaveFormat.BLOCK_HEAD + size;
        final byte[] swapped = bytes.clone();
        System.arraycopy(bytes, first, swapped, first + length, length);
        System.arraycopy(bytes, first + length, swapped, first, length);
        Files.write(file, swapped);
        try (SaveReader in = SaveReader.open(file))
        {
            assertEquals("checksum", assertThrows(ImageFormatException.class, in::getInt).code());
        }
    }

    @Test
    void shouldRefuseEveryTruncationAndWhatFollowsTheEnd() throws IOException
    {
        final Path file = small();
        final byte[] bytes = Files.readAllBytes(file);
        readSmall(file);
        for (int length = 0; length < bytes.length; length++)
        {
            Files.write(file, Arrays.copyOf(bytes, length));
            final String code = refused(file);
            assertTrue(code.equals("truncated") || code.equals("entries"), length + ": " + code);
        }
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        assertEquals("trailing", refused(file));
    }

    @Test
    void shouldRefuseEveryFlippedBit() throws IOException
    {
        final Path file = small();
        final byte[] bytes = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * bytes.length; bit++)
        {
            final byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Files.write(file, flipped);
            refused(file);
        }
    }

    @Test
    void shouldRefuseBlocksOfImpossibleLength() throws IOException
    {
        final Path file = small();
        final byte[] bytes = Files.readAllBytes(file);
        final int block = SaveFormat.TYPE_OFFSET + TYPE.length() + Integer.BYTES;
        for (final int length : new int[]{-1, Integer.MIN_VALUE, SaveFormat.BLOCK_SIZE + 1, Integer.MAX_VALUE})
        {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(block, length);
            Files.write(file, bytes);
            assertEquals("block", refused(file), "length: " + length);
        }
    }
}
