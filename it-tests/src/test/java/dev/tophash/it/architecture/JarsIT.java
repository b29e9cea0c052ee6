// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody depends on: the jars carry the licence, say what they export, and are the same in every build. */
class JarsIT
{
    /** What offheap can do without. */
    private static final Set<String> OPTIONAL = Set.of("javax.management", "javax.management.openmbean", "jdk.jfr",
        "org.junit.jupiter.api", "org.junit.jupiter.api.extension", "io.micrometer.core.instrument",
        "io.micrometer.core.instrument.binder", "org.agrona", "org.agrona.concurrent");

    private static Path jar(final String module) throws IOException
    {
        try (Stream<Path> files = Files.list(Repository.root().resolve(module + "/target")))
        {
            final List<Path> jars = files.filter(file ->
                file.getFileName().toString().matches("tophash-" + module + "-[\\d.]+(-SNAPSHOT)?\\.jar")).toList();
            assertEquals(1, jars.size(), () -> "built jars: " + jars);
            return jars.getFirst();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "offheap"})
    void shouldCarryTheLicenceAndTheSameTimes(final String module) throws IOException
    {
        try (JarFile jar = new JarFile(jar(module).toFile()))
        {
            final byte[] licence = jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes();
            assertEquals(-1, Arrays.mismatch(Files.readAllBytes(Repository.root().resolve("LICENSE")), licence));
            assertEquals(1, jar.stream().map(ZipEntry::getTimeLocal).distinct().count(), "times of the entries");
        }
    }

    /** OSGi and the module system see the same packages. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "offheap"})
    void shouldExportTheSameToOsgiAndToModules(final String module) throws IOException
    {
        final Path file = jar(module);
        final ModuleDescriptor descriptor = ModuleFinder.of(file).findAll().iterator().next().descriptor();
        assertTrue(descriptor.version().isPresent());
        final Set<String> exported = descriptor.exports().stream().map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new));
        try (JarFile jar = new JarFile(file.toFile()))
        {
            final Attributes headers = jar.getManifest().getMainAttributes();
            assertEquals(descriptor.name(), headers.getValue("Bundle-SymbolicName"));
            assertEquals(exported, packages(headers.getValue("Export-Package")));
            final String imported = headers.getValue("Import-Package");
            assertEquals(descriptor.requires().stream().anyMatch(needed -> needed.name().equals("dev.tophash.core")),
                imported != null);
            if (imported != null)
            {
                try (JarFile core = new JarFile(jar("core").toFile()))
                {
                    final String offered = core.getManifest().getMainAttributes().getValue("Export-Package");
                    assertEquals(packages(offered), packages(mandatory(imported)));
                    assertEquals(OPTIONAL, packages(optional(imported)));
                }
            }
        }
    }

    private static String mandatory(final String header)
    {
        return entries(header, entry -> !entry.contains(";resolution:=optional"));
    }

    private static String optional(final String header)
    {
        return entries(header, entry -> entry.contains(";resolution:=optional"));
    }

    private static String entries(final String header, final Predicate<String> chosen)
    {
        return Arrays.stream(header.split(",", -1)).filter(chosen).collect(Collectors.joining(","));
    }

    private static Set<String> packages(final String header)
    {
        return Arrays.stream(header.split(",", -1)).map(entry -> entry.replaceAll(";.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
