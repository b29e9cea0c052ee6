// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that these tests run in. */
public final class Repository
{
    private Repository()
    {
    }

    /**
     * The top folder, told by the wrapper script in it.
     *
     * @return an absolute path.
     */
    public static Path root()
    {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw")))
        {
            folder = folder.getParent();
        }
        return folder;
    }

    /**
     * Every file that belongs to the project: what git lists or, in a plain copy, what is not build output.
     *
     * @return paths relative to the root, with slashes.
     */
    public static List<String> files()
    {
        try
        {
            final Process git = new ProcessBuilder("git", "ls-files").directory(root().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            final String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() == 0 && !listed.isEmpty())
            {
                return listed.lines().filter(file -> Files.isRegularFile(root().resolve(file))).toList();
            }
        }
        catch (final IOException e)
        {
            return walk();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        return walk();
    }

    /**
     * What the build has derived from files of the project.
     *
     * @return paths relative to the root, with slashes.
     */
    public static List<String> derived()
    {
        try (Stream<Path> files = Files.walk(root()))
        {
            return files.map(file -> root().relativize(file).toString().replace('\\', '/'))
                .filter(file -> file.matches("[\\w-]+/target/generated-(test-)?sources/derived/.*\\.java")).sorted()
                .toList();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a derived file would be if it were written by hand.
     *
     * @param derived what {@link #derived} tells.
     * @return the path that the rules of the tree go by.
     */
    public static String sourcePath(final String derived)
    {
        return derived.replace("target/generated-sources/derived", "src/main/java")
            .replace("target/generated-test-sources/derived", "src/test/java");
    }

    private static List<String> walk()
    {
        try (Stream<Path> files = Files.walk(root()))
        {
            return files.filter(Files::isRegularFile).map(file -> root().relativize(file).toString().replace('\\', '/'))
                .filter(file -> !file.contains("target/") && !file.startsWith(".git/")).sorted().toList();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text of a file.
     *
     * @param file relative to the root.
     * @return its content as UTF-8.
     */
    public static String read(final String file)
    {
        try
        {
            return Files.readString(root().resolve(file));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(file, e);
        }
    }
}
