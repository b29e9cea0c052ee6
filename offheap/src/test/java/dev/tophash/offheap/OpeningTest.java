// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tophash.layout.SliceDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest
{
    private static final Path SOURCE =
        Path.of(System.getProperty("basedir", ""), "src/main/java/dev/tophash/offheap/Opening.java");

    private static final List<String> NAMES = List.of("hmap", "mapextra", "list", "list", "decoy");

    @Test
    void shouldDrawTheFixedBlockAsTheConstantsSay() throws IOException
    {
        final String source = Files.readString(SOURCE);
        final List<String> offsets = List.of(
            "0", "" + Opening.EXTRA_BLOCK, "" + Opening.LIST_BLOCKS, "" + (Opening.LIST_BLOCKS + SliceDescriptor.SIZE),
            "" + Opening.DECOY_BLOCK, "" + Opening.FIXED_SIZE);
        assertEquals(offsets, offsets(source));
        assertEquals(NAMES, names(source));
        assertNotEquals(offsets, offsets(source.replace("120 ", "112 ")));
        assertNotEquals(NAMES, names(source.replace("| decoy ", "")));
    }

    private static List<String> offsets(final String source)
    {
        return words(lineWith(source, "fixed block ").replace("fixed block", ""), " +");
    }

    private static List<String> names(final String source)
    {
        return words(lineWith(source, "| hmap "), "[| ]+");
    }

    private static List<String> words(final String line, final String separators)
    {
        return Arrays.stream(line.replace("*", "").split(separators, -1)).filter((word) -> !word.isEmpty()).toList();
    }

    private static String lineWith(final String source, final String text)
    {
        return source.lines().filter((line) -> line.contains(text)).findFirst().orElseThrow();
    }
}
