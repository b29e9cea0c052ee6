// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A struct of two words is put, edited, removed and put again: a read by the view finds nothing or both words of one
 * write. All states share one map, as the one writer of a run does; each has a key of its own.
 */
@JCStressTest
@State
@Outcome(id = {"0", "1"}, expect = Expect.ACCEPTABLE, desc = "absent, or of one write")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "of two writes")
public class ViewStress
{
    private static final StructType TYPE = StructType.parse("struct { a, b int64 }");
    private static final LongField A = TYPE.longField("a");
    private static final LongField B = TYPE.longField("b");
    private static final OffHeapLongStructMap MAP = OffHeapMaps.longStruct(TYPE).singleWriterView(true).build();
    private static final LongStructSingleWriterView VIEW = LongStructSingleWriterView.of(MAP);
    private static final StructFlyweight WRITER = new StructFlyweight();
    private static final int KEY_COUNT = 1_024;
    private static int states;

    private final long key = states++ % KEY_COUNT;
    private final byte[] value = new byte[2 * Long.BYTES];
    private final byte[] read = new byte[2 * Long.BYTES];

    /** The writer. */
    @Actor
    public void write()
    {
        value[0] = 1;
        value[Long.BYTES] = 1;
        MAP.put(key, value);
        MAP.find(key, WRITER);
        WRITER.edit(ViewStress::count);
        MAP.remove(key);
        MAP.put(key, value);
    }

    private static void count(final StructFlyweight at)
    {
        A.set(at, A.get(at) + 1);
        B.set(at, B.get(at) + 1);
    }

    /**
     * The reader.
     *
     * @param result what it met.
     */
    @Actor
    public void read(final I_Result result)
    {
        result.r1 = !VIEW.get(key, read) ? 0 : read[0] == read[Long.BYTES] ? 1 : 2;
    }
}
