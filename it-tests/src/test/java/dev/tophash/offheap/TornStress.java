// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.values.WriteSequence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The control of {@link SequenceStress}: a reader that does not ask the sequence again. It must fail. */
@JCStressTest
@State
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "met a write")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "of one write")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "of two writes")
public class TornStress
{
    private final WriteSequence sequence = new WriteSequence();
    private long first;
    private long second;

    /** The writer. */
    @Actor
    public void write()
    {
        for (int i = 1; i <= SequenceStress.WRITE_COUNT; i++)
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
        final boolean even = (sequence.now() & 1) == 0;
        final long two = second;
        final long one = first;
        result.r1 = even ? one == two ? 1 : 2 : 0;
    }
}
