// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.it.Repository;
import dev.tophash.it.cli.StubCheckout.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./tophash} where things are not as usual, with a stub in the place of Maven. Each test has a checkout of its
 * own and waits for processes, so several run at once.
 */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class FrontDoorTest
{
    private static final Path JAVA_HOME = StubCheckout.JAVA_HOME;
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private StubCheckout checkout;

    @BeforeEach
    void copy() throws IOException
    {
        checkout = new StubCheckout(Files.createDirectories(folder.resolve("a 'check' $(out)")));
    }

    static List<List<String>> shells()
    {
        return StubCheckout.shells();
    }

    private Outcome start(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("./tophash"));
        command.addAll(List.of(arguments));
        return checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
    }

    private static Map<String, String> with(final String name, final String value)
    {
        final Map<String, String> environment = new HashMap<>(StubCheckout.environment());
        environment.put(name, value);
        return environment;
    }

    @ParameterizedTest
    @MethodSource("shells")
    void f22ShouldStartWithAnyEnvironment(final List<String> shell) throws IOException, InterruptedException
    {
        final String java = JAVA_HOME.toString();
        final List<Map<String, String>> environments = List.of(
            Map.of("JAVA_HOME", java),
            Map.of("JAVA_HOME", java, "PATH", "", "HOME", "", "TERM", "", "TMPDIR", "", "LC_ALL", "C"),
            Map.of("JAVA_HOME", java, "PATH", "/nowhere", "HOME", "relative", "TERM", "dumb", "TMPDIR", "/nowhere",
                "CDPATH", "/tmp:/", "SHELLOPTS", "noclobber", "IFS", "/", "POSIXLY_CORRECT", "1", "LANG", "tr_TR"));
        for (final Map<String, String> environment : environments)
        {
            final List<String> command = new ArrayList<>(shell);
            command.addAll(List.of("./tophash", "x", "y z"));
            command.set(0, find(command.get(0)));
            final Outcome outcome = checkout.run(environment, command.toArray(String[]::new));
            assertTrue(outcome.ran("x y z"), () -> environment + ": " + outcome);
        }
        assertEquals(1, checkout.builds());
    }

    private static String find(final String program)
    {
        return List.of("/usr/local/bin/", "/usr/bin/", "/bin/").stream().map(place -> place + program)
            .filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElseThrow();
    }

    /** Without JAVA_HOME, it depends on the machine whether there is a JDK. */
    @ParameterizedTest
    @ValueSource(strings = {"tophash", "mvnw"})
    void f22ShouldSayWhatIsMissingInAnEmptyEnvironment(final String script) throws IOException, InterruptedException
    {
        Files.copy(Repository.root().resolve("mvnw"), checkout.root.resolve("real-mvnw"));
        Files.createDirectories(checkout.root.resolve(".mvn/wrapper"));
        Files.copy(Repository.root().resolve(".mvn/wrapper/maven.properties"),
            checkout.root.resolve(".mvn/wrapper/maven.properties"));
        final boolean stub = script.equals("tophash");
        final Outcome outcome = checkout.run(Map.of("PATH", "/usr/bin:/bin", "MVNW_REPOURL", "file:///nowhere"),
            "sh", stub ? "./tophash" : "./real-mvnw", "--version");
        assertFalse(outcome.text().contains("not set") || outcome.text().contains("unbound"), outcome.text());
        assertTrue(outcome.exitCode() == 0 || outcome.exitCode() == 3 && stub || outcome.exitCode() == 1 && !stub,
            outcome::toString);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void shouldStartThroughALinkFromAnotherFolder(final List<String> shell) throws IOException, InterruptedException
    {
        final Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.root.resolve("tophash"));
        Files.createSymbolicLink(checkout.root.resolve("second"), Path.of("../link"));
        final List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("./second", link.toString()));
        assertTrue(checkout.run(StubCheckout.environment(), command.toArray(String[]::new)).ran(link.toString()));
    }

    /** As on Alpine: no program but BusyBox's, and its flock, which has -n and no -w. */
    @Test
    void f23ShouldStartWithBusyBoxAlone() throws IOException, InterruptedException
    {
        assumeTrue(StubCheckout.has("busybox"));
        final Path tools = Files.createDirectory(folder.resolve("tools"));
        assertEquals(0, checkout.run(Map.of(), find("busybox"), "--install", "-s", tools.toString()).exitCode());
        // The script adds the system's folders to the PATH, so what BusyBox lacks must fail.
        for (final String missing : List.of("bash", "perl", "python3"))
        {
            program(tools.resolve(missing), "exit 127");
        }
        program(tools.resolve("flock"), "[ \"$1\" != -w ] || exit 1; exec " + find("flock") + " \"$@\"");
        final Outcome outcome = checkout.run(with("PATH", tools.toString()), find("busybox"), "sh", "./tophash", "a");
        assertTrue(outcome.ran("a"), outcome::toString);
        assertEquals("stub runs: a", outcome.text().lines().reduce((x, y) -> y).orElse("").split(",", -1)[0]);
        checkout.run(StubCheckout.environment(), "rm", "-rf", tools.toString()); // JUnit warns of each link
    }

    private static Path program(final Path file, final String text) throws IOException
    {
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** With every kind of flock, two starts at once make one build. */
    @ParameterizedTest
    @ValueSource(strings = {
        "exec FLOCK \"$@\"", "[ \"$1\" != -w ] || exit 1; exec FLOCK \"$@\"", "echo usage; exit 1", "exit 69"})
    void f23ShouldBuildOnceWithAnyFlock(final String flock) throws IOException, InterruptedException
    {
        assumeTrue(StubCheckout.has("flock"));
        final Path tools = Files.createDirectory(folder.resolve("tools"));
        program(tools.resolve("flock"), flock.replace("FLOCK", find("flock")));
        final Map<String, String> environment = with("PATH", tools + ":/usr/bin:/bin");
        environment.put("STUB_PAUSE", "0.1");
        final Process first = checkout.start(environment, List.of("./tophash", "1"));
        final Process second = checkout.start(environment, List.of("./tophash", "2"));
        final Outcome one = StubCheckout.outcome(first);
        final Outcome two = StubCheckout.outcome(second);
        assertTrue(one.ran("1") && two.ran("2"), () -> one + " " + two);
        assertEquals(1, checkout.builds());
    }

    @Test
    void f24ShouldNotMindClocks() throws IOException, InterruptedException
    {
        final FileTime tomorrow = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
        final Path source = checkout.root.resolve("core/pom.xml");
        Files.setLastModifiedTime(source, tomorrow);
        assertTrue(start("1").ran("1"));
        assertTrue(start("2").ran("2"));
        assertEquals(1, checkout.builds());

        Files.setLastModifiedTime(checkout.root.resolve("target/tophash.jar"), tomorrow);
        Files.setLastModifiedTime(checkout.root.resolve("bench/target/tophash.jar"), tomorrow);
        checkout.source("core/src/main/A.java", "another text");
        assertTrue(start("3").ran("3"));
        assertEquals(2, checkout.builds());

        Files.setLastModifiedTime(checkout.source("core/src/main/A.java", "older text"), FileTime.fromMillis(0));
        assertTrue(start("4").ran("4"));
        assertEquals(3, checkout.builds());
    }

    @Test
    void shouldBuildAnewWhicheverSourceChanges() throws IOException, InterruptedException
    {
        assertTrue(start("1").ran("1"));
        int builds = 1;
        for (final String file : List.of("bench/pom.xml", "core/src/build/Derive.java", "offheap/src/main/B.java"))
        {
            checkout.source(file, "another text");
            assertTrue(start("2").ran("2"));
            builds++;
            assertEquals(builds, checkout.builds(), file);
        }
    }

    /** The script names the folders of the sources; one that is forgotten leaves an old program running. */
    @Test
    void shouldKnowEverySourceOfTheProgram()
    {
        final String script = Repository.read("tophash");
        final int begin = script.indexOf("find pom.xml") + "find ".length();
        final String named = script.substring(begin, script.indexOf("-type f", begin)).replace("\\\n", " ").strip();
        final List<String> places = List.of(named.split("\\s+", -1));
        final List<String> forgotten = Repository.files().stream()
            .filter(file -> file.matches("pom.xml|(core|offheap|bench)/(pom.xml|src/(main|build)/.*)"))
            .filter(file -> places.stream().noneMatch(place -> file.equals(place) || file.startsWith(place + '/')))
            .toList();
        assertEquals(List.of(), forgotten);
        assertEquals(List.of(), places.stream()
            .filter(place -> !Files.exists(Repository.root().resolve(place))).toList());
    }

    @Test
    void shouldTakeACompleteJarThatMavenBuilt() throws IOException, InterruptedException
    {
        assertEquals(0, checkout.run(StubCheckout.environment(), "sh", "./mvnw", "verify").exitCode());
        assertTrue(start("1").ran("1"));
        assertEquals(1, checkout.builds());

        checkout.source("core/src/main/A.java", "another text");
        checkout.run(StubCheckout.environment(), "sh", "./mvnw", "verify");
        final Path jar = checkout.root.resolve("bench/target/tophash.jar");
        Files.write(jar, java.util.Arrays.copyOf(Files.readAllBytes(jar), 1000));
        assertTrue(start("2").ran("2"));
        assertEquals(3, checkout.builds());
    }

    @Test
    void shouldSayThatTheBuildFailed() throws IOException, InterruptedException
    {
        Files.createFile(checkout.root.resolve("fail"));
        final Outcome outcome = start("x");
        assertEquals(4, outcome.exitCode());
        assertTrue(outcome.text().endsWith("the stub fails\ntophash: the build failed, see above.\n"), outcome.text());
        Files.delete(checkout.root.resolve("fail"));
        assertTrue(start("x").ran("x"));
    }

    @Test
    void shouldRunWithAJreAndSayThatBuildingNeedsAJdk() throws IOException, InterruptedException
    {
        final Path jre = folder.resolve("jre");
        Files.createDirectories(jre.resolve("bin"));
        Files.createSymbolicLink(jre.resolve("bin/java"), JAVA_HOME.resolve("bin/java"));
        Files.copy(JAVA_HOME.resolve("release"), jre.resolve("release"));
        final Map<String, String> environment = with("TOPHASH_JAVA", jre.toString());
        final Outcome nothing = checkout.run(environment, "./tophash", "x");
        assertEquals(3, nothing.exitCode());
        assertEquals("tophash: building needs a JDK 22 or newer, and only a JRE was found: " + jre + "\n",
            nothing.text());

        assertTrue(start("x").ran("x"));
        assertEquals("stub runs: x", checkout.run(environment, "./tophash", "x").text().split(",", -1)[0]);
        checkout.source("core/src/main/A.java", "another text");
        final Outcome old = checkout.run(environment, "./tophash", "x");
        assertTrue(old.ran("x") && old.text().startsWith("tophash: building needs a JDK, and only a JRE was found"),
            old::toString);
    }

    /** A failing redirection of the shell itself ends some shells without a word, at any place of the script. */
    @ParameterizedTest
    @MethodSource("shells")
    void f05ShouldSayThatABuildCannotBeBegun(final List<String> shell) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("./tophash", "x"));
        Files.createDirectories(checkout.root.resolve("target/tophash-build.begun"));
        final Outcome outcome = checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
        assertEquals(4, outcome.exitCode(), outcome.text());
        assertTrue(outcome.text().contains("tophash: no build can be begun, this cannot be written: "), outcome.text());
        Files.deleteIfExists(checkout.root.resolve("target/tophash-build.lock.now"));
        Files.createDirectories(checkout.root.resolve("target/tophash-build.lock.now"));
        Files.delete(checkout.root.resolve("target/tophash-build.begun"));
        assertTrue(checkout.run(StubCheckout.environment(), command.toArray(String[]::new)).ran("x"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void f05ShouldStartInAForeignCheckout(final List<String> shell) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        if (isRoot())
        {
            assumeTrue(StubCheckout.has("setpriv"));
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(shell);
        command.addAll(List.of("./tophash", "x"));
        readOnly(true);
        final Outcome nothing = checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
        readOnly(false);
        assertEquals("tophash: nothing is built yet, and the folder cannot be written: " +
            checkout.root.toRealPath() + "\n", nothing.text());
        assertEquals(4, nothing.exitCode());
        assertRunsTheFinishedJar(command);
    }

    private void assertRunsTheFinishedJar(final List<String> command) throws IOException, InterruptedException
    {
        assertTrue(start("y").ran("y"));
        readOnly(true);
        final Outcome finished = checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
        assertEquals("stub runs: x", finished.text().split(",", -1)[0]);
        readOnly(false);
        checkout.source("core/src/main/A.java", "another text");
        readOnly(true);
        final Outcome old = checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
        readOnly(false);
        assertTrue(old.ran("x") && old.text().startsWith("tophash: the folder cannot be written, and the sources have"),
            old::toString);
        assertEquals(1, checkout.builds());
    }

    private static boolean isRoot()
    {
        return System.getProperty("user.name").equals("root");
    }

    /** What a user who is not root meets; root ignores it. */
    private void readOnly(final boolean set) throws IOException
    {
        for (final String name : List.of("", "target", "bench", "bench/target"))
        {
            if (Files.exists(checkout.root.resolve(name)))
            {
                Files.setPosixFilePermissions(checkout.root.resolve(name),
                    PosixFilePermissions.fromString(set ? "r-xr-xr-x" : "rwxr-xr-x"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void f05ShouldStartOnAReadOnlyFileSystem(final List<String> shell) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("unshare", isRoot() ? "-m" : "-rm", "sh", "-c",
            "mount --bind \"$PWD\" \"$PWD\" && mount -o remount,bind,ro \"$PWD\" && cd \"$PWD\" && exec \"$@\"", "sh"));
        final Outcome possible = checkout.run(StubCheckout.environment(), append(command, "true"));
        assumeTrue(possible.exitCode() == 0, "no namespaces here: " + possible.text());
        command.addAll(shell);
        command.addAll(List.of("./tophash", "x"));
        final Outcome nothing = checkout.run(StubCheckout.environment(), command.toArray(String[]::new));
        assertEquals(4, nothing.exitCode(), nothing.text());
        assertTrue(nothing.text().startsWith("tophash: nothing is built yet, and the folder cannot be written: "),
            nothing.text());
        assertRunsTheFinishedJar(command);
    }

    private static String[] append(final List<String> command, final String last)
    {
        final List<String> all = new ArrayList<>(command);
        all.add(last);
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void f32ShouldKeepClosedDescriptorsClosed(final List<String> shell) throws IOException, InterruptedException
    {
        assertTrue(start("x").ran("x"));
        final String quoted = String.join(" ", shell);
        final Outcome unread = checkout.run(StubCheckout.environment(), "sh", "-c", quoted + " ./tophash x 0<&-");
        assertTrue(unread.ran("x"), unread::toString);
        final Outcome read = checkout.run(StubCheckout.environment(), "sh", "-c", quoted + " ./tophash read 0<&-");
        assertEquals(1, read.exitCode());
        assertTrue(read.text().contains("Bad file descriptor"), read.text());
        assertEquals(9, checkout.run(StubCheckout.environment(), "sh", "-c", quoted + " ./tophash x >&-").exitCode());
        assertEquals(9, checkout.run(StubCheckout.environment(), "sh", "-c",
            quoted + " ./tophash x <&- >&- 2>&-").exitCode());
        assertEquals(0, checkout.run(StubCheckout.environment(), "sh", "-c", quoted + " ./tophash x 2>&-").exitCode());
    }

    /** Twenty builds, each interrupted at a random moment in one of three ways; the start after each one works. */
    @ParameterizedTest
    @CsvSource({"'', 20", "exit 1, 6"})
    void f06ShouldBeginAnInterruptedBuildAnew(final String flock, final int count)
        throws IOException, InterruptedException
    {
        assumeTrue(StubCheckout.has("setsid"));
        final Map<String, String> environment = with("STUB_PAUSE", "0.03");
        if (!flock.isEmpty())
        {
            program(Files.createDirectory(folder.resolve("tools")).resolve("flock"), flock);
            environment.put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
        }
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        int interrupted = 0;
        for (int i = 0; i < count; i++)
        {
            checkout.source("core/src/main/A.java", "text " + i);
            final Process process = checkout.start(environment, List.of("setsid", "./tophash", "x"));
            process.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
            final String signal = List.of("INT", "TERM", "KILL").get(i % 3);
            // Ctrl-C and a closing terminal reach the whole group, kill only the one process.
            final String receiver = (random.nextBoolean() ? "-" : "") + process.pid();
            checkout.run(environment, "sh", "-c", "kill -s " + signal + " -- " + receiver + " 2>/dev/null || :");
            interrupted += process.waitFor() == 0 ? 0 : 1;
            final Outcome next = checkout.run(environment, "./tophash", "y");
            assertTrue(next.ran("y"), "seed " + seed + ", " + i + ": " + signal + " " + receiver + ": " + next);
        }
        assertTrue(interrupted >= count / 5, "seed " + seed + ": interrupted=" + interrupted);
    }
}
