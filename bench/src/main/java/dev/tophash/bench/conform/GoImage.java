// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Map images as the Go programs read and write them (package {@code image} there): a page that says what it is, and
 * memory that must be mapped where its addresses say. Our own dump files are another thing: nobody has to map those.
 *
 * <pre>
 *   0        8      16     24              56     64     72     80     88      96                        4096
 *   | magic  | base | size | process key 4 | hmap | kind | hash | keys | minor | script type, zero padded | memory ...
 * </pre>
 *
 * <p>base + 4096 is the address of the first byte of the memory.
 */
public final class GoImage
{
    /** Size of the first page. */
    public static final int PAGE_SIZE = 4096;

    private static final long MAGIC = 0x3130_5041_4d48_4f47L; // "GOHMAP01"
    private static final int BASE_OFFSET = 8;
    private static final int SIZE_OFFSET = 16;
    private static final int KEY_OFFSET = 24;
    private static final int HMAP_OFFSET = 56;
    private static final int HASH_OFFSET = 72;
    private static final int COUNT_OFFSET = 80;
    private static final int MINOR_OFFSET = 88;
    private static final int TYPE_OFFSET = 96;
    private static final int TYPE_SIZE = 32;
    private static final String PREFIX = "1.";
    private static final int OLD_HASH = 19;
    private static final int NEW_HASH = 23;

    private GoImage()
    {
    }

    /**
     * Writes the memory of a map for Go.
     *
     * @param file       the file, replaced if it is there.
     * @param image      the memory; its base must be a multiple of the page size that a Go process has free.
     * @param type       its script type.
     * @param processKey four words of the process hash key from which the map's hash words were made.
     * @param keyCount   number of keys, for mapload.
     * @throws IOException if the file cannot be written.
     */
    public static void write(
        final Path file, final MapImage image, final ScriptType type, final long[] processKey, final int keyCount)
        throws IOException
    {
        final ByteBuffer page = ByteBuffer.allocate(PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        final long size = (image.size() + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
        page.putLong(0, MAGIC);
        page.putLong(BASE_OFFSET, image.base() - PAGE_SIZE);
        page.putLong(SIZE_OFFSET, PAGE_SIZE + size);
        for (int i = 0; i < processKey.length; i++)
        {
            page.putLong(KEY_OFFSET + i * Long.BYTES, processKey[i]);
        }
        page.putLong(HMAP_OFFSET, image.addressOf(image.headerOffset()));
        page.putLong(HASH_OFFSET, image.version().fourKeyWords() ? NEW_HASH : OLD_HASH);
        page.putLong(COUNT_OFFSET, keyCount);
        page.putLong(MINOR_OFFSET, Long.parseLong(image.version().label().substring(PREFIX.length())));
        page.put(TYPE_OFFSET, type.name().getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel = FileChannel.open(file,
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            writeAll(channel, page, 0);
            final MemorySegment memory = image.memory();
            for (long at = 0; at < image.size(); at += PAGE_SIZE)
            {
                final MemorySegment part = memory.asSlice(at, Math.min(PAGE_SIZE, image.size() - at));
                if (!isZero(part)) // room that was only reserved stays a hole
                {
                    writeAll(channel, part.asByteBuffer(), PAGE_SIZE + at);
                }
            }
            writeAll(channel, ByteBuffer.allocate(1), PAGE_SIZE + size - 1);
        }
    }

    private static boolean isZero(final MemorySegment part)
    {
        for (long i = 0; i < part.byteSize(); i++)
        {
            if (part.get(ValueLayout.JAVA_BYTE, i) != 0)
            {
                return false;
            }
        }
        return true;
    }

    private static void writeAll(final FileChannel channel, final ByteBuffer bytes, final long position)
        throws IOException
    {
        long at = position;
        while (bytes.hasRemaining())
        {
            at += channel.write(bytes, at);
        }
    }

    /**
     * Reads what Go, or {@link #write}, left.
     *
     * @param file  the file.
     * @param arena where its memory is put.
     * @return the image; its first page is part of the memory.
     * @throws IOException if the file cannot be read or is no such image.
     */
    public static MapImage read(final Path file, final Arena arena) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final MemorySegment memory = arena.allocate(channel.size(), Long.BYTES);
            final ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            int count = 0;
            while (bytes.hasRemaining() && count >= 0)
            {
                count = channel.read(bytes);
            }
            if (bytes.hasRemaining() || bytes.capacity() < PAGE_SIZE || bytes.getLong(0) != MAGIC)
            {
                throw new IOException("not a map image for Go: file=" + file);
            }
            final byte[] name = new byte[TYPE_SIZE];
            bytes.get(TYPE_OFFSET, name);
            final long base = bytes.getLong(BASE_OFFSET);
            final GoVersion version = GoVersion.parse(PREFIX + bytes.getLong(MINOR_OFFSET));
            final GoVersion hash = bytes.getLong(HASH_OFFSET) == NEW_HASH ? GoVersion.GO_1_23 : GoVersion.GO_1_19;
            return new MapImage(memory, base, bytes.getLong(HMAP_OFFSET) - base,
                ScriptType.of(new String(name, StandardCharsets.US_ASCII).replace("\0", "")).mapType(),
                HashKeys.of(hash, bytes.getLong(KEY_OFFSET), bytes.getLong(KEY_OFFSET + 8),
                    bytes.getLong(KEY_OFFSET + 16), bytes.getLong(KEY_OFFSET + 24)), version);
        }
    }
}
