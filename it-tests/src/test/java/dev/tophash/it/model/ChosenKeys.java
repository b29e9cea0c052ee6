// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.it.subject.LongLongSubject;
import dev.tophash.it.subject.Subject;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapRandom;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/**
 * Keys that an attacker would choose who knows seed and hash keys. Whenever Go draws a new seed these maps get the same
 * one again, so chosen keys go on colliding.
 */
final class ChosenKeys
{
    private static final int HASH0 = 0x1234_5678;
    private static final HashKeys HASH_KEYS = HashKeys.of(
        GoVersion.GO_1_23, 0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3211L, 0x0f1e_2d3c_4b5a_6979L,
        0x8796_a5b4_c3d2_e1f1L);

    private ChosenKeys()
    {
    }

    static MapConfig config()
    {
        final MapRandom pinned = FixedRandom.from(Seed.random("chosen keys").split()).withSeed(HASH0);
        return MapConfig.defaults().withReservation(1L << 30).withMissingValue(Subject.ABSENT)
            .withUnsafeRandomnessForTests(pinned, HASH_KEYS);
    }

    static OffHeapLongLongMap map(final long capacity)
    {
        return OffHeapMaps.longLong().config(config()).capacity(capacity).build();
    }

    static LongLongSubject subject(final long capacity)
    {
        return new LongLongSubject(map(capacity), config());
    }

    static long hash(final long key)
    {
        return MemHash.hash64(key, HASH0 & 0xffff_ffffL, HASH_KEYS.k0(), HASH_KEYS.k1());
    }

    /** The next keys from a number up whose hash is as wished. */
    static long[] search(final int count, final long from, final LongPredicate hashWanted)
    {
        final long[] keys = new long[count];
        int found = 0;
        for (long key = from; found < count; key++)
        {
            if (hashWanted.test(hash(key)))
            {
                keys[found++] = key;
            }
        }
        return keys;
    }

    /** Keys of one bucket in every array of at most 2^b buckets. */
    static long[] ofBucket(final int count, final long bucket, final int b)
    {
        return search(count, 0, hash -> bucket == (hash & (1L << b) - 1));
    }

    static void shuffle(final long[] keys, final SplittableRandom random)
    {
        for (int i = keys.length - 1; i > 0; i--)
        {
            final int j = random.nextInt(i + 1);
            final long key = keys[i];
            keys[i] = keys[j];
            keys[j] = key;
        }
    }
}
