// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of a JDK's class files are texts in any script, and a Chinese character is two columns wide. */
class BucketPictureTest
{
    @Test
    void shouldFitATerminalWithKeysOfAnyScript()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int i = 0; i < 8; i++)
            {
                map.put("\u30bf\u30a4\u30d7\u304c\u5b9a\u3055\u308c\u3066\u3044" + (char)('\u4e00' + i), i);
            }
            final List<String> lines = new BucketPicture(map.image(), false).chain(0);
            assertTrue(lines.stream().anyMatch(line -> line.contains("\u3066")), lines::toString);
            assertEquals(List.of(),
                lines.stream().filter(line -> TerminalText.columns(line) > TerminalText.WIDTH).toList());
            assertEquals(1, lines.stream().filter(line -> line.startsWith("    "))
                .limit(3).map(TerminalText::columns).distinct().count(), lines::toString);
        }
    }

    @Test
    void shouldKeepTheEndOfAText()
    {
        assertEquals("cdef", TerminalText.end("abcdef", 4));
        assertEquals("\u3066\u3044", TerminalText.end("\u308c\u3066\u3044", 5));
        assertEquals("", TerminalText.end("\u3044", 1));
        assertEquals("ab", TerminalText.end("ab", 5));
    }
}
