// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import java.util.function.IntSupplier;

/**
 * Go's own walk, literally and slowly: what a Go program would answer, do and destroy with these bytes.
 *
 * <p>The product's walk stops at an emptyRest, is bounded and refuses bytes that cannot be; that hides damage. Go's
 * walk looks at exactly the bytes of layout sections 7 to 12, in that order, and its three variants disagree about
 * broken bytes (section 15): the four- and eight-byte code compares keys before it asks whether the slot is empty, and
 * it and the string code walk on where the generic code stops. This is the only second walk in the repository; it is
 * checked against the product on healthy maps and against recorded answers of real Go on broken ones.
 *
 * <p>Keys and elems are given and returned as addresses in the image, as in Go; 0 is nil. Every operation ends: what
 * would not is a {@link GoFailure}.
 */
public final class GoWalk extends GoHeap
{
    /** Which code the compiler would have chosen. */
    public enum Variant
    {
        /** Any key. */
        GENERIC,
        /** Four bytes of plain memory. */
        FAST32,
        /** Eight bytes of plain memory. */
        FAST64,
        /** Strings. */
        FASTSTR;

        /** Largest elem for which the specialised code exists. */
        private static final int MAX_FAST_ELEM = 128;

        /**
         * The code for a map type.
         *
         * @param type the map type.
         * @return the variant.
         */
        public static Variant of(final MapType type)
        {
            if (type.elem().size() > MAX_FAST_ELEM)
            {
                return GENERIC;
            }
            if (type.key().kind() == GoType.Kind.STRING)
            {
                return FASTSTR;
            }
            final int size = type.key().plainMemory() ? type.key().size() : 0;
            return size == Integer.BYTES ? FAST32 : size == Long.BYTES ? FAST64 : GENERIC;
        }
    }

    private static final int SHORT_STRING = 32;
    private static final int NONE = 8;

    private final Variant variant;
    private long place;
    private int placeSlot;
    private long lastOfChain;

    /**
     * The walk that the compiler would have chosen.
     *
     * @param image  the map; assign, delete, clear and range write to it.
     * @param random where new seeds and samples come from.
     */
    public GoWalk(final LabImage image, final IntSupplier random)
    {
        this(image, image.header(), random, Variant.of(image.type()), new Budget());
    }

    private GoWalk(
        final LabImage image, final long header, final IntSupplier random, final Variant variant, final Budget budget)
    {
        super(image, header, random, budget);
        this.variant = variant;
    }

    /**
     * The generic code on the same map, as reflection uses it.
     *
     * @return another walk over the same bytes.
     */
    public GoWalk generic()
    {
        return new GoWalk(image, header(), this::draw, Variant.GENERIC, budget());
    }

    /** The same code on another header. */
    GoWalk at(final long otherHeader)
    {
        return new GoWalk(image, otherHeader, this::draw, variant, budget());
    }

    /** Go's {@code m = maps.Clone(m)}. */
    public void cloneHere()
    {
        GoClone.replace(this);
    }

    /**
     * Bounds what this walk, its generic form and their iterators do from now on.
     *
     * @param buckets how many buckets they may look at together.
     */
    public void limit(final long buckets)
    {
        budget().size = buckets;
        budget().left = buckets;
    }

    /**
     * The code that is walking.
     *
     * @return the variant.
     */
    public Variant variant()
    {
        return variant;
    }

    /**
     * Go's {@code len}.
     *
     * @return the header's count, unquestioned.
     */
    public long len()
    {
        return count();
    }

    // ---------------------------------------------------------------------------------------------- lookup

    /**
     * Go's {@code m[key]}.
     *
     * @param key address of the key.
     * @return address of the elem, 0 if absent.
     */
    public long find(final long key)
    {
        begin();
        if (count() == 0)
        {
            return 0;
        }
        if ((flags() & HmapFlags.HASH_WRITING) != 0)
        {
            throw GoFailure.fatal("concurrent map read and map write");
        }
        if (variant == Variant.FASTSTR && b() == 0)
        {
            final int slot = findInOneBucket(key);
            if (slot >= 0)
            {
                return slot < NONE ? elemAt(buckets(), slot) : 0;
            }
        }
        return lookup(key) ? elemAt(place, placeSlot) : 0;
    }

    /** The lookup without the checks in front of it; iterators use it in its generic form. */
    boolean lookup(final long key)
    {
        final boolean unhashed = b() == 0 && (variant == Variant.FAST32 || variant == Variant.FAST64);
        final long hash = unhashed ? 0 : hash(key);
        long bucket = buckets() + (hash & ((1L << b()) - 1)) * bucketSize;
        if (growing() && !unhashed)
        {
            final long old = oldbuckets() + (hash & (noldbuckets() - 1)) * bucketSize;
            bucket = evacuated(old) ? bucket : old;
        }
        return search(bucket, key, TopHash.of(hash));
    }

    long foundKey()
    {
        return keyAt(place, placeSlot);
    }

    long foundElem()
    {
        return elemAt(place, placeSlot);
    }

    private boolean search(final long first, final long key, final int top)
    {
        for (long bucket = first; bucket != 0; bucket = overflow(bucket))
        {
            for (int i = 0; i < 8; i++)
            {
                if (matches(bucket, i, key, top))
                {
                    place = bucket;
                    placeSlot = i;
                    return true;
                }
                if (variant == Variant.GENERIC && top(bucket, i) == TopHash.EMPTY_REST)
                {
                    return false;
                }
            }
        }
        return false;
    }

    /** The test that lookup and delete make for one slot. */
    private boolean matches(final long bucket, final int slot, final long key, final int top)
    {
        return switch (variant)
        {
            case FAST32 -> image.getInt(keySlotAt(bucket, slot)) == image.getInt(key) &&
                top(bucket, slot) > TopHash.EMPTY_ONE;
            case FAST64 -> image.getLong(keySlotAt(bucket, slot)) == image.getLong(key) &&
                top(bucket, slot) > TopHash.EMPTY_ONE;
            case FASTSTR -> length(keySlotAt(bucket, slot)) == length(key) && top(bucket, slot) == top &&
                sameText(keySlotAt(bucket, slot), key);
            case GENERIC -> top(bucket, slot) == top && equal(keyAt(bucket, slot), key);
        };
    }

    private long length(final long string)
    {
        return image.getLong(string + Long.BYTES);
    }

    private boolean sameText(final long x, final long y)
    {
        return image.getLong(x) == image.getLong(y) || equal(x, y);
    }

    /** Strings in a map of one bucket; the slot, 8 if absent, -1 if it takes a hash to decide. */
    private int findInOneBucket(final long key)
    {
        int maybe = NONE;
        final boolean brief = length(key) < SHORT_STRING;
        for (int i = 0; i < 8; i++)
        {
            final long slot = keySlotAt(buckets(), i);
            final int top = top(buckets(), i);
            if (length(slot) != length(key) || top <= TopHash.EMPTY_ONE)
            {
                if (top == TopHash.EMPTY_REST)
                {
                    break;
                }
                continue;
            }
            if (image.getLong(slot) == image.getLong(key) || brief && equal(slot, key))
            {
                return i;
            }
            if (!brief && sameEnds(slot, key))
            {
                if (maybe != NONE)
                {
                    return -1;
                }
                maybe = i;
            }
        }
        return maybe != NONE && equal(keySlotAt(buckets(), maybe), key) ? maybe : NONE;
    }

    private boolean sameEnds(final long x, final long y)
    {
        final long last = length(y) - Integer.BYTES;
        return image.getInt(image.getLong(x)) == image.getInt(image.getLong(y)) &&
            image.getInt(image.getLong(x) + last) == image.getInt(image.getLong(y) + last);
    }

    // ---------------------------------------------------------------------------------------------- assign

    /**
     * Go's {@code m[key] = ...} up to the store of the elem.
     *
     * @param key address of the key.
     * @return address where the elem belongs.
     */
    public long assign(final long key)
    {
        begin();
        beginWrite();
        final long hash = hash(key);
        setFlags(flags() ^ HmapFlags.HASH_WRITING);
        if (buckets() == 0)
        {
            setBuckets(image.allocate(bucketSize));
        }
        boolean found = searchForAssign(key, hash);
        while (!found && shouldGrow())
        {
            hashGrow();
            found = searchForAssign(key, hash);
        }
        if (found)
        {
            update(key);
        }
        else
        {
            insert(key, hash);
        }
        endWrite();
        return elemAt(place, placeSlot);
    }

    private boolean searchForAssign(final long key, final long hash)
    {
        final long index = hash & ((1L << b()) - 1);
        if (growing())
        {
            growWork(index);
        }
        final int top = TopHash.of(hash);
        final boolean fast = variant == Variant.FAST32 || variant == Variant.FAST64;
        place = 0;
        for (long bucket = buckets() + index * bucketSize; bucket != 0; bucket = overflow(bucket))
        {
            lastOfChain = bucket;
            for (int i = 0; i < 8; i++)
            {
                final int there = top(bucket, i);
                if (fast ? there <= TopHash.EMPTY_ONE : there != top)
                {
                    if (there <= TopHash.EMPTY_ONE && place == 0)
                    {
                        place = bucket;
                        placeSlot = i;
                    }
                    if (there == TopHash.EMPTY_REST)
                    {
                        return false;
                    }
                    continue;
                }
                if (matches(bucket, i, key, top))
                {
                    place = bucket;
                    placeSlot = i;
                    return true;
                }
            }
        }
        return false;
    }

    private void update(final long key)
    {
        if (variant == Variant.FASTSTR)
        {
            image.putLong(keySlotAt(place, placeSlot), image.getLong(key));
        }
        else if (type.needKeyUpdate())
        {
            image.copy(key, keyAt(place, placeSlot), keyType.size());
        }
    }

    private void insert(final long key, final long hash)
    {
        if (place == 0)
        {
            place = newoverflow(lastOfChain);
            placeSlot = 0;
        }
        if (type.indirectKey())
        {
            image.putLong(keySlotAt(place, placeSlot), image.allocate(keyType.size()));
        }
        if (type.indirectElem())
        {
            image.putLong(elemSlotAt(place, placeSlot), image.allocate(type.elem().size()));
        }
        image.copy(key, keyAt(place, placeSlot), keyType.size());
        setTop(place, placeSlot, TopHash.of(hash));
        setCount(count() + 1);
    }

    private void beginWrite()
    {
        if ((flags() & HmapFlags.HASH_WRITING) != 0)
        {
            throw GoFailure.fatal("concurrent map writes");
        }
    }

    private void endWrite()
    {
        if ((flags() & HmapFlags.HASH_WRITING) == 0)
        {
            throw GoFailure.fatal("concurrent map writes");
        }
        setFlags(flags() & ~HmapFlags.HASH_WRITING);
    }

    // ---------------------------------------------------------------------------------------------- delete

    /**
     * Go's {@code delete(m, key)}.
     *
     * @param key address of the key.
     */
    public void delete(final long key)
    {
        begin();
        if (count() == 0)
        {
            return;
        }
        beginWrite();
        final long hash = hash(key);
        setFlags(flags() ^ HmapFlags.HASH_WRITING);
        final long index = hash & ((1L << b()) - 1);
        if (growing())
        {
            growWork(index);
        }
        final long main = buckets() + index * bucketSize;
        if (search(main, key, TopHash.of(hash)))
        {
            wipe();
            propagate(main);
            setCount(count() - 1);
            if (count() == 0)
            {
                redrawHash0();
            }
        }
        endWrite();
    }

    private void wipe()
    {
        final long key = keySlotAt(place, placeSlot);
        if (type.indirectKey() || variant == Variant.FASTSTR)
        {
            image.putLong(key, 0);
        }
        else if (type.keyHasPointers())
        {
            image.zero(key, keySlot);
        }
        image.zero(elemSlotAt(place, placeSlot), elemSlot);
        setTop(place, placeSlot, TopHash.EMPTY_ONE);
    }

    /** Turns a tail of tombstones into emptyRest (layout section 9). */
    private void propagate(final long main)
    {
        long bucket = place;
        int slot = placeSlot;
        if (slot == 7)
        {
            final long next = overflow(bucket);
            if (next != 0 && top(next, 0) != TopHash.EMPTY_REST)
            {
                return;
            }
        }
        else if (top(bucket, slot + 1) != TopHash.EMPTY_REST)
        {
            return;
        }
        do
        {
            setTop(bucket, slot, TopHash.EMPTY_REST);
            if (slot == 0)
            {
                if (bucket == main)
                {
                    return;
                }
                final long behind = bucket;
                bucket = main;
                while (overflow(bucket) != behind)
                {
                    bucket = overflow(bucket);
                }
                slot = 7;
            }
            else
            {
                slot--;
            }
        }
        while (top(bucket, slot) == TopHash.EMPTY_ONE);
    }

    // ---------------------------------------------------------------------------------------------- clear

    /** Go's {@code clear(m)}, with what the image's version does for running iterators. */
    public void clear()
    {
        begin();
        if (count() == 0)
        {
            return;
        }
        beginWrite();
        setFlags(flags() ^ HmapFlags.HASH_WRITING);
        if (image.view().version().clearMarksChains())
        {
            markChains(buckets(), 1L << b());
            if (growing())
            {
                markChains(oldbuckets(), noldbuckets());
            }
        }
        setFlags(flags() & ~HmapFlags.SAME_SIZE_GROW);
        setOldbuckets(0);
        setNevacuate(0);
        setNoverflow(0);
        setCount(0);
        redrawHash0();
        if (extra() != 0)
        {
            image.zero(extra(), MapExtraDescriptor.SIZE);
        }
        final long total = total(b());
        image.zero(buckets(), total * bucketSize);
        if (total > 1L << b())
        {
            setOverflow(buckets() + (total - 1) * bucketSize, buckets());
            image.putLong(extra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, buckets() + bucketSize * (1L << b()));
        }
        endWrite();
    }

    private void markChains(final long array, final long mainCount)
    {
        for (long i = 0; i < mainCount; i++)
        {
            for (long bucket = array + i * bucketSize; bucket != 0; bucket = overflow(bucket))
            {
                image.putLong(bucket, 0);
            }
        }
    }
}
