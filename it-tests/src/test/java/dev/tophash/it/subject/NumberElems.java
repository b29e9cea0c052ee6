// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

/** The model's numbers as values of each type, and back. */
public final class NumberElems
{
    private static final int BITS_OF_A_DOUBLE = 53;

    private NumberElems()
    {
    }

    public static long toLong(final long number)
    {
        return number;
    }

    public static int toInt(final long number)
    {
        return (int)number;
    }

    public static double toDouble(final long number)
    {
        return (double)number;
    }

    public static long number(final long value)
    {
        return value;
    }

    /** A value that has a fraction is none of those that a test has stored. */
    public static long number(final double value)
    {
        if (value != Math.rint(value))
        {
            throw new AssertionError("value torn: value=" + value);
        }
        return (long)value;
    }

    /** Which bits of a number a value like this one can hold. */
    public static long maskOf(final long value)
    {
        return Long.MAX_VALUE;
    }

    public static long maskOf(final int value)
    {
        return Integer.MAX_VALUE;
    }

    public static long maskOf(final double value)
    {
        return (1L << BITS_OF_A_DOUBLE) - 1;
    }
}
