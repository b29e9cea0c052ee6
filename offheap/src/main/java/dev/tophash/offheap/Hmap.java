// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.classic.HmapFlags.ITERATOR;
import static dev.tophash.layout.classic.HmapFlags.OLD_ITERATOR;
import static dev.tophash.layout.classic.HmapFlags.SAME_SIZE_GROW;
import static dev.tophash.layout.classic.MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OLDOVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OVERFLOW_OFFSET;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.events.Span;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.ProcessSettings;
import dev.tophash.offheap.values.KeyStage;
import dev.tophash.offheap.values.PointerFields;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.ConcurrentModificationException;
import java.util.function.LongSupplier;

/**
 * What Go's map does that does not depend on the key's type: making, growing, overflow buckets.
 *
 * <p><b>One object.</b> A public map extends its key table, which extends the skin that all maps share, which extends
 * this class, which extends {@link HmapLines}, {@link HmapCache} and {@link HmapHeader}. Superclasses group fields and
 * functions here; the walks are abstract only so that cursor, clone and conformance can call them without knowing the
 * kind.
 *
 * <p><b>Order of an allocation.</b> Whatever an operation needs is granted before its first store. A growth keeps a
 * {@link Grant} for the overflow buckets that its evacuation can need. These are at most as many as the old chains
 * have: to pack n entries into two chains never takes more overflow buckets than they took before.
 *
 * <p><b>Chores.</b> Retired memory is cleaned in slices by later writes; what a growth leaves of a small map at once.
 *
 * <p>Order of this file: making, write flag, eras, growth, overflow buckets, the walks.
 */
abstract class Hmap extends HmapLines
{
    /**
     * Runs the verifier after every write: {@code -Dtophash.invariants=true}, a constant that costs nothing when
     * off.
     */
    static final boolean INVARIANTS = Boolean.getBoolean(ProcessSettings.INVARIANTS);

    private static final int MAX_EXACT_NOVERFLOW_B = 15;
    private static final long EVACUATION_SCAN_COUNT = 1024;

    final MapExtra mapExtra;
    final MapRandom random;
    final LongSupplier nanRandom;
    final PointerFields keyPointers;
    final PointerFields elemPointers;
    private final long hint;
    /** Null without pointers. */
    final BoxMoves moves;
    private long everHandedOutCount;
    private long era;
    private long endedEra;

    Hmap(final Opening opening)
    {
        super(opening);
        hint = opening.hint();
        mapExtra = new MapExtra(this, arrays, version(), opening.fixedBlock());
        random = config.newRandom();
        nanRandom = version().objectHeaders() ? random::nanHash : () -> random.nanHash() & 0xffff_ffffL;
        keyPointers = PointerFields.of(heap, type.key(), type.indirectKey());
        elemPointers = PointerFields.of(heap, type.elem(), type.indirectElem());
        moves = pointerFree ? null : new BoxMoves(this);
        arrays.prepareBy(config.memory().pages().preparing());
        heap.relieveBy(arrays::relieve, pointerFree ? () -> false : moves::step);
    }

    /**
     * Compares the header with our own record of the arrays and throws if they disagree. Call it before any operation
     * that trusts the header for a size or an address: growing, opening a cursor, clearing, cloning. Lookups use the
     * cached geometry, so they skip it.
     */
    final void checkHeader()
    {
        HeaderGuard.check(this, arrays);
    }

    final void reseed()
    {
        setHash0(random.seed());
    }

    /** Gives back staging room that no entry needs. */
    final void shrinkStaging()
    {
        heap.staging().shrink();
        final KeyStage stage = keyStage();
        if (stage != null && stage.isRoomy())
        {
            stage.shrinkTo(count() == 0 ? 0 : Adoption.longestString(this));
        }
    }

    /** Where keys are staged, if the map has such a place: its room grows and shrinks. */
    KeyStage keyStage()
    {
        return null;
    }

    /** Go's makemap (layout section 5). */
    final void make()
    {
        reseed();
        final int b = bForHint();
        if (b == 0)
        {
            return;
        }
        final Generation first = allocateArray(b, 0, "initial buckets");
        setB(b);
        install(first);
        reload();
    }

    /** The B of a map made with this map's hint. */
    final int bForHint()
    {
        return LoadFactor.bForHint(LoadFactor.effectiveHint(hint, BmapDescriptor.bucketSize(type)));
    }

    /** The first write to a map without an array. */
    final void makeFirstBucket()
    {
        checkHeader();
        final Generation first = allocateArray(0, 0, "first bucket");
        install(first);
        reload();
    }

    /** An array that nothing points to yet; its memory is charged. */
    final Generation allocateArray(final int b, final String what)
    {
        return allocateArray(b, 0, what);
    }

    private Generation allocateArray(final int b, final long toMoveCount, final String what)
    {
        final Generation next = allocateToMove(b, toMoveCount, what);
        keepForMoving(toMoveCount);
        return next;
    }

    /** An array that entries with so many overflow buckets can move to; {@link #keepForMoving} is to follow. */
    final Generation allocateToMove(final int b, final long toMoveCount, final String what)
    {
        final long size = arrays.arraySize(b);
        final long evacuationNeed = toMoveCount * arrays.overflowCost();
        if (size < 0 || size + evacuationNeed < 0)
        {
            throw new OffHeapMemoryException(what, Long.MAX_VALUE, heap.region().budgetBytes());
        }
        final Grant grant = heap.grant().begin();
        Generation next = null;
        if (arrays.isPrepared(b))
        {
            next = arrays.allocatePrepared(b, arrays.askToMove(b, toMoveCount, grant), what);
        }
        if (next == null)
        {
            arrays.askToMove(b, toMoveCount, grant.begin().array(size).bytes(size)).confirm(what);
            next = arrays.allocate(b, grant);
        }
        arrays.reserveEvacuation(next, toMoveCount, grant);
        return next;
    }

    /** Lets the moving have what was granted with the array. */
    final void keepForMoving(final long toMoveCount)
    {
        if (toMoveCount != 0)
        {
            heap.grant().moveTo(arrays.evacuation(), toMoveCount * arrays.overflowCost());
        }
        heap.grant().end();
    }

    /** Makes an array the main one: pointer, sentinel, next spare bucket (layout section 4). */
    final void install(final Generation generation)
    {
        arrays.setCurrent(generation);
        putAddress(headerOffset + BUCKETS_OFFSET, generation.arrayOffset());
        prepareSpareArea(generation);
    }

    final void prepareSpareArea(final Generation generation)
    {
        if (generation.totalCount() > generation.mainCount())
        {
            final long last = generation.arrayOffset() + (generation.totalCount() - 1) * bucketSize;
            putAddress(last + overflowOffset, generation.arrayOffset());
            putAddress(mapExtra.make() + NEXT_OVERFLOW_OFFSET,
                generation.arrayOffset() + generation.mainCount() * bucketSize);
        }
    }

    // ---------------------------------------------------------------- write flag

    /** Go's race detector of last resort (layout section 14.1), and one slice of chores. */
    final void beginWrite()
    {
        setWriting();
        if (areChoresDue() || arrays.isNoticed(count()))
        {
            doChores();
        }
    }

    /** Sets the flag alone. */
    final void setWriting()
    {
        refuseInFunction();
        final int flags = flags();
        if ((flags & HASH_WRITING) != 0)
        {
            throw new ConcurrentModificationException("concurrent map writes");
        }
        unsettle();
        setFlags(flags | HASH_WRITING);
    }

    final void endWrite()
    {
        final int flags = flags();
        setFlags(flags & ~HASH_WRITING);
        if ((flags & HASH_WRITING) == 0)
        {
            throw new ConcurrentModificationException("concurrent map writes");
        }
        settle();
        if (INVARIANTS)
        {
            verifyNow();
        }
    }

    final void doChores()
    {
        final boolean left = arrays.cleanOrLeave(count(), b());
        if (!pointerFree)
        {
            heap.boxes().drain();
            moves.chore();
        }
        arrays.swap().cleanSlice();
        final boolean ahead = arrays.prepareNext(count(), b());
        setChoresDue(ahead || !left && heap.reclaimer().isPending() || heap.boxes().isDrainPending() ||
            arrays.swap().isDirty() && !heap.reclaimer().hasAgent() || !pointerFree && moves.isPending());
    }

    /** Ends a write that needed no flag. */
    final void endStraight()
    {
        if (INVARIANTS)
        {
            verifyNow();
        }
    }

    final void refuseRead()
    {
        if (count() != 0)
        {
            throw heap.steps() == null ? new ConcurrentModificationException("concurrent map read and map write") :
                heap.steps().collision();
        }
    }

    private void verifyNow()
    {
        final VerifyReport report = MapVerifier.verify(image());
        if (!report.clean())
        {
            throw new AssertionError("invariants broken: " + report);
        }
    }

    // ---------------------------------------------------------------- eras

    /** Counts the clears; a cursor remembers the era it was opened in. */
    final long era()
    {
        return era;
    }

    /** Cursors of an earlier era than this have ended: a clear has taken their array away. */
    final long endedEra()
    {
        return endedEra;
    }

    final void beginEra()
    {
        era++;
    }

    /** Ends every cursor opened so far: a clear takes their array away or leaves no mark for them. */
    final void endCursors()
    {
        era++;
        endedEra = era;
    }

    /** The number of overflow buckets ever handed out. A cursor follows no more links than that. */
    final long everHandedOutCount()
    {
        return everHandedOutCount;
    }

    /** Counts the overflow buckets of an adopted image, which somebody else handed out. */
    final void countHandedOut(final long count)
    {
        everHandedOutCount += count;
    }

    // ---------------------------------------------------------------- growth

    /**
     * Whether a new key starts a growth: asked before it is stored in a map that does not grow yet (layout section 8).
     */
    final boolean growthDue()
    {
        final int b = b();
        return LoadFactor.overLoad(count() + 1, b) || LoadFactor.tooManyOverflow(noverflow(), b);
    }

    /** Go's hashGrow (layout section 10.1): allocates everything first, then changes the header. */
    final void hashGrow()
    {
        checkHeader();
        final int b = b();
        final int bigger = LoadFactor.overLoad(count() + 1, b) ? 1 : 0;
        if (b + bigger > BucketCount.MAX_B)
        {
            throw new OffHeapMemoryException("growth of the map", Long.MAX_VALUE, heap.region().budgetBytes());
        }
        final Span span = MapEvents.growth(this, b + bigger);
        final long extra = mapExtra.offset();
        if (extra != NIL && offsetAt(extra + OVERFLOW_OFFSET) != NIL && offsetAt(extra + OLDOVERFLOW_OFFSET) != NIL)
        {
            throw corrupt(Check.L01, extra + OLDOVERFLOW_OFFSET, "nil: oldoverflow is not nil", 1);
        }
        if (bigger != 0 && arrays.retireSwap())
        {
            noteChores();
        }
        final boolean prepared = arrays.isPrepared(b + bigger);
        final Generation next = allocateArray(b + bigger, overflowCount(arrays.current()), "growth of the map");
        int flags = flags();
        final boolean iterating = (flags & ITERATOR) != 0;
        flags = flags & ~(ITERATOR | OLD_ITERATOR) | (iterating ? OLD_ITERATOR : 0) | (bigger == 0 ? SAME_SIZE_GROW :
            0);
        setFlags(flags);
        setB(b + bigger);
        putAddress(headerOffset + OLDBUCKETS_OFFSET, bucketsOffset());
        setNevacuate(0);
        setNoverflow(0);
        if (extra != NIL && offsetAt(extra + OVERFLOW_OFFSET) != NIL)
        {
            putAddress(extra + OLDOVERFLOW_OFFSET, offsetAt(extra + OVERFLOW_OFFSET));
            putAddress(extra + OVERFLOW_OFFSET, NIL);
        }
        arrays.setOld(arrays.current());
        install(next);
        arrays.populating().begin(next, prepared ? 0 : bucketSize);
        reload();
        span.done();
    }

    final void checkEvacuationIndex(final long index)
    {
        final long oldCount = oldBucketCount();
        if (oldCount != arrays.old().mainCount())
        {
            throw corrupt(Check.H03, headerOffset + FLAGS_OFFSET, arrays.old().mainCount() + " old buckets", oldCount);
        }
        if (index < 0 || index >= oldCount)
        {
            throw corrupt(Check.H03, headerOffset + NEVACUATE_OFFSET, "below " + oldCount, index);
        }
    }

    /** After chain {@code index} was moved: wipe what the collector must not see, advance the mark, end the growth. */
    final void finishEvacuation(final long index, final boolean moved)
    {
        if (moved && !pointerFree && (flags() & OLD_ITERATOR) == 0)
        {
            Memory.zero(memory, oldbucketsOffset() + index * bucketSize + Long.BYTES, bucketSize - Long.BYTES);
        }
        if (index == nevacuate())
        {
            advanceEvacuationMark(index);
        }
    }

    private void advanceEvacuationMark(final long index)
    {
        final long oldCount = oldBucketCount();
        final long stop = Math.min(index + 1 + EVACUATION_SCAN_COUNT, oldCount);
        long mark = index + 1;
        while (mark != stop && evacuated(oldbucketsOffset() + mark * bucketSize))
        {
            mark++;
        }
        if (mark == oldCount)
        {
            checkHeader();
        }
        setNevacuate(mark);
        if (mark == oldCount)
        {
            endGrowth();
        }
    }

    private void endGrowth()
    {
        putAddress(headerOffset + OLDBUCKETS_OFFSET, NIL);
        final long extra = mapExtra.offset();
        if (extra != NIL)
        {
            putAddress(extra + OLDOVERFLOW_OFFSET, NIL);
        }
        setFlags(flags() & ~SAME_SIZE_GROW);
        forgetOldArray();
        reload();
        MapEvents.growthEnded(this);
    }

    /** Returns the old array, its overflow buckets and what was kept for them. */
    final void forgetOldArray()
    {
        arrays.endEvacuation();
        arrays.endReservation();
        arrays.retireOld();
        if (heap.reclaimer().isPending())
        {
            noteChores();
        }
    }

    // ---------------------------------------------------------------- overflow buckets

    /** Gets what a new entry can need beyond its slot: an overflow bucket, and boxes that are planned already. */
    final void prepareInsert(final boolean needsBucket, final long boxNeed)
    {
        final Grant grant = heap.grant().begin().bytes(boxNeed);
        if (needsBucket)
        {
            arrays.askForOverflow(nextSpare(mapExtra.offset()) != NIL, grant);
        }
        grant.confirm("new entry");
    }

    /** Where the next spare bucket is said to stand; nil if there is none. */
    private long nextSpare(final long extra)
    {
        return extra == NIL ? NIL : offsetAt(extra + NEXT_OVERFLOW_OFFSET);
    }

    /** An overflow bucket for a new entry that needs nothing else; it is asked for here. */
    final long askForOverflow(final long bucket)
    {
        final long extra = mapExtra.offset();
        final long spare = nextSpare(extra);
        final Grant grant = heap.grant().begin();
        arrays.askForOverflow(spare != NIL, grant);
        grant.confirm("new entry");
        final long o = newOverflow(bucket, extra, spare, grant);
        grant.end();
        return o;
    }

    /** An overflow bucket for an evacuation, out of what the growth has kept since its begin. */
    final long newEvacuationOverflow(final long bucket)
    {
        arrays.useReserved();
        return newOverflow(bucket, arrays.evacuation());
    }

    /** Go's newoverflow (layout section 6). */
    final long newOverflow(final long bucket, final Grant from)
    {
        final long extra = mapExtra.offset();
        return newOverflow(bucket, extra, nextSpare(extra), from);
    }

    private long newOverflow(final long bucket, final long extra, final long spare, final Grant from)
    {
        final long o = spare == NIL ? arrays.heapBucket(from) : takeSpare(extra, spare);
        countOverflow();
        if (pointerFree)
        {
            mapExtra.append(extra, o, from);
        }
        putAddress(bucket + overflowOffset, o);
        raiseChainLimit();
        everHandedOutCount++;
        MapEvents.overflow(this);
        return o;
    }

    /** The extent check: a spare pointer that has left its array is refused before anything is written through it. */
    private long takeSpare(final long extra, final long spare)
    {
        final Generation current = arrays.current();
        final long first = current.arrayOffset() + current.mainCount() * bucketSize;
        final long last = current.arrayOffset() + (current.totalCount() - 1) * bucketSize;
        if (spare < first || spare > last || (spare - first) % bucketSize != 0)
        {
            throw corrupt(Check.O03, extra + NEXT_OVERFLOW_OFFSET, "a spare bucket from " + first + " to " + last,
                spare);
        }
        if (spare != current.nextSpareOffset(bucketSize))
        {
            throw corrupt(Check.O05, extra + NEXT_OVERFLOW_OFFSET, "the next one, " +
                current.nextSpareOffset(bucketSize), spare);
        }
        if (offsetAt(spare + overflowOffset) == NIL)
        {
            if (spare == last)
            {
                throw corrupt(Check.O04, spare + overflowOffset, "the sentinel", 0);
            }
            putAddress(extra + NEXT_OVERFLOW_OFFSET, spare + bucketSize);
        }
        else
        {
            putAddress(spare + overflowOffset, NIL);
            putAddress(extra + NEXT_OVERFLOW_OFFSET, NIL);
        }
        arrays.noteSpareUsed();
        return spare;
    }

    private void countOverflow()
    {
        final int b = b();
        if (b <= MAX_EXACT_NOVERFLOW_B || (random.overflowSample() & (1 << b - MAX_EXACT_NOVERFLOW_B) - 1) == 0)
        {
            setNoverflow(noverflow() + 1);
        }
    }

    // ---------------------------------------------------------------- walks, by key kind

    /** Searches a key; returns its place or {@link Place#NOT_FOUND}. Changes nothing. */
    abstract long find(long keyOrOffset);

    /** Searches or inserts a key; returns its place, marked as new if the key was inserted. */
    abstract long assign(long keyOrOffset);

    /**
     * Starts a delete; returns the place, with the write flag still set, or {@link Place#NOT_FOUND} with the write
     * ended.
     */
    abstract long beginDelete(long keyOrOffset);

    /** Ends a delete that found its key. */
    abstract void finishDelete(long place);

    /** Deletes what stands at a place of the chain of a main bucket, whether or not its key can be found. */
    abstract void deleteAt(long head, long place);

    /** Moves one old chain (layout section 10.3). */
    abstract void evacuate(long index);

    /** Moves the chain that is about to be written and one more (layout section 10.2). */
    abstract void growWork(long index);

    /** Whether the walks take a key as itself or as the offset of its value. */
    abstract boolean keysTravelByValue();

    /** The key of a slot in the form in which the walks take it. */
    abstract long keyAt(long place);

    /** The hash of the key in a slot. */
    abstract long hashOf(long place);

    /** Whether the key in a slot equals itself; only NaN does not. */
    abstract boolean equalsItself(long place);
}
