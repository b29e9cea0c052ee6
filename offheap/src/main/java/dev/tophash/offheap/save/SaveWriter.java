// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import dev.tophash.offheap.files.WholeFile;
import dev.tophash.offheap.memory.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the bytes of a save file in order, in blocks of 64 KiB, which is all the memory that it needs. */
public final class SaveWriter
{
    private final WholeFile.Sink sink;
    private final ByteBuffer block =
        ByteBuffer.allocate(SaveFormat.BLOCK_HEAD + SaveFormat.BLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private long blockNumber;

    /** Writes the head of a file. */
    public SaveWriter(final WholeFile.Sink sink, final String type, final long entryCount) throws IOException
    {
        this.sink = sink;
        sink.write(SaveFormat.head(type, entryCount));
        block.position(SaveFormat.BLOCK_HEAD);
    }

    /** Refuses a map type that no file can name. */
    public static void requireName(final String type)
    {
        SaveFormat.head(type, 0);
    }

    /** Writes one byte. */
    public void putByte(final int value) throws IOException
    {
        makeRoom(1);
        block.put((byte)value);
    }

    /** Writes four bytes. */
    public void putInt(final int value) throws IOException
    {
        makeRoom(Integer.BYTES);
        block.putInt(value);
    }

    /** Writes bytes of a map's memory. */
    public void put(final MemorySegment memory, final long offset, final long size) throws IOException
    {
        if (size == Long.BYTES && block.remaining() >= Long.BYTES)
        {
            block.putLong(Memory.getLong(memory, offset));
            return;
        }
        long done = 0;
        while (done < size)
        {
            makeRoom(1);
            final int some = (int)Math.min(size - done, block.remaining());
            Memory.getBytes(memory, offset + done, block.array(), block.position(), some);
            block.position(block.position() + some);
            done += some;
        }
    }

    /** Writes what is left, and the end. */
    public void end() throws IOException
    {
        writeBlock();
        write(0);
    }

    private void makeRoom(final int size) throws IOException
    {
        if (block.remaining() < size)
        {
            writeBlock();
        }
    }

    private void writeBlock() throws IOException
    {
        final int size = block.position() - SaveFormat.BLOCK_HEAD;
        if (size > 0)
        {
            write(size);
        }
    }

    private void write(final int size) throws IOException
    {
        block.putInt(0, size);
        block.putInt(Integer.BYTES, SaveFormat.checksum(blockNumber, block.array(), SaveFormat.BLOCK_HEAD, size));
        sink.write(block.flip());
        block.clear().position(SaveFormat.BLOCK_HEAD);
        blockNumber++;
    }
}
