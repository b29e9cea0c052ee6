// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * The four places where Go's map draws random numbers.
 *
 * <p>A map has its own secret source by default. A test passes its own to make a run repeatable. {@link #seed},
 * {@link #overflowSample} and {@link #nanHash} are called by the writer, {@link #iterationStart} by any reader.
 */
public interface MapRandom
{
    /**
     * A new {@code hash0}: at make, at clear and when the last entry is deleted (layout sections 5, 9, 12).
     *
     * @return 32 random bits.
     */
    int seed();

    /**
     * Start bucket and slot offset of an iteration (layout section 11.1).
     *
     * @return random bits.
     */
    long iterationStart();

    /**
     * Decides whether an overflow bucket is counted once B is 16 or more (layout section 6).
     *
     * @return 32 random bits.
     */
    int overflowSample();

    /**
     * What the hash of a NaN contains (layout section 16.2).
     *
     * @return 64 random bits; the versions before 1.22 use the lower 32.
     */
    long nanHash();
}
