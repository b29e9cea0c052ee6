// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import dev.tophash.bench.against.driver.Operation;
import java.util.ArrayList;
import java.util.List;

/** One operation at one size: what every round said about the old and the new jar. */
public final class Comparison
{
    /** What the rounds say together. */
    public enum Verdict
    {
        /** The whole interval lies above the limit. The gate fails. */
        SLOWER,
        /** The interval reaches beyond the limit: a slower operation is neither shown nor excluded. */
        UNCLEAR,
        /** The whole interval lies within the limit. */
        OK,
        /** The whole interval lies below 1. */
        FASTER
    }

    private final Operation operation;
    private final int size;
    private final List<Double> oldNanos = new ArrayList<>();
    private final List<Double> newNanos = new ArrayList<>();

    Comparison(final Operation operation, final int size)
    {
        this.operation = operation;
        this.size = size;
    }

    void add(final double oldFigure, final double newFigure)
    {
        oldNanos.add(oldFigure);
        newNanos.add(newFigure);
    }

    Operation operation()
    {
        return operation;
    }

    int size()
    {
        return size;
    }

    /** Of the middle round. */
    double oldNanos()
    {
        return median(oldNanos);
    }

    /** Of the middle round. */
    double newNanos()
    {
        return median(newNanos);
    }

    /** New by old of each round. */
    List<Double> ratios()
    {
        final List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < oldNanos.size(); i++)
        {
            ratios.add(newNanos.get(i) / oldNanos.get(i));
        }
        return ratios;
    }

    double limit()
    {
        return Plan.limit(size);
    }

    RatioInterval interval()
    {
        return RatioInterval.of(ratios());
    }

    Verdict verdict()
    {
        final RatioInterval interval = interval();
        if (interval.low() > limit())
        {
            return Verdict.SLOWER;
        }
        if (interval.high() > limit())
        {
            return Verdict.UNCLEAR;
        }
        return interval.high() < 1 ? Verdict.FASTER : Verdict.OK;
    }

    private static double median(final List<Double> values)
    {
        return RatioInterval.of(values).median();
    }
}
