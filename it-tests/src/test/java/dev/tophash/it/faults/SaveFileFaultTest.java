// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.ImageFormatException;
import dev.tophash.it.ChildJvm;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Group B5 of the catalogue for save files: every truncation and every flipped bit, with and without checksums that
 * agree. A file is refused, or it is a healthy map of other entries.
 */
class SaveFileFaultTest
{
    private static final int HEAD = 28;
    private static final int TYPE_LENGTH = 24;
    private static final MapType ANY = MapType.parse("map[interface {}]struct { s string; n int16 }");
    private static final String GOLDEN = "saves-of-version-1.txt";
    private static final long BUDGET = 1 << 20;

    @TempDir
    Path folder;

    /** Files of few bytes that have everything a file can have. */
    enum Sample
    {
        NUMBERS(() -> OffHeapMaps.longDouble())
        {
            @Override
            void fill(final OffHeapMap map)
            {
                final OffHeapLongDoubleMap numbers = (OffHeapLongDoubleMap)map;
                numbers.put(1, 0.25);
                numbers.put(-2, Double.NaN);
                numbers.put(1L << 40, -0.0);
            }
        },
        TEXTS(() -> OffHeapMaps.stringLong())
        {
            @Override
            void fill(final OffHeapMap map)
            {
                final OffHeapStringLongMap texts = (OffHeapStringLongMap)map;
                texts.put("", 1);
                texts.put("k\u00e9y", 2);
                texts.put("\ud83d\ude00", 3);
            }
        },
        VALUES(() -> OffHeapMaps.typed(ANY))
        {
            @Override
            void fill(final OffHeapMap map)
            {
                final OffHeapTypedMap values = (OffHeapTypedMap)map;
                for (final Object key : new Object[]{7L, 0.5, "text", null})
                {
                    values.key().clear().setAny(0, key);
                    values.elem().clear().setString(0, "v" + key).setShort(16, (short)300);
                    values.assign();
                }
            }
        };

        @SuppressWarnings("ImmutableEnumChecker")
        private final Supplier<MapBuilder<? extends OffHeapMap>> builder;

        Sample(final Supplier<MapBuilder<? extends OffHeapMap>> builder)
        {
            this.builder = builder;
        }

        abstract void fill(OffHeapMap map);

        OffHeapMap filled()
        {
            final OffHeapMap map = builder.get().build();
            fill(map);
            return map;
        }
    }

    private byte[] saved(final Sample sample) throws IOException
    {
        final Path file = folder.resolve("saved");
        try (OffHeapMap map = sample.filled())
        {
            map.save(file);
        }
        return Files.readAllBytes(file);
    }

    /** Loads bytes; what the map would be, or the code of the refusal. */
    private String load(final Sample sample, final MapMemory memory, final byte[] bytes) throws IOException
    {
        final Path file = Files.write(folder.resolve("forged"), bytes);
        try (OffHeapMap map = sample.builder.get().memory(memory).load(file))
        {
            assertTrue(MapVerifier.verify(map.image()).clean());
            return map.toString();
        }
        catch (final ImageFormatException e)
        {
            return e.code();
        }
    }

    /** Writes right checksums: of the head, and of each block as far as there are any. */
    private static byte[] repaired(final byte[] bytes)
    {
        final byte[] repaired = bytes.clone();
        final ByteBuffer file = ByteBuffer.wrap(repaired).order(ByteOrder.LITTLE_ENDIAN);
        int at = HEAD + file.getInt(TYPE_LENGTH);
        if (at < HEAD || at + Integer.BYTES > repaired.length)
        {
            return repaired;
        }
        file.putInt(at, checksum(repaired, 0, at, null));
        at += Integer.BYTES;
        for (long number = 0; at + 8 <= repaired.length; number++)
        {
            final int length = file.getInt(at);
            if (length < 0 || length > repaired.length - at - 8)
            {
                return repaired;
            }
            final ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(number)
                .putInt(length);
            file.putInt(at + 4, checksum(repaired, at + 8, length, head.array()));
            at += 8 + length;
        }
        return repaired;
    }

    private static int checksum(final byte[] bytes, final int from, final int size, final byte[] before)
    {
        final CRC32C crc = new CRC32C();
        if (before != null)
        {
            crc.update(before);
        }
        crc.update(bytes, from, size);
        return (int)crc.getValue();
    }

    @ParameterizedTest
    @EnumSource
    void i01ShouldRefuseEveryTruncationOfASave(final Sample sample) throws IOException
    {
        final byte[] bytes = saved(sample);
        try (MapMemory memory = MapMemory.of("loads", BUDGET))
        {
            for (int length = 0; length < bytes.length; length++)
            {
                final byte[] cut = Arrays.copyOf(bytes, length);
                final String answer = load(sample, memory, length > HEAD ? repaired(cut) : cut);
                assertTrue(List.of("truncated", "entries", "length").contains(answer), length + ": " + answer);
            }
            final byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertEquals("trailing", load(sample, memory, longer));
        }
    }

    @ParameterizedTest
    @EnumSource
    void i02ShouldRefuseOrJudgeEveryFlippedBitOfASave(final Sample sample) throws IOException
    {
        final byte[] bytes = saved(sample);
        assertArrayEquals(bytes, repaired(bytes), "the test knows the checksums");
        int accepted = 0;
        try (MapMemory memory = MapMemory.of("loads", BUDGET))
        {
            final String before = load(sample, memory, bytes);
            for (int bit = 0; bit < 8 * bytes.length; bit++)
            {
                final byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte)(1 << bit % 8);
                final String refused = load(sample, memory, flipped);
                assertTrue(refused.matches("[a-z-]+"), "bit " + bit + ": " + refused);
                final String judged = load(sample, memory, repaired(flipped));
                accepted += judged.matches("[a-z0-9-]+") || judged.equals(before) ? 0 : 1;
            }
            assertEquals(0, memory.stats().openMaps());
        }
        System.out.println("flipped bits of a save: " + sample + " " + 8 * bytes.length + ", other maps " + accepted);
        assertTrue(accepted > 0, "no flip was judged");
    }

    /** What this release writes must be read by every later one. */
    @ParameterizedTest
    @EnumSource
    void shouldReadWhatVersionOneWrote(final Sample sample) throws IOException
    {
        final String golden;
        try (var in = SaveFileFaultTest.class.getResourceAsStream(GOLDEN))
        {
            final String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            golden = all.lines().filter(line -> line.startsWith(sample + " ")).findFirst().orElseThrow()
                .split(" ", -1)[1];
        }
        final Path file = Files.write(folder.resolve("golden"), HexFormat.of().parseHex(golden));
        try (OffHeapMap map = sample.builder.get().load(file);
            OffHeapMap expected = sample.filled())
        {
            assertEquals(expected, map);
            assertEquals(expected.hashCode(), map.hashCode());
        }
    }

    @Test
    void i02ShouldRefuseAFileThatIsNewerThanThisReleaseInWords() throws IOException
    {
        final byte[] bytes = saved(Sample.NUMBERS);
        bytes[8] = 2;
        final Path file = Files.write(folder.resolve("newer"), repaired(bytes));
        final ImageFormatException e =
            assertThrows(ImageFormatException.class, () -> OffHeapMaps.longDouble().load(file));
        assertTrue(e.getMessage().contains("written by a newer release than this one: version=2"), e.getMessage());
    }

    @Test
    void shouldSaveAndLoadMoreThanTheJavaHeapHolds()
    {
        final ChildJvm child = ChildJvm.run(SaveHeapMain.class, "-Xmx16m", "-XX:MaxDirectMemorySize=1m",
            "-XX:+UseSerialGC", "-Dfolder=" + folder);
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("file larger than the heap: true"), child.output());
    }

    /** Main class of a child JVM with a small heap. */
    static final class SaveHeapMain
    {
        private static final int COUNT = 1_200_000;

        private SaveHeapMain()
        {
        }

        public static void main(final String[] arguments) throws IOException
        {
            final Path file = Path.of(System.getProperty("folder"), "large");
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(COUNT).build())
            {
                for (long key = 0; key < COUNT; key++)
                {
                    map.put(key, ~key);
                }
                map.save(file);
            }
            System.out.println("file larger than the heap: " +
                (Files.size(file) > Runtime.getRuntime().maxMemory()));
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().load(file))
            {
                for (long key = 0; key < COUNT; key++)
                {
                    if (map.get(key) != ~key)
                    {
                        throw new AssertionError("lost: " + key);
                    }
                }
            }
        }
    }
}
