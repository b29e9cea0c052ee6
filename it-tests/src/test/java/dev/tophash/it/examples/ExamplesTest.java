// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print what their comments say, and the guide shows what the examples do. */
class ExamplesTest
{
    private static final Path FOLDER =
        Repository.root().resolve("it-tests/src/test/java/dev/tophash/it/examples");
    private static final int MOST_LINES = 60;
    private static final Pattern PRINTED = Pattern.compile("println\\(.*\\); // ([^:\\n]*)");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private interface Main
    {
        void run(String[] arguments) throws Exception;
    }

    private static final Map<String, Main> MAINS = Map.ofEntries(
        Map.entry("FirstSteps", FirstSteps::main),
        Map.entry("OrderBook", OrderBook::main),
        Map.entry("Counters", Counters::main),
        Map.entry("Deduplication", Deduplication::main),
        Map.entry("DutyCycle", DutyCycle::main),
        Map.entry("Sessions", Sessions::main),
        Map.entry("Checkpoint", Checkpoint::main),
        Map.entry("ReferenceData", ReferenceData::main),
        Map.entry("LivePrices", LivePrices::main),
        Map.entry("PriceFile", PriceFile::main),
        Map.entry("StripedMap", StripedMap::main),
        Map.entry("SymbolCache", SymbolCache::main));

    static Stream<String> names()
    {
        return MAINS.keySet().stream().sorted();
    }

    private static String source(final String name) throws IOException
    {
        return Files.readString(FOLDER.resolve(name + ".java"));
    }

    private static List<String> found(final Pattern pattern, final String text)
    {
        return pattern.matcher(text).results().map(match -> match.group(1).strip())
            .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPrintWhatTheCommentsSay(final String name) throws Exception
    {
        final PrintStream out = System.out;
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try
        {
            MAINS.get(name).run(new String[0]);
        }
        finally
        {
            System.setOut(out);
        }
        final List<String> said = found(PRINTED, source(name));
        assertFalse(said.isEmpty(), "an example that says nothing");
        assertEquals(said, printed.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeShort(final String name) throws IOException
    {
        final long lines = source(name).lines().count();
        assertTrue(lines <= MOST_LINES, () -> name + " has " + lines + " lines");
    }

    @Test
    void shouldShowInTheGuideOnlyWhatIsCompiled() throws IOException
    {
        final String all = folded(sources());
        for (final String page : List.of("README.md", "docs/guide.md", "docs/threads.md"))
        {
            final List<String> blocks = found(BLOCK, Files.readString(Repository.root().resolve(page)));
            assertFalse(blocks.isEmpty(), page);
            blocks.forEach(block -> assertTrue(isIn(all, block), () -> page + " shows code of no example:\n" + block));
        }
    }

    @Test
    void shouldNoticeCodeThatIsNotCompiled() throws IOException
    {
        assertFalse(isIn(folded(sources()), "map.put(42, 8);"));
    }

    private static String sources() throws IOException
    {
        try (Stream<Path> files = Files.list(FOLDER))
        {
            return files.filter(file -> MAINS.containsKey(file.getFileName().toString().replace(".java", ""))).sorted()
                .map(ExamplesTest::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isIn(final String all, final String block)
    {
        return all.contains(folded(block));
    }

    private static String folded(final String text)
    {
        return text.replaceAll("\\s+", " ").strip();
    }
}
