// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.util.List;

/**
 * One line of mapdump's output. Exactly one of the five parts is there.
 *
 * @param step     number of the operation, from 1.
 * @param op       the operation as the script has it.
 * @param go       version of Go.
 * @param type     map type.
 * @param opening  after {@code map} and {@code load}, else null.
 * @param lookup   after {@code get}, else null.
 * @param order    after {@code iter}, else null.
 * @param position after {@code itnew} and {@code itnext}, else null.
 * @param state    after {@code dump}, else null.
 */
public record DumpRecord(
    int step, String op, String go, String type,
    Heading opening, Lookup lookup, Order order, Position position, State state)
{
    /**
     * The map type as Go's compiler made it, and the process hash key.
     *
     * @param keySize    slot size.
     * @param elemSize   slot size.
     * @param bucketSize size of a bucket.
     * @param flags      flags of the descriptor.
     * @param pointers   whether buckets hold pointers.
     * @param hashKey    four words, as hex digits with commas.
     */
    public record Heading(int keySize, int elemSize, int bucketSize, int flags, boolean pointers, String hashKey)
    {
    }

    /**
     * Result of a lookup.
     *
     * @param value text of the elem, of the zero value if there is none.
     * @param found whether the key is there.
     */
    public record Lookup(String value, boolean found)
    {
    }

    /**
     * A complete iteration.
     *
     * @param keys  in order of delivery.
     * @param elems in order of delivery.
     */
    public record Order(List<String> keys, List<String> elems)
    {
    }

    /**
     * Where an iterator stands.
     *
     * @param end         whether there was no entry.
     * @param key         text of the key, null at the end.
     * @param elem        text of the elem, null at the end.
     * @param bucket      next bucket.
     * @param slotIndex   next slot.
     * @param b           B at the start.
     * @param wrapped     whether the walk went past the last bucket.
     * @param checkBucket hex digits.
     * @param bucketLabel label of the current bucket.
     */
    public record Position(boolean end, String key, String elem, long bucket, int slotIndex, int b, boolean wrapped,
        String checkBucket, String bucketLabel)
    {
    }

    /**
     * All memory of a map.
     *
     * @param header  the header.
     * @param extra   the optional block, or null.
     * @param main    the array, or null.
     * @param old     the former array, or null.
     * @param heap    overflow buckets of their own that chains reach.
     * @param reseeds how often Go drew a new seed.
     */
    public record State(Header header, Extra extra, Buckets main, Buckets old, List<Block> heap, int reseeds)
    {
    }

    /**
     * The header.
     *
     * @param count     number of entries.
     * @param flags     flags.
     * @param b         logarithm of the number of buckets.
     * @param noverflow number of overflow buckets.
     * @param hash0     seed.
     * @param nevacuate evacuation mark.
     * @param hex       the 48 bytes.
     */
    public record Header(long count, int flags, int b, int noverflow, long hash0, long nevacuate, String hex)
    {
    }

    /**
     * The optional block.
     *
     * @param overflow     list, or null.
     * @param oldoverflow  list, or null.
     * @param nextOverflow label.
     */
    public record Extra(OverflowList overflow, OverflowList oldoverflow, String nextOverflow)
    {
    }

    /**
     * A list of overflow buckets.
     *
     * @param length   number of items.
     * @param capacity room for items.
     * @param items    labels.
     */
    public record OverflowList(long length, long capacity, List<String> items)
    {
    }

    /**
     * A bucket array.
     *
     * @param n      number of main buckets.
     * @param total  with the spare area.
     * @param blocks its buckets.
     */
    public record Buckets(long n, long total, List<Block> blocks)
    {
    }

    /**
     * A bucket.
     *
     * @param id   its label.
     * @param norm its bytes without addresses, as hex digits.
     * @param ovf  label of the next bucket.
     */
    public record Block(String id, String norm, String ovf)
    {
    }
}
