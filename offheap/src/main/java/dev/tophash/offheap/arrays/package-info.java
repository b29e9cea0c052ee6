// SPDX-License-Identifier: Apache-2.0
/**
 * The memory of bucket arrays: where they come from, which buckets of them were handed out, and where they go.
 *
 * <p>{@link dev.tophash.offheap.arrays.BucketArrays} has one {@link dev.tophash.offheap.arrays.Generation} for Go's
 * {@code buckets} and one for {@code oldbuckets}. What lies here is outside Go's bytes: the bytes of the buckets belong
 * to the walks. The package knows memory and nothing above it, and it is not exported.
 */
package dev.tophash.offheap.arrays;
