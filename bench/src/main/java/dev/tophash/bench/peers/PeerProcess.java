// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.against.AgainstRun;
import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.PeerDriver;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One process of a peer: its command, its lines. */
final class PeerProcess
{
    private static final long BASE_MIB = 256;
    private static final int NUMBER_BYTES = 200;
    private static final int BOXED_BYTES = 500;
    private static final int OBJECT_BYTES = 900;
    private static final int ALLOW_UNSAFE_SINCE = 23;
    private static final String ROW = "ROW";
    private static final String FILL = "FILL";

    private final Map<Peer, Path> programs;
    private final String heavyPath;

    /** The class path of the heavy peers is null if there is none of them. */
    PeerProcess(final Map<Peer, Path> programs, final String heavyPath)
    {
        this.programs = programs;
        this.heavyPath = heavyPath;
    }

    /** What is to be done in it. */
    record Task(
        Shape shape, Peer peer, Pages pages, int round, int operations, Collection<Row> rows, List<Integer> sizes,
        boolean planted, boolean mixed)
    {
        List<String> arguments()
        {
            final List<String> arguments = new ArrayList<>(List.of(pages.word(),
                String.valueOf(operations), rows.stream().sorted().map(Row::name).collect(Collectors.joining(","))));
            sizes.forEach(size -> arguments.add(String.valueOf(size)));
            return arguments;
        }
    }

    List<Sample> measure(final Task task) throws IOException
    {
        final List<String> command = task.peer.isGo() ?
            new ArrayList<>(List.of(programs.get(task.peer).toString(), task.shape.name())) : java(task);
        command.addAll(task.arguments());
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (task.planted)
        {
            builder.environment().put(PeerDriver.PLANT, "1");
        }
        if (task.mixed)
        {
            builder.environment().put(PeerDriver.MIXED, "1");
        }
        return samples(task, run(builder, task));
    }

    private List<String> java(final Task task)
    {
        final int most = task.sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
        final int bytes = task.shape.hasObjects() ? OBJECT_BYTES :
            task.shape == Shape.LONG_STRUCT || task.peer == Peer.HASHMAP || task.peer == Peer.JCTOOLS ||
                task.peer.isHeavy() ? BOXED_BYTES : NUMBER_BYTES;
        final long heap = BASE_MIB + ((long)bytes * most >> 20);
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xbatch", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= ALLOW_UNSAFE_SINCE)
        {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (task.pages == Pages.HUGE)
        {
            command.add("-XX:+UseTransparentHugePages");
        }
        if (task.pages == Pages.FRESH)
        {
            // One young generation that is never full: whatever is allocated lies in pages that nobody has touched.
            command.addAll(List.of("-Xmx" + 3 * heap + "m", "-Xmn" + 2 * heap + "m"));
        }
        else
        {
            command.addAll(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch"));
        }
        final String ours = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        if (task.peer.isHeavy())
        {
            command.addAll(HeavyPath.FLAGS);
        }
        command.addAll(List.of("-cp", task.peer.isHeavy() ? ours + File.pathSeparator + heavyPath : ours,
            PeerDriver.class.getName(), task.shape.name(), task.peer.name()));
        return command;
    }

    private static String run(final ProcessBuilder builder, final Task task) throws IOException
    {
        final Process process = builder.start();
        // A program that is told to end takes its child with it.
        final Thread end = new Thread(process::destroy, "end-of-peer");
        Runtime.getRuntime().addShutdownHook(end);
        try
        {
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0)
            {
                throw new IllegalStateException("could not be measured: peer=" + task.peer.word() + ", map=" +
                    task.shape.word() + ", exit code=" + process.exitValue() + System.lineSeparator() +
                    output.strip());
            }
            return output;
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        finally
        {
            process.destroy();
            AgainstRun.forget(end);
        }
    }

    /** Takes the lines of the process and compares their sums; what the JVM warns of is passed over. */
    private static List<Sample> samples(final Task task, final String output)
    {
        final List<Sample> samples = new ArrayList<>();
        final Map<Integer, Double> fills = new TreeMap<>();
        for (final String line : output.lines().toList())
        {
            final String[] words = line.split(" ", -1);
            if (words[0].equals(FILL))
            {
                fills.put(Integer.valueOf(words[1]), Double.valueOf(words[2]));
            }
            else if (words[0].equals(ROW))
            {
                final int size = Integer.parseInt(words[1]);
                final Row row = Row.valueOf(words[2]);
                final long sum = Long.parseLong(words[5]);
                final long expected = row.expectedSum(task.shape, size, Integer.parseInt(words[6]));
                if (sum != expected)
                {
                    throw new WrongSumException("wrong sum: peer=" + task.peer.word() + ", map=" +
                        task.shape.word() + ", entries=" + size + ", operation=" + row.word() + ", sum=" + sum +
                        ", expected=" + expected);
                }
                samples.add(new Sample(task.shape, task.pages, size, row, task.peer, task.round,
                    Double.parseDouble(words[3]), Double.parseDouble(words[4]), fills.getOrDefault(size, Double.NaN)));
            }
        }
        requireAll(task, samples, output);
        return samples;
    }

    private static void requireAll(final Task task, final List<Sample> samples, final String output)
    {
        final long kinds = output.lines().filter(line -> line.startsWith(PeerDriver.MIXED)).distinct().count();
        if (kinds != (task.mixed ? Shape.values().length : 0))
        {
            throw new IllegalStateException("kinds used before: map=" + task.shape.word() + ", kinds=" + kinds);
        }
        for (final int size : task.sizes)
        {
            for (final Row row : task.rows)
            {
                final boolean reads = row == Row.HIT_ONE || row == Row.HIT_TWO;
                if ((!reads || size >= PeerDriver.LEAST_READ) &&
                    samples.stream().noneMatch(sample -> sample.size() == size && sample.row() == row))
                {
                    throw new IllegalStateException("not what the program prints: peer=" + task.peer.word() +
                        ", operation=" + row.word() + ", entries=" + size + System.lineSeparator() + output.strip());
                }
            }
        }
    }
}
