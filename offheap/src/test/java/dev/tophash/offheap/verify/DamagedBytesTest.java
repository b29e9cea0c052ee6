// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.hash.TypeResolver;
import dev.tophash.layout.GoType;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, the verifier answers, soon, and without an exception. */
class DamagedBytesTest
{
    private static final int ROUNDS = 1000;
    private static final long SEED = 20261123;

    private static MapImage healthy(final String type, final int count)
    {
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse(type), -1, MapConfig.defaults().withReservation(1 << 22)))
        {
            for (int i = 0; i < count; i++)
            {
                set(map.key(), map.type().key(), 0, i);
                set(map.elem(), map.type().elem(), 0, i);
                map.assign();
            }
            final MapImage image = map.image();
            final MemorySegment copy = Arena.ofAuto().allocate(image.size(), 16);
            copy.copyFrom(image.memory());
            return new MapImage(
                copy, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
        }
    }

    private static void set(final Staging staging, final GoType type, final int offset, final int number)
    {
        switch (type.kind())
        {
            case STRING -> staging.setString(offset, "s" + number);
            case INTERFACE -> staging.setAny(offset, switch (number % 4)
            {
                case 0 -> null;
                case 1 -> (Object)(long)number;
                case 2 -> (double)number;
                default -> "any" + number;
            });
            case STRUCT ->
            {
                for (int i = 0; i < type.length(); i++)
                {
                    set(staging, type.fieldType(i), offset + type.fieldOffset(i), number);
                }
            }
            case ARRAY ->
            {
                for (int i = 0; i < type.length(); i++)
                {
                    set(staging, type.elem(), offset + i * type.elem().size(), number >> 8 * (i & 3));
                }
            }
            default ->
            {
                if (type.size() == Long.BYTES)
                {
                    staging.setLong(offset, type.equals(GoType.FLOAT64) ? Double.doubleToRawLongBits(number) : number);
                }
                else if (type.size() > 0)
                {
                    staging.setByte(offset, (byte)number);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map[int64]int64", "map[uint8]struct {}", "map[string]string", "map[float64][200]uint8",
        "map[[200]uint8]interface {}", "map[interface {}]int64",
        "map[struct { a string; b uint8; c interface {} }]string",
        "map[[3]interface {}]struct { p unsafe.Pointer; s string }"})
    void shouldJudgeRandomDamageWithoutException(final String type)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (final int count : new int[]{1, 20, 110})
        {
            final MapImage original = healthy(type, count);
            assertTrue(MapVerifier.verify(original).clean(), () -> MapVerifier.verify(original).toString());
            final MemorySegment bytes = Arena.ofAuto().allocate(original.size(), 16);
            final MapImage image = new MapImage(bytes, original.base(), original.headerOffset(), original.type(),
                original.keys(), original.version());
            assertTimeoutPreemptively(Duration.ofSeconds(60), () ->
            {
                for (int round = 0; round < ROUNDS; round++)
                {
                    bytes.copyFrom(original.memory());
                    damage(image, bytes, random);
                    assertNotNull(MapVerifier.verify(image).toString());
                }
            });
        }
    }

    /** A few words, most of them near the header or in it, most of the new values addresses of the image. */
    private static void damage(final MapImage image, final MemorySegment bytes, final SplittableRandom random)
    {
        for (int i = random.nextInt(1, 12); i > 0; i--)
        {
            final long at = random.nextInt(4) == 0 ? image.headerOffset() + random.nextInt(41) :
                random.nextLong(image.size() - 7);
            final long value = switch (random.nextInt(5))
            {
                case 0 -> random.nextLong();
                case 1 -> random.nextLong() >>> random.nextInt(64);
                case 2 -> image.longAt(at) ^ 1L << random.nextInt(64);
                case 3 -> image.longAt(random.nextLong(image.size() - 7));
                default -> image.base() + (random.nextLong(image.size()) & -8);
            };
            Memory.putLong(bytes, random.nextBoolean() ? at & -8 : at, value);
        }
    }

    @Test
    void shouldJudgePureNoise()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final MemorySegment bytes = Arena.ofAuto().allocate(1 << 14, 16);
        final MapType type = MapType.parse("map[interface {}]string");
        for (int round = 0; round < 500; round++)
        {
            for (long at = 0; at < bytes.byteSize(); at += 8)
            {
                Memory.putLong(bytes, at, random.nextInt(3) == 0 ? 0x10000 + (random.nextInt(1 << 14) & -8) :
                    random.nextLong() >>> random.nextInt(64));
            }
            Memory.putByte(bytes, HmapDescriptor.B_OFFSET, (byte)random.nextInt(7));
            Memory.putLong(bytes, HmapDescriptor.BUCKETS_OFFSET, 0x10000 + 64);
            final MapImage image = new MapImage(bytes, 0x10000, 0, type, MiniMap.KEYS, MiniMap.VERSION);
            assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> MapVerifier.verify(image)).clean());
        }
    }

    /** An interface whose value is an array of interfaces that all are the first one. */
    @Test
    void shouldNotFollowAnInterfaceInCircles()
    {
        final MapImage original = healthy("map[interface {}]int64", 3);
        final MemorySegment bytes = Arena.ofAuto().allocate(original.size(), 16);
        bytes.copyFrom(original.memory());
        final GoType wide = GoType.array(20, GoType.ANY);
        final TypeResolver resolver = (address) -> wide;
        final MapImage image = new MapImage(bytes, original.base(), original.headerOffset(), original.type(),
            original.keys(), original.version()).withResolver(resolver);
        final long bucket = image.bucketOffset(image.bucketsAddress(), 0);
        for (int slot = 0; slot < 3; slot++)
        {
            Memory.putLong(bytes, image.keySlotOffset(bucket, slot), 8);
            Memory.putLong(bytes, image.keySlotOffset(bucket, slot) + 8, image.base() + image.size() - 320);
        }
        for (long at = image.size() - 320; at < image.size(); at += 16)
        {
            Memory.putLong(bytes, at, 8);
            Memory.putLong(bytes, at + 8, image.base() + image.size() - 320);
        }
        final VerifyReport report = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> MapVerifier.verify(image));
        assertTrue(report.count(Check.P02) > 0, report::toString);
        assertEquals(3, report.entryCount());
    }
}
