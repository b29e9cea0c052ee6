// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;

/**
 * Go's iterator, field by field (layout sections 1.4 and 11). It holds addresses, so it goes on reading buckets that
 * the map has long forgotten.
 */
public final class GoIterator
{
    private static final long NO_CHECK = -1;

    private final GoWalk map;
    private final GoWalk generic;
    private long key;
    private long elem;
    private final boolean started;
    private final int startB;
    private final long buckets;
    private final long startBucket;
    private final int offset;
    private long bucket;
    private long bptr;
    private int i;
    private boolean wrapped;
    private long checkBucket;

    /**
     * Go's mapiterinit, without taking an entry.
     *
     * @param map         the map; flags, and in a pointer-free map the list, are written.
     * @param startBucket where to start, taken modulo 2^B.
     * @param offset      slot to start at in every bucket.
     */
    public GoIterator(final GoWalk map, final long startBucket, final int offset)
    {
        this.map = map;
        this.generic = map.generic();
        this.started = map.count() != 0;
        this.startB = map.b();
        this.buckets = map.buckets();
        this.offset = offset & 7;
        this.startBucket = startBucket & ((1L << startB) - 1);
        this.bucket = this.startBucket;
        if (started)
        {
            if (map.type.pointerFree())
            {
                map.createOverflow();
            }
            map.setFlags(map.flags() | HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR);
        }
    }

    /**
     * Go's mapiternext.
     *
     * @return false at the end.
     */
    public boolean next()
    {
        map.begin();
        key = 0;
        if (!started)
        {
            return false;
        }
        if ((map.flags() & HmapFlags.HASH_WRITING) != 0)
        {
            throw GoFailure.fatal("concurrent map iteration and map write");
        }
        long at = bptr;
        long index = bucket;
        int slot = i;
        long check = checkBucket;
        while (true)
        {
            if (at == 0)
            {
                if (index == startBucket && wrapped)
                {
                    return false;
                }
                check = NO_CHECK;
                at = buckets + index * map.bucketSize;
                if (map.growing() && startB == map.b())
                {
                    final long old = map.oldbuckets() + (index & (map.noldbuckets() - 1)) * map.bucketSize;
                    if (!map.evacuated(old))
                    {
                        at = old;
                        check = index;
                    }
                }
                index++;
                if (index == 1L << startB)
                {
                    index = 0;
                    wrapped = true;
                }
                slot = 0;
            }
            for (; slot < 8; slot++)
            {
                if (deliver(at, (slot + offset) & 7, check))
                {
                    bucket = index;
                    bptr = at;
                    i = slot + 1;
                    checkBucket = check;
                    return true;
                }
            }
            at = map.overflow(at);
            slot = 0;
        }
    }

    private boolean deliver(final long at, final int slot, final long check)
    {
        final int top = map.top(at, slot);
        if (top <= TopHash.EMPTY_ONE || top == TopHash.EVACUATED_EMPTY)
        {
            return false;
        }
        final long candidate = map.keyAt(at, slot);
        final boolean itself = map.type.reflexiveKey() || map.equal(candidate, candidate);
        if (check != NO_CHECK && !map.sameSizeGrow())
        {
            if (itself ? (map.hash(candidate) & ((1L << startB) - 1)) != check :
                check >>> (startB - 1) != (top & 1))
            {
                return false;
            }
        }
        if (top != TopHash.EVACUATED_X && top != TopHash.EVACUATED_Y || !itself)
        {
            key = candidate;
            elem = map.elemAt(at, slot);
            return true;
        }
        generic.begin();
        if (map.count() == 0 || !generic.lookup(candidate))
        {
            return false;
        }
        key = generic.foundKey();
        elem = generic.foundElem();
        return true;
    }

    /**
     * The key.
     *
     * @return its address, 0 at the end.
     */
    public long key()
    {
        return key;
    }

    /**
     * The elem.
     *
     * @return its address.
     */
    public long elem()
    {
        return elem;
    }

    /**
     * Go's bucket.
     *
     * @return index of the bucket that comes next.
     */
    public long bucket()
    {
        return bucket;
    }

    /**
     * Go's i.
     *
     * @return number of the slot that comes next, before the offset is added.
     */
    public int slotIndex()
    {
        return i;
    }

    /**
     * Go's wrapped.
     *
     * @return whether it went past the last bucket.
     */
    public boolean wrapped()
    {
        return wrapped;
    }

    /**
     * Go's B.
     *
     * @return that of the array it walks.
     */
    public int startB()
    {
        return startB;
    }

    /**
     * Go's checkBucket.
     *
     * @return the bucket that keys must belong to, or -1.
     */
    public long checkBucket()
    {
        return checkBucket;
    }

    /**
     * Where it stands.
     *
     * @return address of the bucket, 0 before the first.
     */
    public long bptr()
    {
        return bptr;
    }
}
