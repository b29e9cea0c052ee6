// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.GoVersion;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed Go whose maps have the classic layout.
 *
 * @param command the {@code go} command.
 * @param release what it calls itself, for example {@code go1.23.5}.
 * @param version its profile.
 */
public record GoToolchain(Path command, String release, GoVersion version)
{
    private static final Pattern VERSION = Pattern.compile("go version (\\S+) linux/amd64\\s*");
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    /**
     * Asks a command for its version.
     *
     * @param command path of a {@code go} command; a bare name is looked up on the path.
     * @return the toolchain.
     * @throws IllegalArgumentException if it is none, not for linux/amd64, 1.20 or 1.21, which grow at another load, or
     *                                  from Go 1.24 on, which has another map.
     */
    public static GoToolchain of(final Path command)
    {
        final Path found = command.getNameCount() == 1 && !command.isAbsolute() ? onPath(command) : command;
        return ask(found);
    }

    private static Path onPath(final Path name)
    {
        for (final Path folder : path())
        {
            if (Files.isExecutable(folder.resolve(name)))
            {
                return folder.resolve(name);
            }
        }
        return name;
    }

    private static List<Path> path()
    {
        final String path = System.getenv("PATH");
        return SEPARATOR.splitAsStream(path == null ? "" : path).map(Path::of).toList();
    }

    private static GoToolchain ask(final Path command)
    {
        if (!Files.isExecutable(command) || Files.isDirectory(command))
        {
            throw new IllegalArgumentException("not a go command: path=" + command);
        }
        final String answer;
        try
        {
            final ProcessBuilder builder = new ProcessBuilder(command.toString(), "version").redirectErrorStream(true);
            environment(builder.environment());
            final Process process = builder.start();
            process.getOutputStream().close();
            answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("not a go command: path=" + command, ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted: path=" + command, ex);
        }
        final Matcher matcher = VERSION.matcher(answer);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException(
                "not a go command for linux/amd64: path=" + command + ", answer=" + answer.strip());
        }
        final GoVersion version = GoVersion.parse(matcher.group(1));
        if (version == GoVersion.GO_1_20 || version == GoVersion.GO_1_21)
        {
            throw new IllegalArgumentException("Go 1.21 grows a map at 6 entries per bucket, 1.19 and 1.22 on at 6.5," +
                " and 1.20 was never compared: use 1.19, 1.22 or 1.23: release=" + matcher.group(1));
        }
        return new GoToolchain(command, matcher.group(1), version);
    }

    /**
     * Makes Go do what it can with what is installed, and nothing else.
     *
     * @param environment the variables of a process to be.
     */
    public static void environment(final Map<String, String> environment)
    {
        environment.put("GOTOOLCHAIN", "local");
        environment.put("GOPROXY", "off");
        environment.put("GOFLAGS", "-mod=mod");
        environment.put("GOWORK", "off");
        environment.put("GO111MODULE", "on");
        environment.put("CGO_ENABLED", "0");
        environment.remove("GOROOT");
        environment.remove("GODEBUG");
        environment.remove("GOEXPERIMENT");
    }

    /**
     * Looks for toolchains: the variables {@code TOPHASH_GO19} and {@code TOPHASH_GO23}, {@code go} on the path, and
     * where Debian puts the versions it has side by side.
     *
     * @return at most one of each profile, oldest first.
     */
    public static List<GoToolchain> installed()
    {
        final List<Path> candidates = new ArrayList<>();
        for (final String variable : List.of("TOPHASH_GO19", "TOPHASH_GO23"))
        {
            final String value = System.getenv(variable);
            if (value != null && !value.isBlank())
            {
                candidates.add(Path.of(value));
            }
        }
        path().forEach(folder -> candidates.add(folder.resolve("go")));
        for (final GoVersion version : GoVersion.values())
        {
            candidates.add(Path.of("/usr/lib/go-" + version.label(), "bin", "go"));
        }
        final Map<GoVersion, GoToolchain> found = new EnumMap<>(GoVersion.class);
        for (final Path candidate : candidates)
        {
            final GoToolchain toolchain = ofOrNull(candidate);
            if (toolchain != null)
            {
                found.putIfAbsent(toolchain.version, toolchain);
            }
        }
        return List.copyOf(found.values());
    }

    private static GoToolchain ofOrNull(final Path command)
    {
        try
        {
            return of(command);
        }
        catch (final IllegalArgumentException ex)
        {
            return null; // not there, or not one of ours
        }
    }
}
