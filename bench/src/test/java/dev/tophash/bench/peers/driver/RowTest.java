// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each map of each peer answers as the sums say that a run is held to. */
class RowTest
{
    private static final int SIZE = 300;
    private static final int PASSES = 5;
    private static final List<Row> ROWS =
        List.of(Row.INSERT, Row.UPDATE, Row.HIT, Row.MISS, Row.ITERATE, Row.REMOVE);

    @Test
    void shouldExpectWhatEachMapAnswers()
    {
        final List<String> complaints = new ArrayList<>();
        for (final Shape shape : Shape.values())
        {
            final Keys keys = new Keys(SIZE);
            for (final Peer peer : Peer.values())
            {
                if (!peer.isGo() && !peer.isHeavy() && peer.has(shape))
                {
                    final Maker maker = shape.maker(peer, keys);
                    for (final int capacity : new int[]{0, SIZE})
                    {
                        final Map<Row, Long> sums = sums(maker, capacity);
                        for (final Row row : ROWS)
                        {
                            final long expected = row.expectedSum(shape, SIZE, PASSES);
                            if (sums.get(row) != expected)
                            {
                                complaints.add(shape + " " + peer + " " + row + ": expected=" + expected + ", actual=" +
                                    sums.get(row));
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), complaints);
    }

    private static Map<Row, Long> sums(final Maker maker, final int capacity)
    {
        final Map<Row, Long> sums = new EnumMap<>(Row.class);
        try (Subject map = maker.make(capacity))
        {
            for (int pass = 0; pass < PASSES; pass++)
            {
                final int from = pass % Keys.slices(SIZE) * SIZE;
                map.clear();
                map.insert(from, SIZE);
                assertEquals(SIZE, map.size());
                sums.merge(Row.INSERT, map.hit(from, SIZE), Long::sum);
                map.update(from, SIZE);
                final long hits = map.hit(from, SIZE);
                sums.merge(Row.UPDATE, hits, Long::sum);
                sums.merge(Row.HIT, hits, Long::sum);
                sums.merge(Row.MISS, map.miss(from, SIZE), Long::sum);
                sums.merge(Row.ITERATE, map.iterate(), Long::sum);
                final double fill = map.fill();
                assertTrue(Double.isNaN(fill) || fill > 0.2 && fill <= 1, () -> "fill=" + fill);
                map.remove(from, SIZE);
                sums.merge(Row.REMOVE, map.size(), Long::sum);
            }
        }
        return sums;
    }

    @Test
    void shouldExpectTwiceAsMuchOfTwoReaders()
    {
        assertEquals(
            2 * Row.HIT_ONE.expectedSum(Shape.LONG_LONG, 7, 3), Row.HIT_TWO.expectedSum(Shape.LONG_LONG, 7, 3));
    }
}
