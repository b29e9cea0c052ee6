// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import static dev.tophash.offheap.save.SaveFormat.bad;

import dev.tophash.ImageFormatException;
import dev.tophash.offheap.memory.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads a save file in order, one block of 64 KiB at a time, which is all the memory that it needs. Each block is
 * compared with its checksum before a byte of it is given to anybody.
 */
public final class SaveReader implements AutoCloseable
{
    private static final long DUMP_MAGIC = ByteBuffer.wrap("TOPHDUMP".getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN).getLong();

    private final FileChannel channel;
    private final long fileSize;
    private final ByteBuffer block = ByteBuffer.allocate(SaveFormat.BLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer head = ByteBuffer.allocate(SaveFormat.BLOCK_HEAD).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] type = {};
    private long entryCount;
    private long position;
    private long blockNumber;

    private SaveReader(final FileChannel channel) throws IOException
    {
        this.channel = channel;
        fileSize = channel.size();
        block.limit(0);
    }

    /** Opens a file and judges its head. */
    public static SaveReader open(final Path file) throws IOException
    {
        if (Files.exists(file) && !Files.isRegularFile(file))
        {
            throw bad("not-a-file", 0, "not a regular file: path=" + file);
        }
        final SaveReader reader = new SaveReader(FileChannel.open(file, StandardOpenOption.READ));
        try
        {
            reader.readHead();
            return reader;
        }
        catch (final IOException | RuntimeException e)
        {
            reader.close();
            throw e;
        }
    }

    private void readHead() throws IOException
    {
        if (fileSize < SaveFormat.TYPE_OFFSET)
        {
            throw bad("truncated", fileSize, "shorter than the head of a save file: size=" + fileSize);
        }
        final int most = SaveFormat.TYPE_OFFSET + SaveFormat.MAX_TYPE_SIZE + Integer.BYTES;
        final ByteBuffer bytes =
            ByteBuffer.allocate((int)Math.min(fileSize, most)).order(ByteOrder.LITTLE_ENDIAN);
        fill(bytes, 0);
        requireKind(bytes);
        final int size = bytes.getInt(SaveFormat.TYPE_LENGTH_OFFSET);
        if (size < 0 || size > SaveFormat.MAX_TYPE_SIZE)
        {
            throw bad("type", SaveFormat.TYPE_LENGTH_OFFSET, "length of the type's text: length=" + size);
        }
        final int end = SaveFormat.TYPE_OFFSET + size;
        if (bytes.limit() < end + Integer.BYTES)
        {
            throw bad("truncated", fileSize, "the head ends behind the file: size=" + fileSize);
        }
        requireChecksum(0, bytes.getInt(end), SaveFormat.checksum(bytes.array(), end));
        type = Arrays.copyOfRange(bytes.array(), SaveFormat.TYPE_OFFSET, end);
        entryCount = bytes.getLong(SaveFormat.ENTRIES_OFFSET);
        position = (long)end + Integer.BYTES;
    }

    private static void requireKind(final ByteBuffer bytes)
    {
        final long magic = bytes.getLong(0);
        if (magic == DUMP_MAGIC)
        {
            throw bad("magic", 0, "a dump, not a save: read it by ImageFile.read and attach the image");
        }
        if (magic != SaveFormat.MAGIC)
        {
            throw bad("magic", 0, "not a save of a map: magic=0x" + Long.toHexString(magic));
        }
        final int version = bytes.getInt(SaveFormat.VERSION_OFFSET);
        if (version > SaveFormat.VERSION)
        {
            throw bad("version", SaveFormat.VERSION_OFFSET, "written by a newer release than this one: version=" +
                version + ", newest known=" + SaveFormat.VERSION);
        }
        if (version != SaveFormat.VERSION)
        {
            throw bad("version", SaveFormat.VERSION_OFFSET, "no such version: version=" + version);
        }
        final int flags = bytes.getInt(SaveFormat.FLAGS_OFFSET);
        if (flags != 0)
        {
            throw bad("flags", SaveFormat.FLAGS_OFFSET, "unknown bits: flags=" + flags);
        }
    }

    private void requireChecksum(final long offset, final int expected, final int actual)
    {
        if (expected != actual)
        {
            throw bad("checksum", offset,
                "expected=" + SaveFormat.hex(expected) + ", actual=" + SaveFormat.hex(actual));
        }
    }

    /**
     * Refuses a file of another map, and a number of entries that cannot be in it.
     *
     * @param wanted       the map's type.
     * @param minEntrySize least bytes of an entry.
     */
    public void require(final String wanted, final long minEntrySize)
    {
        if (!Arrays.equals(type, wanted.getBytes(StandardCharsets.UTF_8)))
        {
            throw bad("type", SaveFormat.TYPE_OFFSET,
                "a save of another map: type=" + SaveFormat.shown(type) + ", expected=" + wanted);
        }
        final long most = minEntrySize == 0 ? 1 : (fileSize - position) / minEntrySize;
        if (entryCount < 0 || entryCount > most)
        {
            throw bad("entries", SaveFormat.ENTRIES_OFFSET,
                "more than the file can hold: entries=" + entryCount + ", maximum=" + most);
        }
    }

    /** Number of entries that the head promises. */
    public long entryCount()
    {
        return entryCount;
    }

    /** Reads one byte. */
    public int getByte() throws IOException
    {
        needBlock();
        return block.get() & 0xff;
    }

    /** Reads four bytes. */
    public int getInt() throws IOException
    {
        return block.remaining() >= Integer.BYTES ? block.getInt() :
            getByte() | getByte() << 8 | getByte() << 16 | getByte() << 24;
    }

    /** Reads the length of a string, which the file must be able to hold. */
    public int getLength() throws IOException
    {
        final int length = getInt();
        if (length < 0 || length > block.remaining() + fileSize - position)
        {
            throw bad("length", position, "longer than the rest of the file: length=" + length);
        }
        return length;
    }

    /** Reads bytes into a map's memory. */
    public void get(final MemorySegment memory, final long offset, final long size) throws IOException
    {
        if (size == Long.BYTES && block.remaining() >= Long.BYTES)
        {
            Memory.putLong(memory, offset, block.getLong());
            return;
        }
        long done = 0;
        while (done < size)
        {
            needBlock();
            final int some = (int)Math.min(size - done, block.remaining());
            Memory.putBytes(block.array(), block.position(), memory, offset + done, some);
            block.position(block.position() + some);
            done += some;
        }
    }

    /** An exception that says where the reader stands. */
    public ImageFormatException refuse(final String code, final String detail)
    {
        return bad(code, position - block.remaining(), detail);
    }

    /** Refuses a file in which anything follows the last entry. */
    public void requireEnd() throws IOException
    {
        if (block.hasRemaining() || readBlock())
        {
            throw refuse("trailing", "bytes behind the last entry: entries=" + entryCount);
        }
        if (position != fileSize)
        {
            throw refuse("trailing", "bytes behind the end: size=" + fileSize);
        }
    }

    private void needBlock() throws IOException
    {
        if (!block.hasRemaining() && !readBlock())
        {
            throw refuse("entries", "fewer entries than the head says: entries=" + entryCount);
        }
    }

    /** Reads the next block; false if it is the end. */
    private boolean readBlock() throws IOException
    {
        fill(head.clear(), position);
        final int size = head.getInt(0);
        if (size < 0 || size > SaveFormat.BLOCK_SIZE)
        {
            throw bad("block", position, "length of a block: length=" + size);
        }
        fill(block.clear().limit(size), position + SaveFormat.BLOCK_HEAD);
        requireChecksum(
            position, head.getInt(Integer.BYTES), SaveFormat.checksum(blockNumber, block.array(), 0, size));
        position += SaveFormat.BLOCK_HEAD + size;
        blockNumber++;
        return size > 0;
    }

    private void fill(final ByteBuffer buffer, final long from) throws IOException
    {
        while (buffer.hasRemaining())
        {
            final int count = channel.read(buffer, from + buffer.position());
            if (count < 0)
            {
                block.limit(0);
                throw bad("truncated", from + buffer.position(), "bytes are missing: size=" + fileSize);
            }
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
