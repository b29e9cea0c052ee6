// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Memory;

/**
 * The operations of a map to {@code double} whose key is shown by a {@link KeyView}: what those with a key of its own
 * do, without that key. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number and each value.
 */
abstract class StringDoubleKeyViews extends StringDoubleSegments
{
    StringDoubleKeyViews(final Opening opening)
    {
        super(opening);
    }

    /**
     * The value of a key.
     *
     * @param key shows the key.
     * @return its value, or {@link #missingValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final double get(final KeyView key)
    {
        try
        {
            return getOrDefault(key, missingValue);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * The value of a key, or another one.
     *
     * @param key          shows the key.
     * @param defaultValue the answer for an absent key.
     * @return the value, or {@code defaultValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final double getOrDefault(final KeyView key, final double defaultValue)
    {
        try
        {
            final long place = find(key);
            return place == Place.NOT_FOUND ? defaultValue : valueAt(place);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Whether a key is present.
     *
     * @param key shows the key.
     * @return true if it is.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean containsKey(final KeyView key)
    {
        try
        {
            return find(key) != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Sets the value of a key.
     *
     * @param key   shows the key.
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double put(final KeyView key, final double value)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            final long elem = elemAt(place);
            final double previous = Place.isNew(place) ? missingValue : Memory.getDouble(memory, elem);
            Memory.putDouble(memory, elem, value);
            return previous;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Sets the value of a key; another name of {@link #put(KeyView, double)}.
     *
     * @param key   shows the key.
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double getAndSet(final KeyView key, final double value)
    {
        try
        {
            return put(key, value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Sets the value of a key that is absent.
     *
     * @param key   shows the key.
     * @param value any {@code double}.
     * @return the value that is there, or {@link #missingValue} if there was none.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double putIfAbsent(final KeyView key, final double value)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            final long elem = elemAt(place);
            if (!Place.isNew(place))
            {
                return Memory.getDouble(memory, elem);
            }
            Memory.putDouble(memory, elem, value);
            return missingValue;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * The value of a key; one that is absent gets a value first.
     *
     * @param key   shows the key.
     * @param value any {@code double}.
     * @return the value of the key, now in any case there.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double getOrPut(final KeyView key, final double value)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            final long elem = elemAt(place);
            if (!Place.isNew(place))
            {
                return Memory.getDouble(memory, elem);
            }
            Memory.putDouble(memory, elem, value);
            return value;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Adds to the value of a key; an absent key has 0.
     *
     * @param key   shows the key.
     * @param delta what to add.
     * @return the sum, now the value.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double addTo(final KeyView key, final double delta)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            final long elem = elemAt(place);
            final double sum = (Place.isNew(place) ? 0 : Memory.getDouble(memory, elem)) + delta;
            Memory.putDouble(memory, elem, sum);
            return sum;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Adds to the value of a key; an absent key has 0.
     *
     * @param key   shows the key.
     * @param delta what to add.
     * @return the value before, 0 if the key was absent.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double getAndAdd(final KeyView key, final double delta)
    {
        beginStep();
        try
        {
            final long place = assign(key);
            final long elem = elemAt(place);
            final double before = Place.isNew(place) ? 0 : Memory.getDouble(memory, elem);
            Memory.putDouble(memory, elem, before + delta);
            return before;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Sets the value of a key that is present.
     *
     * @param key   shows the key.
     * @param value any {@code double}.
     * @return the previous value, or {@link #missingValue} if the key is absent.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double replace(final KeyView key, final double value)
    {
        beginStep();
        try
        {
            refuseInFunction();
            final long place = find(key);
            if (place == Place.NOT_FOUND)
            {
                return missingValue;
            }
            final double previous = valueAt(place);
            Memory.putDouble(memory, elemAt(place), value);
            return previous;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Sets the value of a key that has an expected one, compared as {@link Double#equals} compares.
     *
     * @param key      shows the key.
     * @param expected the value that it should have.
     * @param value    its next value.
     * @return true if it had the expected value, and has the next one.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final boolean compareAndReplace(final KeyView key, final double expected, final double value)
    {
        beginStep();
        try
        {
            refuseInFunction();
            final long place = find(key);
            if (place == Place.NOT_FOUND || !NumberValue.same(valueAt(place), expected))
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
        finally
        {
            endStep();
        }
    }

    /**
     * Removes a key.
     *
     * @param key shows the key.
     * @return the value it had, or {@link #missingValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double remove(final KeyView key)
    {
        beginStep();
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return missingValue;
            }
            final double previous = valueAt(place);
            finishDelete(place);
            return previous;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Removes a key; another name of {@link #remove(KeyView)}.
     *
     * @param key shows the key.
     * @return the value it had, or {@link #missingValue}.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final double getAndRemove(final KeyView key)
    {
        try
        {
            return remove(key);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Removes a key that has an expected value, compared as {@link Double#equals} compares.
     *
     * @param key      shows the key.
     * @param expected the value that it should have.
     * @return true if it had that value, and is removed.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function that computes a value of this map runs.
     */
    public final boolean remove(final KeyView key, final double expected)
    {
        beginStep();
        try
        {
            final long place = beginDelete(key);
            if (place == Place.NOT_FOUND)
            {
                return false;
            }
            final boolean same = NumberValue.same(valueAt(place), expected);
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
        finally
        {
            endStep();
        }
    }

    // ---------------------------------------------------------------- a function computes the value
}
