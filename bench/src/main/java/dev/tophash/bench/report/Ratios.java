// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import java.util.stream.DoubleStream;

/** Ratios of one thing to another. The mean of the inverse ratios is the inverse of {@link #mean}. */
public final class Ratios
{
    private Ratios()
    {
    }

    /**
     * The geometric mean.
     *
     * @param ratios greater than 0.
     * @return their mean, NaN if there are none.
     */
    public static double mean(final double... ratios)
    {
        return Math.exp(DoubleStream.of(ratios).map(Math::log).average().orElse(Double.NaN));
    }
}
