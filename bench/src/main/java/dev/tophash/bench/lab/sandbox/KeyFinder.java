// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.lab.cases.CaseLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds keys that do what a script wants: fall into one bucket, make the map grow, or move old chains without changing
 * an entry.
 */
final class KeyFinder
{
    /** Far from the small numbers that scripts are written with. */
    private static final long FIRST_NEW = 1_000_000;
    private static final long MAX_TRIES = 1_000_000;
    private static final int MAX_NEW = 100_000;
    private static final int SHOWN = 20;

    private final SandboxMap map;

    KeyFinder(final SandboxMap map)
    {
        this.map = map;
    }

    /** Assigns the elem that {@code fill} gives a key. */
    void fill(final long key)
    {
        map.stage(ScriptNumber.of(key));
        map.stageElem(ScriptNumber.of(1000 + key));
        map.assign();
    }

    private boolean present(final long key)
    {
        map.stage(ScriptNumber.of(key));
        return map.find() != 0;
    }

    private boolean growing()
    {
        return map.image().view().oldbucketsAddress() != 0;
    }

    /** Assigns keys that all fall into one main bucket. */
    CaseLine crowd(final SandboxOp.Crowd crowd)
    {
        if (crowd.bucket() >= 1L << map.image().view().b())
        {
            throw new IllegalArgumentException("no such main bucket: bucket=" + crowd.bucket() + ", B=" +
                map.image().view().b());
        }
        final List<Long> keys = new ArrayList<>();
        long key = crowd.from();
        for (long tried = 0; keys.size() < crowd.count() && tried < MAX_TRIES; tried++, key++)
        {
            if (map.bucketOf(key) == crowd.bucket())
            {
                keys.add(key);
            }
        }
        if (keys.size() < crowd.count())
        {
            throw new IllegalArgumentException("not enough keys for this bucket among a million: found=" + keys.size());
        }
        keys.forEach(this::fill);
        return CaseLine.of("keys {}", keys.stream().limit(SHOWN).map(String::valueOf)
            .collect(Collectors.joining(" ")) + (keys.size() > SHOWN ? " ..." : ""));
    }

    /** Assigns new keys until a growth begins. */
    CaseLine grow()
    {
        if (growing())
        {
            throw new IllegalArgumentException("the map grows already, evacuate goes on with it");
        }
        int assigned = 0;
        for (long key = FIRST_NEW; !growing() && assigned < MAX_NEW && key < FIRST_NEW + MAX_TRIES; key++)
        {
            if (!present(key))
            {
                fill(key);
                assigned++;
            }
        }
        return CaseLine.of(growing() ? "keys assigned: {}, a growth has begun" :
            "keys assigned: {}, and no growth begins", assigned);
    }

    /** Deletes a key that is not there, which moves one or two old chains each time. */
    void evacuate(final int times)
    {
        if (!growing())
        {
            throw new IllegalArgumentException("the map does not grow, grow starts a growth: oldbuckets=nil");
        }
        long absent = FIRST_NEW;
        while (present(absent))
        {
            if (++absent == FIRST_NEW + MAX_TRIES)
            {
                throw new IllegalArgumentException("every key of this type is in the map");
            }
        }
        for (int i = 0; i < times && growing(); i++)
        {
            map.stage(ScriptNumber.of(absent));
            map.delete();
        }
    }
}
