// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All buckets of a map as a strip: the main buckets, the spare area with its sentinel, the old array, and the buckets
 * of their own. One cell is one bucket, reduced to what a glance needs.
 *
 * @param main   number of main buckets.
 * @param cells  the buckets in this order; of a large map only the first.
 * @param hidden how many are left out.
 */
public record ArrayStrip(long main, List<Cell> cells, long hidden)
{
    private static final int MAX_CELLS = 512;
    /** Blocks of their own beyond this number are counted only. */
    private static final int MAX_OWN = 64;
    private static final int SLOTS = 8;

    /** A fixed list. */
    public ArrayStrip
    {
        cells = List.copyOf(cells);
    }

    /** What a bucket is by the place where it lies. */
    public enum Kind
    {
        /** One of the 2^B. */
        MAIN,
        /** In the spare area behind them. */
        SPARE,
        /** In the old array. */
        OLD,
        /** In a block of its own. */
        OWN,
        /** No bucket at all, but memory past the end of the array, that a chain leads to. */
        OUTSIDE
    }

    /**
     * One bucket.
     *
     * @param place    its name: M3, O2, H0.
     * @param kind     by its place.
     * @param offset   in the image.
     * @param live     entries that its tophash bytes show.
     * @param top      its eight tophash bytes.
     * @param next     name of the bucket that its overflow word leads to; "nil" at the end.
     * @param sentinel whether that word is the mark of the last spare bucket.
     */
    public record Cell(BucketName place, Kind kind, long offset, int live, long top, BucketName next, boolean sentinel)
    {
        /**
         * Its name.
         *
         * @return as pictures write it.
         */
        public String name()
        {
            return place.text();
        }

        /**
         * Whether a growth has moved its entries away.
         *
         * @return true if its first tophash byte says so.
         */
        public boolean moved()
        {
            return TopHash.isEvacuated((int)top & 0xff);
        }
    }

    static ArrayStrip of(final MapImage image, final BucketNames names)
    {
        final List<Cell> cells = new ArrayList<>();
        final long main = image.b() < 0 || image.b() >= Long.SIZE ? 0 : 1L << image.b();
        long hidden = array(image, names, image.bucketsAddress(), image.totalBuckets(image.b()), main, cells);
        hidden += array(image, names, image.oldbucketsAddress(), image.oldB() < 0 ? 0 : 1L << image.oldB(), -1, cells);
        final List<Map.Entry<BucketName, Long>> own = names.own().entrySet().stream()
            .sorted(Comparator.comparingLong((entry) -> entry.getKey().number())).toList();
        own.stream().limit(MAX_OWN).forEach((entry) ->
            add(image, names, image.offsetOf(entry.getValue()), Kind.OWN, cells));
        ChainView.chained(image).stream().filter((offset) ->
            names.at(image.addressOf(offset)).kind() == BucketName.Kind.OUTSIDE).sorted().limit(MAX_OWN)
            .forEach((offset) -> add(image, names, offset, Kind.OUTSIDE, cells));
        return new ArrayStrip(main, cells, hidden + Math.max(0, own.size() - MAX_OWN));
    }

    private static long array(
        final MapImage image, final BucketNames names, final long address, final long total, final long main,
        final List<Cell> cells)
    {
        final long shown = address == 0 ? 0 : Math.min(total, MAX_CELLS);
        for (long i = 0; i < shown; i++)
        {
            final long offset = image.bucketOffset(address, i);
            if (offset == MapImage.NOWHERE)
            {
                return 0; // an array that is not all there: nothing behind this is
            }
            add(image, names, offset, main < 0 ? Kind.OLD : i < main ? Kind.MAIN : Kind.SPARE, cells);
        }
        return address == 0 ? 0 : total - shown;
    }

    private static void add(
        final MapImage image, final BucketNames names, final long offset, final Kind kind, final List<Cell> cells)
    {
        if (offset == MapImage.NOWHERE)
        {
            return;
        }
        final long top = image.tophashWord(offset);
        int live = 0;
        for (int i = 0; i < SLOTS; i++)
        {
            live += TopHash.at(top, i) >= TopHash.MIN_TOP_HASH ? 1 : 0;
        }
        final long next = image.overflowAddress(offset);
        cells.add(new Cell(names.at(image.addressOf(offset)), kind, offset, live, top, names.at(next),
            kind == Kind.SPARE && next == image.bucketsAddress()));
    }
}
