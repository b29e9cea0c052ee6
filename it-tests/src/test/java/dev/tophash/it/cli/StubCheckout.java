// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A checkout with the real {@code tophash} and {@code jdk.sh}, a few sources, and a stub of {@code mvnw} that notes
 * each build in the file {@code builds} and writes the jar in ten steps.
 */
final class StubCheckout
{
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static final String STUB = """
        #!/bin/sh
        set -eu
        here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
        echo "$*" >>"$here/builds"
        [ ! -f "$here/fail" ] || { echo "the stub fails"; exit 1; }
        jar=$here/bench/target/tophash.jar
        mkdir -p "$here/bench/target"
        : >"$jar"
        size=$(wc -c <"$here/stub.jar")
        step=$((size / 10 + 1))
        i=0
        while [ "$i" -lt 10 ]
        do
            dd if="$here/stub.jar" bs="$step" skip="$i" count=1 2>/dev/null >>"$jar"
            [ -z "${STUB_PAUSE-}" ] || sleep "$STUB_PAUSE"
            i=$((i + 1))
        done
        """;

    final Path root;

    /** What a start came to. */
    record Outcome(int exitCode, String text)
    {
        boolean ran(final String arguments)
        {
            return exitCode == 0 && text.contains("stub runs: " + arguments + ", ");
        }
    }

    StubCheckout(final Path root) throws IOException
    {
        this.root = root;
        for (final String file : List.of("tophash", ".mvn/jdk.sh"))
        {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(Repository.root().resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (final String file : List.of("pom.xml", "core/pom.xml", "offheap/pom.xml", "bench/pom.xml",
            "core/src/main/A.java", "core/src/build/Derive.java", "offheap/src/main/B.java", "bench/src/main/C.java"))
        {
            source(file, file);
        }
        Files.writeString(root.resolve("mvnw"), STUB);
        writeJar(root.resolve("stub.jar"));
        for (Path folder = root; folder.getNameCount() > 1; folder = folder.getParent())
        {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for other users
        }
    }

    private static void writeJar(final Path file) throws IOException
    {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubProgram.class.getName());
        final String entry = StubProgram.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest);
            InputStream bytes = StubProgram.class.getClassLoader().getResourceAsStream(entry))
        {
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
        }
    }

    Path source(final String file, final String text) throws IOException
    {
        Files.createDirectories(root.resolve(file).getParent());
        return Files.writeString(root.resolve(file), text);
    }

    int builds() throws IOException
    {
        final Path builds = root.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** The environment of a user who has a JDK and nothing unusual. */
    static Map<String, String> environment()
    {
        return Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/nowhere/at/all", "JAVA_HOME",
            JAVA_HOME.toString());
    }

    Process start(final Map<String, String> environment, final List<String> command) throws IOException
    {
        final ProcessBuilder builder =
            new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Outcome run(final Map<String, String> environment, final String... command)
        throws IOException, InterruptedException
    {
        return outcome(start(environment, List.of(command)));
    }

    static Outcome outcome(final Process process) throws IOException, InterruptedException
    {
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "hangs");
        return new Outcome(process.exitValue(), text);
    }

    /** Those of these shells that this machine has, each as the beginning of a command. */
    static List<List<String>> shells()
    {
        final List<List<String>> found = new ArrayList<>();
        for (final List<String> shell : List.of(
            List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"), List.of("sh")))
        {
            if (has(shell.get(0)) && (found.isEmpty() || !shell.get(0).equals("sh")))
            {
                found.add(shell);
            }
        }
        return found;
    }

    static boolean has(final String program)
    {
        return List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin").stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
