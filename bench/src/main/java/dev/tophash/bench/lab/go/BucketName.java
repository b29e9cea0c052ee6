// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

/**
 * The name of a place in a map: what kind of place it is, and which one.
 *
 * @param kind   by where it lies.
 * @param number of the bucket; a distance in bytes for places that are no buckets.
 */
public record BucketName(Kind kind, long number)
{
    /** No place: the end of a chain. */
    public static final BucketName NIL = new BucketName(Kind.NIL, 0);

    /** Where a place lies, and the sign before its number. */
    public enum Kind
    {
        /** No place. */
        NIL("nil"),
        /** One of the 2^B main buckets. */
        MAIN("M"),
        /** In the spare area behind them. */
        SPARE("M"),
        /** In the old array. */
        OLD("O"),
        /** In a block of its own. */
        OWN("H"),
        /** Past the end of the array, so many bytes. */
        OUTSIDE("+"),
        /** In the array, but between two buckets. */
        WITHIN("M@"),
        /** In the old array, but between two buckets. */
        WITHIN_OLD("O@"),
        /** Elsewhere in the copy. */
        ELSEWHERE("@"),
        /** Outside the copy. */
        NOWHERE("nowhere");

        private final String sign;

        Kind(final String sign)
        {
            this.sign = sign;
        }
    }

    /**
     * The name.
     *
     * @return as pictures and scripts write it: M3, O2, H0, +144.
     */
    public String text()
    {
        return kind == Kind.NIL || kind == Kind.NOWHERE ? kind.sign : kind.sign + number;
    }

    @Override
    public String toString()
    {
        return text();
    }
}
