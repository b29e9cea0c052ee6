// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** How values of each type compare: as their boxes do, so NaN equals NaN and zeros of both signs differ. */
final class NumberValue
{
    private NumberValue()
    {
    }

    static boolean same(final long one, final long other)
    {
        return one == other;
    }

    static boolean same(final int one, final int other)
    {
        return one == other;
    }

    static boolean same(final double one, final double other)
    {
        return Double.doubleToLongBits(one) == Double.doubleToLongBits(other);
    }
}
