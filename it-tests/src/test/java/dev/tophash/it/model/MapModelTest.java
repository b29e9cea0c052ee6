// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.model.ModelRun.Maker;
import dev.tophash.it.model.ModelRun.Plan;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.BytesSubject;
import dev.tophash.it.subject.IntIntSubject;
import dev.tophash.it.subject.LongLongSubject;
import dev.tophash.it.subject.StringLongSubject;
import dev.tophash.it.subject.TypedSubject;
import dev.tophash.it.subject.TypedSubject.KeyCodec;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every key kind against {@link java.util.HashMap}, at least five million operations each.
 *
 * <p>Half of a kind's operations go to its main map class with a large pool of keys, the rest to all elem sizes, large
 * and small: on the small maps the verifier runs after every operation. Internal checks after every write are off in
 * this module, so the verifier runs where a plan says so.
 */
class MapModelTest
{
    private static final int[] ELEM_SIZES = {0, 1, 2, 4, 8, 40, 128, 129, 200};
    private static final int[] KEY_SIZES = {1, 3, 16, 24, 129, 200};
    /** On the file fallback a tenth: the walks are the same, the memory under them is another. */
    private static final long KIND_OPERATION_COUNT = Boolean.getBoolean(MapConfig.FORCE_FILE_PROPERTY) ? 500_000 :
        5_000_000;
    private static final int LONG_FACTOR = 20;
    private static final int LARGE_KEY_COUNT = 12_000;
    private static final int MIDDLE_KEY_COUNT = 3_000;
    private static final int SMALL_KEY_COUNT = 40;
    private static final int VERIFY_EVERY = 1_000;

    private long operationCount;
    private long deliveryCount;
    private long verifyCount;

    private final long openBefore = OffHeapMaps.openMapCount();

    @AfterEach
    void shouldHaveClosedEveryMap()
    {
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
    }

    @Test
    void shouldAgreeWithHashMapForLongKeys()
    {
        longKeys(1);
    }

    @Test
    void shouldAgreeWithHashMapForIntKeys()
    {
        intKeys(1);
    }

    @Test
    void shouldAgreeWithHashMapForBytesKeys()
    {
        bytesKeys(1);
    }

    @Test
    void shouldAgreeWithHashMapForStringKeys()
    {
        stringKeys(1);
    }

    @Test
    void shouldAgreeWithHashMapForTypedKeys()
    {
        typedKeys(1);
    }

    @Test
    @Tag("long")
    void shouldAgreeWithHashMapForHundredMillionOperationsOfEachKind()
    {
        longKeys(LONG_FACTOR);
        intKeys(LONG_FACTOR);
        bytesKeys(LONG_FACTOR);
        stringKeys(LONG_FACTOR);
        typedKeys(LONG_FACTOR);
    }

    private void longKeys(final int factor)
    {
        final List<Long> keys = Keys.longs(keyRandom("long"), LARGE_KEY_COUNT);
        main("long", keys, LongLongSubject::make, factor, 1);
        elemSizes("long", keys, Keys.INT64, factor, 1);
        report("long", factor);
    }

    private void intKeys(final int factor)
    {
        final List<Integer> keys = Keys.ints(keyRandom("int"), LARGE_KEY_COUNT);
        main("int", keys, IntIntSubject::make, factor, 1);
        elemSizes("int", keys, Keys.INT32, factor, 1);
        report("int", factor);
    }

    private void bytesKeys(final int factor)
    {
        final int share = KEY_SIZES.length;
        for (final int keySize : KEY_SIZES)
        {
            final String name = "bytes" + keySize;
            final List<Blob> keys = Keys.blobs(keyRandom(name), keySize, LARGE_KEY_COUNT / 2);
            main(name, keys, (config, hint) -> BytesSubject.make(keySize, Long.BYTES, config, hint), factor, share);
            for (final int elemSize : ELEM_SIZES)
            {
                elemSize(name + "/" + elemSize, keys,
                    (config, hint) -> BytesSubject.make(keySize, elemSize, config, hint), factor, share);
            }
        }
        report("bytes", factor);
    }

    private void stringKeys(final int factor)
    {
        final List<String> keys = Keys.strings(keyRandom("string"), LARGE_KEY_COUNT / 2);
        main("string", keys, StringLongSubject::make, factor, 1);
        elemSizes("string", keys, Keys.STRING, factor, 1);
        report("string", factor);
    }

    private void typedKeys(final int factor)
    {
        typed("float64", Keys.doubles(keyRandom("float64"), LARGE_KEY_COUNT / 2), Keys.FLOAT64, factor);
        typed("struct", Keys.pairs(keyRandom("struct"), LARGE_KEY_COUNT / 4), Keys.STRUCT, factor);
        typed("any", Keys.anys(keyRandom("any"), LARGE_KEY_COUNT / 4), Keys.ANY, factor);
        report("typed", factor);
    }

    private <K> void typed(final String name, final List<K> keys, final KeyCodec<K> codec, final int factor)
    {
        final int kindCount = 3;
        main(name, keys, (config, hint) -> TypedSubject.make(codec, Long.BYTES, config, hint), factor, kindCount);
        elemSizes(name, keys, codec, factor, kindCount);
    }

    private static SplittableRandom keyRandom(final String name)
    {
        return Seed.random("keys of " + name);
    }

    private <K> void main(
        final String name, final List<K> keys, final Maker<K> maker, final int factor, final int share)
    {
        final long operations = factor * KIND_OPERATION_COUNT / share;
        add(new ModelRun<>(name + " large", keys, maker, new Plan(operations / 2, 4, VERIFY_EVERY)).run());
        add(new ModelRun<>(name + " small", keys.subList(0, Math.min(SMALL_KEY_COUNT, keys.size())), maker,
            new Plan(operations / 100, 50, 1)).run());
    }

    private <K> void elemSizes(
        final String name, final List<K> keys, final KeyCodec<K> codec, final int factor, final int share)
    {
        for (final int elemSize : ELEM_SIZES)
        {
            elemSize(name + "/" + elemSize, keys, (config, hint) -> TypedSubject.make(codec, elemSize, config, hint),
                factor, share);
        }
    }

    private <K> void elemSize(
        final String name, final List<K> keys, final Maker<K> maker, final int factor, final int share)
    {
        final long operations = factor * KIND_OPERATION_COUNT / share / ELEM_SIZES.length / 2 + ELEM_SIZES.length;
        add(new ModelRun<>(name, keys.subList(0, Math.min(MIDDLE_KEY_COUNT, keys.size())), maker,
            new Plan(operations, 4, VERIFY_EVERY)).run());
        add(new ModelRun<>(name + " small", keys.subList(0, Math.min(SMALL_KEY_COUNT, keys.size())), maker,
            new Plan(operations / 100, 10, 1)).run());
    }

    private void add(final ModelRun<?> run)
    {
        operationCount += run.operationCount();
        deliveryCount += run.deliveryCount();
        verifyCount += run.verifyCount();
    }

    private void report(final String kind, final int factor)
    {
        System.out.printf(Locale.ROOT, "model: %s keys, %,d operations, of these %,d cursor steps, %,d verifications%n",
            kind, operationCount, deliveryCount, verifyCount);
        assertTrue(operationCount >= factor * KIND_OPERATION_COUNT, () -> "operations=" + operationCount);
        operationCount = 0;
        deliveryCount = 0;
        verifyCount = 0;
    }
}
