// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.ValueCopy;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Runs a function of the caller on the value of an entry, as a segment of an arena that ends with it.
 *
 * <p>The segment is a copy, which is stored when the function returns. A segment over the map's own memory would need
 * an arena that ends with the call and keeps the map open meanwhile, which FFM does not have: if the map were closed by
 * another thread, such a segment would lead to unmapped memory and end the JVM.
 */
final class ValueFunction
{
    private ValueFunction()
    {
    }

    /** Gives a value to a function; meanwhile the map refuses writes. What the function throws leaves the value. */
    static void run(final MapSkin map, final long valueOffset, final Consumer<? super MemorySegment> function)
    {
        try (ValueCopy copy = new ValueCopy(map.type.elem().size()))
        {
            load(map, copy, valueOffset);
            map.beginFunction();
            try
            {
                function.accept(copy.segment());
            }
            catch (final Throwable e)
            {
                map.abandonFunction();
                throw e;
            }
            store(map, copy, valueOffset);
        }
    }

    private static void load(final MapSkin map, final ValueCopy copy, final long valueOffset)
    {
        try
        {
            copy.load(map.memory, valueOffset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }

    /** Ends the function, also in a map that it has closed. */
    private static void store(final MapSkin map, final ValueCopy copy, final long valueOffset)
    {
        try
        {
            map.endFunction();
            copy.store(map.memory, valueOffset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }
}
