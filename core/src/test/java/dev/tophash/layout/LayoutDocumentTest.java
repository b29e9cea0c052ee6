// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * "Layout section N" in javadoc means a heading of {@code docs/layout.md}.
 */
class LayoutDocumentTest
{
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path DOCUMENT = MODULE.resolve("../docs/layout.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^##+ (\\d+(?:\\.\\d+)?)\\.? ");
    private static final Pattern REFERENCE =
        Pattern.compile("[Ll]ayout sections? (\\d+(?:\\.\\d+)?(?:(?:, | and | to )\\d+(?:\\.\\d+)?)*)");

    @Test
    void shouldHaveEverySectionThatTheSourcesNameInOrder() throws IOException
    {
        final List<String> headings = new ArrayList<>();
        final Matcher heading = HEADING.matcher(Files.readString(DOCUMENT));
        while (heading.find())
        {
            headings.add(heading.group(1));
        }
        final List<String> main = headings.stream().filter((number) -> !number.contains(".")).toList();
        assertEquals(Stream.iterate(1, (n) -> n + 1).limit(18).map(String::valueOf).toList(), main);

        final Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MODULE.resolve("src/main/java")))
        {
            for (final Path file : files.filter((path) -> path.toString().endsWith(".java")).toList())
            {
                collect(Files.readString(file), named);
            }
        }
        assertTrue(named.size() > 10, () -> "sections named: " + named);
        Stream.of(Check.values()).map(Check::section).filter((section) -> !section.isEmpty()).forEach(named::add);
        named.removeAll(headings);
        assertEquals(Set.of(), named);
    }

    @Test
    void shouldFindReferencesAcrossLines()
    {
        final Set<String> named = new TreeSet<>();
        collect("""
            /**
             * Rounds (layout
             * section 4), hashes (layout sections 16.2 to 16.4, and layout sections 7, 8 and
             * 9).
             */
            """, named);
        assertEquals(Set.of("4", "16.2", "16.4", "7", "8", "9"), named);
    }

    @Test
    void shouldTravelWithTheClasses() throws IOException
    {
        try (InputStream in = LayoutDocumentTest.class.getResourceAsStream("/META-INF/tophash/layout.md"))
        {
            assertEquals(Files.readString(DOCUMENT), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void collect(final String source, final Set<String> named)
    {
        final Matcher reference = REFERENCE.matcher(source.replaceAll("\\s*\\R\\s*\\*\\s?", " "));
        while (reference.find())
        {
            named.addAll(List.of(reference.group(1).split(", | and | to ", -1)));
        }
    }
}
