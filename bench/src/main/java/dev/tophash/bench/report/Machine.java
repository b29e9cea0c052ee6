// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a figure comes from.
 *
 * @param cpu   what the processor calls itself.
 * @param cpus  how many.
 * @param os    the system.
 * @param java  the Java.
 * @param load  programs that wanted a processor in the last minute before the run, or a negative number if the system
 *              does not tell.
 */
public record Machine(String cpu, int cpus, String os, String java, double load)
{
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final double QUIET = 0.5;

    /**
     * Looks.
     *
     * @return this machine, now.
     */
    public static Machine here()
    {
        return new Machine(processor(), Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.vm.name") + " " + Runtime.version(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor()
    {
        try (Stream<String> lines = Files.lines(CPU_INFO))
        {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.split(":", 2)[1].strip())
                .findFirst().orElse(System.getProperty("os.arch"));
        }
        catch (final IOException e)
        {
            return System.getProperty("os.arch");
        }
    }

    /**
     * Whether others ran here.
     *
     * @return true if the load before the run was more than a half.
     */
    public boolean loaded()
    {
        return load > QUIET;
    }

    /**
     * For people.
     *
     * @return a sentence.
     */
    public String sentence()
    {
        return String.format(Locale.ROOT, "%s, %d processors, %s, %s; load before the run %s%s", cpu, cpus, os, java,
            load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load),
            loaded() ? ": others ran beside it, so figures are too high" : "");
    }

    void write(final JsonGenerator json) throws IOException
    {
        json.writeObjectFieldStart("machine");
        json.writeStringField("cpu", cpu);
        json.writeNumberField("cpus", cpus);
        json.writeStringField("os", os);
        json.writeStringField("java", java);
        json.writeNumberField("load", load);
        json.writeEndObject();
    }
}
