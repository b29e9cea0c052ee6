// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Draws buckets, chains and a growth as lines of text.
 *
 * <pre>
 * M5     slot        0       1       2       3       4       5       6       7
 *     tophash       e6      01      4c      00      00      00      00      00
 *     key           17    (23)      77       .       .       .       .       .
 *     elem          18       .      78       .       .       .       .       .
 *     next   --&gt; M66
 * </pre>
 *
 * <p>A key in parentheses stands in an empty slot: nobody will ever be told of it, but its bytes are still there. With
 * colour, live entries are green, tombstones yellow, moved entries blue, ghosts and broken links red; without it the
 * picture says the same in signs ({@code !} before a ghost).
 */
public final class BucketPicture
{
    private static final int CELL = 8;
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String BLUE = "\u001b[34m";
    private static final String RED = "\u001b[1;31m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final MapImage image;
    private final boolean colour;
    private final Set<Long> ghosts;

    /**
     * Pictures of a map.
     *
     * @param image  the map; live, loaded or broken.
     * @param colour whether to use ANSI colours.
     */
    public BucketPicture(final MapImage image, final boolean colour)
    {
        this(image, colour, Set.of());
    }

    private BucketPicture(final MapImage image, final boolean colour, final Set<Long> ghosts)
    {
        this.image = image;
        this.colour = colour;
        this.ghosts = ghosts;
    }

    /** Pictures of views that were taken before, of no map in particular: only {@code draw} works. */
    static BucketPicture ofViews(final boolean colour, final Set<Long> ghosts)
    {
        return new BucketPicture(null, colour, Set.copyOf(ghosts));
    }

    /**
     * The same with some buckets marked: whatever lives in them should not.
     *
     * @param bucketOffsets offsets of the buckets.
     * @return a new picture.
     */
    public BucketPicture withGhosts(final Set<Long> bucketOffsets)
    {
        return new BucketPicture(image, colour, Set.copyOf(bucketOffsets));
    }

    /**
     * One bucket of the main array.
     *
     * @param index below the number of buckets with the spare area.
     * @return lines; none if there is no such bucket.
     */
    public List<String> bucket(final long index)
    {
        final ChainView chain = ChainView.of(image, index);
        return chain.buckets().isEmpty() ? List.of() : draw(chain.buckets().getFirst());
    }

    /**
     * A main bucket and all its overflow buckets.
     *
     * @param index below 2^B.
     * @return lines.
     */
    public List<String> chain(final long index)
    {
        return draw(ChainView.of(image, index));
    }

    /**
     * Any chain.
     *
     * @param chain what to draw.
     * @return lines.
     */
    public List<String> draw(final ChainView chain)
    {
        final List<String> lines = new ArrayList<>();
        chain.buckets().forEach((bucket) -> lines.addAll(draw(bucket)));
        return lines;
    }

    /**
     * The old array of a growing map: which buckets have moved and which have not.
     *
     * @return lines; one that says so if the map does not grow.
     */
    public List<String> growth()
    {
        if (!image.growing())
        {
            return List.of("not growing: B=" + image.b());
        }
        final List<String> lines = new ArrayList<>();
        final long oldCount = image.oldB() < 0 ? 0 : 1L << image.oldB();
        final StringBuilder marks = new StringBuilder();
        long moved = 0;
        for (long i = 0; i < oldCount; i++)
        {
            final long bucket = image.bucketOffset(image.oldbucketsAddress(), i);
            if (bucket == MapImage.NOWHERE)
            {
                lines.add("  old " + marks + " no memory behind old bucket " + i);
                break;
            }
            final boolean evacuated = image.evacuated(bucket);
            moved += evacuated ? 1 : 0;
            marks.append(paint(evacuated ? BLUE : GREEN, evacuated ? ">" : "#"));
            if (i % 64 == 63 || oldCount - 1 == i)
            {
                lines.add("  old " + marks);
                marks.setLength(0);
            }
        }
        lines.add(0, "growing: 2^" + image.oldB() + " -> 2^" + image.b() + " buckets, moved " + moved + " of " +
            oldCount + " old chains, nevacuate " + image.nevacuate());
        lines.add("  (# still in the old array, > moved: entries now in the new one)");
        return lines;
    }

    /**
     * One bucket.
     *
     * @param bucket what to draw.
     * @return lines.
     */
    public List<String> draw(final BucketView bucket)
    {
        final StringBuilder numbers = new StringBuilder(String.format(Locale.ROOT, "%-6s slot ", bucket.name()));
        final StringBuilder tops = new StringBuilder("    tophash");
        final StringBuilder keys = new StringBuilder("    key    ");
        final StringBuilder elems = new StringBuilder("    elem   ");
        final boolean ghostly = ghosts.contains(bucket.offset());
        for (int i = 0; i < bucket.slots().size(); i++)
        {
            final BucketView.SlotView slot = bucket.slots().get(i);
            final boolean ghost = ghostly && slot.live();
            final String tint = ghost ? RED : tint(slot.tophash());
            numbers.append(cell(Integer.toString(i)));
            tops.append(paint(tint, cell(String.format(Locale.ROOT, "%02x", slot.tophash()))));
            keys.append(paint(tint, cell(value(slot, slot.key(), ghost))));
            elems.append(paint(tint, cell(value(slot, slot.elem(), false))));
        }
        final String arrow = switch (bucket.link())
        {
            case END -> "nil";
            case NEXT -> "--> " + bucket.next();
            case LOOP -> paint(RED, "--> " + bucket.next() + "  back to a bucket of this chain: no end");
            case SENTINEL -> "--> " + bucket.next() + "  the sentinel: last spare bucket";
            case ASTRAY -> paint(RED, "--> " + bucket.next() + "  no bucket there");
        };
        return List.of(numbers.toString(), tops.toString(), keys.toString(), elems.toString(),
            "    next   " + arrow);
    }

    private static String value(final BucketView.SlotView slot, final String text, final boolean ghost)
    {
        if (text.isEmpty())
        {
            return slot.live() ? "0" : ".";
        }
        final String cut = TerminalText.end(text, CELL - 3);
        return slot.live() ? (ghost ? "!" + cut : cut) : '(' + cut + ')';
    }

    private static String cell(final String text)
    {
        return " ".repeat(Math.max(1, CELL - TerminalText.columns(text))) + text;
    }

    private static String tint(final int tophash)
    {
        if (TopHash.isEvacuated(tophash))
        {
            return BLUE;
        }
        return tophash == TopHash.EMPTY_ONE ? YELLOW : tophash == TopHash.EMPTY_REST ? DIM : GREEN;
    }

    private String paint(final String tint, final String text)
    {
        return colour ? tint + text + PLAIN : text;
    }
}
