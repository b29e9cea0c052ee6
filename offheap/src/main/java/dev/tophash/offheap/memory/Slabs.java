// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.SizeClasses;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The slabs of one heap of boxes, after Bonwick (1994): boxes of one class come from slabs of their own. The classes
 * are Go's, with a word in front.
 *
 * <pre>
 *   slab   | box | box | box | ... | never used |        one size a slab, up to 64 KiB
 *
 *   free   0                  8
 *   box    | mark|class|link  | what it held     |
 * </pre>
 *
 * <p>The slabs of a class that have room are linked; the first of them serves. A slab without a live box goes back to
 * {@link PageRuns}, unless it is the only one of its class that has room. New slabs are a quarter of their class so
 * far,
 * 4 to 64 KiB. A box of more than 16 KiB has a run to itself, which counts as a slab of one box. All slabs are linked,
 * so that all can go at once.
 */
final class Slabs
{
    static final int HEADER_SIZE = Long.BYTES;
    private static final long LIVE = 0xb0c5L << 48;
    private static final long MARK_MASK = 0xffffL << 48;
    private static final int CLASS_SHIFT = 40;
    private static final int CLASS_MASK = 0xff;

    /** The class of a box that has a run to itself. */
    static final int LARGE = CLASS_MASK;

    private static final long FREE = 0xb0cfL << 48;
    private static final long LINK_MASK = (1L << CLASS_SHIFT) - 1;
    private static final int LINK_SHIFT = 3;
    private static final int MAX_SMALL_SIZE = 16 << 10;
    private static final int CLASS_COUNT = SizeClasses.indexOf(MAX_SMALL_SIZE) + 1;
    private static final int MAX_SLAB_PAGE_COUNT = 16;
    private static final int MIN_SLAB_BOX_COUNT = 3;
    private static final int MAX_CHOSEN_COUNT = 1_024;
    private static final int[] SLOT_SIZES = slotSizes();

    /** 2^32 divided by the size in words, rounded up: a product takes a tenth of the time of a division. */
    private static final long[] SLOT_RECIPROCALS = slotReciprocals();
    private static final byte[] CLASS_BY_WORDS = classByWords();
    private static final int[] NO_CLASSES = {};

    private final Region region;
    private final MemorySegment memory;
    private final MemorySegment table;

    /** First slab of each class that has room, plus one; like the counts made with the first slab. */
    private int[] partial = NO_CLASSES;
    private int[] classPageCounts = NO_CLASSES;
    private int firstSlab = PageTable.NONE;
    private int firstEmptying = PageTable.NONE;
    private long slabPageCount;

    Slabs(final Region region)
    {
        this.region = region;
        this.memory = region.memory();
        this.table = region.allocator().table();
    }

    private Slabs()
    {
        region = null;
        memory = null;
        table = null;
    }

    /** Slabs of a heap that never has a box. */
    static Slabs none()
    {
        return new Slabs();
    }

    private static int[] slotSizes()
    {
        final int[] sizes = new int[CLASS_COUNT];
        for (int size = Long.BYTES; size <= MAX_SMALL_SIZE; size += Long.BYTES)
        {
            final int payload = (int)payloadSize(size);
            sizes[SizeClasses.indexOf(payload)] = HEADER_SIZE + payload;
        }
        return sizes;
    }

    private static long[] slotReciprocals()
    {
        final long[] reciprocals = new long[CLASS_COUNT];
        for (int i = 0; i < CLASS_COUNT; i++)
        {
            final int words = SLOT_SIZES[i] / Long.BYTES;
            reciprocals[i] = ((1L << Integer.SIZE) + words - 1) / words;
        }
        return reciprocals;
    }

    private static byte[] classByWords()
    {
        final byte[] classes = new byte[MAX_SMALL_SIZE / Long.BYTES + 1];
        for (int words = 0; words < classes.length; words++)
        {
            classes[words] = (byte)SizeClasses.indexOf(payloadSize((long)words * Long.BYTES));
        }
        return classes;
    }

    private static long payloadSize(final long size)
    {
        return SizeClasses.usable(Math.max(size, 1), false, GoVersion.GO_1_23);
    }

    static int classOf(final long size)
    {
        return size > MAX_SMALL_SIZE ? LARGE : CLASS_BY_WORDS[(int)(size + Long.BYTES - 1 >>> 3)];
    }

    /** Bytes that a box is charged with. */
    static long chargeOf(final int boxClass, final long size)
    {
        return boxClass == LARGE ? PageTable.roundUp(HEADER_SIZE + size, PageTable.PAGE_SIZE) : SLOT_SIZES[boxClass];
    }

    /** Whether a box of a class can be had without a new slab. */
    boolean hasRoom(final int boxClass)
    {
        return boxClass < partial.length && partial[boxClass] != 0;
    }

    /** Takes a box; its content is undefined, but that of a large one is zero. */
    long take(final int boxClass, final long size)
    {
        return boxClass == LARGE ? takeLarge(size) : takeSmall(boxClass);
    }

    private long takeLarge(final long size)
    {
        return PageTable.offsetOf(newSlab(Allocator.pageCount(HEADER_SIZE + size), LARGE));
    }

    /** Makes a slab of a class if none has room. */
    void makeRoom(final int boxClass)
    {
        if (partial.length == 0)
        {
            partial = new int[CLASS_COUNT];
            classPageCounts = new int[CLASS_COUNT];
        }
        if (partial[boxClass] == 0)
        {
            final int pageCount = slabPageCount(boxClass);
            final int slab = newSlab(pageCount, boxClass);
            classPageCounts[boxClass] += pageCount;
            pushPartial(slab, boxClass);
        }
    }

    private long takeSmall(final int boxClass)
    {
        makeRoom(boxClass);
        final int slab = partial[boxClass] - 1;
        final int slotSize = SLOT_SIZES[boxClass];
        final int live = PageTable.live(table, slab) + 1;
        PageTable.setLive(table, slab, live);
        long box = PageTable.free(table, slab);
        if (box != 0)
        {
            PageTable.setFree(table, slab, link(box));
        }
        else
        {
            final int carved = PageTable.carved(table, slab);
            PageTable.setCarved(table, slab, carved + 1);
            box = PageTable.offsetOf(slab) + (long)carved * slotSize;
        }
        if (live == PageTable.slots(table, slab))
        {
            unlinkPartial(slab, boxClass);
        }
        return box;
    }

    private int newSlab(final int pageCount, final int boxClass)
    {
        final int slab = region.takeRun(pageCount);
        PageTable.setKind(table, slab, PageTable.SLAB);
        PageTable.setBoxClass(table, slab, boxClass);
        PageTable.setLive(table, slab, boxClass == LARGE ? 1 : 0);
        PageTable.setCarved(table, slab, 0);
        PageTable.setFree(table, slab, 0);
        if (boxClass != LARGE)
        {
            PageTable.setSlots(table, slab, (pageCount << PageTable.PAGE_SHIFT) / SLOT_SIZES[boxClass]);
            for (int page = slab; page < slab + pageCount; page++)
            {
                PageTable.setFirstPage(table, page, slab);
            }
        }
        PageTable.setLink(table, PageTable.entry(slab) + PageTable.ALL_PREV_OFFSET, PageTable.NONE);
        PageTable.setLink(table, PageTable.entry(slab) + PageTable.ALL_NEXT_OFFSET, firstSlab);
        if (firstSlab != PageTable.NONE)
        {
            PageTable.setLink(table, PageTable.entry(firstSlab) + PageTable.ALL_PREV_OFFSET, slab);
        }
        firstSlab = slab;
        slabPageCount += pageCount;
        return slab;
    }

    /** Pages of the next slab of a class: few for a class with few boxes, and little of it left over. */
    private int slabPageCount(final int boxClass)
    {
        final int slotSize = SLOT_SIZES[boxClass];
        int pageCount = Math.max(Allocator.pageCount((long)MIN_SLAB_BOX_COUNT * slotSize),
            Math.min(classPageCounts[boxClass] / 4, MAX_SLAB_PAGE_COUNT));
        while (pageCount < MAX_SLAB_PAGE_COUNT &&
            8 * (PageTable.offsetOf(pageCount) % slotSize) > PageTable.offsetOf(pageCount))
        {
            pageCount++;
        }
        return pageCount;
    }

    /** The slab of the live box that begins here, {@link PageTable#NONE} if none of these slabs does. */
    int slabOfLive(final long box)
    {
        if ((box & 7) != 0 || !region.covers(box, HEADER_SIZE))
        {
            return PageTable.NONE;
        }
        final long header = Memory.getLong(memory, box);
        if ((header & MARK_MASK) != LIVE)
        {
            return PageTable.NONE;
        }
        final int boxClass = (int)(header >>> CLASS_SHIFT) & CLASS_MASK;
        final int page = PageTable.pageOf(box);
        final int slab = boxClass == LARGE ? page : PageTable.firstPage(table, page);
        return slab >= 0 && slab <= page && PageTable.isSlabOf(table, slab, boxClass) &&
            page - slab < PageTable.pageCount(table, slab) && isSlot(box - PageTable.offsetOf(slab), boxClass) ? slab :
            PageTable.NONE;
    }

    /** Whether a box begins at a position in a slab, which is a multiple of 8 below 64 KiB. */
    private static boolean isSlot(final long position, final int boxClass)
    {
        return boxClass == LARGE ? position == 0 :
            ((position >>> 3) * SLOT_RECIPROCALS[boxClass] >>> Integer.SIZE) * SLOT_SIZES[boxClass] == position;
    }

    int slabOf(final long box)
    {
        return PageTable.firstPage(table, PageTable.pageOf(box));
    }

    long bytesOf(final long box, final int boxClass)
    {
        return boxClass == LARGE ? sizeOf(box) : SLOT_SIZES[boxClass];
    }

    /** Bytes of a box that has a run to itself. */
    private long sizeOf(final long box)
    {
        return PageTable.offsetOf(PageTable.pageCount(table, PageTable.pageOf(box)));
    }

    /** Makes a box of a slab available again. */
    void release(final long box, final int boxClass)
    {
        release(slabOf(box), box, boxClass);
    }

    /** As {@link #release(long, int)}, of a slab that is known; returns the boxes that it has left. */
    int release(final int slab, final long box, final int boxClass)
    {
        final int live = PageTable.live(table, slab) - 1;
        PageTable.setLive(table, slab, live);
        setFree(box, boxClass, PageTable.free(table, slab));
        PageTable.setFree(table, slab, box);
        final boolean emptying = PageTable.isEmptying(table, slab);
        if (!emptying && live + 1 == PageTable.slots(table, slab))
        {
            pushPartial(slab, boxClass);
        }
        if (live == 0 && (emptying || !isOnlyPartial(slab, boxClass)))
        {
            releaseSlab(slab, boxClass);
        }
        return live;
    }

    private boolean isOnlyPartial(final int slab, final int boxClass)
    {
        return partial[boxClass] - 1 == slab && PageTable.next(table, slab) == PageTable.NONE;
    }

    private void releaseSlab(final int slab, final int boxClass)
    {
        unlinkPartial(slab, boxClass);
        PageTable.setEmptying(table, slab, false);
        classPageCounts[boxClass] -= PageTable.pageCount(table, slab);
        unlinkSlab(slab);
        region.cleanAndGive(slab, touchedSize(table, slab));
    }

    private void unlinkSlab(final int slab)
    {
        final int prev = PageTable.link(table, PageTable.entry(slab) + PageTable.ALL_PREV_OFFSET);
        final int next = PageTable.link(table, PageTable.entry(slab) + PageTable.ALL_NEXT_OFFSET);
        if (prev == PageTable.NONE)
        {
            firstSlab = next;
        }
        else
        {
            PageTable.setLink(table, PageTable.entry(prev) + PageTable.ALL_NEXT_OFFSET, next);
        }
        if (next != PageTable.NONE)
        {
            PageTable.setLink(table, PageTable.entry(next) + PageTable.ALL_PREV_OFFSET, prev);
        }
        slabPageCount -= PageTable.pageCount(table, slab);
    }

    private void pushPartial(final int slab, final int boxClass)
    {
        putBefore(slab, partial[boxClass] - 1);
        partial[boxClass] = slab + 1;
    }

    private void putBefore(final int slab, final int next)
    {
        PageTable.setLink(table, PageTable.entry(slab) + PageTable.PREV_OFFSET, PageTable.NONE);
        PageTable.setLink(table, PageTable.entry(slab) + PageTable.NEXT_OFFSET, next);
        if (next != PageTable.NONE)
        {
            PageTable.setLink(table, PageTable.entry(next) + PageTable.PREV_OFFSET, slab);
        }
    }

    private void unlinkPartial(final int slab, final int boxClass)
    {
        final int prev = PageTable.link(table, PageTable.entry(slab) + PageTable.PREV_OFFSET);
        final int next = PageTable.next(table, slab);
        if (prev == PageTable.NONE && PageTable.isEmptying(table, slab))
        {
            firstEmptying = next;
        }
        else if (prev == PageTable.NONE)
        {
            partial[boxClass] = next + 1;
        }
        else
        {
            PageTable.setLink(table, PageTable.entry(prev) + PageTable.NEXT_OFFSET, next);
        }
        if (next != PageTable.NONE)
        {
            PageTable.setLink(table, PageTable.entry(next) + PageTable.PREV_OFFSET, prev);
        }
    }

    /** Bytes from the start of a slab that may be other than zero. */
    static long touchedSize(final MemorySegment table, final int slab)
    {
        final int boxClass = PageTable.boxClass(table, slab);
        return boxClass == LARGE ? PageTable.offsetOf(PageTable.pageCount(table, slab)) :
            (long)PageTable.carved(table, slab) * SLOT_SIZES[boxClass];
    }

    /** Takes the run of a large box out of the list of all slabs. */
    void unlinkLarge(final int run)
    {
        unlinkSlab(run);
    }

    /** Lets go of all slabs at once; the first of them leads to the others. */
    int removeAll()
    {
        final int first = firstSlab;
        endEmptying();
        Arrays.fill(partial, 0);
        Arrays.fill(classPageCounts, 0);
        firstSlab = PageTable.NONE;
        slabPageCount = 0;
        return first;
    }

    /** Gives back the slabs that are kept although no box in them is live. */
    void releaseEmpty()
    {
        for (int boxClass = 0; boxClass < partial.length; boxClass++)
        {
            final int slab = partial[boxClass] - 1;
            if (slab != PageTable.NONE && isOnlyPartial(slab, boxClass) && PageTable.live(table, slab) == 0)
            {
                releaseSlab(slab, boxClass);
            }
        }
    }

    // ---------------------------------------------------------------- emptying

    /**
     * Chooses slabs less than half full whose boxes have room in others. They serve nobody from now on, and go back
     * when their last box has moved.
     *
     * @return false if there are none.
     */
    boolean beginEmptying()
    {
        for (int boxClass = 0; boxClass < partial.length; boxClass++)
        {
            chooseEmptying(boxClass);
        }
        return firstEmptying != PageTable.NONE;
    }

    private void chooseEmptying(final int boxClass)
    {
        long room = 0;
        int count = 0;
        for (int slab = partial[boxClass] - 1; slab != PageTable.NONE && count < MAX_CHOSEN_COUNT; count++)
        {
            room += PageTable.slots(table, slab) - PageTable.live(table, slab);
            slab = PageTable.next(table, slab);
        }
        int slab = partial[boxClass] - 1;
        for (; count > 0; count--)
        {
            final int next = PageTable.next(table, slab);
            final int slots = PageTable.slots(table, slab);
            final int live = PageTable.live(table, slab);
            if (live == 0 && !isOnlyPartial(slab, boxClass))
            {
                room -= slots;
                releaseSlab(slab, boxClass);
            }
            else if (live != 0 && 2 * live < slots && room >= slots)
            {
                room -= slots;
                unlinkPartial(slab, boxClass);
                PageTable.setEmptying(table, slab, true);
                putBefore(slab, firstEmptying);
                firstEmptying = slab;
            }
            slab = next;
        }
    }

    /** Lets slabs that could not be emptied serve again. */
    void endEmptying()
    {
        while (firstEmptying != PageTable.NONE)
        {
            final int slab = firstEmptying;
            final int boxClass = PageTable.boxClass(table, slab);
            unlinkPartial(slab, boxClass);
            PageTable.setEmptying(table, slab, false);
            pushPartial(slab, boxClass);
        }
    }

    /** Whether a box is to move, if one begins here: said without a look at the box, most of which stay. */
    boolean isToMove(final long box)
    {
        if (!region.covers(box, HEADER_SIZE))
        {
            return false;
        }
        final int page = PageTable.pageOf(box);
        final int slab = PageTable.firstPage(table, page);
        return slab >= 0 && slab <= page && PageTable.kind(table, slab) == PageTable.SLAB &&
            page - slab < PageTable.pageCount(table, slab) && PageTable.isEmptying(table, slab);
    }

    /** Takes a box for one that moves, out of a slab that is there; 0 if none has room. */
    long takeForMove(final int boxClass)
    {
        return partial[boxClass] == 0 ? 0 : takeSmall(boxClass);
    }

    /** Bytes of all slabs. */
    long bytes()
    {
        return slabPageCount << PageTable.PAGE_SHIFT;
    }

    /**
     * Checks every slab: its boxes are carved or not, free or not, and the sums are right.
     *
     * @throws IllegalStateException with the first thing that is wrong.
     */
    void check()
    {
        long pages = 0;
        for (int slab = firstSlab; slab != PageTable.NONE;
            slab = PageTable.link(table, PageTable.entry(slab) + PageTable.ALL_NEXT_OFFSET))
        {
            pages += PageTable.pageCount(table, slab);
            require(PageTable.kind(table, slab) == PageTable.SLAB && pages <= slabPageCount, "no slab", slab);
            if (PageTable.boxClass(table, slab) != LARGE)
            {
                checkSlab(slab);
            }
        }
        require(pages == slabPageCount, "a wrong sum of pages", pages);
        for (int boxClass = 0; boxClass < partial.length; boxClass++)
        {
            for (int slab = partial[boxClass] - 1; slab != PageTable.NONE; slab = PageTable.next(table, slab))
            {
                require(PageTable.kind(table, slab) == PageTable.SLAB && PageTable.boxClass(table, slab) == boxClass &&
                    PageTable.live(table, slab) < PageTable.slots(table, slab), "no slab with room", slab);
                require(!PageTable.isEmptying(table, slab), "a slab that serves while it is emptied", slab);
            }
        }
        for (int slab = firstEmptying; slab != PageTable.NONE; slab = PageTable.next(table, slab))
        {
            require(PageTable.kind(table, slab) == PageTable.SLAB && PageTable.isEmptying(table, slab) &&
                PageTable.live(table, slab) != 0, "no slab that is emptied", slab);
        }
    }

    private void checkSlab(final int slab)
    {
        final int boxClass = PageTable.boxClass(table, slab);
        final int carved = PageTable.carved(table, slab);
        final long slots = PageTable.offsetOf(PageTable.pageCount(table, slab)) / SLOT_SIZES[boxClass];
        require(PageTable.slots(table, slab) == slots, "a wrong number of boxes", slab);
        int free = 0;
        for (long box = PageTable.free(table, slab); box != 0; box = link(box))
        {
            free++;
            require(free <= carved && slabOf(box) == slab && boxClassOf(box) == boxClass &&
                (Memory.getLong(memory, box) & MARK_MASK) == FREE, "a wrong free list", slab);
        }
        require(PageTable.live(table, slab) + free == carved, "a wrong number of live boxes", slab);
    }

    private static void require(final boolean holds, final String what, final long slab)
    {
        if (!holds)
        {
            throw new IllegalStateException("slabs: " + what + ": page=" + slab);
        }
    }

    int boxClassOf(final long box)
    {
        return (int)(Memory.getLong(memory, box) >>> CLASS_SHIFT) & CLASS_MASK;
    }

    void setLive(final long box, final int boxClass)
    {
        Memory.putLong(memory, box, LIVE | (long)boxClass << CLASS_SHIFT);
    }

    void setFree(final long box, final int boxClass, final long link)
    {
        Memory.putLong(memory, box, FREE | (long)boxClass << CLASS_SHIFT | link >>> LINK_SHIFT);
    }

    long link(final long box)
    {
        return (Memory.getLong(memory, box) & LINK_MASK) << LINK_SHIFT;
    }
}
