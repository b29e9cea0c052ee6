// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** F11: a page was taken to have 4 KiB, and a longer one takes bytes of its neighbours with it. */
class SystemPageTest
{
    private static final int AT_PAGESZ = 6;
    private static final int LARGE = 64 << 10;

    private final List<String> given = new ArrayList<>();
    private final List<String> zeroed = new ArrayList<>();
    private int answer;

    private void give(final long offset, final long size)
    {
        given.clear();
        zeroed.clear();
        SystemPage.giveWhole(offset, size, LARGE, (from, length) ->
        {
            given.add(from + "+" + length);
            return answer;
        }, (from, length) ->
        {
            if (length > 0)
            {
                zeroed.add(from + "+" + length);
            }
        });
    }

    /** The kernel tells every process in its auxiliary vector. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f11ShouldAskTheSystemForItsPage() throws IOException
    {
        final ByteBuffer vector = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
            .order(ByteOrder.nativeOrder());
        long expected = 0;
        while (vector.remaining() >= 2 * Long.BYTES)
        {
            final long type = vector.getLong();
            final long value = vector.getLong();
            expected = type == AT_PAGESZ ? value : expected;
        }
        assertEquals(expected, SystemPage.SIZE);
    }

    @Test
    void f11ShouldGiveBackWholePagesOfTheSystemOnly()
    {
        give(0, LARGE);
        assertEquals(List.of("0+65536"), given);
        assertEquals(List.of(), zeroed);
        give(4_096, 2L * LARGE);
        assertEquals(List.of("65536+65536"), given);
        assertEquals(List.of("4096+61440", "131072+4096"), zeroed);
        give(LARGE, 4_096);
        assertEquals(List.of(), given, "the neighbours of a small range");
        assertEquals(List.of("65536+4096"), zeroed);
    }

    @Test
    void f11ShouldZeroWhatTheSystemDoesNotTake()
    {
        answer = -1;
        give(4_096, 2L * LARGE);
        assertEquals(List.of("4096+131072"), zeroed);
    }
}
