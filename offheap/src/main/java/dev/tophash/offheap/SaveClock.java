// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says when it is time to tell how far a save or load has come. */
final class SaveClock
{
    /** Entries between two looks at the clock: a look costs as much as an entry. */
    static final int STEP = 1_024;

    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEXT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SaveProgress progress;
    private final LongSupplier nanoTime;
    private final long totalCount;
    private long due;

    SaveClock(final SaveProgress progress, final LongSupplier nanoTime, final long totalCount)
    {
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.totalCount = totalCount;
        due = nanoTime.getAsLong() + FIRST_NANOS;
    }

    /** Whether the progress wants to be told after so many entries. */
    boolean isDue(final long doneCount)
    {
        return doneCount % STEP == 0 && nanoTime.getAsLong() - due >= 0;
    }

    void tell(final long doneCount)
    {
        progress.at(doneCount, totalCount);
        due = nanoTime.getAsLong() + NEXT_NANOS;
    }
}
