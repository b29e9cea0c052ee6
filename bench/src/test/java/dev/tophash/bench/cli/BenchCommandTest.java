// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest
{
    /** Where a command gives more than one table, which bears its name. */
    private static final Map<String, List<String>> TABLES = Map.of("strings",
        List.of("strings", "strings-median", "strings-readers"), "book", List.of("book", "book-ratios"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    /** Every round is in one of the four rows of swaps, and in the controls beside it. */
    @Test
    void shouldMeasureSwapsBesideControls()
    {
        assertEquals(0, commandLine.execute("bench", "swap", "--b", "6", "--rounds", "12", "--puts", "30"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("416 entries, 12 rounds, 30 puts before each swap; nanoseconds", lines.getFirst());
        final List<String> rows =
            List.of("nothing 6", "idle 6", "put 6", "swap, code cold 3", "swap, code rehearsed 3");
        final List<String> expected = new ArrayList<>(List.of("as it comes samples"));
        expected.addAll(rows);
        expected.add("right after an interruption samples");
        expected.addAll(rows);
        assertEquals(expected, lines.stream().skip(1).map(BenchCommandTest::nameAndCount).toList());
        out.getBuffer().setLength(0);
        assertEquals(0, commandLine.execute("bench", "swap", "--b", "6", "--rounds", "12", "--prepared"));
        assertEquals(2, out.toString().lines().filter(row -> row.matches(" +swap, prepared .* 3")).count());
    }

    @Test
    void shouldMeasureGrowingPutsWithFreshAndWarmPages()
    {
        assertEquals(0, commandLine.execute("bench", "grow", "--entries", "2000", "--rounds", "4"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("2000 entries, 4 rounds; processor time of a growing put, nanoseconds", lines.getFirst());
        assertEquals(
            List.of("fresh: a range of its own", "warm: in a MapMemory", "Agrona, on the heap"),
            lines.stream().skip(2).map(row -> row.split("  ", -1)[0]).toList());
    }

    @Test
    void shouldRefuseGrowthsThatCannotBeMeasured()
    {
        assertEquals(2, commandLine.execute("bench", "grow", "--entries", "0"));
        assertEquals(2, commandLine.execute("bench", "grow", "--rounds", "0"));
        assertTrue(err.toString().contains("from 1 to 50000000 entries, at least one round: entries=64000, rounds=0"));
    }

    @Test
    void shouldMeasureMakingAndClosing()
    {
        assertEquals(0, commandLine.execute("bench", "make", "--rounds", "4"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("4 rounds of 64 maps; processor time of a map, microseconds", lines.getFirst());
        assertEquals(
            List.of("a range of its own", "in a MapMemory", "in a confined MapMemory", "Agrona, on the heap"),
            lines.stream().skip(3).map(row -> row.split("  ", -1)[0]).toList());
        assertTrue(lines.getLast().matches("Agrona, on the heap( +[0-9]+\\.[0-9]{2}){6}"), lines.getLast());
    }

    @Test
    void shouldRefuseMakingThatCannotBeMeasured(@TempDir final Path folder) throws IOException
    {
        assertEquals(2, commandLine.execute("bench", "make", "--rounds", "0"));
        assertEquals(2, commandLine.execute("bench", "make", "--against", "missing.jar"));
        assertTrue(err.toString().contains("no such jar: file=missing.jar"), err.toString());
        final Path noJar = Files.writeString(folder.resolve("no.jar"), "text");
        assertEquals(2, commandLine.execute("bench", "make", "--against", noJar.toString()));
        assertTrue(err.toString().contains("no jar of Tophash: file=" + noJar), err.toString());
    }

    @Test
    void shouldMeasureAnOrderBookInEachForm()
    {
        assertEquals(0, commandLine.execute("bench", "book", "--orders", "20", "--events", "900", "--rounds", "1"));
        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.contains("20 live orders, 900 events a round, 1 rounds")));
        assertTrue(out.toString().contains("0.63 of the slots used in our maps, 0.31 in Agrona's"), out.toString());
        for (final String form : List.of("in place: LongStruct", "slab with LongLong", "slab with Agrona",
            "slab with Agrona, as full as ours"))
        {
            assertEquals(1, lines.stream().filter(line -> line.startsWith(form + "  ")).count(), out.toString());
        }
        assertEquals(0, commandLine.execute("bench", "book", "--orders", "20", "--events", "900", "--rounds", "1",
            "--more"));
        assertTrue(out.toString().contains("slab off heap with LongLong"), out.toString());
        assertTrue(out.toString().contains("by hand, no map, by each of the other forms"), out.toString());
        assertEquals(0, commandLine.execute("bench", "book", "--orders", "20,50", "--events", "900", "--rounds", "1"));
        final String ratios =
            out.toString().substring(out.toString().lastIndexOf("in place: LongStruct, by each of the other"));
        assertEquals(List.of("20 live orders", "50 live orders", "geometric mean", "least", "most"),
            ratios.lines().skip(2).map(row -> row.split("  ", -1)[0]).toList());
        assertEquals(2, commandLine.execute("bench", "book", "--orders", "7,0"));
        assertTrue(err.toString().contains("from 1 to 20000000 orders and events, at least one round: orders=[7, 0],"));
    }

    @Test
    void shouldMeasureStringsInFiveForms()
    {
        assertEquals(0, commandLine.execute("bench", "strings", "--entries", "500", "--rounds", "2"));
        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.getFirst().startsWith("500 entries, keys of 8 to 40 bytes, 2 rounds;"));
        assertEquals(5 * 5, lines.stream().filter(row -> row.matches("(get|put|remove).*: .*")).count());
        assertEquals(
            List.of("LongLong, a map each", "LongLong", "String", "view of byte[]", "view of a native segment"),
            lines.stream().dropWhile(row -> !row.contains("two readers")).skip(2).map(row -> row.split("  ", -1)[0])
                .toList());
        assertEquals(2, commandLine.execute("bench", "strings", "--rounds", "0"));
        assertTrue(err.toString().contains("from 1 to 10000000 entries, at least one round: entries=16000, rounds=0"));
    }

    @Test
    void shouldMeasureBatches()
    {
        assertEquals(0, commandLine.execute("bench", "batch", "--entries", "2000", "--batch", "30", "--rounds", "4"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("2000 entries, batches of 30, 4 rounds; processor time of a key, nanoseconds", lines.getFirst());
        assertEquals(
            List.of("get, present", "get, absent", "put, present", "remove", "put, absent"),
            lines.stream().skip(2).map(row -> row.split(":", -1)[0]).distinct().toList());
        assertEquals(
            List.of("batch", "segments", "loop", "Agrona, loop"),
            lines.stream().skip(2).map(row -> row.split(": |  ", -1)[1]).distinct().toList());
        assertEquals(2 + 5 * 4, lines.size());
    }

    @Test
    void shouldMeasureDependentLookups()
    {
        assertEquals(0, commandLine.execute("bench", "dependent", "--entries", "2000,300", "--rounds", "4"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("4 rounds; processor time of a lookup, nanoseconds", lines.getFirst());
        assertEquals(
            List.of("2,000: Tophash", "2,000: Tophash, dependentLookups", "2,000: Agrona",
                "2,000: one line of as many bytes", "300: Tophash", "300: Tophash, dependentLookups", "300: Agrona",
                "300: one line of as many bytes"),
            lines.stream().skip(2).map(row -> row.split("  ", -1)[0]).toList());
        assertEquals(2, commandLine.execute("bench", "dependent", "--entries", "5,0"));
        assertTrue(err.toString().contains("at least one round: entries=0, rounds=30"), err::toString);
    }

    @Test
    void shouldMeasureAView()
    {
        assertEquals(0, commandLine.execute("bench", "view", "--entries", "1000", "--rounds", "4"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("1000 entries, 4 rounds; processor time an operation, nanoseconds", lines.getFirst());
        assertEquals(
            List.of("put, update", "addTo", "remove and put", "two fields of a struct", "get of the map itself",
                "get by the view", "get by the view beside a writer", "writes beside"),
            lines.stream().skip(2).map(row -> row.split(":|  ", -1)[0]).toList());
        assertEquals(2, commandLine.execute("bench", "view", "--rounds", "0"));
        assertTrue(err.toString().contains("at least one round: entries=64000, rounds=0"), err::toString);
    }

    @Test
    void shouldRefuseBatchesThatCannotBeMeasured()
    {
        assertEquals(2, commandLine.execute("bench", "batch", "--entries", "10", "--batch", "11"));
        assertEquals(2, commandLine.execute("bench", "batch", "--rounds", "0"));
        assertEquals(2, commandLine.execute("bench", "batch", "--batch", "65537"));
        assertTrue(err.toString().contains("at least one round: entries=10, batch=11, rounds=100"), err::toString);
    }

    /** Each command that measures gives its figures to programs as well, all in one form. */
    @Test
    void shouldWriteEachTableAsJson() throws IOException
    {
        for (final String command : List.of("grow --entries 100 --rounds 4", "book --orders 10 --events 900 --rounds 1",
            "batch --entries 100 --batch 10 --rounds 4", "memory --b 1", "swap --b 4 --rounds 4 --puts 10",
            "make --rounds 4", "save --entries 100 --rounds 1", "view --entries 100 --rounds 4",
            "dependent --entries 100 --rounds 4", "strings --entries 100 --rounds 2"))
        {
            final List<String> words = new ArrayList<>(List.of("bench"));
            words.addAll(List.of(command.split(" ", -1)));
            words.add("--json");
            out.getBuffer().setLength(0);
            assertEquals(0, commandLine.execute(words.toArray(String[]::new)), err::toString);
            final BenchReport report = BenchReport.read(out.toString());
            assertEquals(1, out.toString().lines().count());
            assertEquals("./tophash " + String.join(" ", words), report.command());
            assertEquals(
                TABLES.getOrDefault(words.get(1), List.of(words.get(1))),
                report.tables().stream().map(BenchTable::id).toList());
            assertTrue(report.tables().stream().flatMap(table -> table.rows().stream())
                .flatMap(row -> row.values().stream()).allMatch(Double::isFinite), out::toString);
        }
    }

    @Test
    void shouldMeasureSaveAndLoad()
    {
        assertEquals(0, commandLine.execute("bench", "save", "--entries", "3000", "--rounds", "2"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals(
            "3000 entries, best of 2 rounds; seconds of the processor for each GB of the file", lines.getFirst());
        assertEquals(List.of("long to long", "string to long"),
            lines.stream().skip(2).map(row -> row.split("  ", -1)[0].strip()).toList());
        assertEquals(2, commandLine.execute("bench", "save", "--entries", "0"));
        assertTrue(err.toString().contains("at least one round: entries=0, rounds=3"), err::toString);
    }

    @Test
    void shouldTellHowFarALongRunIs()
    {
        assertEquals(0, commandLine.execute("bench", "swap", "--b", "4", "--rounds", "2001", "--puts", "1"));
        assertEquals(List.of("1,000 of 2,001 rounds", "2,000 of 2,001 rounds"), err.toString().lines().toList());
    }

    private static String nameAndCount(final String row)
    {
        final String[] words = row.strip().split("\\s\\s+", -1);
        return words[0].replaceFirst(" for .*", "") + " " + words[words.length - 1];
    }

    @Test
    void shouldRefuseSwapsThatCannotBeMeasured()
    {
        assertEquals(2, commandLine.execute("bench", "swap", "--b", "27"));
        assertEquals(2, commandLine.execute("bench", "swap", "--rounds", "3"));
        assertEquals(2, commandLine.execute("bench", "swap", "--puts", "-1"));
        assertTrue(err.toString().contains("from 4 to 26: b=27"), err.toString());
        assertTrue(err.toString().contains("at least four rounds, puts not negative: rounds=3, puts=2000"));
    }

    /** Those have neither peers nor sizes. */
    @Test
    void shouldRefuseRoundsOfABenchmarkWithoutPeers()
    {
        assertEquals(2, commandLine.execute("bench", "SwapBenchmark", "--rounds", "1", "-p", "size=1000"));
        assertTrue(err.toString().contains("no benchmark that compares peers, as GetHit does: [SwapBenchmark]"),
            err.toString());
    }

    @Test
    void shouldRefuseAComparisonThatCannotBeMade(@TempDir final Path folder) throws IOException
    {
        final Path noJar = Files.writeString(folder.resolve("no.jar"), "text");
        final Path empty = folder.resolve("empty.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty)))
        {
            zip.putNextEntry(new ZipEntry("a.txt"));
        }
        for (final List<String> refused : List.of(
            List.of("missing.jar", "no such jar: file=missing.jar"),
            List.of(noJar.toString(), "not a jar: file=" + noJar),
            List.of(empty.toString(), "has no LongLongMap: file=" + empty),
            List.of(empty.toString(), "--rounds=5", "at least 6 rounds make an interval: rounds=5"),
            List.of(empty.toString(), "--entries=0", "from 1 to 50000000: size=0"),
            List.of(empty.toString(), "--plant=-1", "not negative: plant=-1"),
            List.of(empty.toString(), "--only=hit,swap",
                "no hit, miss, insert, update, put, remove, grow, add-to, put-if-absent: only=swap"),
            List.of(empty.toString(), "-prof=gc", "not together with --against: -prof=gc")))
        {
            final List<String> arguments = new ArrayList<>(List.of("bench", "--against"));
            arguments.addAll(refused.subList(0, refused.size() - 1));
            err.getBuffer().setLength(0);
            assertEquals(2, commandLine.execute(arguments.toArray(String[]::new)));
            assertTrue(err.toString().contains(refused.getLast()), err.toString());
        }
    }
}
