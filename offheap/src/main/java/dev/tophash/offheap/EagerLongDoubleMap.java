// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * A map from {@code long} to {@code double} whose lookups load all cache lines of their bucket at once. A class of its
 * own: a map without the setting has no branch for it.
 *
 * <p>A bucket lies in two or three lines. Where the key stands follows from the first of them, so a plain lookup waits
 * for that line before it asks for the others. Here words of the others are loaded before. No answer depends on them,
 * yet the loads cannot be left out: a bucket in which the two words have a certain difference is looked at by the walk.
 */
final class EagerLongDoubleMap extends OffHeapLongDoubleMap
{
    static final int LINE_SIZE = 64;

    /** A difference that two words have by chance only. */
    static final long RARE = 0x9d2c_5680_f00d_babeL;

    private EagerLongDoubleMap(final Opening opening)
    {
        super(opening);
    }

    /** Makes one; a method, so that who makes a map without the setting need not load this class. */
    static OffHeapLongDoubleMap open(final Opening opening)
    {
        return new EagerLongDoubleMap(opening);
    }

    @Override
    public double get(final long key)
    {
        return lookUp(key, missingValue);
    }

    @Override
    public double getOrDefault(final long key, final double defaultValue)
    {
        return lookUp(key, defaultValue);
    }

    private double lookUp(final long key, final double absent)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return absent;
            }
            if (isAtFirst(bucket, matches, key) && !isRare(bucket))
            {
                return Memory.getDouble(memory, elemAt(bucket, TopHash.slot(matches)));
            }
            final long place = findInChain(key);
            return place == Place.NOT_FOUND ? absent : Memory.getDouble(memory, elemAt(place));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Loads a word of each further line of a bucket. */
    private boolean isRare(final long bucket)
    {
        return (Memory.getLong(memory, bucket + LINE_SIZE) ^ Memory.getLong(memory, bucket + overflowOffset)) == RARE;
    }
}
