// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** Which numbers can stand for "absent" in a map: those that are values of its type, none if that is no number. */
enum MissingValues
{
    LONG(Long.MIN_VALUE, Long.MAX_VALUE),
    INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
    DOUBLE(-1L << 53, 1L << 53)
    {
        @Override
        boolean has(final Number value)
        {
            return value instanceof Double || super.has(value);
        }
    },
    NONE(0, -1);

    private final long lowest;
    private final long highest;

    MissingValues(final long lowest, final long highest)
    {
        this.lowest = lowest;
        this.highest = highest;
    }

    boolean has(final Number value)
    {
        return value instanceof Long && value.longValue() >= lowest && value.longValue() <= highest;
    }

    /** The number itself, or an error that names it. */
    final Number require(final Number value)
    {
        if (lowest > highest)
        {
            throw new IllegalArgumentException("the values of this map are no numbers: missingValue=" + value);
        }
        if (!has(value))
        {
            throw new IllegalArgumentException("missing value out of range: missingValue=" + value + ", minimum=" +
                lowest + ", maximum=" + highest);
        }
        return value;
    }

    /** Refuses a number that is neither kind of missing value. */
    static void requireKind(final Number value)
    {
        if (!(value instanceof Long || value instanceof Double))
        {
            throw new IllegalArgumentException("neither a Long nor a Double: missingValue=" + value);
        }
    }
}
