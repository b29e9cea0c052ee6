// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Reads of a map to structs by other threads than the one that writes it, whose key is shown by a {@link KeyView}.
 * Each reader has a view of a key of its own. None allocates on the Java heap.
 *
 * <p>The build derives the same class for each key that is no number.
 */
abstract class StringStructKeyViewReads extends SingleWriterView
{
    private final OffHeapStringStructMap map;

    StringStructKeyViewReads(final OffHeapStringStructMap map)
    {
        super(map);
        this.map = map;
    }

    /**
     * Copies the value of a key.
     *
     * @param key   shows the key.
     * @param value of the map's {@code valueSize()}; what it holds if the key is absent is not said.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more, or if
     *                                  the array has another length.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final boolean get(final KeyView key, final byte[] value)
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
     * @param key   shows the key.
     * @param value of at least the map's {@code valueSize()}; what it holds if the key is absent is not said.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more, or if
     *                                  the segment is too short, on the heap or read-only, or closed.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws WrongThreadException     if the segment belongs to another thread.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final boolean get(final KeyView key, final MemorySegment value)
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
     * Reads fields where they lie, as the same method with a key of its own type does: the function may be called
     * several times, and does nothing but read fields and keep what it has read. The last call counts.
     *
     * @param key       shows the key.
     * @param flyweight stands on the value while the function runs, and nowhere afterwards.
     * @param function  reads fields; not called if the key is absent.
     * @return true if the key is present.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final boolean read(
        final KeyView key, final StructFlyweight flyweight, final Consumer<? super StructFlyweight> function)
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
     * @param key shows the key.
     * @return true if it is.
     * @throws IllegalArgumentException if the view's bytes can't be a key of this map, or can't be read any more.
     * @throws IllegalStateException    if the view shows nothing.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final boolean containsKey(final KeyView key)
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
        final KeyView key, final StructFlyweight flyweight, final Consumer<? super StructFlyweight> function)
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
