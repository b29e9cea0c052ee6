// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.MapClosedException;
import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.check.Required;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;

/**
 * Checks that the bytes of an image are a map that Go could have written, and says where they are not.
 *
 * <p>The verifier knows the layout and the invariants, not the engine. It never prints, never repairs, never throws
 * because of bad bytes and never loops. The size of the memory bounds its work; the number of entries and overflow
 * buckets bounds the memory that it takes itself. It follows each pointer only after asking whether the target lies
 * inside.
 *
 * <h2>What it understands</h2>
 *
 * <p>Every state that Go leaves a map in between two operations: no array yet; tombstones and chains with count 0;
 * growth to twice and to the same size at every point of it; old main buckets that are wiped, or kept for an iterator,
 * or kept because the map has no pointers; nevacuate left over from a finished growth; a cleared map; a clone; a
 * noverflow that is exact below B = 16 and sampled from there on; more overflow buckets than main buckets; NaN keys in
 * any number and any place; an overloaded map after a growth to the same size.
 *
 * <h2>What no verifier can see</h2>
 *
 * <p>Changes that leave another healthy map behind: other bytes in an elem, or in a key that the hash skips (padding,
 * blank fields); bytes in empty slots and wiped buckets (counted by S01); the iterator flags, which are conservative
 * anyway; a capacity of a list that still has room; the seed of an empty map; from B = 16 on noverflow, as long as it
 * is not above the true number; in a map with pointers, which of the two marks a wiped slot carries.
 *
 * <p>Cost: about 0.1 microseconds an entry while the map is in the cache; one hash, one look into a table. One thread,
 * and nobody writes meanwhile. The memory may be closed meanwhile: then {@link MapClosedException} is thrown.
 */
public final class MapVerifier
{
    /** From this B on noverflow is a sampled count. */
    private static final int SAMPLED_B = 16;
    private static final int NOVERFLOW_MASK = 0xffff;

    private MapVerifier()
    {
    }

    /**
     * Verifies a map.
     *
     * @param image the map.
     * @return what was found; {@link VerifyReport#clean} if it is healthy.
     * @throws MapClosedException if the map is closed, before or meanwhile, or a page of its file cannot be read.
     */
    public static VerifyReport verify(final MapImage image)
    {
        Required.argument(image, "image");
        try
        {
            return report(image);
        }
        catch (final IllegalStateException | InternalError e)
        {
            throw Memory.failure(image.memory(), e);
        }
    }

    private static VerifyReport report(final MapImage image)
    {
        final FindingList findings = new FindingList();
        if (!image.headerInside())
        {
            findings.add(Check.X01, -1, Location.of(Location.Part.HEADER),
                "48 bytes inside the image of " + image.size() + " bytes",
                "offset " + image.headerOffset());
            return findings.report(image.keys() != null, 0, 0);
        }
        final Geometry geometry = new HeaderChecks(image, findings).check();
        final ExtentChecks extents = new ExtentChecks(image.type(), findings);
        final EntryChecks entries = new EntryChecks(image, geometry, findings, extents);
        final StaleBytes stale = new StaleBytes(image, geometry, findings);
        final ChainWalk chains = new ChainWalk(image, geometry, findings, entries, stale);
        chains.walk();
        if (geometry.complete)
        {
            new SpareChecks(image, geometry, findings, chains.overflow, stale).check(chains.mainOverflowCount);
            new SplitChecks(image, geometry, findings, entries, chains.overflow).check(chains.oldEntryCount);
            new ListChecks(image, geometry, findings, extents, chains.overflow)
                .check(chains.mainOverflowCount, chains.oldOverflowCount);
            checkCounts(image, geometry, findings, chains, entries);
        }
        checkExtents(image, geometry, extents, chains.overflow);
        stale.report();
        return findings.report(image.keys() != null, entries.count(),
            geometry.mainCount + geometry.oldCount + chains.overflow.size());
    }

    private static void checkCounts(
        final MapImage image,
        final Geometry geometry,
        final FindingList findings,
        final ChainWalk chains,
        final EntryChecks entries)
    {
        final long count = image.count();
        if (count != entries.count())
        {
            final long more = entries.count() - count;
            findings.add(Check.C01, image.headerOffset() + HmapDescriptor.COUNT_OFFSET, Location.header("count"),
                entries.count() + " live entries", count + (more > 0 ? ", so ghosts: " + more : ", so lost: " + -more));
        }
        if (geometry.mainOffset == MapImage.NOWHERE)
        {
            return;
        }
        final int noverflow = image.noverflow();
        final boolean sampled = image.b() >= SAMPLED_B;
        if (sampled ? noverflow > chains.mainOverflowCount :
            noverflow != (chains.mainOverflowCount & NOVERFLOW_MASK))
        {
            final long offset = image.headerOffset() + HmapDescriptor.NOVERFLOW_OFFSET;
            findings.add(Check.O02, offset, Location.header("noverflow"),
                (sampled ? "at most " : "") + chains.mainOverflowCount + " overflow buckets in the chains",
                Integer.toString(noverflow));
        }
        if (!image.growing() && LoadFactor.overLoad(count, image.b()))
        {
            findings.add(Check.G01, image.headerOffset() + HmapDescriptor.COUNT_OFFSET, Location.header("count"),
                "at most " + LoadFactor.growLimit(image.b()) + " entries for B=" + image.b(), Long.toString(count));
        }
    }

    private static void checkExtents(
        final MapImage image, final Geometry geometry, final ExtentChecks extents, final OffsetSet overflow)
    {
        extents.add(ExtentChecks.HEADER, image.headerOffset());
        if (geometry.mainOffset != MapImage.NOWHERE)
        {
            extents.add(ExtentChecks.MAIN, geometry.mainOffset, geometry.mainTotal * geometry.bucketSize);
        }
        if (geometry.growing())
        {
            extents.add(ExtentChecks.OLD, geometry.oldOffset, geometry.oldTotal * geometry.bucketSize);
        }
        for (final long bucket : overflow.sorted())
        {
            if (!geometry.inMain(bucket) && !geometry.inOld(bucket))
            {
                extents.add(ExtentChecks.HEAP_BUCKET, bucket);
            }
        }
        extents.check();
    }
}
