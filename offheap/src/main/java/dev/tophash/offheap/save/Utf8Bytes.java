// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes of a map's memory are UTF-8; a long text is looked at in pieces. */
public final class Utf8Bytes
{
    private static final int PIECE = 4096;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    private final CharBuffer chars = CharBuffer.allocate(PIECE);

    /** Whether all of it is UTF-8; no bytes at all are. */
    public boolean valid(final MemorySegment memory, final long offset, final long length)
    {
        decoder.reset();
        bytes.clear();
        for (long done = 0; done < length; )
        {
            final int some = (int)Math.min(length - done, bytes.remaining());
            Memory.getBytes(memory, offset + done, bytes.array(), bytes.position(), some);
            bytes.position(bytes.position() + some).flip();
            done += some;
            if (decoder.decode(bytes, chars.clear(), done == length).isError())
            {
                return false;
            }
            bytes.compact();
        }
        return true;
    }
}
