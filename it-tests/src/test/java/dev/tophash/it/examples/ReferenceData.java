// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A map that is filled once and then read by all. To start a thread or to hand it a task publishes the map. */
final class ReferenceData
{
    private static final int READER_COUNT = 3;

    private ReferenceData()
    {
    }

    private static double sum(final OffHeapLongDoubleMap rates)
    {
        double sum = 0;
        for (long id = 0; id < 1_000; id++)
        {
            sum += rates.get(id);
        }
        return sum;
    }

    public static void main(final String[] arguments) throws InterruptedException, ExecutionException
    {
        try (OffHeapLongDoubleMap rates = OffHeapMaps.longDouble().capacity(1_000).build();
            ExecutorService readers = Executors.newFixedThreadPool(READER_COUNT))
        {
            for (long id = 0; id < 1_000; id++)
            {
                rates.put(id, 0.5);
            }
            final List<Future<Double>> sums = new ArrayList<>();
            for (int i = 0; i < READER_COUNT; i++)
            {
                sums.add(readers.submit(() -> sum(rates))); // nobody writes any more
            }
            double all = 0;
            for (final Future<Double> sum : sums)
            {
                all += sum.get();
            }
            System.out.println(all); // 1500.0
        }
    }
}
