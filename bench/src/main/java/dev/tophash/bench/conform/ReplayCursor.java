// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * An iterator of a replay, with the position fields of Go's {@code hiter}.
 */
public interface ReplayCursor extends AutoCloseable
{
    /**
     * Advances, also after the end: then it goes on from the position of the last entry, as Go does.
     *
     * @return true if there is an entry.
     */
    boolean next();

    /**
     * The key of the entry.
     *
     * @return a reader, valid until the next operation.
     */
    ValueReader key();

    /**
     * The elem of the entry.
     *
     * @return a reader, valid until the next operation.
     */
    ValueReader elem();

    /**
     * Go's bucket: index of the next bucket.
     *
     * @return the index.
     */
    long bucket();

    /**
     * Go's i: number of the next slot, before the offset is added.
     *
     * @return 0 to 8.
     */
    int slotIndex();

    /**
     * Go's wrapped.
     *
     * @return true if the walk went past the last bucket.
     */
    boolean wrapped();

    /**
     * Go's B: that of the array walked.
     *
     * @return the logarithm.
     */
    int b();

    /**
     * Go's checkBucket.
     *
     * @return the bucket that keys must belong to, or -1.
     */
    long checkBucket();

    /**
     * Go's bptr.
     *
     * @return address of the current bucket, 0 before the first entry.
     */
    long bucketAddress();

    /** Gives up the iterator, so that the memory that only it holds can be reused. */
    @Override
    void close();
}
