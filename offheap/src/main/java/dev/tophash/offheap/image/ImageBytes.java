// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/** Loads from the memory of an image. The map may be closed meanwhile; then the product's own exception is thrown. */
final class ImageBytes
{
    private ImageBytes()
    {
    }

    private static RuntimeException failure(final MemorySegment memory, final long offset, final Throwable e)
    {
        return e instanceof IndexOutOfBoundsException ? new IndexOutOfBoundsException(
            "outside the image: offset=" + offset + ", imageSize=" + memory.byteSize()) : Memory.failure(memory, e);
    }

    static int unsignedByte(final MemorySegment memory, final long offset)
    {
        try
        {
            return Memory.getByte(memory, offset) & 0xff;
        }
        catch (final IndexOutOfBoundsException | IllegalStateException | InternalError e)
        {
            throw failure(memory, offset, e);
        }
    }

    static int unsignedShort(final MemorySegment memory, final long offset)
    {
        try
        {
            return Memory.getShort(memory, offset) & 0xffff;
        }
        catch (final IndexOutOfBoundsException | IllegalStateException | InternalError e)
        {
            throw failure(memory, offset, e);
        }
    }

    static int getInt(final MemorySegment memory, final long offset)
    {
        try
        {
            return Memory.getInt(memory, offset);
        }
        catch (final IndexOutOfBoundsException | IllegalStateException | InternalError e)
        {
            throw failure(memory, offset, e);
        }
    }

    static long getLong(final MemorySegment memory, final long offset)
    {
        try
        {
            return Memory.getLong(memory, offset);
        }
        catch (final IndexOutOfBoundsException | IllegalStateException | InternalError e)
        {
            throw failure(memory, offset, e);
        }
    }
}
