// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.KeyForm;
import dev.tophash.bench.lab.cases.LabKeys;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.page.BucketPicture;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On healthy maps the literal walk and the product are one. */
class GoWalkTest
{
    private static final int MAX_SIZE = 230;

    /** A map type and how to make its n-th key. */
    record Kind(MapType type, KeyMaker maker)
    {
        static Kind of(final String type, final KeyMaker maker)
        {
            return new Kind(MapType.parse(type), maker);
        }
    }

    /** Makes keys. */
    @FunctionalInterface
    interface KeyMaker
    {
        void make(Staging key, int n);
    }

    static Stream<Kind> kinds()
    {
        return Stream.of(
            Kind.of("map[int64]int64", (key, n) -> key.setLong(0, n)),
            Kind.of("map[int32]int32", (key, n) -> key.setInt(0, n)),
            Kind.of("map[uint16]uint32", (key, n) -> key.setShort(0, (short)n)),
            Kind.of("map[int64]int8", (key, n) -> key.setLong(0, n * 1000L)),
            Kind.of("map[string]int64", (key, n) -> key.setString(0, "key-" + n)),
            Kind.of("map[string]int64", (key, n) -> key.setString(0, "x".repeat(40) + n)),
            Kind.of("map[string][200]uint8", (key, n) -> key.setString(0, "key-" + n)),
            Kind.of("map[float64]int64", (key, n) -> key.setDouble(0, n % 9 == 0 ? Double.NaN : n)),
            Kind.of("map[interface {}]int64", (key, n) -> key.setAny(0, n % 2 == 0 ? (Object)(long)n : "key-" + n)),
            Kind.of("map[[24]uint8][40]uint8", (key, n) -> key.setLong(3, n)),
            Kind.of("map[[200]uint8]int64", (key, n) -> key.setLong(190, n)),
            Kind.of("map[int64][200]uint8", (key, n) -> key.setLong(0, n)),
            Kind.of("map[int64]struct {}", (key, n) -> key.setLong(0, n)),
            Kind.of("map[struct { s string; n int32 }]int8", (key, n) -> key.setString(0, "s" + n).setInt(16, n)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadWhatTheProductReadsInEveryGrowthState(final Kind kind)
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(kind.type(), -1, LabMap.config(GoVersion.GO_1_23)))
        {
            int growing = 0;
            for (int n = 0; n < MAX_SIZE; n++)
            {
                kind.maker().make(map.key().clear(), n);
                map.assign();
                if (n % 5 == 4)
                {
                    kind.maker().make(map.key().clear(), n - 3);
                    map.delete();
                }
                growing += map.image().growing() ? 1 : 0;
                if (n < 20 || n % 7 == 0 || map.image().growing() && n % 2 == 0)
                {
                    assertSameReading(map, n);
                }
            }
            assertTrue(growing > 8, "growth was looked at: " + growing);
        }
    }

    private static void assertSameReading(final OffHeapTypedMap map, final int n)
    {
        try (LabImage copy = LabImage.copyOf(map.image(), 4096); TypedCursor cursor = map.cursor(n, n))
        {
            final GoWalk walk = new GoWalk(copy, () -> 1);
            final GoIterator iterator = new GoIterator(walk, n, n);
            assertEquals(map.sizeLong(), walk.len());
            while (cursor.next())
            {
                assertTrue(iterator.next());
                assertBytes(cursor.key(), copy, iterator.key(), map.type().key().size());
                assertBytes(cursor.elem(), copy, iterator.elem(), map.type().elem().size());
                if (walk.equal(iterator.key(), iterator.key()))
                {
                    assertEquals(iterator.elem(), walk.find(iterator.key()));
                    assertEquals(iterator.elem(), walk.generic().find(iterator.key()));
                }
            }
            assertFalse(iterator.next());
        }
    }

    private static void assertBytes(final GoValue expected, final LabImage actual, final long address, final int size)
    {
        for (int i = 0; i < size; i++)
        {
            assertEquals(expected.getByte(i), (byte)actual.getByte(address + i));
        }
    }

    @ParameterizedTest
    @EnumSource(KeyForm.class)
    void shouldWriteWhatTheProductWrites(final KeyForm form)
    {
        final Random random = new Random(form.word().length());
        try (OffHeapTypedMap map = OffHeapTypedMap.create(form.type(), 0, LabMap.config(LabMap.Setup.DEFAULT));
            LabMap lab = LabMap.make(LabMap.Setup.DEFAULT, form, 0, 1 << 20))
        {
            for (int i = 0; i < 1500; i++)
            {
                // In phases: mostly puts, then mostly deletes, so that chains fill, empty and grow in place.
                final long key = random.nextInt(400);
                form.stage(map.key(), key);
                if (random.nextInt(10) < (i / 500 == 1 ? 3 : 8) || map.sizeLong() < 3)
                {
                    map.elem().setLong(0, i);
                    map.assign();
                    lab.put(key, i);
                }
                else
                {
                    map.delete();
                    lab.delete(key);
                }
                if (i % 10 == 0 || map.image().growing())
                {
                    assertEquals(picture(map.image()), picture(lab.image().view()), "operation " + i);
                }
            }
        }
    }

    private static List<String> picture(final MapImage image)
    {
        final BucketPicture picture = new BucketPicture(image, false);
        final List<String> lines = new ArrayList<>(HeaderView.of(image).lines());
        lines.addAll(picture.growth());
        for (long i = 0; image.bucketsAddress() != 0 && i < 1L << image.b(); i++)
        {
            lines.addAll(picture.chain(i));
        }
        for (long i = 0; image.growing() && i < 1L << image.oldB(); i++)
        {
            lines.addAll(picture.draw(ChainView.ofOld(image, i)));
        }
        return lines;
    }

    @Test
    void shouldEndAChainThatDoesNot()
    {
        try (LabMap map = LabMap.make(LabMap.Setup.DEFAULT, KeyForm.INT64, 100, 0, 1, 2, 3))
        {
            map.image().putLong(map.bucket(0) + BmapDescriptor.overflowOffset(KeyForm.INT64.type()), map.bucket(0));
            final long[] there = LabKeys.colliding(LabMap.Setup.DEFAULT, KeyForm.INT64, 100, 4, 0, 1);

            final GoFailure failure =
                assertThrows(GoFailure.class, () -> map.has(there[0]));

            assertEquals(GoFailure.Kind.ENDLESS, failure.kind());
        }
    }
}
