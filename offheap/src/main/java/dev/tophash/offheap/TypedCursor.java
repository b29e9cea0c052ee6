// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * A cursor over an {@link OffHeapTypedMap} that shows Go's iterator fields (layout section 1.4).
 *
 * <p>After its end it does what Go's iterator does: it goes on from the last entry it delivered.
 */
public final class TypedCursor extends HmapCursor implements AutoCloseable
{
    TypedCursor(final Hmap map)
    {
        super(map);
    }

    /**
     * Goes to the next entry.
     *
     * @return false at the end.
     * @throws java.util.ConcurrentModificationException if the map is being written.
     * @throws dev.tophash.MapClosedException            if the map is closed.
     */
    public boolean next()
    {
        return advance(true);
    }

    /**
     * The key of the current entry.
     *
     * @return a value to read, valid until the map changes.
     * @throws IllegalStateException if the cursor stands on no entry.
     */
    public GoValue key()
    {
        return new GoValue(map.heap, map.type.key(), keyPlace());
    }

    long keyPlace()
    {
        final long slot = Place.keyOffset(place(), map.keySize);
        return map.type.indirectKey() ? map.offsetAt(slot) : slot;
    }

    /**
     * The elem of the current entry.
     *
     * @return a value to read, valid until the map changes.
     * @throws IllegalStateException if the cursor stands on no entry.
     */
    public GoValue elem()
    {
        return new GoValue(map.heap, map.type.elem(), elemPlace());
    }

    long elemPlace()
    {
        return map.elemOffset(place());
    }

    /**
     * Go's {@code bucket}: index of the main bucket after the current one.
     *
     * @return an index.
     */
    public long bucket()
    {
        return bucketIndex();
    }

    /**
     * Go's {@code bptr}: the bucket the cursor stands in.
     *
     * @return its offset in the region, 0 for none.
     */
    public long bucketOffset()
    {
        return bucketPointer();
    }

    /**
     * Go's {@code i}: the next slot, before the offset is added.
     *
     * @return 0 to 8.
     */
    public int slotIndex()
    {
        return slotNumber();
    }

    /**
     * Go's {@code startBucket}.
     *
     * @return an index.
     */
    public long startBucket()
    {
        return startBucketIndex();
    }

    /**
     * Go's {@code offset}.
     *
     * @return 0 to 7.
     */
    public int offset()
    {
        return slotOffset();
    }

    /**
     * Go's {@code wrapped}.
     *
     * @return whether the iteration has gone round the end of the array.
     */
    public boolean wrapped()
    {
        return hasWrapped();
    }

    /**
     * Go's {@code B}.
     *
     * @return the map's B when the iteration started.
     */
    public int b()
    {
        return startB();
    }

    /**
     * Go's {@code checkBucket}.
     *
     * @return an index, -1 for none.
     */
    public long checkBucket()
    {
        return check();
    }

    @Override
    public void close()
    {
        end();
    }
}
