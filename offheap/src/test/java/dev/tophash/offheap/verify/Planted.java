// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import dev.tophash.layout.classic.TopHash;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Healthy maps to damage, and what to expect then. */
final class Planted
{
    static final String LONGS = "map[int64]int64";

    private Planted()
    {
    }

    /** 16 buckets, chains over spare and heap buckets, tombstones. */
    static MiniMap settled(final String type)
    {
        final MiniMap map = new MiniMap(type, 4, 0xcafebabe);
        for (int i = 0; i < 180; i++)
        {
            put(map, i);
        }
        assertTrue(map.verify().clean());
        return map;
    }

    static void put(final MiniMap map, final int i)
    {
        if (map.type.toString().startsWith("map[string"))
        {
            map.put("key-" + i, i);
        }
        else if (map.type.indirectKey())
        {
            map.putBoxed(i, i);
        }
        else
        {
            map.put(3L * i + 1, 1000 + i);
        }
    }

    /** In the middle of a growth from 16 to 32 buckets. */
    static MiniMap growing(final String type)
    {
        final MiniMap map = settled(type);
        map.grow(false);
        map.evacuate(9);
        map.evacuate(0);
        map.evacuate(1);
        map.evacuate(12);
        assertTrue(map.verify().clean());
        return map;
    }

    static Set<Rule> errors(final VerifyReport report)
    {
        return report.findings().stream().map(Finding::rule)
            .filter((check) -> check.severity() == Rule.Severity.ERROR)
            .collect(Collectors.toSet());
    }

    static VerifyReport verify(final MiniMap map)
    {
        return assertTimeoutPreemptively(Duration.ofSeconds(5), map::verify);
    }

    /** Finds these errors and no others. */
    static void assertFound(final MiniMap map, final Check first, final Check... others)
    {
        final VerifyReport report = verify(map);
        assertEquals(EnumSet.of(first, others), errors(report), report::toString);
    }

    /** Finds this error, perhaps among others. */
    static void assertAmong(final MiniMap map, final Check check)
    {
        final VerifyReport report = verify(map);
        assertTrue(errors(report).contains(check), report::toString);
    }

    static void planted(final MiniMap map, final Consumer<MiniMap> damage, final Check first,
        final Check... others)
    {
        damage.accept(map);
        assertFound(map, first, others);
    }

    /** The first main bucket with this property of its slot 0, and an overflow bucket or none. */
    static long find(final MiniMap map, final boolean chained)
    {
        for (long i = 0; i < 1L << map.b(); i++)
        {
            if (map.top(map.bucket(i), 0) >= TopHash.MIN_TOP_HASH && map.overflow(map.bucket(i)) != 0 == chained)
            {
                return map.bucket(i);
            }
        }
        throw new AssertionError("no such bucket");
    }

    static long lastOfChain(final MiniMap map, final long first)
    {
        long bucket = first;
        while (map.overflow(bucket) != 0)
        {
            bucket = map.overflow(bucket);
        }
        return bucket;
    }
}
