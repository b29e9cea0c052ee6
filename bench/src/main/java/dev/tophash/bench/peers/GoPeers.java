// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.conform.PackagedFiles;
import dev.tophash.bench.peers.driver.Peer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds installed Go's, the newest up to 1.23 and the newest from 1.24 on, and builds the Go program with each. Each
 * variable of the environment that begins with {@code TOPHASH_GO} may name a {@code go} command; besides them the path
 * is searched, and where Debian and Go's own installers put it.
 */
public final class GoPeers
{
    private static final String SOURCES = "golang-peers";
    private static final Pattern VERSION = Pattern.compile("go version go1\\.(\\d+)(\\.\\d+)?\\S* linux/\\S+\\s*");
    private static final int FIRST_MINOR = 21;
    private static final int FIRST_SWISS = 24;

    private final Map<Peer, Path> programs = new EnumMap<>(Peer.class);
    private final Map<Peer, String> releases = new EnumMap<>(Peer.class);

    private record Found(Path command, int minor, String release)
    {
        Peer peer()
        {
            return minor < FIRST_SWISS ? Peer.GO_CLASSIC : Peer.GO_SWISS;
        }
    }

    /**
     * Builds what can be built.
     *
     * @param folder where the programs go.
     * @param wanted peers that are wanted.
     * @return the programs.
     * @throws IOException if the sources cannot be read, or a compiler fails.
     */
    public static GoPeers build(final Path folder, final Iterable<Peer> wanted) throws IOException
    {
        final GoPeers peers = new GoPeers();
        for (final Peer peer : wanted)
        {
            final Found go = peer.isGo() ? newest(peer) : null;
            if (go != null)
            {
                peers.programs.put(peer, build(go, folder.resolve(peer.word())));
                peers.releases.put(peer, go.release);
            }
        }
        return peers;
    }

    Map<Peer, Path> programs()
    {
        return programs;
    }

    String release(final Peer peer)
    {
        return releases.get(peer);
    }

    private static Found newest(final Peer peer) throws IOException
    {
        final List<Found> all = new ArrayList<>();
        for (final Path candidate : candidates())
        {
            final Found found = ask(candidate);
            if (found != null && found.peer() == peer && found.minor >= FIRST_MINOR)
            {
                all.add(found);
            }
        }
        return all.stream().max(Comparator.comparingInt(Found::minor)).orElse(null);
    }

    private static List<Path> candidates() throws IOException
    {
        final List<Path> candidates = new ArrayList<>();
        System.getenv().forEach((name, value) ->
        {
            if (name.startsWith("TOPHASH_GO") && !value.isBlank())
            {
                candidates.add(Path.of(value));
            }
        });
        final String path = System.getenv("PATH");
        Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(path == null ? "" : path)
            .forEach(folder -> candidates.add(Path.of(folder, "go")));
        for (final Path parent : List.of(
            Path.of("/usr/lib"), Path.of("/usr/local"), Path.of(System.getProperty("user.home"), "sdk")))
        {
            if (Files.isDirectory(parent))
            {
                try (Stream<Path> folders = Files.list(parent))
                {
                    folders.filter(folder -> folder.getFileName().toString().startsWith("go"))
                        .forEach(folder -> candidates.add(folder.resolve("bin").resolve("go")));
                }
            }
        }
        return candidates.stream().filter(Files::isExecutable).filter(file -> !Files.isDirectory(file)).toList();
    }

    private static Found ask(final Path command)
    {
        try
        {
            final Matcher matcher = VERSION.matcher(run(new ProcessBuilder(command.toString(), "version")));
            if (matcher.matches())
            {
                final String patch = matcher.group(2) == null ? "" : matcher.group(2);
                return new Found(command, Integer.parseInt(matcher.group(1)), "Go 1." + matcher.group(1) + patch);
            }
        }
        catch (final IOException e)
        {
            return null; // not a go command
        }
        return null;
    }

    private static Path build(final Found go, final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        try (PackagedFiles sources = PackagedFiles.open(SOURCES, "go.mod");
            Stream<Path> files = Files.list(sources.folder()))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        final Path program = folder.resolve("peers");
        final ProcessBuilder builder =
            new ProcessBuilder(go.command.toString(), "build", "-o", program.toString(), ".");
        builder.directory(folder.toFile());
        if (Stream.of("GOCACHE", "HOME", "XDG_CACHE_HOME").allMatch(name -> System.getenv(name) == null))
        {
            builder.environment().put("GOCACHE", folder.resolve("cache").toString());
        }
        run(builder);
        return program;
    }

    private static String run(final ProcessBuilder builder) throws IOException
    {
        GoToolchain.environment(builder.environment());
        final Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try
        {
            if (process.waitFor() != 0)
            {
                throw new IOException(String.join(" ", builder.command()) + ": exit code " + process.exitValue() +
                    System.lineSeparator() + output.strip());
            }
        }
        catch (final InterruptedException e)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: command=" + builder.command(), e);
        }
        return output;
    }
}
