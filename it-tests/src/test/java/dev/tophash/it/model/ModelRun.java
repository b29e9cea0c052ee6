// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.MapClosedException;
import dev.tophash.it.subject.Subject;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random operations on a map and on {@link HashMap}, which must always agree.
 *
 * <p>A run is a series of <i>sessions</i>, each with a map of its own: other hash keys, Go version, size hint, and a
 * pool of keys of its own size, so that the map passes through all states of growth. Within a session phases of
 * filling, emptying and mixing follow each other; up to three cursors are open at once and are advanced in between,
 * each watched by {@link IterationRules}. Everything follows from one seed.
 *
 * @param <K> key.
 */
final class ModelRun<K>
{
    /** Makes a map. */
    @FunctionalInterface
    interface Maker<K>
    {
        Subject<K> make(MapConfig config, long hint);
    }

    /**
     * How long, how large, how closely watched.
     *
     * @param operationCount   operations to do.
     * @param sessionCount     number of maps to spread them over.
     * @param verifyEvery      operations between two verifications.
     */
    record Plan(long operationCount, int sessionCount, int verifyEvery)
    {
    }

    private static final int MAX_CURSOR_COUNT = 3;
    private static final int HISTORY_SIZE = 16;
    private static final long OTHER = -2;
    private static final List<GoVersion> VERSIONS = List.of(GoVersion.values());

    /** Percentage of puts among writes: filling, mixing, emptying. */
    private static final int[] PUT_WEIGHTS = {85, 50, 15};

    private final String name;
    private final SplittableRandom random;
    private final List<K> allKeys;
    private final Maker<K> maker;
    private final Plan plan;
    private final Map<K, Long> model = new HashMap<>();
    private final List<IterationRules<K>> cursors = new ArrayList<>();
    private final String[] doneNames = new String[HISTORY_SIZE];
    private final Object[] doneKeys = new Object[HISTORY_SIZE];
    private List<K> keys;
    private Subject<K> map;
    private long operationCount;
    private long deliveryCount;
    private long verifyCount;
    private int putWeight;

    ModelRun(final String name, final List<K> keys, final Maker<K> maker, final Plan plan)
    {
        this.name = name;
        this.random = Seed.random(name);
        this.allKeys = keys;
        this.maker = maker;
        this.plan = plan;
    }

    long operationCount()
    {
        return operationCount;
    }

    long deliveryCount()
    {
        return deliveryCount;
    }

    long verifyCount()
    {
        return verifyCount;
    }

    /** Does all of it; any disagreement is an error that says how to see it again. */
    ModelRun<K> run()
    {
        try
        {
            for (int session = 1; session <= plan.sessionCount; session++)
            {
                session(plan.operationCount * session / plan.sessionCount);
            }
            return this;
        }
        catch (final RuntimeException | AssertionError e)
        {
            throw new AssertionError("model run failed: run=" + name + ", operation=" + operationCount + ", replay " +
                Seed.replay() + ", last operations: " + lastOperations(), e);
        }
    }

    private String lastOperations()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < HISTORY_SIZE; i++)
        {
            final int at = (int)((operationCount + 1 + i) % HISTORY_SIZE);
            text.append(doneNames[at]).append(' ').append(doneKeys[at]).append("; ");
        }
        return text.toString();
    }

    private void session(final long until)
    {
        final int largest = allKeys.size();
        final int keyCount = 1 + (random.nextInt(3) == 0 ? random.nextInt(largest) : largest - 1);
        keys = allKeys.subList(0, keyCount);
        final GoVersion version = VERSIONS.get(random.nextInt(VERSIONS.size()));
        final long hint = random.nextInt(3) == 0 ? random.nextInt(keyCount + 1) : 0;
        map = maker.make(Seed.config(random, version), hint);
        putWeight = PUT_WEIGHTS[0];
        try
        {
            while (operationCount < until)
            {
                if (operationCount % Math.max(64, keyCount) == 0)
                {
                    putWeight = PUT_WEIGHTS[random.nextInt(PUT_WEIGHTS.length)];
                }
                operation();
                operationCount++;
                if (operationCount % plan.verifyEvery == 0)
                {
                    verify();
                }
            }
            compareAll();
        }
        finally
        {
            cursors.clear();
            model.clear();
            map.close();
        }
    }

    private void operation()
    {
        final K key = keys.get(random.nextInt(keys.size()));
        final int kind = random.nextInt(100);
        if (kind < 55)
        {
            write(key);
        }
        else if (kind < 85)
        {
            read(key, kind);
        }
        else if (cursors.isEmpty())
        {
            rareOperation();
        }
        else
        {
            advance();
        }
    }

    private void write(final K key)
    {
        if (random.nextInt(100) >= putWeight)
        {
            note("remove", key);
            final Long expected = model.remove(key);
            agree("remove", key, map.remove(key), expected);
            forget(key);
            return;
        }
        final long elem = random.nextLong() & map.elemMask();
        if (random.nextInt(4) == 0)
        {
            note("putIfAbsent", key);
            agree("putIfAbsent", key, map.putIfAbsent(key, elem), model.putIfAbsent(key, elem));
        }
        else
        {
            note("put", key);
            agree("put", key, map.put(key, elem), model.put(key, elem));
        }
    }

    private void forget(final K key)
    {
        for (final IterationRules<K> cursor : cursors)
        {
            cursor.removed(key);
        }
    }

    private void read(final K key, final int kind)
    {
        final Long expected = model.get(key);
        switch (kind % 3)
        {
            case 0 -> agree("get", key, map.get(key), expected);
            case 1 ->
            {
                final long found = map.getOrDefault(key, OTHER);
                agree("getOrDefault", key, found, expected == null ? Long.valueOf(OTHER) : expected);
            }
            default ->
            {
                if (map.containsKey(key) != (expected != null))
                {
                    throw new AssertionError("containsKey: key=" + key + ", expected=" + (expected != null));
                }
            }
        }
        if (map.size() != model.size())
        {
            throw new AssertionError("size: size=" + map.size() + ", expected=" + model.size());
        }
    }

    private void agree(final String what, final K key, final long actual, final Long expected)
    {
        final long right = expected == null ? Subject.ABSENT : expected;
        if (actual != right)
        {
            throw new AssertionError(what + ": key=" + key + ", result=" + actual + ", expected=" + right);
        }
    }

    // ---------------------------------------------------------------- cursors

    private void advance()
    {
        final IterationRules<K> cursor = cursors.get(random.nextInt(cursors.size()));
        note("next", null);
        deliveryCount++;
        if (!cursor.step(model))
        {
            cursor.close();
            cursors.remove(cursor);
            return;
        }
        final K key = cursor.key();
        switch (random.nextInt(30))
        {
            case 0 ->
            {
                note("cursor.remove", key);
                cursor.cursor().remove();
                model.remove(key);
                forget(key);
            }
            case 1 ->
            {
                note("cursor.setElem", key);
                final long elem = random.nextLong() & map.elemMask();
                cursor.cursor().setElem(elem);
                model.put(key, elem);
            }
            case 2 ->
            {
                if (random.nextInt(1 + model.size() / 4) == 0)
                {
                    clear();
                }
            }
            case 3 ->
            {
                if (random.nextInt(1 + model.size() / 4) == 0)
                {
                    reserve();
                }
            }
            default -> openSometimes();
        }
    }

    private void openSometimes()
    {
        if (cursors.size() < MAX_CURSOR_COUNT && random.nextInt(1 + model.size()) == 0)
        {
            note("cursor", null);
            cursors.add(new IterationRules<>(map, model));
        }
    }

    /** A whole iteration costs as much as the map is large, so such things come as seldom. */
    private void rareOperation()
    {
        if (random.nextInt(1 + model.size() / 4) != 0)
        {
            return;
        }
        switch (random.nextInt(12))
        {
            case 0 -> clear();
            case 1 -> copy();
            case 2 -> reopen();
            case 3 -> compareAll();
            case 4 -> reserve();
            default -> openSometimes();
        }
    }

    // ---------------------------------------------------------------- whole map

    private void clear()
    {
        note("clear", null);
        map.clear();
        model.clear();
        cursors.forEach(IterationRules::cleared);
        if (!map.image().version().clearMarksChains())
        {
            // Before 1.21 Go itself goes on to deliver cleared entries of an old array (layout section 12).
            cursors.forEach(IterationRules::close);
            cursors.clear();
        }
    }

    private void reserve()
    {
        note("reserve", null);
        final long count = random.nextInt(2 * keys.size());
        map.reserve(count);
        if (count > LoadFactor.growLimit(map.image().b()))
        {
            throw new AssertionError("reserve: count=" + count + ", b=" + map.image().b());
        }
        verify();
    }

    private void copy()
    {
        note("copy", null);
        final Subject<K> copy = map.copy();
        if (random.nextBoolean())
        {
            swap(copy);
        }
        else
        {
            final Subject<K> original = map;
            map = copy;
            compareAll();
            map = original;
            copy.close();
        }
        compareAll();
    }

    private void reopen()
    {
        note("reopen", null);
        final Path file = random.nextInt(20) == 0 ? temporaryFile() : null;
        try (Arena arena = Arena.ofConfined())
        {
            final MapImage live = map.image();
            final MapImage loaded;
            if (file == null)
            {
                final MemorySegment bytes = arena.allocate(live.memory().byteSize(), Long.BYTES);
                bytes.copyFrom(live.memory());
                loaded = new MapImage(
                    bytes, live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
            }
            else
            {
                ImageFile.write(file, live);
                loaded = ImageFile.read(file, arena, Long.MAX_VALUE);
            }
            swap(map.attach(loaded));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        finally
        {
            delete(file);
        }
        compareAll();
    }

    private static Path temporaryFile()
    {
        try
        {
            return Files.createTempFile("tophash-model", ".image");
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(final Path file)
    {
        try
        {
            if (file != null)
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on with another map; the old one is closed, and so are its cursors. */
    private void swap(final Subject<K> next)
    {
        map.close();
        for (final IterationRules<K> cursor : cursors)
        {
            try
            {
                cursor.cursor().next();
                throw new AssertionError("a cursor of a closed map went on");
            }
            catch (final MapClosedException expected)
            {
                cursor.close();
            }
        }
        cursors.clear();
        map = next;
    }

    private void compareAll()
    {
        note("forEach", null);
        final Map<K, Long> found = new HashMap<>();
        map.forEach((key, elem) ->
        {
            if (found.put(key, elem) != null)
            {
                throw new AssertionError("forEach delivered an entry twice: key=" + key);
            }
        });
        if (!found.equals(model))
        {
            throw new AssertionError("forEach: size=" + found.size() + ", expected=" + model.size());
        }
        verify();
    }

    private void verify()
    {
        verifyCount++;
        final VerifyReport report = MapVerifier.verify(map.image());
        if (!report.clean() || report.entryCount() != model.size())
        {
            throw new AssertionError("verifier: entries=" + report.entryCount() + ", expected=" + model.size() +
                ", report=" + report);
        }
    }

    private void note(final String what, final K key)
    {
        doneNames[(int)(operationCount % HISTORY_SIZE)] = what;
        doneKeys[(int)(operationCount % HISTORY_SIZE)] = key;
    }
}
