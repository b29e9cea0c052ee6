// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.check.Required;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.TypeResolver;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of the bytes of one map, whatever its layout: what files, dumps and comparisons need.
 *
 * <p>An image is a range of memory, the <i>address</i> of its first byte, and the position of the map's header in it.
 * Pointer fields hold addresses. They are followed in one way only: {@code offset = address - base}. So an image can be
 * looked at wherever it lies and never needs to be mapped at its own base.
 *
 * <p>What the bytes cannot say about themselves comes with the image: the map type, the Go version, and the hash keys
 * of the process. An image without keys, for instance of a Go process that used its AES hash, can be walked and dumped,
 * but nobody can say whether its entries are in the right place.
 *
 * <p>An image of a live map shows each byte as it is when it is read. Nobody may write to the map meanwhile. Once the
 * map is closed, every read throws {@link dev.tophash.MapClosedException}. A read outside the image is an
 * {@link IndexOutOfBoundsException}.
 */
@SuppressWarnings("exports")
public abstract sealed class ImageView permits MapImage
{
    /** The offset of nothing: nil, or an address outside the image. */
    public static final long NOWHERE = -1;

    private final MemorySegment memory;
    private final long base;
    private final long size;
    private final long headerOffset;
    private final MapType type;
    private final HashKeys keys;
    private final GoVersion version;
    private final TypeResolver resolver;
    private final ImageParts parts;

    ImageView(
        final MemorySegment memory,
        final long base,
        final long headerOffset,
        final MapType type,
        final HashKeys keys,
        final GoVersion version,
        final ImageParts parts)
    {
        this.memory = memory;
        this.base = base;
        this.size = memory.byteSize();
        this.headerOffset = headerOffset;
        this.type = Required.argument(type, "type");
        this.keys = keys;
        this.version = Required.argument(version, "version");
        this.resolver = new BasicTypes(this);
        this.parts = parts;
    }

    /**
     * The bytes.
     *
     * @return a read-only segment.
     */
    public final MemorySegment memory()
    {
        return memory;
    }

    /**
     * The address of the first byte.
     *
     * @return the base.
     */
    public final long base()
    {
        return base;
    }

    /**
     * Number of bytes.
     *
     * @return the size.
     */
    public final long size()
    {
        return size;
    }

    /**
     * Where the header is.
     *
     * @return offset of the 48 bytes.
     */
    public final long headerOffset()
    {
        return headerOffset;
    }

    /**
     * The map type.
     *
     * @return the type.
     */
    public final MapType type()
    {
        return type;
    }

    /**
     * The hash keys.
     *
     * @return the keys, or null if the hash cannot be recomputed.
     */
    public final @Nullable HashKeys keys()
    {
        return keys;
    }

    /**
     * Whose map it is.
     *
     * @return the Go version.
     */
    public final GoVersion version()
    {
        return version;
    }

    /**
     * How dynamic types of interface values are found.
     *
     * @return the resolver; it answers null for a type word that means nothing.
     */
    public final TypeResolver resolver()
    {
        return resolver;
    }

    /**
     * What of the memory the map has, if there are other maps in it. The rest is outside the image.
     *
     * @return the parts, or null for all of it.
     */
    public final @Nullable ImageParts parts()
    {
        return parts;
    }

    /**
     * Whether a range lies inside the image. Overflow-proof for all arguments.
     *
     * @param offset first byte.
     * @param length number of bytes.
     * @return true if every byte of it can be read.
     */
    public final boolean inside(final long offset, final long length)
    {
        return offset >= 0 && length >= 0 && length <= size && offset <= size - length &&
            (parts == null || parts.covers(offset, length));
    }

    /**
     * Decodes an address.
     *
     * @param address number found in a pointer field.
     * @return its offset, or {@link #NOWHERE} for nil and for addresses outside the image.
     */
    public final long offsetOf(final long address)
    {
        final long offset = address - base;
        return address != 0 && inside(offset, 1) ? offset : NOWHERE;
    }

    /**
     * Decodes the address of a range.
     *
     * @param address number found in a pointer field.
     * @param length  number of bytes from there on.
     * @return its offset, or {@link #NOWHERE} unless all of it lies inside the image.
     */
    public final long offsetOf(final long address, final long length)
    {
        final long offset = address - base;
        return address != 0 && inside(offset, length) ? offset : NOWHERE;
    }

    /**
     * Encodes an offset.
     *
     * @param offset position in the image.
     * @return its address.
     */
    public final long addressOf(final long offset)
    {
        return base + offset;
    }

    /**
     * Reads a byte.
     *
     * @param offset position.
     * @return 0..255.
     */
    public final int byteAt(final long offset)
    {
        return ImageBytes.unsignedByte(memory, offset);
    }

    /**
     * Reads two bytes.
     *
     * @param offset position.
     * @return 0..65535.
     */
    public final int shortAt(final long offset)
    {
        return ImageBytes.unsignedShort(memory, offset);
    }

    /**
     * Reads four bytes.
     *
     * @param offset position.
     * @return the value.
     */
    public final int intAt(final long offset)
    {
        return ImageBytes.getInt(memory, offset);
    }

    /**
     * Reads eight bytes.
     *
     * @param offset position.
     * @return the value.
     */
    public final long longAt(final long offset)
    {
        return ImageBytes.getLong(memory, offset);
    }
}
