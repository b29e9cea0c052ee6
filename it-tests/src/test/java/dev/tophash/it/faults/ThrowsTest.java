// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import dev.tophash.it.faults.EveryMethod.Environment;
import dev.tophash.it.faults.EveryMethod.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F34: the list of exceptions that each public method names is true. Every public method of the exported packages is
 * called, found by reflection, in each environment where something is missing.
 */
class ThrowsTest
{
    private static final Pattern WITH_VALUE = Pattern.compile("\\w+=");
    private static final String WORDS_OF_THE_JDK = "Already closed";
    private static final String THROWN = "thrown\t";
    private static final int LEAST_CALLS = 300;

    private static NamedExceptions named;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readSources() throws IOException
    {
        final List<Path> sources = new ArrayList<>();
        for (final String place : List.of("core/src/main/java", "offheap/src/main/java",
            "core/target/generated-sources/derived", "offheap/target/generated-sources/derived"))
        {
            final Path folder = Repository.root().resolve(place);
            if (Files.isDirectory(folder))
            {
                sources.add(folder);
            }
        }
        named = NamedExceptions.read(sources);
    }

    /** What is wrong with an exception; empty if it is named and speaks. */
    private static String fault(final Outcome outcome)
    {
        final String method = outcome.method();
        final String type = method.substring(0, method.indexOf('#'));
        final String name = method.substring(method.indexOf('#') + 1, method.indexOf('('));
        final String parameters = method.substring(method.indexOf('(') + 1, method.length() - 1);
        final int count = parameters.isEmpty() ? 0 : parameters.split(",", -1).length;
        try
        {
            if (!named.names(Class.forName(type), name, count, outcome.thrown()))
            {
                return "not named";
            }
        }
        catch (final ClassNotFoundException e)
        {
            throw new IllegalStateException(e);
        }
        final boolean values = outcome.thrown().contains("OffHeapMemoryException") ||
            outcome.ours() && outcome.thrown().get(0).equals("IllegalArgumentException");
        final boolean silent = outcome.message().isBlank() || outcome.message().equals(WORDS_OF_THE_JDK);
        return silent || values && !WITH_VALUE.matcher(outcome.message()).find() ? "without a value" : "";
    }

    private static void addFault(final Set<String> faults, final Outcome outcome)
    {
        final String fault = fault(outcome);
        if (!fault.isEmpty())
        {
            faults.add(fault + ": " + outcome.line());
        }
    }

    private static void assertNone(final Set<String> faults)
    {
        assertEquals("", String.join("\n", faults), faults.size() + " faults");
    }

    @ParameterizedTest
    @EnumSource
    void f34ShouldThrowOnlyWhatTheJavadocNames(final Environment environment) throws InterruptedException
    {
        final Set<String> faults = new TreeSet<>();
        final EveryMethod calls = new EveryMethod(environment, folder, outcome -> addFault(faults, outcome));
        final int count = new CallWatch(calls).run();
        System.out.println("public methods called: " + environment + " " + count);
        assertTrue(count > LEAST_CALLS, "calls: " + count);
        assertNone(faults);
    }

    @Test
    void f34ShouldThrowOnlyWhatTheJavadocNamesWithoutAFolderForTemporaryFiles() throws IOException, InterruptedException
    {
        assertNamedInChild(List.of(),
            "-Djava.io.tmpdir=" + folder.resolve("missing"), "-Dtophash.forceFile=true", "-Dfolder=" + folder);
    }

    /** Root ignores the modes of a folder, but nobody makes a file in a file. */
    @Test
    void f34ShouldThrowOnlyWhatTheJavadocNamesWhereNoFileCanBeMade() throws IOException, InterruptedException
    {
        final Path file = Files.createFile(folder.resolve("plain"));
        assertNamedInChild(List.of(), "-Djava.io.tmpdir=" + file, "-Dtophash.forceFile=true", "-Dfolder=" + file);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void f34ShouldThrowOnlyWhatTheJavadocNamesOnAFullDisk() throws IOException, InterruptedException
    {
        assertNamedInChild(EnvironmentTest.mounted("mount -t tmpfs -o size=256k none '" + folder + "'"),
            "-Djava.io.tmpdir=" + folder, "-Dtophash.forceFile=true", "-Dfolder=" + folder);
    }

    @Test
    void f34ShouldThrowOnlyWhatTheJavadocNamesWithJavaBaseAlone() throws IOException, InterruptedException
    {
        assertNamedInChild(List.of(), "-Dfolder=" + folder, "--limit-modules", "java.base");
    }

    private static void assertNamedInChild(final List<String> before, final String... options) throws IOException,
        InterruptedException
    {
        final List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(options));
        command.add(EveryMethod.class.getName());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        final Set<String> faults = new TreeSet<>();
        output.lines().filter(line -> line.startsWith(THROWN))
            .forEach(line -> addFault(faults, Outcome.of(line.substring(THROWN.length()))));
        assertTrue(output.contains("called\t"), output);
        assertNone(faults);
    }
}
