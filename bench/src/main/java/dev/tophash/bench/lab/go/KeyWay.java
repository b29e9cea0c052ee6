// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The way of one key through given bytes, as a lookup of Tophash goes it.
 *
 * <p>The hash has 64 bits. Its low B bits choose the main bucket; during a growth the old array is asked first, and the
 * new one if the old bucket was moved. The top byte of the hash is the tophash. In each bucket the eight tophash bytes
 * are compared at once, then the keys of the slots that fit. The overflow word leads to the next bucket, unless a
 * tophash byte 00 says that nothing follows.
 *
 * @param key    the key as text.
 * @param hash   its hash.
 * @param b      number of low bits that choose the bucket.
 * @param bucket what they say.
 * @param top    the tophash.
 * @param old    whether the bucket is one of the old array.
 * @param visits the buckets on the way.
 * @param end    how it ends.
 * @param elem   the value that was found, as text; empty if none was.
 */
public record KeyWay(
    String key, long hash, int b, long bucket, int top, boolean old, List<Visit> visits, End end, String elem)
{
    private static final int MAX_VISITS = 64;
    private static final int SLOTS = 8;

    /** Fixed lists. */
    public KeyWay
    {
        visits = List.copyOf(visits);
    }

    /** How a way ends. */
    public enum End
    {
        /** The key is there. */
        FOUND,
        /** A tophash byte 00: nothing follows. */
        REST,
        /** No further bucket. */
        NIL,
        /** The header says that the map is empty, so nobody looks. */
        EMPTY,
        /** The chain leads back to a bucket of its own. */
        LOOP,
        /** The chain leads to no bucket. */
        ASTRAY
    }

    /**
     * A bucket on the way.
     *
     * @param offset of the bucket in the image.
     * @param name   of the bucket.
     * @param fits   slots whose tophash byte is that of the key.
     * @param equal  the slot whose key is equal too; -1 if there is none.
     */
    public record Visit(long offset, String name, List<Integer> fits, int equal)
    {
        /** A fixed list. */
        public Visit
        {
            fits = List.copyOf(fits);
        }
    }

    /**
     * Follows a key.
     *
     * @param image the bytes.
     * @param key   the key as text.
     * @param hash  its hash with the seed that is in the header now.
     * @param equal tells of the offset of a key in the image whether it is this key.
     * @return the way.
     */
    public static KeyWay of(final MapImage image, final String key, final long hash, final LongPredicate equal)
    {
        final long mask = image.oldB() < 0 || !image.growing() ? -1 : (1L << image.oldB()) - 1;
        final long former = mask < 0 ? MapImage.NOWHERE : image.bucketOffset(image.oldbucketsAddress(), hash & mask);
        final boolean old = former != MapImage.NOWHERE && !image.evacuated(former);
        final int b = old ? image.oldB() : image.b();
        final long bucket = hash & (1L << b) - 1;
        final List<Visit> visits = new ArrayList<>();
        final long start = old ? former : image.bucketOffset(image.bucketsAddress(), bucket);
        final End end = image.count() == 0 ? End.EMPTY : walk(image, start, TopHash.of(hash), equal, visits);
        String elem = "";
        if (end == End.FOUND)
        {
            final Visit last = visits.getLast();
            final long offset = image.elemOffset(last.offset, last.equal);
            final String text = offset == MapImage.NOWHERE ? "" : SlotText.of(image, image.type().elem(), offset);
            elem = text.isEmpty() ? "0" : text;
        }
        return new KeyWay(key, hash, b, bucket, TopHash.of(hash), old, visits, end, elem);
    }

    private static End walk(
        final MapImage image, final long start, final int top, final LongPredicate equal, final List<Visit> visits)
    {
        final BucketNames names = new BucketNames(image);
        final Set<Long> passed = new HashSet<>();
        long offset = start;
        while (offset != MapImage.NOWHERE && visits.size() < MAX_VISITS)
        {
            if (!passed.add(offset))
            {
                return End.LOOP;
            }
            final Visit visit = visit(image, names, offset, top, equal);
            visits.add(visit);
            if (visit.equal >= 0)
            {
                return End.FOUND;
            }
            if (TopHash.hasEmptyRest(image.tophashWord(offset)))
            {
                return End.REST;
            }
            if (image.overflowAddress(offset) == 0)
            {
                return End.NIL;
            }
            offset = image.nextInChain(offset);
        }
        return End.ASTRAY;
    }

    private static Visit visit(
        final MapImage image, final BucketNames names, final long offset, final int top, final LongPredicate equal)
    {
        final List<Integer> fits = new ArrayList<>();
        int found = -1;
        for (int slot = 0; slot < SLOTS && found < 0; slot++)
        {
            if (image.tophash(offset, slot) == top)
            {
                final long key = image.keyOffset(offset, slot);
                fits.add(slot);
                found = key != MapImage.NOWHERE && equal.test(key) ? slot : -1;
            }
        }
        return new Visit(offset, names.of(image.addressOf(offset)), fits, found);
    }
}
