// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tophash.check.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the package says which class checks which rules, and every rule has a class. */
class RulesOfTheVerifierTest
{
    private static final Path SOURCES =
        Path.of(System.getProperty("basedir", ""), "src/main/java/dev/tophash/offheap/verify");
    private static final Pattern ROW = Pattern.compile("(?m)^ \\*.*?(\\w+) {2,}[a-z].*? {2,}((?:[A-Z]\\d\\d ?)+)$");
    private static final Pattern USED = Pattern.compile("Check\\.([A-Z]\\d\\d)");

    private static Map<String, Set<String>> described(final String text)
    {
        final Map<String, Set<String>> rules = new TreeMap<>();
        final Matcher row = ROW.matcher(text);
        while (row.find())
        {
            rules.put(row.group(1), new TreeSet<>(Set.of(row.group(2).split(" ", -1))));
        }
        return rules;
    }

    private static Map<String, Set<String>> used() throws IOException
    {
        final Map<String, Set<String>> rules = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES))
        {
            for (final Path file : files.toList())
            {
                final Matcher check = USED.matcher(Files.readString(file));
                while (check.find())
                {
                    rules.computeIfAbsent(file.getFileName().toString().replace(".java", ""), name -> new TreeSet<>())
                        .add(check.group(1));
                }
            }
        }
        return rules;
    }

    @Test
    void shouldSayWhichClassChecksWhichRules() throws IOException
    {
        final String text = Files.readString(SOURCES.resolve("package-info.java"));
        assertEquals(used(), described(text));
        assertNotEquals(used(), described(text.replace("T02 ", "")));
    }

    @Test
    void shouldCheckEveryRule() throws IOException
    {
        final Set<String> rules = new TreeSet<>();
        used().values().forEach(rules::addAll);
        assertEquals(new TreeSet<>(Stream.of(Check.values()).map(Check::code).toList()), rules);
    }
}
