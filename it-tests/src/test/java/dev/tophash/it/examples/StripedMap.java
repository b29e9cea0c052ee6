// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** A map for many writers: stripes, each with a lock of its own. */
final class StripedMap implements AutoCloseable
{
    private static final int STRIPE_COUNT = 16;

    private final Stripe[] stripes =
        IntStream.range(0, STRIPE_COUNT).mapToObj(i -> new Stripe()).toArray(Stripe[]::new);

    private static final class Stripe extends ReentrantLock
    {
        private static final long serialVersionUID = 1;

        private final transient OffHeapLongLongMap map = OffHeapMaps.longLong().budget(16 << 20).build();
    }

    long addTo(final long key, final long delta)
    {
        final Stripe stripe = stripes[Long.hashCode(key * 0x9e37_79b9_7f4a_7c15L) >>> 28];
        stripe.lock();
        try
        {
            return stripe.map.addTo(key, delta);
        }
        finally
        {
            stripe.unlock();
        }
    }

    @Override
    public void close()
    {
        for (final Stripe stripe : stripes)
        {
            stripe.map.close();
        }
    }

    public static void main(final String[] arguments)
    {
        try (StripedMap map = new StripedMap())
        {
            IntStream.range(0, 100_000).parallel().forEach(i -> map.addTo(i % 1_000, 1));
            System.out.println(map.addTo(7, 0)); // 100
        }
    }
}
