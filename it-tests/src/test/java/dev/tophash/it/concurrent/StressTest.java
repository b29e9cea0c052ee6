// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.it.Repository;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/**
 * jcstress on the steps of a writer and on a view. The sources are those of {@code it-tests}; they are compiled here
 * once more, because jcstress writes the code that runs a test by a processor of its own, and this project's compiler
 * has another one. Each run is one configuration of the JVM. The normal build runs the control and the view, each for
 * half a second; {@code -Plong} all of them, for longer.
 */
class StressTest
{
    private static final int MOST_MILLIS = 64_000;
    private static final Pattern FAILED = Pattern.compile("\\[FAILED\\] dev\\.tophash\\.offheap\\.(\\w+)");
    private static final Pattern PASSED = Pattern.compile("\\[OK\\] dev\\.tophash\\.offheap\\.(\\w+)");

    @TempDir
    Path folder;

    private static String classPath()
    {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void compile(final List<String> names) throws IOException
    {
        final Path sources = Repository.root().resolve("it-tests/src/test/java/dev/tophash/offheap");
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null))
        {
            final boolean done = compiler.getTask(complaints, files, null,
                List.of("-d", folder.toString(), "-cp", classPath(), "-processor",
                    "org.openjdk.jcstress.infra.processors.JCStressTestProcessor"), null,
                files.getJavaFileObjects(names.stream().map(name -> sources.resolve(name + ".java"))
                    .toArray(Path[]::new))).call();
            assertEquals(true, done, complaints.toString());
        }
    }

    /** Runs tests in a JVM that starts others, and returns what it says. */
    private String run(final int millis, final String... names) throws IOException, InterruptedException
    {
        compile(Arrays.asList(names));
        final Path output = folder.resolve("output.txt");
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED", "-cp", folder + File.pathSeparator + classPath(),
            Main.class.getName(), "-v", "-t", String.join("|", names), "-f", "1", "-iters", "1", "-time",
            Integer.toString(millis), "-sc", "false", "-jvmArgs", "-Xmx256m --enable-native-access=ALL-UNNAMED", "-r",
            folder.resolve("report").toString())
            .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        return Files.readString(output);
    }

    private static String found(final Pattern pattern, final String output)
    {
        return pattern.matcher(output).results().map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new)).toString();
    }

    /**
     * The control must fail, the view must pass. On a busy machine the two threads of the control can miss one another,
     * so it is given longer and longer.
     */
    @Test
    void shouldFailTheControlAndPassTheView() throws IOException, InterruptedException
    {
        String output = "";
        for (int millis = 500; millis <= MOST_MILLIS && found(FAILED, output).equals("[]"); millis *= 2)
        {
            output = run(millis, "TornStress", "ViewStress");
        }
        assertEquals("[TornStress]", found(FAILED, output), output);
        assertEquals("[ViewStress]", found(PASSED, output), output);
    }

    @Test
    @Tag("long")
    void shouldPassTheSequenceAndTheView() throws IOException, InterruptedException
    {
        final String output = run(20_000, "ViewStress", "SequenceStress");
        assertEquals("[]", found(FAILED, output), output);
        assertEquals("[SequenceStress, ViewStress]", found(PASSED, output), output);
    }

    /** Every stress test of the folder is named above. */
    @Test
    void shouldNotForgetAStressTest() throws IOException
    {
        final Path sources = Repository.root().resolve("it-tests/src/test/java/dev/tophash/offheap");
        try (Stream<Path> files = Files.list(sources))
        {
            assertEquals(List.of("SequenceStress.java", "TornStress.java", "ViewStress.java"),
                files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Stress.java")).sorted()
                    .toList());
        }
    }
}
