// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of Chronicle Map and OHC. Their libraries do not go together with ours, so they are no part of the
 * program; the profile {@code peers} of the module compiles their classes and writes the class path into a file.
 */
public final class HeavyPath
{
    /** What a JVM needs for them: the flags that Chronicle names, and no call home. */
    static final List<String> FLAGS = List.of("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
        "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
        "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED", "-Dchronicle.analytics.disable=true",
        "-Dchronicle.announcer.disable=true");

    private static final String NAME = "peers.class-path";
    private static final String CLASS = "dev/tophash/bench/peers/heavy/HeavySubjects.class";

    private HeavyPath()
    {
    }

    /**
     * Reads the class path.
     *
     * @param wanted the file, or null for the place where the profile writes it.
     * @return classes and libraries.
     * @throws IllegalStateException if they are not built; the message says how to.
     */
    public static String read(final Path wanted)
    {
        final Path file = wanted == null ? usual() : wanted;
        final Path classes = file.resolveSibling("classes");
        try
        {
            if (Files.isRegularFile(file) && Files.isRegularFile(classes.resolve(CLASS)))
            {
                return classes + File.pathSeparator + Files.readString(file).strip();
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(missing(file), e);
        }
        throw new IllegalStateException(missing(file));
    }

    private static String missing(final Path file)
    {
        return "Chronicle Map and OHC are not built, ./mvnw -q -Ppeers -pl bench -am process-classes does it: file=" +
            file;
    }

    /** The program may be the module's folder of classes, the module's jar, or the launcher's copy of that. */
    private static Path usual()
    {
        final Path folder = program().getParent();
        return Stream.of(folder.resolve(NAME), folder.resolveSibling("bench").resolve("target").resolve(NAME))
            .filter(Files::isRegularFile).findFirst().orElse(folder.resolve(NAME));
    }

    private static Path program()
    {
        try
        {
            return Path.of(HeavyPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (final URISyntaxException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
