// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.model.ModelRun.Maker;
import dev.tophash.it.model.ModelRun.Plan;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.BytesDoubleSubject;
import dev.tophash.it.subject.BytesIntSubject;
import dev.tophash.it.subject.BytesLongSubject;
import dev.tophash.it.subject.BytesSetSubject;
import dev.tophash.it.subject.IntDoubleSubject;
import dev.tophash.it.subject.IntIntSubject;
import dev.tophash.it.subject.IntLongSubject;
import dev.tophash.it.subject.IntSetSubject;
import dev.tophash.it.subject.LongDoubleSubject;
import dev.tophash.it.subject.LongIntSubject;
import dev.tophash.it.subject.LongLongSubject;
import dev.tophash.it.subject.LongSetSubject;
import dev.tophash.it.subject.StringDoubleSubject;
import dev.tophash.it.subject.StringIntSubject;
import dev.tophash.it.subject.StringLongSubject;
import dev.tophash.it.subject.StringSetSubject;
import dev.tophash.it.subject.VarBytesDoubleSubject;
import dev.tophash.it.subject.VarBytesIntSubject;
import dev.tophash.it.subject.VarBytesLongSubject;
import dev.tophash.it.subject.VarBytesSetSubject;
import dev.tophash.offheap.OffHeapMaps;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The map of every pair of key and value, and the set of every key, against {@link java.util.HashMap}: a row each.
 * {@link MapModelTest} goes deeper, with one map for each kind of key; what differs between the pairs is derived from
 * one text.
 */
class PairModelTest
{
    private static final long OPERATION_COUNT = 60_000;
    private static final long LONG_OPERATION_COUNT = 5_000_000;
    private static final List<Long> LONGS = Keys.longs(Seed.random("keys of long pairs"), 3_000);
    private static final List<Integer> INTS = Keys.ints(Seed.random("keys of int pairs"), 3_000);
    private static final List<String> STRINGS = Keys.strings(Seed.random("keys of string pairs"), 2_000);
    private static final List<Blob> BLOBS = Keys.blobs(Seed.random("keys of bytes pairs"), Blob.SIZE, 2_000);
    private static final List<Blob> VAR_BLOBS = Keys.varBlobs(Seed.random("keys of var bytes pairs"), 2_000);

    private final long openBefore = OffHeapMaps.openMapCount();

    /** A map class and keys for it. */
    record Pair<K>(String name, List<K> keys, Maker<K> maker)
    {
        void run(final long operationCount)
        {
            final ModelRun<K> large = new ModelRun<>(name + " large", keys, maker, new Plan(operationCount, 4, 1_000));
            final ModelRun<K> small =
                new ModelRun<>(name + " small", keys.subList(0, 40), maker, new Plan(operationCount / 20, 20, 1));
            assertTrue(large.run().operationCount() + small.run().operationCount() >= operationCount);
        }

        @Override
        public String toString()
        {
            return name;
        }
    }

    static Stream<Pair<?>> pairs()
    {
        return Stream.of(
            new Pair<>("LongLong", LONGS, LongLongSubject::make),
            new Pair<>("LongInt", LONGS, LongIntSubject::make),
            new Pair<>("LongDouble", LONGS, LongDoubleSubject::make),
            new Pair<>("IntLong", INTS, IntLongSubject::make),
            new Pair<>("IntInt", INTS, IntIntSubject::make),
            new Pair<>("IntDouble", INTS, IntDoubleSubject::make),
            new Pair<>("StringLong", STRINGS, StringLongSubject::make),
            new Pair<>("StringInt", STRINGS, StringIntSubject::make),
            new Pair<>("StringDouble", STRINGS, StringDoubleSubject::make),
            new Pair<>("BytesLong", BLOBS, BytesLongSubject::make),
            new Pair<>("BytesInt", BLOBS, BytesIntSubject::make),
            new Pair<>("BytesDouble", BLOBS, BytesDoubleSubject::make),
            new Pair<>("VarBytesLong", VAR_BLOBS, VarBytesLongSubject::make),
            new Pair<>("VarBytesInt", VAR_BLOBS, VarBytesIntSubject::make),
            new Pair<>("VarBytesDouble", VAR_BLOBS, VarBytesDoubleSubject::make),
            new Pair<>("LongSet", LONGS, LongSetSubject::make),
            new Pair<>("IntSet", INTS, IntSetSubject::make),
            new Pair<>("StringSet", STRINGS, StringSetSubject::make),
            new Pair<>("BytesSet", BLOBS, BytesSetSubject::make),
            new Pair<>("VarBytesSet", VAR_BLOBS, VarBytesSetSubject::make));
    }

    @AfterEach
    void shouldHaveClosedEveryMap()
    {
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldAgreeWithHashMap(final Pair<?> pair)
    {
        pair.run(OPERATION_COUNT);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("long")
    void shouldAgreeWithHashMapForMillionsOfOperations(final Pair<?> pair)
    {
        pair.run(LONG_OPERATION_COUNT);
    }
}
