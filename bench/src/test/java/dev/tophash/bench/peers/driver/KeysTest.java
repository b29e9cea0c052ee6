// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeysTest
{
    private static final int SIZE = 1_000;

    private final Keys keys = new Keys(SIZE);

    @Test
    void shouldProbeEachSliceInAnotherOrder()
    {
        final int slices = Keys.slices(SIZE);
        assertEquals(65, slices);
        final long[] longs = keys.longs();
        final long[] probes = keys.longProbes();
        assertEquals(slices * SIZE, longs.length);
        for (int slice = 0; slice < slices; slice++)
        {
            final long[] put = Arrays.copyOfRange(longs, slice * SIZE, (slice + 1) * SIZE);
            final long[] probed = Arrays.copyOfRange(probes, slice * SIZE, (slice + 1) * SIZE);
            assertNotEquals(Arrays.toString(put), Arrays.toString(probed));
            Arrays.sort(put);
            Arrays.sort(probed);
            assertArrayEquals(put, probed);
        }
    }

    @Test
    void shouldNeverMakeAKeyTwice()
    {
        final Set<Object> all = new HashSet<>();
        Arrays.stream(keys.ints()).forEach(all::add);
        Arrays.stream(keys.absentInts()).forEach(all::add);
        Arrays.stream(keys.longs()).forEach(all::add);
        Arrays.stream(keys.absentLongs()).forEach(all::add);
        all.addAll(Arrays.asList(keys.pairs().keys()));
        all.addAll(Arrays.asList(keys.pairs().absent()));
        all.addAll(Arrays.asList(keys.strings().keys()));
        all.addAll(Arrays.asList(keys.strings().absent()));
        assertEquals(8 * 65 * SIZE, all.size());
    }

    @Test
    void shouldMakeStringsOfEightToFortyBytes()
    {
        final int[] lengths = Arrays.stream(keys.strings().keys()).mapToInt(String::length).sorted().toArray();
        assertEquals(8, lengths[0]);
        assertEquals(40, lengths[lengths.length - 1]);
    }

    /** A program gets a key from somewhere; it has not the object that is in the map. */
    @Test
    void shouldProbeWithOtherObjects()
    {
        final KeyObjects<String> strings = keys.strings();
        final Set<String> put = new HashSet<>(Arrays.asList(strings.keys()).subList(0, SIZE));
        for (final String probe : Arrays.asList(strings.probes()).subList(0, SIZE))
        {
            assertTrue(put.contains(probe));
        }
        final int at = IntStream.range(0, SIZE).filter(i -> strings.probes()[i].equals(strings.keys()[0])).findFirst()
            .orElseThrow();
        assertNotSame(strings.keys()[0], strings.probes()[at]);
    }
}
