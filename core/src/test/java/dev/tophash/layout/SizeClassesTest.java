// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SizeClassesTest
{
    @Test
    void shouldGiveTheNumberOfBucketsThatGoGives() throws IOException
    {
        // go,pointers,bucketsize,B,main,total,spare,sentinel_index
        int rows = 0;
        for (final String line : vectors())
        {
            final String[] row = line.split(",", -1);
            final int b = Integer.parseInt(row[3]);
            final long total = Long.parseLong(row[5]);
            final boolean pointers = row[1].equals("1");
            for (final GoVersion version : GoVersion.values())
            {
                if (version.objectHeaders() == GoVersion.parse(row[0]).objectHeaders())
                {
                    assertEquals(
                        total, SizeClasses.totalBuckets(Integer.parseInt(row[2]), b, pointers, version), line);
                }
            }
            assertEquals(1L << b, Long.parseLong(row[4]));
            assertEquals(total - 1, Long.parseLong(row[7]));
            rows++;
        }
        assertEquals(11_132, rows);
    }

    private static List<String> vectors() throws IOException
    {
        try (var reader = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(SizeClassesTest.class.getResourceAsStream("prealloc-vectors.csv.gz")),
            StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(GoVersion.class)
    void shouldHaveNoSpareAreaBelowFour(final GoVersion version)
    {
        for (int b = 0; b < 4; b++)
        {
            assertEquals(1L << b, SizeClasses.totalBuckets(144, b, true, version));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "144, 14, 17408", "16, 4, 18", "16, 10, 1152", "144, 16, 69632", "144, 30, 1140850688", "2064, 20, 1114112"})
    void shouldAgreeWithTheLayoutDocument(final int bucketSize, final int b, final long total)
    {
        assertEquals(total, SizeClasses.totalBuckets(bucketSize, b, false, GoVersion.GO_1_23));
    }

    @ParameterizedTest
    @EnumSource(GoVersion.class)
    void shouldRoundUpToTheBlockThatHoldsTheSize(final GoVersion version)
    {
        for (final boolean pointers : new boolean[]{false, true})
        {
            long last = 0;
            for (int size = 1; size < 70_000; size++)
            {
                final long usable = SizeClasses.usable(size, pointers, version);
                assertTrue(usable >= size && usable >= last, "size=" + size);
                assertEquals(usable, SizeClasses.usable(usable, pointers, version), "size=" + size);
                last = usable;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0", "1, 8, 8, 8", "512, 512, 512, 512", "513, 576, 576, 568", "568, 576, 576, 568",
        "569, 576, 576, 632", "1024, 1024, 1024, 1144", "32760, 32768, 32768, 32760", "32761, 32768, 32768, 32768",
        "32767, 32768, 32768, 32768", "32768, 32768, 32768, 32768", "32769, 40960, 40960, 40960"})
    void shouldRoundByVersionAndPointers(final long size, final long old, final long plain, final long pointers)
    {
        assertEquals(old, SizeClasses.usable(size, false, GoVersion.GO_1_19));
        assertEquals(old, SizeClasses.usable(size, true, GoVersion.GO_1_21));
        assertEquals(plain, SizeClasses.usable(size, false, GoVersion.GO_1_22));
        assertEquals(pointers, SizeClasses.usable(size, true, GoVersion.GO_1_23));
    }

    @Test
    void shouldExtendOverflowListsAsGoDoes()
    {
        assertArrayEquals(
            new long[]{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3408, 5120},
            capacities(16, GoVersion.GO_1_19));
        assertArrayEquals(capacities(40, GoVersion.GO_1_19), capacities(40, GoVersion.GO_1_21));
        assertArrayEquals(
            new long[]{1, 2, 4, 8, 16, 32, 64, 143, 287, 607, 1023, 1535, 2303, 3071, 4095, 6144},
            capacities(16, GoVersion.GO_1_23));
        assertArrayEquals(capacities(40, GoVersion.GO_1_22), capacities(40, GoVersion.GO_1_23));
    }

    private static long[] capacities(final int count, final GoVersion version)
    {
        return LongStream.iterate(0, (capacity) -> SizeClasses.nextListCapacity(capacity, version))
            .skip(1).limit(count).toArray();
    }

    @Test
    void shouldRefuseWhatIsOutOfRange()
    {
        final GoVersion version = GoVersion.GO_1_23;
        refused("size=-1", () -> SizeClasses.usable(-1, false, version));
        refused("size=" + Long.MAX_VALUE, () -> SizeClasses.usable(Long.MAX_VALUE, false, version));
        refused("B=-1", () -> SizeClasses.totalBuckets(144, -1, false, version));
        refused("B=49", () -> SizeClasses.totalBuckets(144, 49, false, version));
        refused("bucketSize=8", () -> SizeClasses.totalBuckets(8, 4, false, version));
        refused("bucketSize=2072", () -> SizeClasses.totalBuckets(2072, 4, false, version));
        refused("capacity=-1", () -> SizeClasses.nextListCapacity(-1, version));
        refused("capacity=" + Long.MAX_VALUE, () -> SizeClasses.nextListCapacity(Long.MAX_VALUE, version));
        assertTrue(SizeClasses.totalBuckets(2064, SizeClasses.MAX_B, true, version) > 1L << 48);
    }

    private static void refused(final String part, final Runnable call)
    {
        final var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
