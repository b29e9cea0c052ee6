// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.offheap.memory.Memory;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * The operations of a map to {@code double} that call a function, whose key is shown by a {@link KeyView}. None
 * allocates on the Java heap unless the function does.
 *
 * <p>The build derives the same class for each key that is no number and each value.
 */
abstract class StringDoubleKeyViewFunctions extends StringDoubleKeyViews
{
    StringDoubleKeyViewFunctions(final Opening opening)
    {
        super(opening);
    }

    /**
     * The value of a key; for one that is absent a value is computed and added.  Memory is required before the
     * function is called.  It may read the map, with another view.
     *
     * @param key      shows the key.
     * @param function computes the value of an absent key.
     * @return the value of the key, now in any case there.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if the function changes the map or what the view shows.
     */
    public final double computeIfAbsent(final KeyView key, final ToDoubleFunction<? super KeyView> function)
    {
        Required.argument(function, "function");
        beginStep();
        try
        {
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
                value = function.applyAsDouble(key);
            }
            catch (final Throwable e)
            {
                abandonFunction();
                throw e;
            }
            return store(place, key, value);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Computes the next value of a key that is present.
     *
     * @param key    shows the key.
     * @param update computes the next value from the value.
     * @return the next value, or {@link #missingValue} if the key is absent.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if the function changes the map or what the view shows.
     */
    public final double computeIfPresent(final KeyView key, final DoubleUnaryOperator update)
    {
        Required.argument(update, "update");
        beginStep();
        try
        {
            final long place = present(key);
            return place == Place.NOT_FOUND ? missingValue : compute(place, key, valueAt(place), update);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Computes the next value of a key, present or not.  Memory is required before the function is called.
     *
     * @param key    shows the key.
     * @param update computes the next value from the value, or from {@link #missingValue}.
     * @return the next value.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if the function changes the map or what the view shows.
     */
    public final double compute(final KeyView key, final DoubleUnaryOperator update)
    {
        Required.argument(update, "update");
        beginStep();
        try
        {
            final long place = present(key);
            return place == Place.NOT_FOUND ? compute(ready(key), key, missingValue, update) :
                compute(place, key, valueAt(place), update);
        }
        finally
        {
            endStep();
        }
    }

    private double compute(final long place, final KeyView key, final double before, final DoubleUnaryOperator update)
    {
        final double value;
        beginFunction();
        try
        {
            value = update.applyAsDouble(before);
        }
        catch (final Throwable e)
        {
            abandonFunction();
            throw e;
        }
        return store(place, key, value);
    }

    /**
     * Joins a value to that of a key; an absent key gets it as it is.
     *
     * @param key      shows the key.
     * @param value    any {@code double}.
     * @param operator computes the next value from the value that is there and the one given.
     * @return the next value.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if the function changes the map or what the view shows.
     */
    public final double merge(final KeyView key, final double value, final DoubleBinaryOperator operator)
    {
        Required.argument(operator, "operator");
        beginStep();
        try
        {
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
        finally
        {
            endStep();
        }
    }

    /** Where a key stands that a function may get to see. */
    private long present(final KeyView key)
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
    private long ready(final KeyView key)
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

    /** Ends a function and stores what it has computed. */
    private double store(final long place, final KeyView key, final double value)
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
