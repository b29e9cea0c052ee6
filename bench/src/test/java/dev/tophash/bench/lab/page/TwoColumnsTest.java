// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TwoColumnsTest
{
    private static List<String> columns(final List<String> left, final List<String> right)
    {
        return new TwoColumns(8).of(List.of("ours", "Go"), left, right, UnaryOperator.identity());
    }

    @Test
    void shouldMarkWhereTheyDiffer()
    {
        assertEquals(List.of(
            "ours     | Go",
            "---------+---------",
            "same     | same",
            "one      ! two",
            "more     !"), columns(List.of("same", "one", "more"), List.of("same", "two")));
    }

    @Test
    void shouldCompareOnlyWhatCounts()
    {
        final List<String> lines = new TwoColumns(8).of(List.of("x", "y"), List.of("pc=1"), List.of("pc=2"),
            (line) -> line.replaceAll("[0-9]", ""));

        assertEquals("pc=1     | pc=2", lines.getLast());
    }

    @Test
    void shouldBreakLongLinesAtSpaces()
    {
        final List<String> lines = columns(List.of("aaaaa bbbb cccccccccccc"), List.of("d"));

        assertEquals(List.of("aaaaa    ! d", "  bbbb   !", "  cccccc !", "  cccccc !"), lines.subList(2, 6));
    }

    @Test
    void shouldGiveChineseLettersTwoCells()
    {
        assertEquals("\u6ca1\u6709\u95ee\u9898 ! x", columns(List.of("\u6ca1\u6709\u95ee\u9898"), List.of("x")).get(2));
        assertTrue(columns(List.of("\u6ca1\u6709\u95ee\u9898\u6ca1"), List.of("x")).size() > 3, "five do not fit");
    }
}
