// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * The operations of a map from {@code long} to {@code double} that ask once and store at most one value, with their
 * straight line spelled out. As in {@code put}, each outcome leaves at once: a place would have to be taken apart into
 * bucket and slot, and behind a call of {@code assign} the JIT leaves the elem to calls. Only maps with numbers as keys
 * have this class; all else is what {@link LongDoubleUpdates} does. One method for {@code putIfAbsent} and {@code
 * getOrPut}, which differ in one word, cost the first 4 % at 64,000 entries.
 */
abstract class StraightLongDoubleUpdates extends LongDoubleSegments
{
    StraightLongDoubleUpdates(final Opening opening)
    {
        super(opening);
    }

    /** Adds an absent key, given the word of its main bucket; false if that can't be done at once. */
    private boolean addStraight(
        final long bucket, final long word, final long hash, final long key, final double value)
    {
        if (!pointerFree || !isStraightForOneMore())
        {
            return false;
        }
        final int slot = TopHash.slot(TopHash.matchEmpty(word));
        Memory.putDouble(memory, elemAt(bucket, slot), value);
        add(bucket, slot, key, TopHash.of(hash));
        return true;
    }

    @Override
    public double addTo(final long key, final double delta)
    {
        return addAndGetBefore(key, delta) + delta;
    }

    @Override
    public double getAndAdd(final long key, final double delta)
    {
        return addAndGetBefore(key, delta);
    }

    private double addAndGetBefore(final long key, final double delta)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                if (addStraight(bucket, word, hash, key, 0 + delta))
                {
                    return 0;
                }
            }
            else if (isStraight() && isAtFirst(bucket, matches, key))
            {
                final long elem = elemAt(bucket, TopHash.slot(matches));
                final double before = Memory.getDouble(memory, elem);
                Memory.putDouble(memory, elem, before + delta);
                endStraight();
                return before;
            }
            return addAt(assignInChain(key, hash), delta);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public double putIfAbsent(final long key, final double value)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                if (addStraight(bucket, word, hash, key, value))
                {
                    return missingValue;
                }
            }
            else if (isStraight() && isAtFirst(bucket, matches, key))
            {
                return Memory.getDouble(memory, elemAt(bucket, TopHash.slot(matches)));
            }
            return putIfNew(assignInChain(key, hash), value, missingValue);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public double getOrPut(final long key, final double value)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                if (addStraight(bucket, word, hash, key, value))
                {
                    return value;
                }
            }
            else if (isStraight() && isAtFirst(bucket, matches, key))
            {
                return Memory.getDouble(memory, elemAt(bucket, TopHash.slot(matches)));
            }
            return putIfNew(assignInChain(key, hash), value, value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public double replace(final long key, final double value)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long matches = TopHash.match(Memory.getLong(memory, bucket), TopHash.repeatOf(hash));
            if (isAtFirst(bucket, matches, key))
            {
                final long elem = elemAt(bucket, TopHash.slot(matches));
                final double previous = Memory.getDouble(memory, elem);
                Memory.putDouble(memory, elem, value);
                endStraight();
                return previous;
            }
            return super.replace(key, value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean compareAndReplace(final long key, final double expected, final double value)
    {
        try
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long matches = TopHash.match(Memory.getLong(memory, bucket), TopHash.repeatOf(hash));
            if (isAtFirst(bucket, matches, key))
            {
                final long elem = elemAt(bucket, TopHash.slot(matches));
                if (!NumberValue.same(Memory.getDouble(memory, elem), expected))
                {
                    return false;
                }
                Memory.putDouble(memory, elem, value);
                endStraight();
                return true;
            }
            return super.compareAndReplace(key, expected, value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
