// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;

/**
 * One reserved range of addresses whose pages are committed by the first touch and read as zero until then.
 *
 * <p>Two kinds exist. {@link NativeRange} is an anonymous no-reserve mapping, the normal case on Linux. {@link
 * FileRange} maps a sparse temporary file where the system has no such mapping, or where native access is denied and a
 * file allowed, see {@link FilePolicy}.
 */
interface ReservedRange
{
    /** The whole range as one bounded, shared segment. */
    MemorySegment segment();

    /** The arena that ends the range. */
    Arena arena();

    /**
     * The whole range once more, for as long as another arena lives; the range outlives it.
     *
     * @param other ends the view.
     * @return the same bytes.
     */
    default MemorySegment view(final Arena other)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * As {@link #view}, for an arena of this thread alone.
     *
     * @param confined ends the view.
     * @return the same bytes, or null if there can be no such view.
     */
    default MemorySegment confinedView(final Arena confined)
    {
        return view(confined);
    }

    /**
     * Makes a range read as zero again and gives its pages back to the system where it can.
     *
     * @param offset position in bytes, a multiple of the page size.
     * @param size   number of bytes, a multiple of the page size.
     */
    void giveBack(long offset, long size);

    /**
     * Asks for huge pages in a range that nobody has touched.
     *
     * @param offset position in bytes.
     * @param size   number of bytes.
     */
    void adviseHuge(long offset, long size);

    /**
     * Has pages made that will be written soon; their bytes stay as they are. A page that comes by touch costs an
     * interrupt, one that is made among others a fraction of it.
     *
     * @param offset position in bytes, a multiple of the page size.
     * @param size   number of bytes, a multiple of the page size.
     * @return false if the system cannot do that, so that the pages come by touch.
     */
    boolean populate(long offset, long size);

    /** Remembers from now on which pages were made, so that the system is asked for each once; ranges come again. */
    default void rememberPages()
    {
        // Nothing is made ahead.
    }

    /** Whether large arrays had huge pages without asking, so that they are to be asked for. */
    boolean wantsHugeArrays();

    /** Whether the bytes can reach a disk. */
    boolean fileBacked();

    /**
     * Makes sure that bytes which nobody has used can be stored to, before the first store: a disk can be full.
     *
     * @param offset position in bytes.
     * @param end    position behind the last of them.
     * @return false if there is no room for them; they are as they were.
     */
    default boolean own(long offset, long end)
    {
        return true;
    }

    /**
     * Says what can have been touched, so that little is made zero at the end, without a call to the system.
     *
     * @param pageCount   number of pages from the begin on, whose number never falls; must not refer to a map.
     * @param tableOffset where their entries are.
     */
    default void touched(final IntSupplier pageCount, final long tableOffset)
    {
        // All of it can have been.
    }

    /** What is used up if there is no room for a range, for a message. */
    default String shortage()
    {
        return "the address range is used up";
    }

    /** Bytes that there is room for at most. */
    default long roomBytes()
    {
        return segment().byteSize();
    }

    /** Lets go of what is open beside the arena, which has closed. */
    default void release()
    {
        // Nothing is open.
    }
}
