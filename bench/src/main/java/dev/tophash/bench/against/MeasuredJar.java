// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import dev.tophash.LongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * One of the two sides: where its classes of {@code core} and {@code offheap} are.
 *
 * @param name      what the user calls it.
 * @param sha256    first digits of the jar's digest, or "folders" for classes that are in no jar.
 * @param classPath a class path.
 */
public record MeasuredJar(String name, String sha256, String classPath)
{
    private static final Class<?>[] PARTS = {LongLongMap.class, OffHeapMaps.class};
    private static final int DIGITS = 12;

    /**
     * Copies a jar, so that a build that replaces it meanwhile changes nothing.
     *
     * @param jar    a jar with the classes of Tophash.
     * @param folder where the copy goes.
     * @return the side.
     * @throws IOException              if it cannot be read.
     * @throws IllegalArgumentException if it is no such jar.
     */
    public static MeasuredJar of(final Path jar, final Path folder) throws IOException
    {
        if (!Files.isRegularFile(jar))
        {
            throw new IllegalArgumentException("no such jar: file=" + jar);
        }
        Files.createDirectories(folder);
        final Path copy = Files.copy(jar, folder.resolve("tophash.jar"));
        try (ZipFile zip = new ZipFile(copy.toFile()))
        {
            for (final Class<?> part : PARTS)
            {
                if (zip.getEntry(part.getName().replace('.', '/') + ".class") == null)
                {
                    throw new IllegalArgumentException("has no " + part.getSimpleName() + ": file=" + jar);
                }
            }
        }
        catch (final java.util.zip.ZipException e)
        {
            throw new IllegalArgumentException("not a jar: file=" + jar, e);
        }
        return new MeasuredJar(jar.toString(), digest(copy), copy.toString());
    }

    /**
     * The classes of this program.
     *
     * @param folder where a copy goes, if they are in a jar.
     * @return the side.
     * @throws IOException if they cannot be read.
     */
    public static MeasuredJar ofThisProgram(final Path folder) throws IOException
    {
        final Set<Path> places = new LinkedHashSet<>();
        for (final Class<?> part : PARTS)
        {
            places.add(Path.of(URI.create(part.getProtectionDomain().getCodeSource().getLocation().toString())));
        }
        if (places.size() == 1 && Files.isRegularFile(places.iterator().next()))
        {
            return of(places.iterator().next(), folder);
        }
        return new MeasuredJar("this program", "folders",
            places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private static String digest(final Path file) throws IOException
    {
        try
        {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
