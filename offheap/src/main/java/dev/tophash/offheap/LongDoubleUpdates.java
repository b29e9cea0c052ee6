// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongDoubleFunction;
import dev.tophash.LongDoubleMap;
import dev.tophash.LongDoubleUpdate;
import dev.tophash.check.Required;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.offheap.memory.Memory;
import java.util.function.DoubleBinaryOperator;

/**
 * The operations of a map from {@code long} to {@code double} that read a value and write the next one.
 *
 * <p>Each searches its key once; those with a function search a second time if the key is absent. For a new entry they
 * make ready whatever it can need, a growth, memory, the place, before they call the function. While the function runs,
 * a mark refuses every write. Then the value goes to the place that was found. So a refusal comes before the function,
 * and a function that throws has changed no entry.
 */
abstract class LongDoubleUpdates extends LongKeyedBatches implements LongDoubleMap, OffHeapMap
{
    private static final int ELEM_SIZE = Double.BYTES;

    final double missingValue;

    LongDoubleUpdates(final Opening opening)
    {
        super(opening);
        missingValue = opening.config().map().missingDouble();
    }

    final long elemAt(final long place)
    {
        return LongKey.elemOffset(this, place, ELEM_SIZE);
    }

    /** As {@link #elemAt(long)}, where bucket and slot need not be taken out of a place. */
    final long elemAt(final long bucket, final int slot)
    {
        return BmapDescriptor.elemOffset(bucket, slot, LongKey.size(this), ELEM_SIZE);
    }

    @Override
    public final double missingValue()
    {
        return missingValue;
    }

    @Override
    public double put(final long key, final double value)
    {
        try
        {
            return exchange(assign(key), value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Stores a value where its key was found or added; returns the one before. */
    final double exchange(final long place, final double value)
    {
        final long elem = elemAt(place);
        final double previous = Place.isNew(place) ? missingValue : Memory.getDouble(memory, elem);
        Memory.putDouble(memory, elem, value);
        return previous;
    }

    @Override
    public double addTo(final long key, final double delta)
    {
        try
        {
            return addAt(assign(key), delta) + delta;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public double getAndAdd(final long key, final double delta)
    {
        try
        {
            return addAt(assign(key), delta);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Adds to a value where its key was found or added; returns the one before, 0 for a new key. */
    final double addAt(final long place, final double delta)
    {
        final long elem = elemAt(place);
        final double before = Place.isNew(place) ? 0 : Memory.getDouble(memory, elem);
        Memory.putDouble(memory, elem, before + delta);
        return before;
    }

    @Override
    public double putIfAbsent(final long key, final double value)
    {
        try
        {
            return putIfNew(assign(key), value, missingValue);
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
            return putIfNew(assign(key), value, value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Stores a value where its key was added; returns the one that stands there, {@code ofNew} for a new key. */
    final double putIfNew(final long place, final double value, final double ofNew)
    {
        final long elem = elemAt(place);
        if (!Place.isNew(place))
        {
            return Memory.getDouble(memory, elem);
        }
        Memory.putDouble(memory, elem, value);
        return ofNew;
    }

    @Override
    public double replace(final long key, final double value)
    {
        try
        {
            refuseInFunction();
            final long place = find(key);
            if (place == Place.NOT_FOUND)
            {
                return missingValue;
            }
            final long elem = elemAt(place);
            final double previous = Memory.getDouble(memory, elem);
            Memory.putDouble(memory, elem, value);
            return previous;
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
            refuseInFunction();
            final long place = find(key);
            if (place == Place.NOT_FOUND || !NumberValue.same(Memory.getDouble(memory, elemAt(place)), expected))
            {
                return false;
            }
            Memory.putDouble(memory, elemAt(place), value);
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public double remove(final long key)
    {
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return missingValue;
            }
            final double previous = Memory.getDouble(memory, elemAt(place));
            finishDelete(place);
            return previous;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    @Override
    public boolean remove(final long key, final double expected)
    {
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return false;
            }
            final boolean same = NumberValue.same(Memory.getDouble(memory, elemAt(place)), expected);
            if (same)
            {
                finishDelete(place);
            }
            else
            {
                abandonDelete();
            }
            return same;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Ends a delete whose entry is to stay: the flag is set unless the delete has not needed it. */
    final void abandonDelete()
    {
        if ((flags() & HmapFlags.HASH_WRITING) != 0)
        {
            endWrite();
        }
    }

    @Override
    public double computeIfAbsent(final long key, final LongDoubleFunction function)
    {
        Required.argument(function, "function");
        final long found = present(key);
        if (found != Place.NOT_FOUND)
        {
            return valueAt(found);
        }
        final long place = ready(key);
        final double value;
        beginFunction();
        try
        {
            value = function.apply(key);
        }
        catch (final Throwable e)
        {
            abandonFunction();
            throw e;
        }
        return store(place, key, value);
    }

    @Override
    public double computeIfPresent(final long key, final LongDoubleUpdate update)
    {
        Required.argument(update, "update");
        final long place = present(key);
        return place == Place.NOT_FOUND ? missingValue : compute(place, key, valueAt(place), update);
    }

    @Override
    public double compute(final long key, final LongDoubleUpdate update)
    {
        Required.argument(update, "update");
        final long place = present(key);
        return place == Place.NOT_FOUND ? compute(ready(key), key, missingValue, update) :
            compute(place, key, valueAt(place), update);
    }

    private double compute(final long place, final long key, final double before, final LongDoubleUpdate update)
    {
        final double value;
        beginFunction();
        try
        {
            value = update.apply(key, before);
        }
        catch (final Throwable e)
        {
            abandonFunction();
            throw e;
        }
        return store(place, key, value);
    }

    @Override
    public double merge(final long key, final double value, final DoubleBinaryOperator operator)
    {
        Required.argument(operator, "operator");
        final long place = present(key);
        if (place == Place.NOT_FOUND)
        {
            return getOrPut(key, value);
        }
        final double merged;
        beginFunction();
        try
        {
            merged = operator.applyAsDouble(valueAt(place), value);
        }
        catch (final Throwable e)
        {
            abandonFunction();
            throw e;
        }
        return store(place, key, merged);
    }

    /** Where a key stands that a function may get to see. */
    private long present(final long key)
    {
        try
        {
            refuseInFunction();
            return find(key);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Makes an absent key ready to be added, and tells its place. */
    private long ready(final long key)
    {
        try
        {
            return prepare(key);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    final double valueAt(final long place)
    {
        try
        {
            return Memory.getDouble(memory, elemAt(place));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** Ends a function and stores what it has computed. */
    private double store(final long place, final long key, final double value)
    {
        try
        {
            endFunction();
            Memory.putDouble(memory, elemAt(Place.isNew(place) ? addPrepared(place, key) : place), value);
            return value;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
