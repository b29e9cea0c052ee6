// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContentTest
{
    @Test
    void shouldHashAsBoxesDo()
    {
        assertEquals(Long.hashCode(1L << 40), Content.hash(1L << 40));
        assertEquals(Integer.hashCode(-5), Content.hash(-5));
        assertEquals(Double.hashCode(-0.0), Content.hash(-0.0));
        assertEquals("key".hashCode(), Content.hash("key"));
        assertEquals(Arrays.hashCode(new byte[]{1, 2}), Content.hash(new byte[]{1, 2}));
    }

    @Test
    void shouldPrintShortAndCutLong()
    {
        final StringBuilder text = new StringBuilder();
        Content.append(text, 1L << 40);
        Content.append(text.append(' '), -5);
        Content.append(text.append(' '), 0.5);
        Content.append(text.append(' '), "key");
        Content.append(text.append(' '), new byte[]{1, -1});
        assertEquals("1099511627776 -5 0.5 key 01ff", text.toString());
        final StringBuilder cut = new StringBuilder();
        Content.append(cut, "\ud83d\ude00".repeat(100));
        assertEquals("\ud83d\ude00".repeat(40) + "...", cut.toString());
        cut.setLength(0);
        Content.append(cut, new byte[100]);
        assertEquals("00".repeat(40) + "...", cut.toString());
    }
}
