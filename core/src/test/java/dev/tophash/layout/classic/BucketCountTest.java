// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BucketCountTest
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
                        total, BucketCount.total(Integer.parseInt(row[2]), b, pointers, version), line);
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
            new GZIPInputStream(BucketCountTest.class.getResourceAsStream("prealloc-vectors.csv.gz")),
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
            assertEquals(1L << b, BucketCount.total(144, b, true, version));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "144, 14, 17408", "16, 4, 18", "16, 10, 1152", "144, 16, 69632", "144, 30, 1140850688", "2064, 20, 1114112"})
    void shouldAgreeWithTheLayoutDocument(final int bucketSize, final int b, final long total)
    {
        assertEquals(total, BucketCount.total(bucketSize, b, false, GoVersion.GO_1_23));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange()
    {
        final GoVersion version = GoVersion.GO_1_23;
        refused("B=-1", () -> BucketCount.total(144, -1, false, version));
        refused("B=49", () -> BucketCount.total(144, 49, false, version));
        refused("bucketSize=8", () -> BucketCount.total(8, 4, false, version));
        refused("bucketSize=2072", () -> BucketCount.total(2072, 4, false, version));
        assertTrue(BucketCount.total(2064, BucketCount.MAX_B, true, version) > 1L << 48);
    }

    private static void refused(final String part, final Runnable call)
    {
        final var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
