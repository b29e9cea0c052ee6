// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Go programs that travel with this module, built with one toolchain. They are built once for each version and
 * state of the sources, offline, into a folder {@code go-programs} of the build directory (or of the temporary
 * directory, if the classes do not lie in one).
 */
public final class GoPrograms
{
    /** What turns the AES hash off, so that Go uses the portable hash. */
    private static final String PORTABLE_HASH = "cpu.aes=off";
    private static final String SOURCES = "golang";
    private static final List<String> PROGRAMS = List.of("./mapdump", "./mapload", "./nan", "./corrupt", "./claims");

    private final GoToolchain toolchain;
    private final Path folder;

    private GoPrograms(final GoToolchain toolchain, final Path folder)
    {
        this.toolchain = toolchain;
        this.folder = folder;
    }

    /**
     * Builds the programs, unless that has been done before.
     *
     * @param toolchain with which Go.
     * @return the programs.
     * @throws IOException if they cannot be built; the message has the compiler's output.
     */
    public static GoPrograms build(final GoToolchain toolchain) throws IOException
    {
        try (PackagedFiles sources = PackagedFiles.open(SOURCES, "go.mod"))
        {
            final Map<String, byte[]> files = read(sources.folder());
            final Path folder = cache().resolve(toolchain.release() + '-' + hash(files));
            if (!Files.isDirectory(folder))
            {
                build(toolchain, files, folder);
            }
            return new GoPrograms(toolchain, folder);
        }
    }

    private static Map<String, byte[]> read(final Path root) throws IOException
    {
        final Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root))
        {
            for (final Path file : all.filter(Files::isRegularFile).toList())
            {
                files.put(root.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static String hash(final Map<String, byte[]> files)
    {
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) ->
            {
                digest.update((name + ' ' + content.length + ' ').getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

    private static Path cache() throws IOException
    {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "tophash-" + System.getProperty("user.name"));
        try
        {
            final Path classes = Path.of(
                GoPrograms.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toAbsolutePath();
            if (classes.getParent() != null && classes.getParent().endsWith("target"))
            {
                folder = classes.getParent();
            }
        }
        catch (final URISyntaxException ex)
        {
            throw new IOException("address of the classes", ex);
        }
        return Files.createDirectories(folder.resolve("go-programs"));
    }

    /** Builds aside and moves, so that nobody sees a half of it. */
    private static void build(final GoToolchain toolchain, final Map<String, byte[]> files, final Path folder)
        throws IOException
    {
        final Path work = Files.createTempDirectory(folder.getParent(), "build");
        try
        {
            for (final Map.Entry<String, byte[]> file : files.entrySet())
            {
                final Path target = work.resolve("src").resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            final List<String> command = new ArrayList<>(List.of(toolchain.command().toString(), "build"));
            if (toolchain.version().fourKeyWords())
            {
                command.add("-ldflags=-checklinkname=0"); // from 1.23 on the linker guards runtime.hashkey
            }
            command.addAll(List.of("-o", Files.createDirectory(work.resolve("bin")) + File.separator));
            command.addAll(PROGRAMS);
            final ProcessBuilder builder = new ProcessBuilder(command).directory(work.resolve("src").toFile());
            GoToolchain.environment(builder.environment());
            if (Stream.of("GOCACHE", "HOME", "XDG_CACHE_HOME").allMatch(name -> System.getenv(name) == null))
            {
                builder.environment().put("GOCACHE", folder.resolveSibling("gocache").toString());
            }
            run(builder.redirectErrorStream(true));
            move(work.resolve("bin"), folder);
        }
        finally
        {
            delete(work);
        }
    }

    private static void move(final Path from, final Path to) throws IOException
    {
        try
        {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final FileSystemException ex)
        {
            if (!Files.isDirectory(to)) // otherwise somebody else was faster
            {
                throw ex;
            }
        }
    }

    private static String run(final ProcessBuilder builder) throws IOException
    {
        final Process process = builder.start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try
        {
            final int code = process.waitFor();
            if (code != 0)
            {
                throw new IOException(String.join(" ", builder.command()) + ": exit code " + code +
                    System.lineSeparator() + output.strip());
            }
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: command=" + builder.command(), ex);
        }
        return output;
    }

    private static void delete(final Path folder) throws IOException
    {
        try (Stream<Path> all = Files.walk(folder))
        {
            for (final Path file : all.sorted((x, y) -> y.compareTo(x)).toList())
            {
                Files.delete(file);
            }
        }
    }

    /**
     * The toolchain.
     *
     * @return with which Go the programs were built.
     */
    public GoToolchain toolchain()
    {
        return toolchain;
    }

    /**
     * Prepares a program, with the portable hash on.
     *
     * @param program   its name.
     * @param arguments its arguments.
     * @return the process to be started.
     */
    public ProcessBuilder program(final String program, final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GODEBUG", PORTABLE_HASH);
        return builder;
    }

    /**
     * Runs a program to its end.
     *
     * @param program   its name.
     * @param arguments its arguments.
     * @return what it printed.
     * @throws IOException if its exit code was not 0; the message has what it printed.
     */
    public String run(final String program, final String... arguments) throws IOException
    {
        return run(program(program, arguments).redirectErrorStream(true));
    }
}
