// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapFlags.ITERATOR;
import static dev.tophash.layout.classic.HmapFlags.OLD_ITERATOR;
import static dev.tophash.layout.classic.MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OLDOVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OVERFLOW_OFFSET;
import static dev.tophash.offheap.values.Heap.NIL;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.events.Span;
import dev.tophash.offheap.memory.Memory;

/**
 * Makes room for entries that are to come: all entries move at once to an array of the size that is needed.
 *
 * <p>A growth of Go's doubles the array. Its header has no form for one that skips a size, so no byte of the header
 * ever says that one runs here. The state afterwards is one that Go has too: the array that {@code make} gives for the
 * count, with the entries put into it in the order of their buckets, and the rest of the header as a growth leaves it.
 *
 * <p>Memory is granted first. A running growth ends then, out of what it has kept since its begin. The entries are
 * copied, and the array they come from stays as it is until the last one has arrived. So damaged bytes that are met on
 * the way leave the map in that array. If a cursor can still read it, its slots are marked as moved at the end.
 */
final class Reserving
{
    /** Most entries that a map can be asked to have room for. */
    static final long MAX_COUNT = 1L << 40;

    private Reserving()
    {
    }

    /** Refuses a number of entries that no map can have. */
    static long requireCount(final String what, final long count)
    {
        if (count < 0 || count > MAX_COUNT)
        {
            throw new IllegalArgumentException(
                what + " out of range: " + what + "=" + count + ", maximum=" + MAX_COUNT);
        }
        return count;
    }

    /** As {@link OffHeapMap#reserve} says. */
    static void reserve(final Hmap map, final long count)
    {
        final int b = LoadFactor.bForHint(requireCount("count", count));
        map.heap.requireOpen();
        map.refuseInFunction();
        if (b <= map.b())
        {
            return;
        }
        map.setWriting();
        try
        {
            map.checkHeader();
            map.arrays.retireSwap();
            map.noteChores();
            final long toMoveCount =
                Hmap.overflowCount(map.arrays.current()) + Hmap.overflowCount(map.arrays.old());
            final Span span = MapEvents.growth(map, b);
            final Generation next = map.allocateToMove(b, toMoveCount, "room for more entries");
            span.done();
            endGrowth(map, next);
            map.keepForMoving(toMoveCount);
            moveTo(map, next, b);
            MapEvents.growthEnded(map);
        }
        finally
        {
            map.endWrite();
        }
    }

    private static void endGrowth(final Hmap map, final Generation next)
    {
        try
        {
            while (map.growing())
            {
                map.evacuate(map.nevacuate());
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            map.heap.grant().end();
            map.arrays.retire(next);
            throw e;
        }
    }

    private static void moveTo(final Hmap map, final Generation next, final int b)
    {
        final Generation from = map.arrays.current();
        final int fromB = map.b();
        final int fromNoverflow = map.noverflow();
        final long extra = map.mapExtra.offset();
        final long list = extra == NIL ? NIL : map.offsetAt(extra + OVERFLOW_OFFSET);
        final long spare = extra == NIL ? NIL : map.offsetAt(extra + NEXT_OVERFLOW_OFFSET);
        map.setB(b);
        map.setNoverflow(0);
        putLists(map, extra, NIL, list);
        map.arrays.setOld(from);
        map.install(next);
        map.reload();
        try
        {
            moveAll(map, from);
        }
        catch (final RuntimeException | InternalError e)
        {
            map.setB(fromB);
            map.setNoverflow(fromNoverflow);
            if (extra == NIL)
            {
                map.mapExtra.drop();
            }
            putLists(map, extra, list, NIL);
            putSpare(map, extra, spare);
            map.putAddress(map.headerOffset + BUCKETS_OFFSET, from.arrayOffset());
            map.arrays.setCurrent(from);
            map.arrays.setOld(next);
            map.forgetOldArray();
            map.reload();
            throw e;
        }
        leave(map, from, b);
    }

    private static void putLists(final Hmap map, final long extra, final long list, final long oldList)
    {
        if (extra != NIL)
        {
            map.putAddress(extra + OVERFLOW_OFFSET, list);
            map.putAddress(extra + OLDOVERFLOW_OFFSET, oldList);
        }
    }

    private static void putSpare(final Hmap map, final long extra, final long spare)
    {
        if (extra != NIL)
        {
            map.putAddress(extra + NEXT_OVERFLOW_OFFSET, spare);
        }
    }

    /** The header as a growth that has ended leaves it; the array that the entries have left is given back. */
    private static void leave(final Hmap map, final Generation from, final int b)
    {
        if (from != null && map.heap.pins().isAnyOpen())
        {
            markAll(map, from);
        }
        final int flags = map.flags();
        map.setFlags(flags & ~(ITERATOR | OLD_ITERATOR) | ((flags & ITERATOR) == 0 ? 0 : OLD_ITERATOR));
        map.setNevacuate(1L << b - 1);
        final long extra = map.mapExtra.offset();
        if (extra != NIL)
        {
            map.putAddress(extra + OLDOVERFLOW_OFFSET, NIL);
        }
        map.forgetOldArray();
        map.reload();
    }

    private static void moveAll(final Hmap map, final Generation from)
    {
        final long count = from == null || map.count() == 0 ? 0 : from.mainCount();
        for (long i = 0; i < count; i++)
        {
            long hops = map.chainLimit();
            for (long bucket = from.arrayOffset() + i * map.bucketSize; bucket != NIL;
                bucket = map.nextInChain(bucket, hops--))
            {
                final long word = Memory.getLong(map.memory, bucket);
                final long filled = TopHash.matchFilled(word);
                if ((filled | TopHash.matchEmpty(word)) != TopHash.ALL_SLOTS)
                {
                    throw map.corrupt(Check.T03, bucket, "entries and empty slots: bad map state", word);
                }
                for (long left = filled; left != 0; left &= left - 1)
                {
                    final int slot = TopHash.slot(left);
                    move(map, Place.of(bucket, slot), TopHash.at(word, slot));
                }
            }
        }
    }

    /**
     * Copies an entry to the first empty slot of its new chain. A NaN has another hash each time and keeps its tophash,
     * as in a growth that nobody iterates over.
     */
    private static void move(final Hmap map, final long from, final int top)
    {
        final long hash = map.hashOf(from);
        if (map.tracksDirtyBuckets())
        {
            final Generation current = map.arrays.current();
            current.dirty().mark(current.mainCount(), hash & map.mask());
        }
        final long to = emptyPlace(map, map.mainBucket(hash));
        Memory.copySlot(map.memory, keyOffset(map, from), keyOffset(map, to), map.keySize);
        Memory.copySlot(map.memory, map.elemSlot(from), map.elemSlot(to), map.elemSize);
        Memory.putByte(map.memory, to, (byte)top);
    }

    private static long keyOffset(final Hmap map, final long place)
    {
        return BmapDescriptor.keyOffset(Place.bucket(place), Place.slot(place), map.keySize);
    }

    private static long emptyPlace(final Hmap map, final long head)
    {
        long bucket = head;
        while (true)
        {
            final long empty = TopHash.matchEmpty(Memory.getLong(map.memory, bucket));
            if (empty != 0)
            {
                return Place.of(bucket, TopHash.slot(empty));
            }
            final long next = map.overflow(bucket);
            bucket = next == NIL ? map.newEvacuationOverflow(bucket) : next;
        }
    }

    /** Marks every slot of an array as moved, for the cursors that walk it. */
    private static void markAll(final Hmap map, final Generation from)
    {
        for (long i = 0; i < from.mainCount(); i++)
        {
            long hops = map.chainLimit();
            for (long bucket = from.arrayOffset() + i * map.bucketSize; bucket != NIL;
                bucket = map.nextInChain(bucket, hops--))
            {
                final long word = Memory.getLong(map.memory, bucket);
                final long filled = TopHash.matchFilled(word);
                Memory.putLong(map.memory, bucket, TopHash.withEmptyEvacuated(word, filled));
                for (long left = filled; left != 0; left &= left - 1)
                {
                    Memory.putByte(map.memory, Place.of(bucket, TopHash.slot(left)), (byte)TopHash.EVACUATED_X);
                }
            }
        }
    }
}
