// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SizeClassesTest
{
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
        refused("capacity=-1", () -> SizeClasses.nextListCapacity(-1, version));
        refused("capacity=" + Long.MAX_VALUE, () -> SizeClasses.nextListCapacity(Long.MAX_VALUE, version));
    }

    private static void refused(final String part, final Runnable call)
    {
        final var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
