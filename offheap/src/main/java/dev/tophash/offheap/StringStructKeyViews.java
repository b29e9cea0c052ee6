// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The operations of a map to structs whose key is shown by a {@link KeyView}. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number.
 */
abstract class StringStructKeyViews extends StringStructSegments
{
    /** Where a value from a segment waits until its key is in; null until one came. */
    private byte[] stagedValue;

    StringStructKeyViews(final Opening opening)
    {
        super(opening);
    }

    /**
     * Copies the value of a key.
     *
     * @param key   shows the key.
     * @param value takes the bytes of the value; not touched if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean get(final KeyView key, final byte[] value)
    {
        try
        {
            requireValue(value);
            final long place = find(key);
            if (place != Place.NOT_FOUND)
            {
                Memory.getBytes(memory, elemOffset(place), value, 0, value.length);
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * Copies the value of a key into native memory.
     *
     * @param key   shows the key.
     * @param value at least as many bytes of native memory as a value has; not touched if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more, or
     *                                  if the segment is too short, on the heap or read-only, or without memory.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws WrongThreadException     if the segment belongs to another thread.
     */
    public final boolean get(final KeyView key, final MemorySegment value)
    {
        SegmentArgument.checkTarget("value", value, type.elem().size());
        try
        {
            final long place = find(key);
            if (place != Place.NOT_FOUND)
            {
                SegmentArgument.write("value", value, memory, elemOffset(place), type.elem().size());
            }
            return place != Place.NOT_FOUND;
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
     * Leads a flyweight to the value of a key, to read and write its fields where they lie.
     *
     * @param key       shows the key.
     * @param flyweight stands on the value afterwards, or nowhere if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean find(final KeyView key, final StructFlyweight flyweight)
    {
        Required.argument(flyweight, "flyweight");
        try
        {
            flyweight.leave();
            final long place = find(key);
            if (place != Place.NOT_FOUND)
            {
                flyweight.wrap(this, Place.bucket(place), Place.slot(place), elemOffset(place));
            }
            return place != Place.NOT_FOUND;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /**
     * As {@link #find(KeyView, StructFlyweight)}; an absent key is added first, with a value of zeros.
     *
     * @param key       shows the key.
     * @param flyweight stands on the value afterwards.
     * @return true if the key was new.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public final boolean getOrCreate(final KeyView key, final StructFlyweight flyweight)
    {
        Required.argument(flyweight, "flyweight");
        beginStep();
        try
        {
            flyweight.leave();
            final long place = assign(key);
            final long value = elemOffset(place);
            if (Place.isNew(place))
            {
                Memory.zero(memory, value, type.elem().size());
            }
            flyweight.wrap(this, Place.bucket(place), Place.slot(place), value);
            return Place.isNew(place);
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
     * Sets the value of a key.
     *
     * @param key   shows the key.
     * @param value the bytes of the value.
     * @return true if the key was new.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public final boolean put(final KeyView key, final byte[] value)
    {
        beginStep();
        try
        {
            return put(key, value, true);
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
     * Sets the value of a key from native memory. The segment is read before anything changes.
     *
     * @param key   shows the key.
     * @param value at least as many bytes of native memory as a value has.
     * @return true if the key was new.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more, or
     *                                  if the segment is too short, on the heap, or has no memory any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws WrongThreadException     if the segment belongs to another thread.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public final boolean put(final KeyView key, final MemorySegment value)
    {
        SegmentArgument.checkSource("value", value, type.elem().size());
        final byte[] staged = stagedValue();
        SegmentArgument.read("value", value, staged);
        return put(key, staged);
    }

    final byte[] stagedValue()
    {
        if (stagedValue == null)
        {
            stagedValue = new byte[type.elem().size()];
        }
        return stagedValue;
    }

    /**
     * Gives the value of a key to a function, as a segment to read and to write. The segment is a copy, which is stored
     * when the function returns; it ends with the call. This allocates, on the Java heap and outside it. The function
     * may read the map; a write is refused. If it throws, the value is as before.
     *
     * @param key      shows the key.
     * @param function gets the bytes of the value; not called if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws java.util.ConcurrentModificationException if a function of the caller runs already.
     */
    public final boolean withValue(final KeyView key, final Consumer<? super MemorySegment> function)
    {
        Required.argument(function, "function");
        beginStep();
        try
        {
            final long value = present(key);
            if (value != NIL)
            {
                ValueFunction.run(this, value, function);
            }
            return value != NIL;
        }
        finally
        {
            endStep();
        }
    }

    private long present(final KeyView key)
    {
        try
        {
            refuseInFunction();
            final long place = find(key);
            return place == Place.NOT_FOUND ? NIL : elemOffset(place);
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
     * @param value the bytes of the value.
     * @return true if the key was new, and has the value.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public final boolean putIfAbsent(final KeyView key, final byte[] value)
    {
        beginStep();
        try
        {
            return put(key, value, false);
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
     * @return true if it was present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     */
    public final boolean remove(final KeyView key)
    {
        beginStep();
        try
        {
            final long place = beginDelete(key);
            if (place != Place.NOT_FOUND)
            {
                finishDelete(place);
            }
            return place != Place.NOT_FOUND;
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

    private boolean put(final KeyView key, final byte[] value, final boolean overwrite)
    {
        requireValue(value);
        final long place = assign(key);
        if (Place.isNew(place) || overwrite)
        {
            Memory.putBytes(value, 0, memory, elemOffset(place), value.length);
        }
        return Place.isNew(place);
    }

    private void requireValue(final byte[] value)
    {
        Required.argument(value, "value");
        if (value.length != type.elem().size())
        {
            throw new IllegalArgumentException("value of wrong length: length=" + value.length + ", valueSize=" +
                type.elem().size());
        }
    }
}
