// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;

/**
 * Whether evacuated entries went to the half that their mark names: evacuatedX to the same index, evacuatedY to that
 * index plus the number of old buckets.
 *
 * <p>Only a map without pointers keeps the keys of evacuated slots, and iterators that are older than the growth still
 * use them. The marks follow from the hash as it was when the entry moved. The seed is drawn anew when the last entry
 * is deleted. That never happens while an old chain still holds a live entry, because deleting an entry moves its chain
 * first. So while there is such an entry, the seed is the one that the marks were made with. Without one, nothing is
 * checked.
 */
final class SplitChecks
{
    private final MapImage image;
    private final Geometry geometry;
    private final FindingList findings;
    private final EntryChecks entries;
    private final OffsetSet overflow;

    SplitChecks(
        final MapImage image,
        final Geometry geometry,
        final FindingList findings,
        final EntryChecks entries,
        final OffsetSet overflow)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        this.entries = entries;
        this.overflow = overflow;
    }

    void check(final long oldEntryCount)
    {
        if (!entries.hashChecked() || !image.type().pointerFree() || image.sameSizeGrow() || oldEntryCount == 0)
        {
            return;
        }
        for (long i = 0; i < geometry.oldCount; i++)
        {
            if (image.evacuated(geometry.oldBucket(i)))
            {
                checkChain(i);
            }
        }
    }

    private void checkChain(final long index)
    {
        long bucket = geometry.oldBucket(index);
        for (int hops = overflow.size(); bucket != NOWHERE && hops >= 0; hops--)
        {
            final long word = image.tophashWord(bucket);
            for (int slot = 0; slot < 8; slot++)
            {
                final int top = TopHash.at(word, slot);
                if (top == TopHash.EVACUATED_X || top == TopHash.EVACUATED_Y)
                {
                    checkSlot(index, bucket, slot, top);
                }
            }
            final long next = image.nextInChain(bucket);
            bucket = next != NOWHERE && overflow.get(next) >> 1 == index ? next : NOWHERE;
        }
    }

    private void checkSlot(final long index, final long bucket, final int slot, final int top)
    {
        final long key = image.keyOffset(bucket, slot);
        try
        {
            if (!entries.reflexive(key))
            {
                return;
            }
            final long hash = entries.hash(key);
            final long split = hash & 2 * geometry.oldCount - 1;
            final long named = top == TopHash.EVACUATED_X ? index : index + geometry.oldCount;
            if (split != named)
            {
                findings.add(Check.E01, bucket + slot, geometry.location(bucket).at(slot),
                    "an entry that moved to M" + named, "a key of M" + split);
            }
        }
        catch (final MapCorruptionException corrupt)
        {
            findings.add(Check.P02, key, geometry.location(bucket).at(slot).in("key"),
                corrupt.finding().expected(), corrupt.finding().actual());
        }
    }
}
