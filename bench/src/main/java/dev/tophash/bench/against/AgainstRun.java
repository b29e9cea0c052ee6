// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import dev.tophash.bench.against.driver.MapDriver;
import dev.tophash.bench.against.driver.Operation;
import dev.tophash.bench.conform.PackagedFiles;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the driver on the old and on the new jar in turns, each time in a JVM of its own.
 *
 * <p>A process keeps the pages and the compiled code that it happened to get, so a process is one observation, however
 * long it measures. The two of a round follow one another, so that an hour that is slow is slow for both; every second
 * round begins with the new jar.
 */
public final class AgainstRun
{
    private static final String DRIVER = MapDriver.class.getPackageName().replace('.', '/');
    private static final int HEAP_MIB = 256;
    private static final int HEAP_BYTES_PER_ENTRY = 48;

    private final Plan plan;
    private final MeasuredJar oldJar;
    private final MeasuredJar newJar;
    private final PrintWriter progress;
    private final List<Comparison> comparisons = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param plan     what to measure.
     * @param oldJar   the side to compare with.
     * @param newJar   the side that is judged.
     * @param progress where a line goes for each round and size.
     */
    public AgainstRun(
        final Plan plan, final MeasuredJar oldJar, final MeasuredJar newJar, final PrintWriter progress)
    {
        this.plan = plan;
        this.oldJar = oldJar;
        this.newJar = newJar;
        this.progress = progress;
        for (final int size : plan.sizes())
        {
            plan.operations().stream().sorted().forEach(operation -> comparisons.add(new Comparison(operation, size)));
        }
    }

    /**
     * Runs all rounds.
     *
     * @param folder a folder for the driver's classes.
     * @return a comparison for each size and operation.
     * @throws IOException           if the driver's classes cannot be copied or a process cannot be started.
     * @throws IllegalStateException if a process fails; the message has what it printed.
     */
    public List<Comparison> run(final Path folder) throws IOException
    {
        copyDriver(folder);
        final long start = System.nanoTime();
        for (int round = 1; round <= plan.rounds(); round++)
        {
            for (final int size : plan.sizes())
            {
                final boolean oldFirst = round % 2 == 1;
                final Map<Operation, Double> first = measure(folder, oldFirst ? oldJar : newJar, size, !oldFirst);
                final Map<Operation, Double> second = measure(folder, oldFirst ? newJar : oldJar, size, oldFirst);
                final Map<Operation, Double> oldTimes = oldFirst ? first : second;
                final Map<Operation, Double> newTimes = oldFirst ? second : first;
                tell(round, size, oldTimes, newTimes, System.nanoTime() - start);
                comparisons.stream().filter(comparison -> comparison.size() == size).forEach(comparison ->
                    comparison.add(oldTimes.get(comparison.operation()), newTimes.get(comparison.operation())));
            }
        }
        return comparisons;
    }

    private void tell(
        final int round, final int size, final Map<Operation, Double> oldTimes, final Map<Operation, Double> newTimes,
        final long nanos)
    {
        final StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "round %d of %d, %d entries, %d s:", round, plan.rounds(), size,
            TimeUnit.NANOSECONDS.toSeconds(nanos)));
        oldTimes.forEach((operation, nanosOld) -> line.append(String.format(Locale.ROOT,
            " %s %.2f", operation.toString()
            .toLowerCase(Locale.ROOT), newTimes.get(operation) / nanosOld)));
        progress.println(line);
        progress.flush();
    }

    private static void copyDriver(final Path folder) throws IOException
    {
        final Path target = Files.createDirectories(folder.resolve(DRIVER));
        try (PackagedFiles driver = PackagedFiles.open(DRIVER, MapDriver.class.getSimpleName() + ".class");
            Stream<Path> files = Files.list(driver.folder()))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
    }

    private Map<Operation, Double> measure(
        final Path folder, final MeasuredJar jar, final int size, final boolean isNew) throws IOException
    {
        final long heap = HEAP_MIB + ((long)HEAP_BYTES_PER_ENTRY * size >> 20);
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xbatch", "-XX:+UseSerialGC",
            "-Xms" + heap + "m", "-Xmx" + heap + "m", "--enable-native-access=ALL-UNNAMED",
            "-cp", folder + File.pathSeparator + jar.classPath(), MapDriver.class.getName(),
            String.valueOf(size), String.valueOf(plan.warmMillis()), String.valueOf(plan.millis(size)),
            String.valueOf(isNew ? plan.plantPercent() : 0)));
        plan.operations().forEach(operation -> command.add(operation.name()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A program that is told to end takes its child with it.
        final Thread end = new Thread(process::destroy, "end-of-driver");
        Runtime.getRuntime().addShutdownHook(end);
        try
        {
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0)
            {
                throw new IllegalStateException("could not be measured: jar=" + jar.name() + ", size=" + size +
                    ", exit code=" + process.exitValue() + System.lineSeparator() + output);
            }
            return times(output);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        finally
        {
            process.destroy();
            forget(end);
        }
    }

    /**
     * Takes a hook back that is no longer needed.
     *
     * @param hook a hook that was added.
     */
    public static void forget(final Thread hook)
    {
        try
        {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        catch (final IllegalStateException e)
        {
            // The JVM ends, and the hook runs.
        }
    }

    /** The driver's lines: operation, nanoseconds, windows. What the JVM warns of is passed over. */
    private Map<Operation, Double> times(final String output)
    {
        final Map<Operation, Double> times = new EnumMap<>(Operation.class);
        output.lines().map(line -> line.split(" ", -1)).filter(words -> words.length == 3).forEach(words ->
            plan.operations().stream().filter(operation -> operation.name().equals(words[0]))
                .forEach(operation -> times.put(operation, Double.valueOf(words[1]))));
        if (!times.keySet().equals(plan.operations()))
        {
            throw new IllegalStateException("not what the driver prints: " + output);
        }
        return times;
    }
}
