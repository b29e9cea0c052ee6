// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.hash.HashKeys;
import dev.tophash.hash.TypeResolver;
import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.HmapFlags;
import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A read-only view of the bytes of one map: live, loaded from a file, or copied out of a Go process.
 *
 * <p>An image is a stretch of memory, the number that its first byte has as an <i>address</i>, and the position of the
 * map's header in it. Pointer fields hold addresses; {@code offset = address - base} is the only way they are ever
 * followed, so an image can be looked at wherever it happens to lie and never needs to be mapped at its own base.
 *
 * <p>What the bytes cannot say about themselves comes with the image: the map type, the Go version (which decides the
 * size of the spare area), and the process-wide hash keys. An image without keys, for instance of a Go process that
 * used its AES hash, can be walked and dumped, but nobody can say whether its entries are in the right bucket.
 *
 * <p>An image promises nothing about its bytes. Accessors read what is there; everything that decodes a pointer answers
 * {@link #NIL} where it leads nowhere, and a caller who doubts an offset asks {@link #inside} first. Nothing here
 * writes, loops or allocates, except {@link #withResolver} and {@link #withGeometry}.
 *
 * <p>An image of a live map sees each byte as it is when it is read; who looks must be alone with the map. Once the
 * map is closed, every read throws {@link IllegalStateException}.
 */
public final class MapImage
{
    /** The offset of nothing: nil, or an address outside the image. */
    public static final long NIL = -1;

    private final MemorySegment memory;
    private final long base;
    private final long size;
    private final long headerOffset;
    private final MapType type;
    private final int bucketSize;
    private final HashKeys keys;
    private final GoVersion version;
    private final TypeResolver resolver;
    private final CachedGeometry geometry;

    /**
     * A view of a map.
     *
     * @param memory       the bytes; native memory, of which this takes a read-only view.
     * @param base         the address of the first byte, as the pointer fields count.
     * @param headerOffset position of the 48-byte header; not judged here, see {@link #headerInside}.
     * @param type         the map type.
     * @param keys         the process-wide hash keys, or null if the hash cannot be recomputed.
     * @param version      whose map it is.
     */
    public MapImage(
        final MemorySegment memory,
        final long base,
        final long headerOffset,
        final MapType type,
        final HashKeys keys,
        final GoVersion version)
    {
        this(memory.asReadOnly(), base, headerOffset, type, keys, version, null, null);
    }

    private MapImage(
        final MemorySegment memory, final long base, final long headerOffset, final MapType type, final HashKeys keys,
        final GoVersion version, final TypeResolver resolver, final CachedGeometry geometry)
    {
        this.memory = memory;
        this.base = base;
        this.size = memory.byteSize();
        this.headerOffset = headerOffset;
        this.type = Objects.requireNonNull(type, "type");
        this.bucketSize = type.bucketSize();
        this.keys = keys;
        this.version = Objects.requireNonNull(version, "version");
        this.resolver = resolver == null ? new BasicTypes(this) : resolver;
        this.geometry = geometry;
    }

    /**
     * The same image with another way to find out the dynamic type of an interface value. Without it, a type word is
     * the address of a Go type descriptor inside the image and must name a basic type.
     *
     * @param other decides what a type word means; null where it does not know.
     * @return a new view.
     */
    public MapImage withResolver(final TypeResolver other)
    {
        return new MapImage(
            memory, base, headerOffset, type, keys, version, Objects.requireNonNull(other, "resolver"), geometry);
    }

    /**
     * The same image with the numbers that a live map keeps outside its bytes, for the verifier to compare.
     *
     * @param cached what the map remembers.
     * @return a new view.
     */
    public MapImage withGeometry(final CachedGeometry cached)
    {
        return new MapImage(memory, base, headerOffset, type, keys, version, resolver, cached);
    }

    /**
     * The bytes.
     *
     * @return a read-only segment.
     */
    public MemorySegment memory()
    {
        return memory;
    }

    /**
     * The address of the first byte.
     *
     * @return the base.
     */
    public long base()
    {
        return base;
    }

    /**
     * Number of bytes.
     *
     * @return the size.
     */
    public long size()
    {
        return size;
    }

    /**
     * Where the header is.
     *
     * @return offset of the 48 bytes.
     */
    public long headerOffset()
    {
        return headerOffset;
    }

    /**
     * Whether the header can be read at all; header fields of an image without one throw
     * {@link IndexOutOfBoundsException}.
     *
     * @return true if all 48 bytes lie inside.
     */
    public boolean headerInside()
    {
        return inside(headerOffset, HmapDescriptor.SIZE);
    }

    /**
     * The map type.
     *
     * @return the type.
     */
    public MapType type()
    {
        return type;
    }

    /**
     * The hash keys.
     *
     * @return the keys, or null if the hash cannot be recomputed.
     */
    public HashKeys keys()
    {
        return keys;
    }

    /**
     * Whose map it is.
     *
     * @return the Go version.
     */
    public GoVersion version()
    {
        return version;
    }

    /**
     * How dynamic types of interface values are found.
     *
     * @return the resolver; it answers null for a type word that means nothing.
     */
    public TypeResolver resolver()
    {
        return resolver;
    }

    /**
     * The numbers that a live map caches.
     *
     * @return the geometry, or null if there is none to compare.
     */
    public CachedGeometry geometry()
    {
        return geometry;
    }

    /**
     * Whether a range lies inside the image. Overflow-proof for all arguments.
     *
     * @param offset first byte.
     * @param length number of bytes.
     * @return true if every byte of it can be read.
     */
    public boolean inside(final long offset, final long length)
    {
        return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
    }

    /**
     * Decodes an address.
     *
     * @param address number found in a pointer field.
     * @return its offset, or {@link #NIL} for nil and for addresses outside the image.
     */
    public long offsetOf(final long address)
    {
        final long offset = address - base;
        return address != 0 && offset >= 0 && offset < size ? offset : NIL;
    }

    /**
     * Decodes the address of a range.
     *
     * @param address number found in a pointer field.
     * @param length  number of bytes from there on.
     * @return its offset, or {@link #NIL} unless all of it lies inside the image.
     */
    public long offsetOf(final long address, final long length)
    {
        final long offset = address - base;
        return address != 0 && inside(offset, length) ? offset : NIL;
    }

    /**
     * Encodes an offset.
     *
     * @param offset position in the image.
     * @return its address.
     */
    public long addressOf(final long offset)
    {
        return base + offset;
    }

    /**
     * Reads a byte.
     *
     * @param offset position.
     * @return 0..255.
     */
    public int byteAt(final long offset)
    {
        return Memory.getByte(memory, offset) & 0xff;
    }

    /**
     * Reads two bytes.
     *
     * @param offset position.
     * @return 0..65535.
     */
    public int shortAt(final long offset)
    {
        return Memory.getShort(memory, offset) & 0xffff;
    }

    /**
     * Reads four bytes.
     *
     * @param offset position.
     * @return the value.
     */
    public int intAt(final long offset)
    {
        return Memory.getInt(memory, offset);
    }

    /**
     * Reads eight bytes.
     *
     * @param offset position.
     * @return the value.
     */
    public long longAt(final long offset)
    {
        return Memory.getLong(memory, offset);
    }

    /**
     * Header: number of entries.
     *
     * @return count.
     */
    public long count()
    {
        return longAt(headerOffset + HmapDescriptor.COUNT_OFFSET);
    }

    /**
     * Header: flags.
     *
     * @return bits of {@link HmapFlags}, 0..255.
     */
    public int flags()
    {
        return byteAt(headerOffset + HmapDescriptor.FLAGS_OFFSET);
    }

    /**
     * Header: B.
     *
     * @return 0..255; a healthy map has at most 57.
     */
    public int b()
    {
        return byteAt(headerOffset + HmapDescriptor.B_OFFSET);
    }

    /**
     * Header: number of overflow buckets, sampled from B = 16 on.
     *
     * @return 0..65535.
     */
    public int noverflow()
    {
        return shortAt(headerOffset + HmapDescriptor.NOVERFLOW_OFFSET);
    }

    /**
     * Header: the seed.
     *
     * @return hash0.
     */
    public int hash0()
    {
        return intAt(headerOffset + HmapDescriptor.HASH0_OFFSET);
    }

    /**
     * Header: the main array.
     *
     * @return its address, 0 for nil.
     */
    public long bucketsAddress()
    {
        return longAt(headerOffset + HmapDescriptor.BUCKETS_OFFSET);
    }

    /**
     * Header: the old array.
     *
     * @return its address, 0 for nil.
     */
    public long oldbucketsAddress()
    {
        return longAt(headerOffset + HmapDescriptor.OLDBUCKETS_OFFSET);
    }

    /**
     * Header: the evacuation mark.
     *
     * @return nevacuate, unsigned.
     */
    public long nevacuate()
    {
        return longAt(headerOffset + HmapDescriptor.NEVACUATE_OFFSET);
    }

    /**
     * Header: the extra block.
     *
     * @return its address, 0 for nil.
     */
    public long extraAddress()
    {
        return longAt(headerOffset + HmapDescriptor.EXTRA_OFFSET);
    }

    /**
     * Extra: the list of overflow buckets of the main array.
     *
     * @return address of its slice header; 0 for nil or where no extra block can be read.
     */
    public long overflowListAddress()
    {
        return extraField(MapExtraDescriptor.OVERFLOW_OFFSET);
    }

    /**
     * Extra: the list of overflow buckets of the old array.
     *
     * @return address of its slice header; 0 for nil or where no extra block can be read.
     */
    public long oldoverflowListAddress()
    {
        return extraField(MapExtraDescriptor.OLDOVERFLOW_OFFSET);
    }

    /**
     * Extra: the next spare bucket.
     *
     * @return its address; 0 for nil or where no extra block can be read.
     */
    public long nextOverflowAddress()
    {
        return extraField(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET);
    }

    /**
     * Whether a growth is going on.
     *
     * @return true if oldbuckets is not nil.
     */
    public boolean growing()
    {
        return oldbucketsAddress() != 0;
    }

    /**
     * Whether the growth goes to an array of the same size.
     *
     * @return the flag.
     */
    public boolean sameSizeGrow()
    {
        return (flags() & HmapFlags.SAME_SIZE_GROW) != 0;
    }

    /**
     * B of the old array.
     *
     * @return B, or B - 1 in a growth to twice the size; -1 if that is impossible.
     */
    public int oldB()
    {
        return sameSizeGrow() ? b() : b() - 1;
    }

    /**
     * The buckets of an array of this map, spare area included.
     *
     * @param arrayB B of the array.
     * @return number of buckets; 0 if no array can have this B.
     */
    public long totalBuckets(final int arrayB)
    {
        return arrayB < 0 || arrayB > SizeClasses.MAX_B ? 0 :
            SizeClasses.totalBuckets(bucketSize, arrayB, !type.pointerFree(), version);
    }

    /**
     * A bucket of an array.
     *
     * @param arrayAddress address of the array.
     * @param index        number of the bucket.
     * @return its offset, or {@link #NIL} if it is not completely inside the image.
     */
    public long bucketOffset(final long arrayAddress, final long index)
    {
        final long array = offsetOf(arrayAddress);
        if (array == NIL || index < 0 || index > size / bucketSize)
        {
            return NIL;
        }
        final long offset = array + index * bucketSize;
        return inside(offset, bucketSize) ? offset : NIL;
    }

    /**
     * The next bucket of a chain.
     *
     * @param bucketOffset a bucket inside the image.
     * @return its offset; {@link #NIL} at the end of the chain and where the overflow word leads nowhere.
     */
    public long nextInChain(final long bucketOffset)
    {
        return offsetOf(overflowAddress(bucketOffset), bucketSize);
    }

    /**
     * The eight tophash bytes.
     *
     * @param bucketOffset a bucket inside the image.
     * @return one word, slot 0 in its lowest byte.
     */
    public long tophashWord(final long bucketOffset)
    {
        return longAt(bucketOffset + BmapDescriptor.TOPHASH_OFFSET);
    }

    /**
     * One tophash byte.
     *
     * @param bucketOffset a bucket inside the image.
     * @param slot         0..7.
     * @return 0..255.
     */
    public int tophash(final long bucketOffset, final int slot)
    {
        return byteAt(bucketOffset + BmapDescriptor.TOPHASH_OFFSET + slot);
    }

    /**
     * The overflow word.
     *
     * @param bucketOffset a bucket inside the image.
     * @return address of the next bucket, 0 for nil.
     */
    public long overflowAddress(final long bucketOffset)
    {
        return longAt(bucketOffset + type.overflowOffset());
    }

    /**
     * Whether a bucket of the old array counts as evacuated: its first tophash byte says so.
     *
     * @param bucketOffset a main bucket of the old array.
     * @return true if it is evacuated.
     */
    public boolean evacuated(final long bucketOffset)
    {
        return TopHash.isEvacuated(tophash(bucketOffset, 0));
    }

    /**
     * A key slot.
     *
     * @param bucketOffset a bucket.
     * @param slot         0..7.
     * @return offset of the slot.
     */
    public long keySlotOffset(final long bucketOffset, final int slot)
    {
        return bucketOffset + BmapDescriptor.KEYS_OFFSET + (long)slot * type.keySlotSize();
    }

    /**
     * An elem slot.
     *
     * @param bucketOffset a bucket.
     * @param slot         0..7.
     * @return offset of the slot.
     */
    public long elemSlotOffset(final long bucketOffset, final int slot)
    {
        return bucketOffset + type.elemsOffset() + (long)slot * type.elemSlotSize();
    }

    /**
     * The bytes of a key, through its box if it has one.
     *
     * @param bucketOffset a bucket inside the image.
     * @param slot         0..7.
     * @return offset of the key; {@link #NIL} if its box is nil or not completely inside the image.
     */
    public long keyOffset(final long bucketOffset, final int slot)
    {
        final long offset = keySlotOffset(bucketOffset, slot);
        return type.indirectKey() ? offsetOf(longAt(offset), type.key().size()) : offset;
    }

    /**
     * The bytes of an elem, through its box if it has one.
     *
     * @param bucketOffset a bucket inside the image.
     * @param slot         0..7.
     * @return offset of the elem; {@link #NIL} if its box is nil or not completely inside the image.
     */
    public long elemOffset(final long bucketOffset, final int slot)
    {
        final long offset = elemSlotOffset(bucketOffset, slot);
        return type.indirectElem() ? offsetOf(longAt(offset), type.elem().size()) : offset;
    }

    private long extraField(final int fieldOffset)
    {
        final long extra = offsetOf(extraAddress(), MapExtraDescriptor.SIZE);
        return extra != NIL ? longAt(extra + fieldOffset) : 0;
    }
}
