// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import dev.tophash.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The form of a save file, little endian; docs/layout.md, section "Files", has it in full.
 *
 * <pre>
 *   head    | magic 8 | version 4 | flags 4 | entries 8 | n 4 | type n | crc 4 |
 *   block   | length 4, 1 to 65536 | crc 4 | bytes |                               any number of blocks
 *   end     | 0 (4 bytes)          | crc 4 |                                       nothing follows
 * </pre>
 *
 * <p>The checksum of a block covers its number and its length as well, so blocks cannot change places. Entries are cut
 * into blocks at any byte.
 */
final class SaveFormat
{
    static final long MAGIC = ByteBuffer.wrap("TOPHSAVE".getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN).getLong();
    static final int VERSION = 1;

    static final int VERSION_OFFSET = 8;
    static final int FLAGS_OFFSET = 12;
    static final int ENTRIES_OFFSET = 16;
    static final int TYPE_LENGTH_OFFSET = 24;
    static final int TYPE_OFFSET = 28;
    static final int MAX_TYPE_SIZE = 3992;

    static final int BLOCK_SIZE = 1 << 16;
    static final int BLOCK_HEAD = 2 * Integer.BYTES;

    private static final int MAX_SHOWN = 200;

    private SaveFormat()
    {
    }

    /** The head of a file. */
    static ByteBuffer head(final String type, final long entryCount)
    {
        final byte[] text = type.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_TYPE_SIZE)
        {
            throw new IllegalArgumentException(
                "map type too long for a save file: size=" + text.length + ", maximum=" + MAX_TYPE_SIZE);
        }
        final ByteBuffer head =
            ByteBuffer.allocate(TYPE_OFFSET + text.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(entryCount).putInt(text.length).put(text);
        return head.putInt(checksum(head.array(), head.position())).flip();
    }

    /** The checksum of the first bytes of an array. */
    static int checksum(final byte[] bytes, final int size)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, size);
        return (int)crc.getValue();
    }

    /** The checksum of a block: its number, its length, its bytes. */
    static int checksum(final long number, final byte[] bytes, final int from, final int size)
    {
        final CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(number).putInt(size).flip());
        crc.update(bytes, from, size);
        return (int)crc.getValue();
    }

    /** A text of a file as a message may show it: cut, and without control characters. */
    static String shown(final byte[] text)
    {
        final String all = new String(text, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return all.length() <= MAX_SHOWN ? all : all.substring(0, MAX_SHOWN) + "...";
    }

    static ImageFormatException bad(final String code, final long offset, final String detail)
    {
        return new ImageFormatException(code, offset, detail);
    }

    static String hex(final int word)
    {
        return "0x" + Integer.toHexString(word);
    }
}
