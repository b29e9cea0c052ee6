// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.offheap.values.WriteSequence;

/**
 * What other threads read a map by while its owner writes it. A read takes no lock: it notes the number of the map's
 * write sequence, looks the key up, copies the value, and looks whether the number is still the same. If not, it does
 * all of that again. So it never returns a value that was half written, or one of another key.
 *
 * <pre>
 *   OffHeapLongDoubleMap prices = OffHeapMaps.longDouble().singleWriterView(true).build();
 *   LongDoubleSingleWriterView view = LongDoubleSingleWriterView.of(prices);
 *   // one thread:            prices.put(id, price);
 *   // any number of others:  double price = view.get(id);
 * </pre>
 *
 * <p><b>What is one write.</b> Each operation of the map is, also {@code merge} and its like, whose function sees the
 * map as it was. Of an operation on many entries each entry is; {@code clear}, {@code reserve}, {@code trim},
 * {@code prepareSwap} and {@code advance} are one write as a whole, so readers wait for them. A
 * {@link StructFlyweight} writes fields in {@link StructFlyweight#edit} only, and the edit is one write.
 *
 * <p><b>Failures.</b> A read that met a write is done again at once. After {@value #FAILURES_BEFORE_YIELD} failures in
 * a row the thread yields, see {@link #yieldCount}. A reader stops the writer never. What a read meets in bytes that
 * change, an exception included, is thrown away with them; the memory stays readable as long as the map is open.
 *
 * <p><b>Cost.</b> {@code ./tophash bench view} measures it. No read allocates on the Java heap, except that one which
 * meets a write can make an exception that nobody sees. Keys of more than 240 bytes have one place for all readers and
 * the writer, and wait for one another there.
 *
 * <p><b>Threads.</b> Any number. The map itself still belongs to one thread: only that one may call its methods.
 */
public abstract class SingleWriterView
{
    /** Reads in a row that meet a write before the thread yields. */
    static final int FAILURES_BEFORE_YIELD = 64;

    private final Hmap map;
    private final WriteSequence sequence;

    SingleWriterView(final Hmap map)
    {
        Required.argument(map, "map");
        map.heap.requireOpen();
        this.map = map;
        sequence = map.heap.steps();
        if (sequence == null)
        {
            throw new IllegalArgumentException(
                "built without a view: singleWriterView=false, map=" + map.heap.mapName());
        }
    }

    final WriteSequence sequence()
    {
        return sequence;
    }

    static boolean isQuiet(final long number)
    {
        return (number & 1) == 0;
    }

    /** Waits a little after a read that met a write; the number of failures in a row. */
    final int failed(final int failures)
    {
        if (sequence.isEditing())
        {
            throw new IllegalStateException(
                "read through the view in an edit of the same thread: map=" + map.heap.mapName());
        }
        if (failures + 1 < FAILURES_BEFORE_YIELD)
        {
            Thread.onSpinWait();
            return failures + 1;
        }
        sequence.letOthersRun();
        return 0;
    }

    /**
     * Number of entries; O(1). In the middle of a write it is the number before it or after it.
     *
     * @return the count.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    public final long sizeLong()
    {
        return map.sizeLong();
    }

    /**
     * Tells whether the map was closed; every read throws {@link dev.tophash.MapClosedException} then.
     *
     * @return true after {@link OffHeapMap#close}.
     */
    public final boolean isClosed()
    {
        return map.isClosed();
    }

    /**
     * How often readers of the map have yielded, because {@value #FAILURES_BEFORE_YIELD} reads in a row met a write.
     *
     * @return the count since the map was made.
     */
    public final long yieldCount()
    {
        return sequence.yieldCount();
    }
}
