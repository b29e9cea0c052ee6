// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.events.Events;
import java.util.function.Supplier;

/**
 * How many addresses to reserve for a budget, and of what.
 *
 * <p>An allocator that moves nothing can need up to {@code budget * (1 + log2(budget / page))} for runs (Robson 1971),
 * and slabs of each size can hold a budget's worth of addresses each. Addresses cost nothing, so that many are
 * reserved, up to 64 GiB or twice the budget, whichever is more. The system may give fewer; {@code stats()} tells.
 */
final class Reservation
{
    static final long MIN_SIZE = 1L << 20;
    static final long MAX_SIZE = (long)Integer.MAX_VALUE * PageTable.PAGE_SIZE;

    /** What a map keeps by default. One that keeps more meets its pages again when it grows. */
    private static final long MOST_ASKED_AGAIN = 16 << 20;

    private static final long MAX_DEFAULT_SIZE = 64L << 30;
    private static final long BOX_CLASS_COUNT = 60;

    private Reservation()
    {
    }

    /** The bound of the class comment. */
    static long defaultSize(final long budget)
    {
        final long pages = Math.max(budget >>> PageTable.PAGE_SHIFT, 1);
        final long factor = BOX_CLASS_COUNT + 1 + Long.SIZE - Long.numberOfLeadingZeros(pages);
        final long least = Math.min(budget, MAX_SIZE / 2) * 2;
        final long most = Math.max(MAX_DEFAULT_SIZE, least);
        final long wanted = budget > most / factor ? most : budget * factor;
        return Math.max(wanted, MIN_SIZE);
    }

    /** Addresses that may be reserved now. Closed maps give up what they keep, if that is fewer than wanted. */
    static long permitted(final long wanted)
    {
        final long permitted = AddressSpace.ofProcess().permitted();
        if (permitted >= wanted)
        {
            return permitted;
        }
        NativeRange.hurry();
        return AddressSpace.ofProcess().permitted();
    }

    /**
     * Makes something. Maps that were dropped are collected before it is refused, at most once in ten seconds.
     *
     * @param maker   makes it, or returns null.
     * @param refusal says why not.
     * @return what was made.
     */
    static <T> T orCollect(final Supplier<T> maker, final Supplier<OffHeapMemoryException> refusal)
    {
        T made = maker.get();
        if (made == null && LeakDetector.collect())
        {
            made = maker.get();
        }
        if (made == null)
        {
            throw refusal.get();
        }
        return made;
    }

    /**
     * A range of memory or, where that can't be had and a file is allowed, of a file.
     *
     * @return the range, or null if the system has not so many addresses.
     * @throws IllegalCallerException if native access is denied and no file is allowed.
     */
    static ReservedRange reserve(final long size, final FilePolicy file)
    {
        final boolean memory = !file.forced() && NativeRange.supported();
        if (!memory && !file.isAllowed())
        {
            throw refusal(Reservation.class.getModule());
        }
        final ReservedRange range = memory ? NativeRange.reserve(size) : FileRange.reserve(size, file.place());
        if (range != null)
        {
            Events.rangeMapped(range.segment().address(), size, !memory);
        }
        return range;
    }

    /** A range for one map. If much of it is kept, it knows its pages: each growth asks for some of them again. */
    static ReservedRange reserve(final long size, final FilePolicy file, final long keptBytes)
    {
        final ReservedRange range = reserve(size, file);
        if (range != null && keptBytes > MOST_ASKED_AGAIN)
        {
            range.rememberPages();
        }
        return range;
    }

    /**
     * Makes sure that the head of a table of pages can be read: in a file on a full disk not even that is so.
     *
     * @return the same range.
     * @throws OffHeapMemoryException if there is no room for it; the range is closed then.
     */
    static ReservedRange withHead(final ReservedRange range, final long tableOffset)
    {
        if (range.own(tableOffset, tableOffset + PageTable.ENTRIES_OFFSET))
        {
            return range;
        }
        final OffHeapMemoryException refusal = new OffHeapMemoryException(
            "memory of a map: " + range.shortage(), PageTable.ENTRIES_OFFSET, range.roomBytes());
        range.arena().close();
        range.release();
        throw refusal;
    }

    /** What somebody is told whose JVM denies native access to this module. */
    static IllegalCallerException refusal(final Module module)
    {
        return new IllegalCallerException("native access is denied: pass --enable-native-access=" +
            (module.isNamed() ? module.getName() : "ALL-UNNAMED") +
            " to java, or let maps lie in a file by MapBuilder.allowFile or -D" + FilePolicy.ALLOW_PROPERTY +
            "=FOLDER");
    }

    /**
     * Refuses a budget that nothing stands behind: the machine or its control group would end the process instead.
     *
     * @throws OffHeapMemoryException with both figures.
     */
    static void requireBudget(final long budgetBytes, final FilePolicy file, final long most)
    {
        if (!file.forced() && NativeRange.supported() && budgetBytes > most)
        {
            throw new OffHeapMemoryException("budget is more than the memory and swap of the machine or of its " +
                "control group: budgetBytes=" + budgetBytes, budgetBytes, most);
        }
    }
}
