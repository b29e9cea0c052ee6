// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.layout.classic.TopHash;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The first pictures of all: how a lookup finds a key, or finds out that it is absent, on a healthy map. Nothing is
 * broken here; each picture follows one key.
 */
public final class KeyLesson
{
    private static final long BUCKET = 3;
    private static final int B = 4;
    private static final int CHAIN = 12;
    private static final int IN_MAIN = 2;
    private static final int IN_OVERFLOW = 10;
    private static final int GROWING = 210;

    private KeyLesson()
    {
    }

    /**
     * Follows keys through two maps.
     *
     * @param setup version and seed.
     * @return a step for each key; its name is that of its texts.
     */
    public static List<StepResult> run(final LabMap.Setup setup)
    {
        final Stage stage = new Stage(setup, true);
        settled(stage);
        growing(stage);
        return stage.steps();
    }

    private static void settled(final Stage stage)
    {
        final long[] keys = LabKeys.colliding(stage.setup(), KeyForm.INT64, 0, B, BUCKET, CHAIN + 1);
        final long absent = keys[CHAIN];
        final long[] filled = LongStream.of(keys).limit(CHAIN).toArray();
        try (LabMap map = LabMap.make(stage.setup(), KeyForm.INT64, 100, 0, filled))
        {
            follow(stage, "key-in-main", map, keys[IN_MAIN]);
            follow(stage, "key-in-overflow", map, keys[IN_OVERFLOW]);
            follow(stage, "key-absent", map, absent);
            follow(stage, "key-same-tophash", map, twin(map, filled));
        }
    }

    private static void follow(final Stage stage, final String step, final LabMap map, final long key)
    {
        stage.act(step, map, new long[]{BUCKET}, new long[]{key}, () ->
        {
        });
    }

    /** The first absent key of the bucket that has the tophash of a present one. */
    private static long twin(final LabMap map, final long[] present)
    {
        final List<Integer> tops = LongStream.of(present).mapToObj((key) -> top(map, key)).toList();
        return LongStream.iterate(present[present.length - 1] + 1, (key) -> key + 1).filter((key) ->
            (hash(map, key) & (1L << B) - 1) == BUCKET && tops.contains(top(map, key)) && !map.has(key))
            .findFirst().orElseThrow();
    }

    private static int top(final LabMap map, final long key)
    {
        return TopHash.of(hash(map, key));
    }

    private static long hash(final LabMap map, final long key)
    {
        return map.form().hash(key, map.walk().hash0(), map.image().view().keys());
    }

    /** A key whose old bucket was moved, and one whose old bucket was not. */
    private static void growing(final Stage stage)
    {
        final long[] keys = LabKeys.seq(0, GROWING);
        try (LabMap map = LabMap.make(stage.setup(), KeyForm.INT64, -1, 0, keys))
        {
            for (final boolean old : new boolean[]{true, false})
            {
                final long key = LongStream.of(keys).filter((one) -> KeyWays.of(map, one).old() == old)
                    .findFirst().orElseThrow();
                final long bucket = KeyWays.of(map, key).hash() & (1L << map.walk().b()) - 1;
                stage.act(old ? "key-not-moved" : "key-moved", map, new long[]{bucket},
                    new long[]{key}, () ->
                    {
                    });
            }
        }
    }
}
