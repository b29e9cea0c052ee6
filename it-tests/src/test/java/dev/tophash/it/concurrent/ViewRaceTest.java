// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A {@code SingleWriterView} never shows a value that was not written, of another key, or of two writes, whatever the
 * writer does: growths, clears, moves of boxes, edits of structs. {@link ViewRace} says how that is known.
 */
class ViewRaceTest
{
    private static final long SEED = 0x7ab1e;
    private static final long READ_COUNT = 200_000;
    private static final long LONG_READ_COUNT = 10_000_000;

    /** An unprotected reader meets a torn value after some thousands of reads. */
    private static final long CONTROL_READ_COUNT = 200_000_000;

    private static List<ViewRace> races()
    {
        return Stream.of(false, true).flatMap(clears -> Stream.of(
            new ViewRaces.Longs(clears, SEED), new ViewRaces.Strings(clears, SEED), new ViewRaces.Keys(clears, SEED),
            new ViewRaces.Structs(3, clears, true, SEED), new ViewRaces.Structs(25, clears, true, SEED),
            new ViewRaces.Bytes(clears, SEED))).toList();
    }

    private static void run(final ViewRace race, final long count) throws InterruptedException
    {
        try
        {
            assertNull(race.run(count));
        }
        finally
        {
            race.map().close();
        }
    }

    @ParameterizedTest
    @MethodSource("races")
    void shouldReadNothingThatWasNotWritten(final ViewRace race) throws InterruptedException
    {
        run(race, READ_COUNT);
    }

    /** 120 million reads in all. */
    @ParameterizedTest
    @MethodSource("races")
    @Tag("long")
    void shouldReadNothingThatWasNotWrittenForLong(final ViewRace race) throws InterruptedException
    {
        run(race, LONG_READ_COUNT);
    }

    @Test
    void shouldReadTornValuesWithoutTheView() throws InterruptedException
    {
        final ViewRace race = new ViewRaces.Structs(25, false, false, SEED);
        try
        {
            assertNotNull(race.run(CONTROL_READ_COUNT));
        }
        finally
        {
            race.map().close();
        }
    }
}
