// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the processes of all peers in turns.
 *
 * <p>A process keeps the pages and the compiled code that it happened to get, so a process is one observation. In a
 * round each peer has one process for each shape, one after the other, so that an hour that is slow is slow for all;
 * every second round goes the other way round.
 */
public final class CompareRun
{
    private static final Path HUGE = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private final ComparePlan plan;
    private final PrintWriter progress;
    private final GoPeers go;
    private final PeerProcess process;
    private final Map<Peer, String> missing = new EnumMap<>(Peer.class);

    /**
     * Looks which peers are there.
     *
     * @param plan     what to measure.
     * @param folder   a folder for Go programs.
     * @param progress where a line goes for each round and shape.
     * @throws IOException           if a Go program cannot be built.
     * @throws IllegalStateException if huge pages are wanted and the system makes none.
     */
    public CompareRun(final ComparePlan plan, final Path folder, final PrintWriter progress) throws IOException
    {
        this.plan = plan;
        this.progress = progress;
        requireHugePages(plan);
        go = GoPeers.build(folder, plan.peers());
        process = new PeerProcess(go.programs(), plan.heavyPath());
        for (final Peer peer : plan.peers())
        {
            if (peer.isGo() && !go.programs().containsKey(peer))
            {
                missing.put(peer, "no Go " + (peer == Peer.GO_CLASSIC ? "1.21 to 1.23" : "1.24 or newer") +
                    " was found: install one, or name its command in TOPHASH_GO" +
                    (peer == Peer.GO_CLASSIC ? "23" : "24"));
            }
        }
    }

    private static void requireHugePages(final ComparePlan plan) throws IOException
    {
        if (plan.pages().contains(Pages.HUGE) && Files.isReadable(HUGE) && Files.readString(HUGE).contains("[never]"))
        {
            throw new IllegalStateException("the system makes no huge pages: path=" + HUGE);
        }
    }

    /**
     * Peers that were wanted and are not there.
     *
     * @return why, for each.
     */
    public Map<Peer, String> missing()
    {
        return missing;
    }

    /**
     * What a peer calls itself.
     *
     * @param peer a peer.
     * @return its name; for Go with its version.
     */
    public String title(final Peer peer)
    {
        return peer.isGo() && go.release(peer) != null ? go.release(peer) : peer.title();
    }

    /**
     * Runs all rounds.
     *
     * @return a sample for each process, size and operation.
     * @throws IOException           if a process cannot be started.
     * @throws IllegalStateException if one fails; the message has what it printed.
     * @throws WrongSumException     if the answers of one do not add up to what they must.
     */
    public List<Sample> run() throws IOException
    {
        final List<Sample> samples = new ArrayList<>();
        final long start = System.nanoTime();
        for (int round = 1; round <= plan.rounds(); round++)
        {
            for (final Shape shape : plan.shapes())
            {
                final List<Peer> peers = peers(shape);
                for (final Peer peer : round % 2 == 1 ? peers : peers.reversed())
                {
                    for (final Pages pages : plan.pages())
                    {
                        samples.addAll(measure(shape, peer, pages, round));
                    }
                }
                progress.printf(Locale.ROOT, "round %d of %d, %s, %d s%n", round, plan.rounds(), shape.word(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
                progress.flush();
            }
        }
        return samples;
    }

    private List<Peer> peers(final Shape shape)
    {
        return plan.peers().stream().filter(peer -> peer.has(shape) && !missing.containsKey(peer)).sorted().toList();
    }

    /** In fresh pages a process has one size, so that no page was touched for the one before. */
    private List<Sample> measure(final Shape shape, final Peer peer, final Pages pages, final int round)
        throws IOException
    {
        final List<Sample> samples = new ArrayList<>();
        final Set<Row> rows = pages == Pages.FRESH ? EnumSet.of(Row.GROW) : EnumSet.copyOf(plan.rows());
        rows.removeIf(row -> !peer.has(row));
        final List<List<Integer>> processes =
            pages == Pages.FRESH ? plan.sizes().stream().map(List::of).toList() : List.of(plan.sizes());
        for (final List<Integer> sizes : rows.isEmpty() ? List.<List<Integer>>of() : processes)
        {
            samples.addAll(process.measure(new PeerProcess.Task(
                shape, peer, pages, round, plan.operations(), rows, sizes, peer == plan.planted(), false)));
        }
        return samples;
    }
}
