// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import java.util.List;
import java.util.Set;

/**
 * What to compare.
 *
 * @param shapes     keys and values.
 * @param sizes      entries.
 * @param peers      whose maps; {@link Peer#TOPHASH} among them.
 * @param rows       operations.
 * @param rounds     processes of each peer.
 * @param operations of each row in a process, at least; a pass over all entries in any case.
 * @param pages      what maps lie in; {@link Pages#WARM} among them. In fresh pages only growing is measured.
 * @param planted    whose sums are made wrong, as a control, or null.
 * @param heavyPath  the class path of {@link HeavyPath}, or null without such peers.
 */
public record ComparePlan(
    Set<Shape> shapes, List<Integer> sizes, Set<Peer> peers, Set<Row> rows, int rounds, int operations,
    Set<Pages> pages, Peer planted, String heavyPath)
{
    private static final int MOST_ENTRIES = 50_000_000;
    private static final int LEAST_ENTRIES = 10;

    /** Checks the numbers. */
    public ComparePlan
    {
        if (rounds < 1)
        {
            throw new IllegalArgumentException("at least one round: rounds=" + rounds);
        }
        for (final int size : sizes)
        {
            if (size < LEAST_ENTRIES || size > MOST_ENTRIES)
            {
                throw new IllegalArgumentException("from " + LEAST_ENTRIES + " to " + MOST_ENTRIES + " entries: " +
                    "entries=" + size);
            }
        }
        if (sizes.isEmpty())
        {
            throw new IllegalArgumentException("at least one size");
        }
    }

    /**
     * Five sizes a decade, so that each table is met at all its fills: both ours and a peer's double within a decade
     * three times, and not at the same sizes.
     *
     * @param least the first size.
     * @param most  the last size is at most this.
     * @return the sizes.
     */
    public static List<Integer> decades(final int least, final int most)
    {
        return java.util.stream.IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> (int)Math.round(least * Math.pow(10, i / 5.0))).takeWhile(size -> size <= most).toList();
    }
}
