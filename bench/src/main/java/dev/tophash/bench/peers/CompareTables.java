// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.bench.report.Ratios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Makes tables of samples. */
public final class CompareTables
{
    private static final String NANOS = "ns of processor time an operation, median of the processes";
    private static final String RATIO = "ratio of medians, under 1 is faster than the peer";
    private static final int DECADE = 10;

    private final List<Sample> samples;
    private final Map<Peer, String> missing;
    private final Function<Peer, String> title;

    /**
     * Prepares tables.
     *
     * @param samples what was measured.
     * @param missing peers that are not there, and why.
     * @param title   what a peer calls itself.
     */
    public CompareTables(
        final List<Sample> samples, final Map<Peer, String> missing, final Function<Peer, String> title)
    {
        this.samples = samples;
        this.missing = missing;
        this.title = title;
    }

    /**
     * Makes all tables.
     *
     * @param doublings whether sizes make decades, whose ratios are then put together.
     * @return the tables.
     */
    public List<BenchTable> tables(final boolean doublings)
    {
        final List<BenchTable> tables = new ArrayList<>();
        for (final Shape shape : distinct(Sample::shape))
        {
            final List<Integer> sizes = distinct(Sample::size);
            if (doublings)
            {
                pages(shape).forEach(
                    pages -> decades(sizes).forEach(decade -> tables.add(doublings(shape, pages, decade))));
            }
            else
            {
                for (final Pages pages : pages(shape))
                {
                    for (final int size : sizes)
                    {
                        tables.add(nanos(shape, pages, size));
                        tables.add(ratios(shape, pages, size));
                    }
                }
            }
            if (samples.stream().anyMatch(sample -> sample.row() == Row.HIT_TWO && sample.shape() == shape))
            {
                tables.add(readers(shape, sizes));
            }
            tables.add(fills(shape, sizes));
        }
        return tables;
    }

    /**
     * Chooses the table that says most in one picture: the largest size in warm pages.
     *
     * @param tables what {@link #tables} has made.
     * @return a table that is drawn row by row, if there is one.
     */
    public Optional<BenchTable> picture(final List<BenchTable> tables)
    {
        return tables.stream().filter(table -> table.chart() == Chart.BY_ROW && EnumSet.complementOf(
            EnumSet.of(Pages.WARM)).stream().noneMatch(pages -> table.title().contains(pages.title())))
            .reduce((one, next) -> next);
    }

    private <T extends Comparable<T>> List<T> distinct(final Function<Sample, T> part)
    {
        return samples.stream().map(part).distinct().sorted().toList();
    }

    private List<Peer> peers(final Shape shape)
    {
        return samples.stream().filter(sample -> sample.shape() == shape).map(Sample::peer).distinct().sorted()
            .toList();
    }

    private List<Pages> pages(final Shape shape)
    {
        return samples.stream().filter(sample -> sample.shape() == shape).map(Sample::pages).distinct().sorted()
            .toList();
    }

    private List<String> titles(final Collection<Peer> peers)
    {
        return peers.stream().map(title).toList();
    }

    private double median(final Predicate<Sample> which, final ToDoubleFunction<Sample> part)
    {
        final double[] values =
            samples.stream().filter(which).mapToDouble(part).filter(Double::isFinite).sorted().toArray();
        return values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private static Predicate<Sample> of(
        final Shape shape, final Pages pages, final int size, final Row row, final Peer peer)
    {
        return sample -> sample.shape() == shape && sample.pages() == pages && sample.size() == size &&
            sample.row() == row && sample.peer() == peer;
    }

    private BenchTable nanos(final Shape shape, final Pages pages, final int size)
    {
        return new BenchTable(id("compare", shape, pages, size), title(shape, pages) + ", " + entries(size), NANOS,
            Chart.BY_ROW, titles(peers(shape)), rows(shape, pages, size,
            (row, peer) -> median(of(shape, pages, size, row, peer), Sample::processor)), notes(shape, pages, size));
    }

    private BenchTable ratios(final Shape shape, final Pages pages, final int size)
    {
        final List<Peer> others = peers(shape).stream().filter(peer -> peer != Peer.TOPHASH).toList();
        final List<BenchTable.Row> rows = rows(shape, pages, size, (row, peer) ->
            peer == Peer.TOPHASH ? Double.NaN : ratio(shape, pages, size, row, peer));
        final List<BenchTable.Row> cut = rows.stream()
            .map(row -> new BenchTable.Row(row.name(), row.values().subList(1, row.values().size()))).toList();
        return new BenchTable(id("ratio", shape, pages, size), "Tophash by each peer, " + title(shape, pages) + ", " +
            entries(size), RATIO, Chart.NONE, titles(others), cut);
    }

    private double ratio(final Shape shape, final Pages pages, final int size, final Row row, final Peer peer)
    {
        return median(of(shape, pages, size, row, Peer.TOPHASH), Sample::processor) /
            median(of(shape, pages, size, row, peer), Sample::processor);
    }

    @FunctionalInterface
    private interface Figure
    {
        double of(Row row, Peer peer);
    }

    private List<BenchTable.Row> rows(final Shape shape, final Pages pages, final int size, final Figure figure)
    {
        return distinct(Sample::row).stream().filter(row -> samples.stream().anyMatch(sample ->
            sample.shape() == shape && sample.size() == size && sample.row() == row && sample.pages() == pages))
            .map(row -> new BenchTable.Row(label(row, pages),
            peers(shape).stream().map(peer -> figure.of(row, peer)).toList())).toList();
    }

    /** Who grows says in which pages. */
    private static String label(final Row row, final Pages pages)
    {
        return row.title() + (row == Row.GROW ? ", " + pages.word() + " pages" : "");
    }

    private static String title(final Shape shape, final Pages pages)
    {
        return shape.title() + (pages.title().isEmpty() ? "" : ", " + pages.title());
    }

    private List<String> notes(final Shape shape, final Pages pages, final int size)
    {
        final List<String> notes = new ArrayList<>();
        final double busy = median(sample -> sample.shape() == shape && sample.size() == size &&
            sample.pages() == pages, sample -> sample.wall() / sample.processor());
        notes.add(String.format(Locale.ROOT, "Time on the wall was %.2f times the processor time (median).", busy));
        missing.forEach((peer, why) -> notes.add(peer.title() + ": " + why));
        if (peers(shape).stream().anyMatch(Peer::isHeavy))
        {
            notes.add("Chronicle Map and OHC are told all entries in each row, also in the one that grows.");
        }
        return notes;
    }

    private BenchTable fills(final Shape shape, final List<Integer> sizes)
    {
        final List<BenchTable.Row> rows = sizes.stream().map(size -> new BenchTable.Row(entries(size),
            peers(shape).stream().map(peer -> median(sample -> sample.shape() == shape && sample.size() == size &&
                sample.peer() == peer, Sample::fill)).toList())).toList();
        return new BenchTable("fill-" + shape.word(), "How full the tables are, " + shape.title(),
            "entries by places", Chart.NONE, titles(peers(shape)), rows);
    }

    private BenchTable readers(final Shape shape, final List<Integer> sizes)
    {
        final List<BenchTable.Row> rows = sizes.stream().map(size -> new BenchTable.Row(entries(size),
            peers(shape).stream().map(peer ->
                median(of(shape, Pages.WARM, size, Row.HIT_TWO, peer), Sample::processor) /
                median(of(shape, Pages.WARM, size, Row.HIT_ONE, peer), Sample::processor)).toList())).filter(row ->
            row.values().stream().anyMatch(Double::isFinite)).toList();
        return new BenchTable("readers-" + shape.word(), "How much two readers slow each other, " + shape.title(),
            "time of a get of one of two readers by that of a single one", Chart.NONE, titles(peers(shape)), rows);
    }

    private static Stream<List<Integer>> decades(final List<Integer> sizes)
    {
        final List<List<Integer>> decades = new ArrayList<>();
        for (final int size : sizes)
        {
            if (decades.isEmpty() || size >= DECADE * (long)decades.getLast().getFirst())
            {
                decades.add(new ArrayList<>());
            }
            decades.getLast().add(size);
        }
        return decades.stream();
    }

    /** For each peer two columns: the geometric mean of the ratios at all sizes of the decade, and the worst. */
    private BenchTable doublings(final Shape shape, final Pages pages, final List<Integer> sizes)
    {
        final List<Peer> others = peers(shape).stream().filter(peer -> peer != Peer.TOPHASH).toList();
        final List<String> columns = new ArrayList<>();
        for (final Peer peer : others)
        {
            columns.add(title.apply(peer));
            columns.add("worst");
        }
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final Row row : distinct(Sample::row))
        {
            final List<Double> values = new ArrayList<>();
            for (final Peer peer : others)
            {
                final double[] ratios = sizes.stream().mapToDouble(size -> ratio(shape, pages, size, row, peer))
                    .filter(Double::isFinite).toArray();
                values.add(Ratios.mean(ratios));
                values.add(DoubleStream.of(ratios).max().orElse(Double.NaN));
            }
            if (values.stream().anyMatch(Double::isFinite))
            {
                rows.add(new BenchTable.Row(label(row, pages), values));
            }
        }
        return new BenchTable(id("doublings", shape, pages, sizes.getFirst()), "Tophash by each peer, " +
            title(shape, pages) + ", " + sizes.size() + " sizes from " + entries(sizes.getFirst()) + " to " +
            entries(sizes.getLast()), RATIO + ": geometric mean and worst", Chart.NONE, columns, rows,
            notes(shape, pages, sizes.getFirst()));
    }

    private static String id(final String kind, final Shape shape, final Pages pages, final int size)
    {
        return kind + "-" + (pages == Pages.WARM ? "" : pages.word() + "-") + shape.word() + "-" + size;
    }

    private static String entries(final int size)
    {
        return String.format(Locale.ROOT, "%,d entries", size);
    }

    /**
     * Writes all samples.
     *
     * @param json where a field goes.
     * @throws IOException if it cannot be written.
     */
    public void writeSamples(final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("samples");
        for (final Sample sample : samples)
        {
            json.writeStartObject();
            json.writeStringField("map", sample.shape().word());
            json.writeStringField("memory", sample.pages().word());
            json.writeNumberField("entries", sample.size());
            json.writeStringField("operation", sample.row().word());
            json.writeStringField("peer", sample.peer().word());
            json.writeNumberField("round", sample.round());
            json.writeNumberField("processorNanos", sample.processor());
            json.writeNumberField("wallNanos", sample.wall());
            if (Double.isFinite(sample.fill()))
            {
                json.writeNumberField("fill", sample.fill());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
