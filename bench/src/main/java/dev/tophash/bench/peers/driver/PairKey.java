// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/** Sixteen bytes as an object of two longs: what a Java program takes for such a key. */
record PairKey(long low, long high)
{
    private static final int FACTOR = 31;

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final PairKey key && low == key.low && high == key.high;
    }

    @Override
    public int hashCode()
    {
        final long mixed = low * FACTOR + high;
        return (int)(mixed ^ mixed >>> 32);
    }
}
