// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.page.LessonTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of a live map, also of one that is broken in every way that the page offers. */
class LiveFramesTest
{
    private static final int SCRIPTS = 25;
    private static final int LINES = 15;
    private static final List<String> MAPS = Stream.concat(Stream.of("map i64 i64 100"), ScriptType.ALL.stream()
        .map((type) -> "map " + type.key().word() + ' ' + type.elem().word() + " 60")).toList();
    private static final List<String> OPERATIONS = List.of("assign 3 4", "assign 900 1", "delete 12", "crowd 0 9",
        "fill 0 20", "fill 0 60", "zero main", "zero all", "zero spare", "zero old", "zero each 0 8", "poke count 0",
        "poke count -1", "poke nextOverflow M16", "poke nextOverflow @100", "poke M16 overflow M5",
        "poke M1 overflow @2256", "poke M1 overflow M1", "poke M2 overflow 77", "poke buckets @300", "poke buckets nil",
        "poke oldbuckets M1", "poke oldbuckets nil", "poke extra nil", "poke extra M3", "poke overflow M2", "poke B 9",
        "poke B 200", "poke B 0", "poke B 64", "poke flags 4", "poke flags 8", "poke nevacuate 99", "poke hash0 7",
        "poke noverflow 9", "undo", "undo 3", "redo", "clear", "clear swap", "clear wipe", "clear release", "grow",
        "evacuate", "itnew c 5 0", "itnew d 0 3", "itnext c", "itend c", "clone", "poke M0 tophash 3 9",
        "poke M0 key 1 5", "mode generic");

    private final LiveFrames frames = new LiveFrames(LessonTexts.Language.EN);

    private String state(final LiveSession session, final List<String> script, final boolean empty)
    {
        final LiveSession.Done done = session.run(script);
        return Reply.json(200, (json) -> StateJson.write(json, session, done, "12", empty, frames)).text();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldDrawWhateverBecameOfTheMap(final int seed)
    {
        final long before = LabImage.openCopies();
        final Random random = new Random(seed);
        for (int i = 0; i < SCRIPTS; i++)
        {
            final List<String> script = new ArrayList<>(List.of(MAPS.get(random.nextInt(MAPS.size()))));
            try (LiveSession session = new LiveSession(Limits.DEFAULT.hint()))
            {
                for (int j = 0; j < LINES; j++)
                {
                    script.add(OPERATIONS.get(random.nextInt(OPERATIONS.size())));
                    final String state = state(session, script, random.nextBoolean());
                    assertTrue(state.contains("\"frame\":{"), () -> script + ": " + state);
                    while (script.size() > session.size())
                    {
                        script.removeLast();
                    }
                }
            }
            catch (final RuntimeException e)
            {
                throw new AssertionError("after " + script, e);
            }
        }
        assertEquals(before, LabImage.openCopies());
    }

    @Test
    void shouldDrawEveryBucketOfASmallMapIfAsked()
    {
        try (LiveSession session = new LiveSession(Limits.DEFAULT.hint()))
        {
            final String all = state(session, List.of("map i64 i64 100", "crowd 5 12"), true);
            for (int i = 0; i < 18; i++)
            {
                assertTrue(all.contains("{\"name\":\"M" + i + "\",\"kind\":\"" + (i < 16 ? "main" : "spare") +
                    "\",\"kindText\""), "M" + i);
            }
        }
    }

    @Test
    void shouldMarkWhatALineChangedAndCutOff()
    {
        try (LiveSession session = new LiveSession(Limits.DEFAULT.hint()))
        {
            final String cut = state(session, List.of("map i64 i64 100", "crowd 5 12", "zero main"), false);

            assertTrue(cut.contains("\"cut\":\"M16\""), cut);
            assertTrue(cut.contains("\"ghost\":\"LOST\""), cut);
            assertTrue(cut.contains("\"zeroed\":[0,144]"), cut);

            final String later =
                state(session, List.of("map i64 i64 100", "crowd 5 12", "zero main", "crowd 5 3"), false);
            assertTrue(!later.contains("\"zeroed\""), "what an earlier line zeroed is not painted again");

            final String back =
                state(session, List.of("map i64 i64 100", "crowd 5 12", "zero main", "undo"), false);
            assertTrue(!back.contains("\"ghost\""), "what is taken back leaves no ghosts");
        }
    }
}
