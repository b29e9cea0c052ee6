// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;

/**
 * Visits every bucket of every chain once: the states of the slots, the way from bucket to bucket, and each live entry.
 *
 * <p><b>It ends.</b> A walk enters every overflow bucket once and remembers its chain. So a loop, a shared tail and a
 * chain that runs into another one stop the walk that meets them. Each entered bucket lies in the memory, and there may
 * not be more of them than fit into the memory side by side. So the size of the memory bounds the work, whatever the
 * bytes say. {@code noverflow} is never trusted for that.
 *
 * <p><b>While a map grows</b> (layout section 10), an old chain is untouched or evacuated. If it is untouched, it holds
 * live entries, and the one or two new chains that it will be split into are blank. If it is evacuated, every slot of
 * it says so. An evacuated main bucket of a map with pointers has been wiped, unless an iterator may still need it.
 */
final class ChainWalk
{
    private static final long ALL_SLOTS = 0x8080808080808080L;
    private static final int MAX_SKIP = 1024;

    private final MapImage image;
    private final Geometry geometry;
    private final FindingList findings;
    private final EntryChecks entries;
    private final StaleBytes stale;
    private final long maxOverflow;

    /** Every overflow bucket that a chain leads to; its number is the chain's index * 2, plus 1 for an old chain. */
    final OffsetSet overflow = new OffsetSet();
    long mainOverflowCount;
    long oldOverflowCount;
    /** Live entries that still are in the old array. */
    long oldEntryCount;

    private boolean stopped;
    /** State of the chain being walked: an emptyRest has been met. */
    private boolean rest;
    /** State of the chain being walked: the slot before was emptyOne. */
    private boolean tombstone;

    ChainWalk(
        final MapImage image,
        final Geometry geometry,
        final FindingList findings,
        final EntryChecks entries,
        final StaleBytes stale)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        this.entries = entries;
        this.stale = stale;
        maxOverflow = image.size() / geometry.bucketSize;
    }

    void walk()
    {
        for (long i = 0; i < geometry.oldCount; i++)
        {
            final long bucket = geometry.oldBucket(i);
            final boolean evacuated = image.evacuated(bucket);
            checkMark(i, bucket, evacuated);
            if (!evacuated)
            {
                final long before = entries.count();
                entries.enterChain(i, geometry.oldCount - 1, true);
                walkLive(i, bucket, true);
                oldEntryCount += entries.count() - before;
            }
            else
            {
                walkEvacuated(i, bucket);
            }
        }
        for (long i = 0; i < geometry.mainCount; i++)
        {
            final long bucket = geometry.mainBucket(i);
            if (geometry.growing() && !image.evacuated(geometry.oldBucket(i & geometry.oldCount - 1)))
            {
                checkBlank(i, bucket);
            }
            entries.enterChain(i, geometry.mainCount - 1, false);
            walkLive(i, bucket, false);
        }
    }

    /** A chain that holds entries: of the main array, or of the old one and not evacuated. */
    private void walkLive(final long index, final long first, final boolean old)
    {
        rest = false;
        tombstone = false;
        long bucket = first;
        for (long next; ; bucket = next)
        {
            final long word = image.tophashWord(bucket);
            if (word != 0)
            {
                slots(index, old, bucket, word);
            }
            else
            {
                emptyRest(bucket, 0);
                stale.emptyBucket(bucket);
            }
            if (image.overflowAddress(bucket) == 0)
            {
                break;
            }
            next = enter(index, old, bucket);
            if (next == NOWHERE)
            {
                return;
            }
        }
        if (tombstone)
        {
            findings.add(Check.T02, bucket + 7, geometry.location(bucket).at(7),
                "no emptyOne at the end of a chain", "emptyOne");
        }
    }

    private void slots(final long index, final boolean old, final long bucket, final long word)
    {
        if (!rest && TopHash.matchFilled(word) == ALL_SLOTS)
        {
            tombstone = false;
            for (int slot = 0; slot < 8; slot++)
            {
                entries.check(bucket, slot, TopHash.at(word, slot));
            }
            return;
        }
        for (int slot = 0; slot < 8; slot++)
        {
            final int top = TopHash.at(word, slot);
            if (top == TopHash.EMPTY_REST)
            {
                emptyRest(bucket, slot);
                stale.emptySlot(bucket, slot);
                continue;
            }
            if (rest)
            {
                findings.add(Check.T02, bucket + slot, geometry.location(bucket).at(slot),
                    "emptyRest after emptyRest", TopHash.describe(top));
                rest = false;
            }
            tombstone = top == TopHash.EMPTY_ONE;
            if (tombstone)
            {
                stale.emptySlot(bucket, slot);
            }
            else if (top < TopHash.MIN_TOP_HASH)
            {
                findings.add(Check.T03, bucket + slot, geometry.location(bucket).at(slot),
                    old ? "no mark in chain O" + index + ", which is not evacuated" : "no mark in the main array",
                    TopHash.describe(top));
            }
            else
            {
                entries.check(bucket, slot, top);
            }
        }
    }

    private void emptyRest(final long bucket, final int slot)
    {
        if (tombstone)
        {
            findings.add(Check.T02, bucket + slot, geometry.location(bucket).at(slot),
                "no emptyOne right before emptyRest", "emptyRest");
        }
        tombstone = false;
        rest = true;
    }

    /** Follows the overflow word of a bucket. If it leads nowhere good, adds a finding and returns NOWHERE. */
    private long enter(final long index, final boolean old, final long bucket)
    {
        final long address = image.overflowAddress(bucket);
        final long next = image.offsetOf(address, geometry.bucketSize);
        if (next == NOWHERE || (address & Long.BYTES - 1) != 0)
        {
            broken(Check.P01, bucket, "nil or the aligned address of a bucket in the memory",
                "0x" + Long.toHexString(address));
            return NOWHERE;
        }
        if (next == bucket)
        {
            broken(Check.O07, bucket, "another bucket", "the bucket itself");
            return NOWHERE;
        }
        if (!placed(index, old, bucket, next))
        {
            return NOWHERE;
        }
        final long owner = index << 1 | (old ? 1 : 0);
        final long former = overflow.put(next, owner);
        if (former != OffsetSet.ABSENT)
        {
            final boolean same = former == owner;
            broken(same ? Check.O07 : Check.O06, bucket, same ? "a bucket that this chain has not passed" :
                "a bucket of no other chain", geometry.name(next) + " of chain " + chain(former));
            return NOWHERE;
        }
        if (overflow.size() > maxOverflow || stopped)
        {
            if (!stopped)
            {
                broken(Check.O01, bucket, "at most " + maxOverflow + " overflow buckets, which fill the memory",
                    "more");
            }
            stopped = true;
            return NOWHERE;
        }
        if (old)
        {
            oldOverflowCount++;
        }
        else
        {
            mainOverflowCount++;
        }
        return next;
    }

    /** Whether a bucket is where a bucket of this chain may be: spare and handed out, or in no array. */
    private boolean placed(final long index, final boolean old, final long bucket, final long next)
    {
        final boolean inMain = geometry.inMain(next);
        if (!inMain && !geometry.inOld(next))
        {
            return true;
        }
        final long array = inMain ? geometry.mainOffset : geometry.oldOffset;
        final long number = (next - array) / geometry.bucketSize;
        if ((next - array) % geometry.bucketSize != 0)
        {
            broken(Check.P01, bucket, "the start of a bucket", "the middle of " + geometry.name(next));
            return false;
        }
        if (inMain == old)
        {
            broken(Check.P01, bucket, "a bucket of its own array", geometry.name(next));
            return false;
        }
        if (number < (inMain ? geometry.mainCount : geometry.oldCount))
        {
            broken(number == index ? Check.O07 : Check.O06, bucket, "an overflow bucket", geometry.name(next));
            return false;
        }
        if (inMain && geometry.spareKnown && number >= geometry.nextSpare)
        {
            broken(Check.O05, bucket, "a bucket below nextOverflow, M" + geometry.nextSpare, geometry.name(next));
        }
        return true;
    }

    private void broken(final Check check, final long bucket, final String expected, final String actual)
    {
        findings.add(check, bucket + image.overflowOffset(), geometry.location(bucket).in("overflow"), expected,
            actual);
    }

    static String chain(final long owner)
    {
        return ((owner & 1) != 0 ? "O" : "M") + (owner >>> 1);
    }

    /** Compares nevacuate with one old bucket: all below it are evacuated, and it stands on one that is not. */
    private void checkMark(final long index, final long bucket, final boolean evacuated)
    {
        final long nevacuate = image.nevacuate();
        final boolean behind = !evacuated && Long.compareUnsigned(index, nevacuate) < 0;
        // The mark skips evacuated buckets, but at most 1024 in one operation.
        final boolean ahead = evacuated && index == nevacuate && nevacuate <= MAX_SKIP;
        if (!behind && !ahead)
        {
            return;
        }
        findings.add(Check.H03, image.headerOffset() + HmapDescriptor.NEVACUATE_OFFSET, Location.header("nevacuate"),
            evacuated ? "an old bucket that is not evacuated" : "only evacuated old buckets below",
            nevacuate + ", and " + geometry.name(bucket) + " is " + TopHash.describe(image.tophash(bucket, 0)));
    }

    /** A new chain whose old chain is untouched. */
    private void checkBlank(final long index, final long bucket)
    {
        if (image.tophashWord(bucket) != 0 || image.overflowAddress(bucket) != 0)
        {
            findings.add(Check.E01, bucket, geometry.location(bucket),
                "blank until O" + (index & geometry.oldCount - 1) + " is evacuated", "in use");
        }
    }

    /** A chain of the old array whose entries have moved. */
    private void walkEvacuated(final long index, final long first)
    {
        if (!image.type().pointerFree() && (image.flags() & HmapFlags.OLD_ITERATOR) == 0)
        {
            checkMarks(index, first);
            stale.emptyBucket(first);
            if (image.overflowAddress(first) != 0)
            {
                broken(Check.P01, first, "nil, as in every wiped bucket",
                    "0x" + Long.toHexString(image.overflowAddress(first)));
            }
            return;
        }
        long bucket = first;
        while (bucket != NOWHERE)
        {
            checkMarks(index, bucket);
            bucket = image.overflowAddress(bucket) == 0 ? NOWHERE : enter(index, true, bucket);
        }
    }

    private void checkMarks(final long index, final long bucket)
    {
        final long word = image.tophashWord(bucket);
        for (int slot = 0; slot < 8; slot++)
        {
            final int top = TopHash.at(word, slot);
            if (!TopHash.isEvacuated(top))
            {
                findings.add(Check.T03, bucket + slot, geometry.location(bucket).at(slot),
                    "a mark in chain O" + index + ", which is evacuated", TopHash.describe(top));
            }
            else if (top == TopHash.EVACUATED_Y && image.sameSizeGrow())
            {
                findings.add(Check.E01, bucket + slot, geometry.location(bucket).at(slot),
                    "evacuatedX or evacuatedEmpty in a growth to the same size", TopHash.describe(top));
            }
        }
    }
}
