// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Reads of a map to structs by other threads than the one that writes it. See {@link SingleWriterView} for how and at
 * what cost.
 */
public final class LongStructSingleWriterView extends SingleWriterView
{
    private final OffHeapLongStructMap map;

    private LongStructSingleWriterView(final OffHeapLongStructMap map)
    {
        super(map);
        this.map = map;
    }

    /**
     * The view of a map.
     *
     * @param map built with {@link MapBuilder#singleWriterView}.
     * @return a view; it may be made once for each thread or once for all.
     * @throws IllegalArgumentException       if the map was built without one.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public static LongStructSingleWriterView of(final OffHeapLongStructMap map)
    {
        return new LongStructSingleWriterView(map);
    }

    /**
     * Copies the value of a key.
     *
     * @param key   any {@code long}.
     * @param value of the map's {@code valueSize()}; what it holds if the key is absent is not said.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the array has another length.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean get(final long key, final byte[] value)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = map.get(key, value);
                    if (sequence().isStill(number))
                    {
                        return read;
                    }
                }
            }
            catch (final RuntimeException | InternalError e)
            {
                if (sequence().isStill(number))
                {
                    throw e;
                }
            }
        }
    }

    /**
     * Copies the value of a key into native memory.
     *
     * @param key   any {@code long}.
     * @param value of at least the map's {@code valueSize()}; what it holds if the key is absent is not said.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the segment is too short, on the heap or read-only, or closed.
     * @throws WrongThreadException     if the segment belongs to another thread.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean get(final long key, final MemorySegment value)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = map.get(key, value);
                    if (sequence().isStill(number))
                    {
                        return read;
                    }
                }
            }
            catch (final RuntimeException | InternalError e)
            {
                if (sequence().isStill(number))
                {
                    throw e;
                }
            }
        }
    }

    /**
     * Reads fields where they lie. The function may be called several times, and in a call that does not count it can
     * see fields of two writes, or fail: what it throws then is dropped. So it does nothing but read fields and keep
     * what it has read. The last call counts: its fields belong to one value.
     *
     * @param key       any {@code long}.
     * @param flyweight stands on the value while the function runs, and nowhere afterwards.
     * @param function  reads fields; not called if the key is absent.
     * @return true if the key is present.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean read(
        final long key, final StructFlyweight flyweight, final Consumer<? super StructFlyweight> function)
    {
        Required.argument(flyweight, "flyweight");
        Required.argument(function, "function");
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = accept(key, flyweight, function);
                    if (sequence().isStill(number))
                    {
                        return read;
                    }
                }
            }
            catch (final RuntimeException | InternalError e)
            {
                if (sequence().isStill(number))
                {
                    throw e;
                }
            }
        }
    }

    /**
     * Tells whether a key is present.
     *
     * @param key any {@code long}.
     * @return true if it is.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public boolean containsKey(final long key)
    {
        for (int failures = 0; ; failures = failed(failures))
        {
            final long number = sequence().now();
            try
            {
                if (isQuiet(number))
                {
                    final boolean read = map.containsKey(key);
                    if (sequence().isStill(number))
                    {
                        return read;
                    }
                }
            }
            catch (final RuntimeException | InternalError e)
            {
                if (sequence().isStill(number))
                {
                    throw e;
                }
            }
        }
    }

    private boolean accept(
        final long key, final StructFlyweight flyweight, final Consumer<? super StructFlyweight> function)
    {
        try
        {
            final boolean found = map.find(key, flyweight);
            if (found)
            {
                function.accept(flyweight);
            }
            return found;
        }
        finally
        {
            flyweight.leave();
        }
    }
}
