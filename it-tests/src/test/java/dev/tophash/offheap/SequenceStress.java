// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.values.WriteSequence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two words that a writer changes between two steps: a reader that the sequence lets pass has both of one write. For
 * jcstress, see {@code StressTest}.
 */
@JCStressTest
@State
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "met a write")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "of one write")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "of two writes")
public class SequenceStress
{
    static final int WRITE_COUNT = 50;

    private final WriteSequence sequence = new WriteSequence();
    private long first;
    private long second;

    /** The writer. */
    @Actor
    public void write()
    {
        for (int i = 1; i <= WRITE_COUNT; i++)
        {
            sequence.begin();
            first = i;
            second = i;
            sequence.end();
        }
    }

    /**
     * The reader.
     *
     * @param result what it met.
     */
    @Actor
    public void read(final I_Result result)
    {
        final long number = sequence.now();
        final long two = second;
        final long one = first;
        result.r1 = sequence.isStill(number) ? one == two ? 1 : 2 : 0;
    }
}
