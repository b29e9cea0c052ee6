// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.ImageFormatException;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first page of a dump file, and the header of the oracle's map images: what stands where, and what is refused.
 *
 * <p>The page of a dump, 4096 bytes, little endian; everything not named is zero. The bytes of the image follow it.
 *
 * <pre>
 *   0     8     16     20     24     28   32     40      48       56     60        64       96       4088  4092  4096
 *   | magic |ver | order | ptr | go | flags | base | length | header | type n | 0 | key words | type ... | crc | crc |
 *                                                                                                 bytes  page
 * </pre>
 *
 * <p>Everything is checked before a byte of the image is read and before memory is allocated: first the checksum of the
 * page, then each field, by itself and against the length of the file.
 *
 * @param base         address of the first byte of the image.
 * @param length       bytes of the image.
 * @param dataOffset   where the image starts in the file.
 * @param headerOffset where the map's header is in the image.
 * @param type         the map type.
 * @param keys         the hash keys, or null.
 * @param version      whose map it is.
 * @param checksum     CRC-32C of the image, or -1 if the file has none.
 */
record ImageFormat(
    long base, long length, long dataOffset, long headerOffset, MapType type, HashKeys keys, GoVersion version,
    long checksum)
{
    static final int PAGE_SIZE = 4096;
    static final long DUMP_MAGIC = magic("TOPHDUMP");
    static final long ORACLE_MAGIC = magic("GOHMAP01");
    static final long SAVE_MAGIC = magic("TOPHSAVE");

    static final int VERSION_OFFSET = 8;
    static final int BYTE_ORDER_OFFSET = 12;
    static final int POINTER_SIZE_OFFSET = 16;
    static final int GO_MINOR_OFFSET = 20;
    static final int FLAGS_OFFSET = 24;
    static final int BASE_OFFSET = 32;
    static final int LENGTH_OFFSET = 40;
    static final int HEADER_ADDRESS_OFFSET = 48;
    static final int TYPE_LENGTH_OFFSET = 56;
    static final int KEYS_OFFSET = 64;
    static final int TYPE_OFFSET = 96;
    static final int DATA_CRC_OFFSET = 4088;
    static final int PAGE_CRC_OFFSET = 4092;

    static final int FORMAT_VERSION = 1;
    static final int BYTE_ORDER_MARK = 0x01020304;
    static final int FLAG_KEYS = 1;

    private static final int ORACLE_HEADER_SIZE = 88;
    private static final int MAX_TYPE_SIZE = DATA_CRC_OFFSET - TYPE_OFFSET;
    private static final int FIRST_MINOR = 19;
    private static final int LAST_MINOR = 23;

    /** The page for an image. */
    static ByteBuffer encode(final ImageView image, final long dataChecksum)
    {
        final byte[] type = image.type().toString().getBytes(StandardCharsets.UTF_8);
        if (type.length > MAX_TYPE_SIZE)
        {
            throw new IllegalArgumentException("map type too long for a dump file: size=" + type.length);
        }
        final ByteBuffer page = ByteBuffer.allocate(PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        page.putLong(0, DUMP_MAGIC);
        page.putInt(VERSION_OFFSET, FORMAT_VERSION);
        page.putInt(BYTE_ORDER_OFFSET, BYTE_ORDER_MARK);
        page.putInt(POINTER_SIZE_OFFSET, Long.BYTES);
        page.putInt(GO_MINOR_OFFSET, Integer.parseInt(image.version().label().substring(2)));
        page.putInt(FLAGS_OFFSET, image.keys() != null ? FLAG_KEYS : 0);
        page.putLong(BASE_OFFSET, image.base());
        page.putLong(LENGTH_OFFSET, image.size());
        page.putLong(HEADER_ADDRESS_OFFSET, image.addressOf(image.headerOffset()));
        page.putInt(TYPE_LENGTH_OFFSET, type.length);
        if (image.keys() != null)
        {
            page.putLong(KEYS_OFFSET, image.keys().k0());
            page.putLong(KEYS_OFFSET + 8, image.keys().k1());
            page.putLong(KEYS_OFFSET + 16, image.keys().k2());
            page.putLong(KEYS_OFFSET + 24, image.keys().k3());
        }
        page.put(TYPE_OFFSET, type);
        page.putInt(DATA_CRC_OFFSET, (int)dataChecksum);
        page.putInt(PAGE_CRC_OFFSET, pageChecksum(page));
        return page;
    }

    static int pageChecksum(final ByteBuffer page)
    {
        final CRC32C crc = new CRC32C();
        crc.update(page.duplicate().position(0).limit(PAGE_CRC_OFFSET));
        return (int)crc.getValue();
    }

    /**
     * Judges the beginning of a file.
     *
     * @param page     its first bytes, up to 4096.
     * @param fileSize its length.
     * @return what it says.
     * @throws ImageFormatException if it says anything that cannot be.
     */
    static ImageFormat decode(final ByteBuffer page, final long fileSize)
    {
        page.order(ByteOrder.LITTLE_ENDIAN);
        if (page.limit() < Long.BYTES)
        {
            throw bad("truncated", page.limit(), "shorter than a magic number: size=" + fileSize);
        }
        final long magic = page.getLong(0);
        if (magic == ORACLE_MAGIC)
        {
            return decodeOracle(page, fileSize);
        }
        if (magic == SAVE_MAGIC)
        {
            throw bad("magic", 0, "a save of a map, not a dump: make a map of it by MapBuilder.load");
        }
        if (magic != DUMP_MAGIC)
        {
            throw bad("magic", 0, "neither a Tophash dump nor an oracle image: magic=0x" + Long.toHexString(magic));
        }
        if (page.limit() < PAGE_SIZE)
        {
            throw bad("truncated", page.limit(), "shorter than the first page: size=" + fileSize);
        }
        expect(page, BYTE_ORDER_OFFSET, BYTE_ORDER_MARK, "byte-order");
        expect(page, VERSION_OFFSET, FORMAT_VERSION, "version");
        expect(page, POINTER_SIZE_OFFSET, Long.BYTES, "pointer-size");
        expect(page, PAGE_CRC_OFFSET, pageChecksum(page), "page-checksum");
        return decodeFields(page, fileSize);
    }

    private static ImageFormat decodeFields(final ByteBuffer page, final long fileSize)
    {
        final int flags = page.getInt(FLAGS_OFFSET);
        if ((flags & ~FLAG_KEYS) != 0)
        {
            throw bad("flags", FLAGS_OFFSET, "unknown bits: flags=" + flags);
        }
        final GoVersion version = version(page.getInt(GO_MINOR_OFFSET), GO_MINOR_OFFSET);
        final long base = page.getLong(BASE_OFFSET);
        final long length = page.getLong(LENGTH_OFFSET);
        checkLength(length, fileSize - PAGE_SIZE, LENGTH_OFFSET, PAGE_SIZE);
        final long headerOffset = headerOffset(page, HEADER_ADDRESS_OFFSET, base, BASE_OFFSET, length);
        final MapType type = type(page);
        final boolean hasKeys = (flags & FLAG_KEYS) != 0;
        final HashKeys keys = hasKeys ? keys(page, KEYS_OFFSET, GoVersion.GO_1_23) : null;
        checkZero(page, FLAGS_OFFSET + Integer.BYTES, BASE_OFFSET);
        checkZero(page, TYPE_LENGTH_OFFSET + Integer.BYTES, hasKeys ? KEYS_OFFSET : TYPE_OFFSET);
        checkZero(page, TYPE_OFFSET + page.getInt(TYPE_LENGTH_OFFSET), DATA_CRC_OFFSET);
        return new ImageFormat(base, length, PAGE_SIZE, headerOffset, type, keys, version,
            page.getInt(DATA_CRC_OFFSET) & 0xffffffffL);
    }

    /** GOHMAP01, written by the oracle's mapload; it has no checksum, and its bytes are the whole file. */
    private static ImageFormat decodeOracle(final ByteBuffer page, final long fileSize)
    {
        if (page.limit() < ORACLE_HEADER_SIZE)
        {
            throw bad("truncated", page.limit(), "shorter than the header of an oracle image: size=" + fileSize);
        }
        final long base = page.getLong(8);
        final long length = page.getLong(16);
        checkLength(length, fileSize, 16, 0);
        final long headerOffset = headerOffset(page, 56, base, 8, length);
        final long typeNumber = page.getLong(64);
        if (typeNumber != 1 && typeNumber != 2)
        {
            throw bad("type", 64, "neither map[uint64]uint64 nor map[string]uint64: type=" + typeNumber);
        }
        final long minor = page.getLong(72);
        final GoVersion version = version(minor == (int)minor ? (int)minor : -1, 72);
        final MapType type = MapType.parse(typeNumber == 1 ? "map[uint64]uint64" : "map[string]uint64");
        return new ImageFormat(base, length, 0, headerOffset, type, keys(page, 24, version), version, -1);
    }

    private static HashKeys keys(final ByteBuffer page, final int offset, final GoVersion version)
    {
        return HashKeys.of(version, page.getLong(offset), page.getLong(offset + 8), page.getLong(offset + 16),
            page.getLong(offset + 24));
    }

    private static GoVersion version(final int minor, final int offset)
    {
        if (minor > LAST_MINOR)
        {
            throw bad("go-version", offset, "Go 1.24 replaced the classic map by a Swiss table, whose memory has " +
                "nothing in common with this layout; only dumps of Go 1.19 to 1.23 can be read: version=1." + minor);
        }
        if (minor < FIRST_MINOR)
        {
            throw bad("go-version", offset, "not a Go version from 1.19 to 1.23: minor=" + minor);
        }
        return GoVersion.parse("1." + minor);
    }

    private static void checkLength(final long length, final long there, final int offset, final int dataOffset)
    {
        if (length < HmapDescriptor.SIZE)
        {
            throw bad("length", offset, "too short for a map's header: length=" + length);
        }
        if (length > there)
        {
            throw bad("truncated", dataOffset + Math.max(there, 0), "bytes are missing: length=" + length +
                ", there=" + there);
        }
        if (length < there)
        {
            throw bad("trailing", dataOffset + length, "bytes after the image: length=" + length + ", there=" + there);
        }
    }

    private static long headerOffset(
        final ByteBuffer page, final int offset, final long base, final int baseOffset, final long length)
    {
        if (base <= 0 || base > Long.MAX_VALUE - length)
        {
            throw bad("base", baseOffset, "not the address of " + length + " bytes: base=0x" + Long.toHexString(base));
        }
        final long header = page.getLong(offset);
        if (header < base || header - base > length - HmapDescriptor.SIZE || (header & Long.BYTES - 1) != 0)
        {
            throw bad("header", offset, "the map's header is not inside the image: address=0x" +
                Long.toHexString(header));
        }
        return header - base;
    }

    private static MapType type(final ByteBuffer page)
    {
        final int size = page.getInt(TYPE_LENGTH_OFFSET);
        if (size <= 0 || size > MAX_TYPE_SIZE)
        {
            throw bad("type", TYPE_LENGTH_OFFSET, "length of the type's text: length=" + size);
        }
        try
        {
            final CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(page.slice(TYPE_OFFSET, size));
            return MapType.parse(text.toString());
        }
        catch (final CharacterCodingException | IllegalArgumentException ex)
        {
            throw bad("type", TYPE_OFFSET, "not a map type: " + ex.getMessage());
        }
    }

    private static void expect(final ByteBuffer page, final int offset, final int expected, final String code)
    {
        if (page.getInt(offset) != expected)
        {
            throw bad(code, offset, "expected=0x" + Integer.toHexString(expected) + ", actual=0x" +
                Integer.toHexString(page.getInt(offset)));
        }
    }

    private static void checkZero(final ByteBuffer page, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            if (page.get(i) != 0)
            {
                throw bad("reserved", i, "a byte that must be zero: value=" + (page.get(i) & 0xff));
            }
        }
    }

    private static long magic(final String text)
    {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static ImageFormatException bad(final String code, final long offset, final String detail)
    {
        return new ImageFormatException(code, offset, detail);
    }
}
