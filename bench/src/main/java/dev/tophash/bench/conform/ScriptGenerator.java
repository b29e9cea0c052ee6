// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes random scripts. The same seed gives the same script.
 *
 * <p>Seventy-two consecutive seeds go through the twenty-four map types in three families each:
 * <ul>
 * <li>random: everything mixed; half of the scripts draw keys that collide in few buckets;</li>
 * <li>churn: one bucket after the other is filled with colliding keys and emptied, so that overflow buckets pile up
 * while the count stays low, which leads to growth of the same size;</li>
 * <li>edge: stops right after a growth was triggered and does things in the middle of it.</li>
 * </ul>
 * Types with few keys always get the first family. Float keys get zeros of both signs and infinities besides (a fourth
 * family, if you like).
 */
public final class ScriptGenerator
{
    /** The process hash key that mapdump has unless it is told another. */
    private static final long[] PROCESS_KEY =
        {0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L};

    private static final int FAMILIES = 3;
    private static final int FIRST_CHURN_KEY = 1_000;
    private static final int LAST_CHURN_KEY = 30_000;
    private static final int[] LIMITS = {8, 13, 26, 52, 104, 208, 416};
    private static final String[] FLOATS = {"-0", "0", "inf", "-inf"};

    private final SplittableRandom random;
    private final ScriptType type;
    private final boolean clones;
    private final HashKeys keys;
    private final int seed0;
    private final long limit;
    private final List<String> lines = new ArrayList<>();

    private ScriptGenerator(final long seed, final GoVersion version)
    {
        random = new SplittableRandom(seed);
        type = ScriptType.ALL.get((int)Math.floorMod(seed, (long)ScriptType.ALL.size()));
        clones = version.clearMarksChains(); // maps.Clone came with the same release
        keys = HashKeys.of(version, PROCESS_KEY);
        seed0 = random.nextInt();
        limit = switch (type.key().word())
        {
            case "bool" -> 2;
            case "i8" -> 256;
            case "u16" -> 4_000;
            default -> 100_000;
        };
    }

    /**
     * Writes a script.
     *
     * @param seed    which one.
     * @param version for which Go: keys that collide there, and clones if it has them.
     * @return its lines.
     */
    public static List<String> generate(final long seed, final GoVersion version)
    {
        final long round = Math.floorDiv(seed, (long)ScriptType.ALL.size());
        return new ScriptGenerator(seed, version).script((int)Math.floorMod(round, (long)FAMILIES));
    }

    private List<String> script(final int family)
    {
        final String[] hints = {"", "", " 0", " 8", " 9", " 20", " 60", " 110", " 210", " 420", " 900"};
        add("map " + type.key().word() + ' ' + type.elem().word() + oneOf(hints));
        add("hash0 0x" + Integer.toHexString(seed0));
        if (chance(0.3))
        {
            add("mode generic");
        }
        if (family == 1 && limit >= LAST_CHURN_KEY)
        {
            churn();
        }
        else if (family == 2 && limit >= 4_000)
        {
            edge();
        }
        else
        {
            mixed();
        }
        add("dump final");
        return lines;
    }

    private void add(final String line)
    {
        lines.add(line);
    }

    private boolean chance(final double probability)
    {
        return random.nextDouble() < probability;
    }

    private int below(final int bound)
    {
        return random.nextInt(bound);
    }

    private String oneOf(final String... choices)
    {
        return choices[below(choices.length)];
    }

    private int oneOf(final int... choices)
    {
        return choices[below(choices.length)];
    }

    private <T> List<T> sample(final List<T> all, final int most)
    {
        final List<T> rest = new ArrayList<>(all);
        final List<T> sample = new ArrayList<>();
        while (sample.size() < most && !rest.isEmpty())
        {
            final int i = below(rest.size());
            sample.add(rest.get(i));
            rest.set(i, rest.get(rest.size() - 1));
            rest.remove(rest.size() - 1);
        }
        return sample;
    }

    private String start()
    {
        return below(64) + " " + below(8);
    }

    private void dumpWith(final double probability)
    {
        if (chance(probability))
        {
            add("dump");
        }
    }

    private long bucket(final long number, final int bits)
    {
        return type.key().hash(ScriptNumber.of(number), Integer.toUnsignedLong(seed0), keys) & ((1L << bits) - 1);
    }

    // ---------------------------------------------------------------- churn

    private void churn()
    {
        final int bits = oneOf(2, 3, 4, 5);
        final int fill = (13 << bits >> 1) + 1;
        add("clear");
        add("fill 0 " + fill);
        add("drop 0 " + fill);
        add("dump");
        final Map<Long, List<Long>> byBucket = new TreeMap<>();
        for (long n = FIRST_CHURN_KEY; n < LAST_CHURN_KEY; n++)
        {
            byBucket.computeIfAbsent(bucket(n, bits), ignored -> new ArrayList<>()).add(n);
        }
        final int rounds = oneOf(6, 14, 30);
        int iterators = 0;
        for (int round = 0; round < rounds; round++)
        {
            final List<Long> candidates = byBucket.get((long)below(1 << bits));
            final List<Long> chosen = sample(candidates, 8 + below((13 << bits >> 1) - 8));
            iterators = fillBucket(chosen, iterators);
            add("dump");
            if (clones && chance(0.3))
            {
                add("clone");
                add("dump");
                for (iterators = 0; iterators < 3; iterators++)
                {
                    add("itnew i" + iterators + " 0 0");
                }
            }
            if (chance(0.15))
            {
                add("clear");
            }
            else
            {
                emptyBucket(sample(chosen, chosen.size()));
            }
            add("dump");
        }
    }

    /** Returns how many iterators are open. */
    private int fillBucket(final List<Long> chosen, final int open)
    {
        int iterators = open;
        for (final long n : chosen)
        {
            add("assign " + n + ' ' + (n + 1));
            dumpWith(0.03);
            if (chance(0.04))
            {
                final int id = iterators < 3 ? iterators++ : below(3);
                add("itnew i" + id + ' ' + start());
            }
            if (iterators > 0 && chance(0.08))
            {
                add(chance(0.8) ? "itnext i" + below(iterators) + ' ' + oneOf(1, 3) : "iter " + start());
            }
        }
        return iterators;
    }

    private void emptyBucket(final List<Long> chosen)
    {
        final int keep = Math.min(chosen.size(), oneOf(0, 0, 0, 3));
        for (final long n : chosen.subList(keep, chosen.size()))
        {
            add("delete " + n);
            dumpWith(0.05);
        }
        for (final long n : chosen.subList(0, keep))
        {
            add("get " + n);
            add("delete " + n);
        }
    }

    // ---------------------------------------------------------------- edge

    private void edge()
    {
        final int rounds = oneOf(3, 6);
        for (int round = 0; round < rounds; round++)
        {
            final int full = oneOf(LIMITS);
            if (chance(0.5))
            {
                add("fill 0 " + full);
                if (chance(0.5))
                {
                    add("itnew a " + start());
                }
                add("assign " + full + " 7");
            }
            else
            {
                add("fill 0 " + (full + 1));
            }
            add("dump");
            add("itnew b " + start());
            amidGrowth(full);
            if (chance(0.6))
            {
                add("clear");
                add("dump");
                add("itnext b 2");
                add("fill 0 5");
                add("itnext b 2");
                add("dump");
                add("drop 0 5");
            }
            else
            {
                add("iter " + start());
                add("drop 0 " + (full + 10));
                add("dump");
            }
        }
    }

    private void amidGrowth(final int full)
    {
        final int operations = below(12);
        int deletes = 0;
        for (int i = 0; i < operations; i++)
        {
            if (clones && chance(0.12))
            {
                add("clone");
                add("dump");
                add("itnew b 3 3");
            }
            switch (below(9))
            {
                case 0 -> add("assign " + below(full) + ' ' + i);
                case 1 ->
                {
                    if (++deletes < full) // an iterator on an empty map cannot be advanced
                    {
                        add("delete " + below(full));
                    }
                }
                case 2 -> add("assign " + (full + 1 + below(9)) + ' ' + i);
                case 3, 4 -> add("itnext b " + oneOf(1, 2, 7));
                case 5 -> add("iter " + start());
                case 6 -> add("get " + below(full));
                case 7 -> add("itnew b " + start());
                default -> add("dump");
            }
        }
    }

    // ---------------------------------------------------------------- random

    private List<Long> pool()
    {
        final boolean collide = chance(0.5) && limit > 1_000;
        final int size = collide ? oneOf(60, 200, 600) : oneOf(6, 12, 30, 100, 400, 1_500);
        final int bits = oneOf(2, 3, 4, 5);
        final Set<Long> wanted = new TreeSet<>();
        final int buckets = 1 + below(2);
        for (int i = 0; i < buckets; i++)
        {
            wanted.add((long)below(1 << bits));
        }
        final List<Long> pool = new ArrayList<>();
        for (long n = 0; n < Math.min(limit, LAST_CHURN_KEY) && pool.size() < size; n++)
        {
            if (!collide || wanted.contains(bucket(n, bits)))
            {
                pool.add(n);
            }
        }
        return pool;
    }

    private void mixed()
    {
        final List<Long> pool = pool();
        final Set<Long> live = new TreeSet<>();
        final Set<String> iterators = new TreeSet<>();
        final boolean floats = type.key().isFloat();
        if (floats)
        {
            floatZeros();
        }
        final int operations = oneOf(40, 150, 400);
        for (int i = 0; i < operations; i++)
        {
            final double x = random.nextDouble();
            if (x < 0.72)
            {
                assignOrDelete(x < 0.45 || live.isEmpty(), pool, live);
                dumpWith(0.3);
            }
            else if (x < 0.76)
            {
                final long n = pool.get(below(pool.size()));
                add("delete " + n);
                live.remove(n);
            }
            else if (x < 0.84)
            {
                sample(pool, 3).forEach(n -> add("get " + n));
            }
            else if (x < 0.97)
            {
                iterate(live, iterators, x);
            }
            else
            {
                wholeMap(live, iterators, x);
            }
            if (floats && chance(0.05))
            {
                add(oneOf("get ", "delete ", "assign ") + oneOf(FLOATS));
                completeAssign(i);
            }
        }
    }

    /** Entries that live does not know do no harm: it is only asked whether the map is certainly not empty. */
    private void completeAssign(final int elem)
    {
        final int last = lines.size() - 1;
        if (lines.get(last).startsWith("assign"))
        {
            lines.set(last, lines.get(last) + ' ' + elem);
        }
    }

    private void floatZeros()
    {
        add("assign 0 1");
        add("assign -0 2");
        add("assign inf 3");
        add("dump");
        add("delete 0");
        add("delete inf");
    }

    private void assignOrDelete(final boolean assign, final List<Long> pool, final Set<Long> live)
    {
        final int count = oneOf(1, 1, 3, 10, 40);
        for (final long n : sample(assign ? pool : new ArrayList<>(live), count))
        {
            if (assign)
            {
                add("assign " + n + ' ' + below(100_000));
                live.add(n);
            }
            else
            {
                add("delete " + n);
                live.remove(n);
            }
        }
    }

    private void iterate(final Set<Long> live, final Set<String> iterators, final double x)
    {
        final String id = "i" + below(3);
        if (x < 0.88)
        {
            add("iter " + start());
        }
        else if (x < 0.92)
        {
            add("itnew " + id + ' ' + start());
            // -0 or 0 deletes the same float, so a lonely 0 may not be there any more
            if (live.stream().anyMatch(n -> n != 0))
            {
                iterators.add(id);
            }
            else
            {
                iterators.remove(id);
            }
        }
        else if (iterators.contains(id))
        {
            add("itnext " + id + ' ' + oneOf(1, 1, 2, 5));
        }
    }

    private void wholeMap(final Set<Long> live, final Set<String> iterators, final double x)
    {
        if (x < 0.975)
        {
            if (clones)
            {
                add("clone");
                add("dump");
                iterators.clear();
            }
        }
        else if (x < 0.985)
        {
            live.forEach(n -> add("delete " + n));
            live.clear();
            dumpWith(0.8);
        }
        else
        {
            // The loop really iterates for keys that are not reflexive, from a random start: nothing to compare.
            add(type.mapType().reflexiveKey() ? oneOf("clear", "clear", "rangedelete") : "clear");
            live.clear();
            dumpWith(0.8);
        }
    }
}
