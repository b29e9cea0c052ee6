// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import dev.tophash.bench.report.BenchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareTablesTest
{
    private final List<Sample> samples = new ArrayList<>();

    private void add(final int size, final Row row, final Peer peer, final Pages pages, final double... nanos)
    {
        for (int i = 0; i < nanos.length; i++)
        {
            samples.add(new Sample(Shape.LONG_LONG, pages, size, row, peer, i + 1, nanos[i], 2 * nanos[i], 0.5));
        }
    }

    private BenchTable table(final String id, final boolean doublings)
    {
        return new CompareTables(samples, Map.of(Peer.GO_SWISS, "not here"), Peer::title).tables(doublings).stream()
            .filter(table -> table.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void shouldDivideMedians()
    {
        add(1_000, Row.HIT, Peer.TOPHASH, Pages.WARM, 1, 6, 100);
        add(1_000, Row.HIT, Peer.AGRONA, Pages.WARM, 2, 3, 4, 50);
        add(1_000, Row.MISS, Peer.TOPHASH, Pages.WARM, 5);
        final BenchTable nanos = table("compare-long-long-1000", false);
        assertEquals(List.of("Tophash", "Agrona"), nanos.columns());
        assertEquals(
            List.of(BenchTable.Row.of("hit", 6, 3.5), BenchTable.Row.of("miss", 5, Double.NaN)), nanos.rows());
        assertEquals(List.of("Time on the wall was 2.00 times the processor time (median).", "Go, Swiss map: not here"),
            nanos.notes());
        final BenchTable ratios = table("ratio-long-long-1000", false);
        assertEquals(List.of("Agrona"), ratios.columns());
        assertEquals(BenchTable.Row.of("hit", 6 / 3.5), ratios.rows().getFirst());
    }

    @Test
    void shouldKeepFreshPagesApart()
    {
        add(1_000, Row.GROW, Peer.TOPHASH, Pages.WARM, 10);
        add(1_000, Row.GROW, Peer.TOPHASH, Pages.FRESH, 30);
        add(1_000, Row.HIT, Peer.TOPHASH, Pages.WARM, 5);
        assertEquals(
            List.of(BenchTable.Row.of("hit", 5), BenchTable.Row.of("grow from empty, warm pages", 10)),
            table("compare-long-long-1000", false).rows());
        assertEquals(List.of(BenchTable.Row.of("grow from empty, fresh pages", 30)),
            table("compare-fresh-long-long-1000", false).rows());
        assertEquals("long to long, fresh pages, 1,000 entries", table("compare-fresh-long-long-1000", false).title());
    }

    @Test
    void shouldKeepHugePagesApart()
    {
        add(1_000, Row.HIT, Peer.TOPHASH, Pages.WARM, 10);
        add(1_000, Row.HIT, Peer.AGRONA, Pages.WARM, 20);
        add(1_000, Row.HIT, Peer.TOPHASH, Pages.HUGE, 6);
        add(1_000, Row.HIT, Peer.AGRONA, Pages.HUGE, 3);
        assertEquals(BenchTable.Row.of("hit", 0.5), table("ratio-long-long-1000", false).rows().getFirst());
        assertEquals(BenchTable.Row.of("hit", 2), table("ratio-huge-long-long-1000", false).rows().getFirst());
        assertEquals(BenchTable.Row.of("hit", 2, 2), table("doublings-huge-long-long-1000", true).rows().getFirst());
        final CompareTables tables = new CompareTables(samples, Map.of(), Peer::title);
        assertEquals("compare-long-long-1000", tables.picture(tables.tables(false)).orElseThrow().id());
    }

    @Test
    void shouldPutTheSizesOfADecadeTogether()
    {
        final List<Integer> sizes = ComparePlan.decades(1_000, 99_999);
        assertEquals(List.of(1_000, 1_585, 2_512, 3_981, 6_310, 10_000, 15_849, 25_119, 39_811, 63_096), sizes);
        for (final int size : sizes)
        {
            add(size, Row.HIT, Peer.TOPHASH, Pages.WARM, size == 1_000 ? 32 : 1);
            add(size, Row.HIT, Peer.AGRONA, Pages.WARM, size < 10_000 ? 1 : 4);
        }
        assertEquals(List.of(BenchTable.Row.of("hit", 2.0, 32.0)), rounded("doublings-long-long-1000"));
        assertEquals(List.of(BenchTable.Row.of("hit", 0.25, 0.25)), rounded("doublings-long-long-10000"));
    }

    private List<BenchTable.Row> rounded(final String id)
    {
        return table(id, true).rows().stream().map(row -> new BenchTable.Row(row.name(),
            row.values().stream().map(value -> Math.round(value * 1e9) / 1e9).toList())).toList();
    }

    @Test
    void shouldSayHowMuchTwoReadersSlowEachOther()
    {
        add(64_000, Row.HIT_ONE, Peer.TOPHASH, Pages.WARM, 10);
        add(64_000, Row.HIT_TWO, Peer.TOPHASH, Pages.WARM, 11);
        assertEquals(List.of(BenchTable.Row.of("64,000 entries", 1.1)), table("readers-long-long", false).rows());
    }
}
