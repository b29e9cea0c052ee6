// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.lang.reflect.Array;
import java.lang.reflect.Field;

/** How large the tables of the peers are. Some do not tell, so a field is read. */
final class Fills
{
    private static final int SMALLEST = 8;

    private Fills()
    {
    }

    /** The places that a map asks for so that entries fit at a load. */
    static int capacity(final int entries, final double load)
    {
        return Math.max(SMALLEST, (int)Math.ceil(entries / load));
    }

    /** Entries by places of a table that has the least power of two of places for a load. */
    static double powerOfTwo(final int entries, final double load)
    {
        final long places = (long)Math.ceil(entries / load);
        return entries / (double)(Long.highestOneBit(Math.max(1, places - 1)) << 1);
    }

    /** Words used by words in a field: a number, or an array. NaN if there is none of that name. */
    static double of(final Object map, final String name, final long used)
    {
        for (Class<?> type = map.getClass(); type != null; type = type.getSuperclass())
        {
            try
            {
                final Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                final Object places = field.get(map);
                return used / (double)(places instanceof Integer number ? number : Array.getLength(places));
            }
            catch (final NoSuchFieldException e)
            {
                // It may be one of a class above.
            }
            catch (final IllegalAccessException e)
            {
                return Double.NaN;
            }
        }
        return Double.NaN;
    }
}
