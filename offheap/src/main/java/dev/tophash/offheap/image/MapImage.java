// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of the bytes of one classic map: live, loaded from a file, or copied out of a Go process.
 *
 * <p>It adds to {@link ImageView} what the classic layout says: the fields of the header, buckets and slots. An image
 * promises nothing about its bytes. Accessors read what is there. Methods that decode a pointer return {@link #NOWHERE}
 * where it leads nowhere. Ask {@link #inside} before you read at an offset that you doubt. Nothing here writes or
 * loops, and only {@link #withGeometry} allocates.
 */
@SuppressWarnings("exports")
public final class MapImage extends ImageView
{
    private final int bucketSize;
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
        final @Nullable HashKeys keys,
        final GoVersion version)
    {
        this(memory.asReadOnly(), base, headerOffset, type, keys, version, null, null);
    }

    private MapImage(
        final MemorySegment memory, final long base, final long headerOffset, final MapType type, final HashKeys keys,
        final GoVersion version, final CachedGeometry geometry, final ImageParts parts)
    {
        super(memory, base, headerOffset, type, keys, version, parts);
        this.bucketSize = BmapDescriptor.bucketSize(type);
        this.geometry = geometry;
    }

    /**
     * The same image with the numbers that a live map keeps outside its bytes, for the verifier to compare.
     *
     * @param cached what the map remembers.
     * @return a new view.
     */
    public MapImage withGeometry(final @Nullable CachedGeometry cached)
    {
        return new MapImage(memory(), base(), headerOffset(), type(), keys(), version(), cached, parts());
    }

    /**
     * The same image of a map that has only parts of the memory: what is outside them is outside the image.
     *
     * @param own the parts.
     * @return a new view.
     */
    public MapImage withParts(final @Nullable ImageParts own)
    {
        return new MapImage(memory(), base(), headerOffset(), type(), keys(), version(), geometry, own);
    }

    /**
     * Whether the header can be read at all; header fields of an image without one throw
     * {@link IndexOutOfBoundsException}.
     *
     * @return true if all 48 bytes lie inside.
     */
    public boolean headerInside()
    {
        return inside(headerOffset(), HmapDescriptor.SIZE);
    }

    /**
     * Bytes of a bucket.
     *
     * @return the size and stride that follow from the map type.
     */
    public int bucketSize()
    {
        return bucketSize;
    }

    /**
     * Where the overflow word is in a bucket.
     *
     * @return offset from the start of the bucket.
     */
    public int overflowOffset()
    {
        return BmapDescriptor.overflowOffset(bucketSize);
    }

    /**
     * The numbers that a live map caches.
     *
     * @return the geometry, or null if there is none to compare.
     */
    public @Nullable CachedGeometry geometry()
    {
        return geometry;
    }

    /**
     * Header: number of entries.
     *
     * @return count.
     */
    public long count()
    {
        return longAt(headerOffset() + HmapDescriptor.COUNT_OFFSET);
    }

    /**
     * Header: flags.
     *
     * @return bits of {@link HmapFlags}, 0..255.
     */
    public int flags()
    {
        return byteAt(headerOffset() + HmapDescriptor.FLAGS_OFFSET);
    }

    /**
     * Header: B.
     *
     * @return 0..255; a healthy map has at most 57.
     */
    public int b()
    {
        return byteAt(headerOffset() + HmapDescriptor.B_OFFSET);
    }

    /**
     * Header: number of overflow buckets, sampled from B = 16 on.
     *
     * @return 0..65535.
     */
    public int noverflow()
    {
        return shortAt(headerOffset() + HmapDescriptor.NOVERFLOW_OFFSET);
    }

    /**
     * Header: the seed.
     *
     * @return hash0.
     */
    public int hash0()
    {
        return intAt(headerOffset() + HmapDescriptor.HASH0_OFFSET);
    }

    /**
     * Header: the main array.
     *
     * @return its address, 0 for nil.
     */
    public long bucketsAddress()
    {
        return longAt(headerOffset() + HmapDescriptor.BUCKETS_OFFSET);
    }

    /**
     * Header: the old array.
     *
     * @return its address, 0 for nil.
     */
    public long oldbucketsAddress()
    {
        return longAt(headerOffset() + HmapDescriptor.OLDBUCKETS_OFFSET);
    }

    /**
     * Header: the evacuation mark.
     *
     * @return nevacuate, unsigned.
     */
    public long nevacuate()
    {
        return longAt(headerOffset() + HmapDescriptor.NEVACUATE_OFFSET);
    }

    /**
     * Header: the extra block.
     *
     * @return its address, 0 for nil.
     */
    public long extraAddress()
    {
        return longAt(headerOffset() + HmapDescriptor.EXTRA_OFFSET);
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
        return arrayB < 0 || arrayB > BucketCount.MAX_B ? 0 :
            BucketCount.total(bucketSize, arrayB, !type().pointerFree(), version());
    }

    /**
     * A bucket of an array.
     *
     * @param arrayAddress address of the array.
     * @param index        number of the bucket.
     * @return its offset, or {@link #NOWHERE} if it is not completely inside the image.
     */
    public long bucketOffset(final long arrayAddress, final long index)
    {
        final long array = offsetOf(arrayAddress);
        if (array == NOWHERE || index < 0 || index > size() / bucketSize)
        {
            return NOWHERE;
        }
        final long offset = array + index * bucketSize;
        return inside(offset, bucketSize) ? offset : NOWHERE;
    }

    /**
     * The next bucket of a chain.
     *
     * @param bucketOffset a bucket inside the image.
     * @return its offset; {@link #NOWHERE} at the end of the chain and where the overflow word leads nowhere.
     * @throws IndexOutOfBoundsException if the bucket does not lie inside the image.
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
     * @throws IndexOutOfBoundsException if the bucket does not lie inside the image.
     */
    public long overflowAddress(final long bucketOffset)
    {
        return longAt(bucketOffset + overflowOffset());
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
        return BmapDescriptor.keyOffset(bucketOffset, slot, type().keySlotSize());
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
        return BmapDescriptor.elemOffset(bucketOffset, slot, type().keySlotSize(), type().elemSlotSize());
    }

    /**
     * The bytes of a key, through its box if it has one.
     *
     * @param bucketOffset a bucket inside the image.
     * @param slot         0..7.
     * @return offset of the key; {@link #NOWHERE} if its box is nil or not completely inside the image.
     */
    public long keyOffset(final long bucketOffset, final int slot)
    {
        final long offset = keySlotOffset(bucketOffset, slot);
        return type().indirectKey() ? offsetOf(longAt(offset), type().key().size()) : offset;
    }

    /**
     * The bytes of an elem, through its box if it has one.
     *
     * @param bucketOffset a bucket inside the image.
     * @param slot         0..7.
     * @return offset of the elem; {@link #NOWHERE} if its box is nil or not completely inside the image.
     */
    public long elemOffset(final long bucketOffset, final int slot)
    {
        final long offset = elemSlotOffset(bucketOffset, slot);
        return type().indirectElem() ? offsetOf(longAt(offset), type().elem().size()) : offset;
    }

    private long extraField(final int fieldOffset)
    {
        final long extra = offsetOf(extraAddress(), MapExtraDescriptor.SIZE);
        return extra != NOWHERE ? longAt(extra + fieldOffset) : 0;
    }
}
