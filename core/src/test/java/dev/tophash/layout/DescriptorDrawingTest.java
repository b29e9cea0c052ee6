// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the drawing in the javadoc of each descriptor against its constants.  A drawing is a line of offsets above a
 * border whose corners stand under the first digit of each offset, and a line of field names below.
 */
class DescriptorDrawingTest
{
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java");

    @ParameterizedTest
    @ValueSource(classes = {
        HmapDescriptor.class, MapExtraDescriptor.class, SliceDescriptor.class, StringDescriptor.class,
        InterfaceDescriptor.class, TypeDescriptor.class, BmapDescriptor.class})
    void shouldDrawWhatTheConstantsSay(final Class<?> descriptor) throws Exception
    {
        assertEquals(List.of(), differences(sourceOf(descriptor), constantsOf(descriptor)));
    }

    @Test
    void shouldCoverEveryDescriptor() throws IOException
    {
        try (var files = Files.walk(SOURCES))
        {
            assertEquals(7, files.filter((file) -> file.toString().endsWith("Descriptor.java")).count());
        }
    }

    @Test
    void shouldFindAWrongDrawing() throws Exception
    {
        final String source = sourceOf(HmapDescriptor.class);
        final Map<String, Integer> constants = constantsOf(HmapDescriptor.class);
        assertDiffers(source.replace(" 12 ", " 13 "), constants);
        assertDiffers(source.replace("| B |", "| C |"), constants);
        assertDiffers(source.replace("| flags | B |", "| B     | flags |"), constants);
        assertDiffers(source.replace("     48\n", "     40\n"), constants);
        assertDiffers(source.replace("| hash0 ", "        "), constants);
        assertDiffers(source.replace("<pre>", "<p>"), constants);
        final Map<String, Integer> wrong = new HashMap<>(constants);
        wrong.put("HASH0", 14);
        assertDiffers(source, wrong);
        wrong.remove("HASH0");
        assertDiffers(source, wrong);
    }

    private static void assertDiffers(final String source, final Map<String, Integer> constants)
    {
        assertFalse(differences(source, constants).isEmpty());
    }

    private static String sourceOf(final Class<?> descriptor) throws IOException
    {
        return Files.readString(SOURCES.resolve(descriptor.getName().replace('.', '/') + ".java"));
    }

    private static Map<String, Integer> constantsOf(final Class<?> descriptor) throws IllegalAccessException
    {
        final Map<String, Integer> constants = new TreeMap<>();
        for (final Field field : descriptor.getFields())
        {
            if (field.getName().endsWith("_OFFSET"))
            {
                constants.put(field.getName().replace("_OFFSET", ""), field.getInt(null));
            }
            if (field.getName().equals("SIZE"))
            {
                constants.put("SIZE END", field.getInt(null));
            }
        }
        if (descriptor == BmapDescriptor.class)
        {
            final int size = BmapDescriptor.bucketSize(8, 8);
            constants.put("ELEMS", BmapDescriptor.elemsOffset(8));
            constants.put("OVERFLOW", BmapDescriptor.overflowOffset(size));
            constants.put("SIZE END", size);
        }
        return constants;
    }

    private static List<String> differences(final String source, final Map<String, Integer> constants)
    {
        final List<String> differences = new ArrayList<>();
        final List<String> lines = source.lines().dropWhile((line) -> !line.contains("<pre>")).skip(1).toList();
        if (lines.size() < 4)
        {
            return List.of("no drawing");
        }
        final String offsets = lines.get(0);
        final String border = lines.get(1);
        final String names = lines.get(2);
        final Map<String, Integer> drawn = new TreeMap<>();
        int corner = border.indexOf('+');
        while (corner >= 0)
        {
            final int next = border.indexOf('+', corner + 1);
            final String number = offsets.substring(Math.min(corner, offsets.length())).split(" ", 2)[0];
            final int offset = number.matches("\\d+") ? Integer.parseInt(number) : -1;
            if (names.charAt(corner) != '|')
            {
                differences.add("no line under the corner: column=" + corner);
            }
            final String name = next < 0 ? "SIZE END" : constantName(names.substring(corner + 1, next).trim());
            if (!name.startsWith("..."))
            {
                drawn.put(name, offset);
            }
            corner = next;
        }
        if (!drawn.equals(constants))
        {
            differences.add("drawn=" + drawn + ", constants=" + constants);
        }
        return differences;
    }

    /** "nextOverflow" is NEXT_OVERFLOW; of several words the first one counts. */
    private static String constantName(final String drawn)
    {
        return drawn.split(" ", 2)[0].replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
