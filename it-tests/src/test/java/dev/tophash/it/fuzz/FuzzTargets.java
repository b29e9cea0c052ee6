// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.fuzz;

import dev.tophash.ImageFormatException;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.StringLongCursor;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * What a fuzzer calls with bytes of its choice. Magic numbers and checksums are written right, so that what is changed
 * reaches the parser and the map. A target throws if the product does what it must not; with the property {@code
 * planted} also where a map that was accepted has a negative value.
 */
public final class FuzzTargets
{
    private static final boolean PLANTED = Boolean.getBoolean("planted");
    private static final long BUDGET = 1 << 20;

    // Of a dump: a page whose first bytes and whose checksums say something, then the map's memory.
    private static final int PAGE = 4096;
    private static final int HEAD = 128;
    private static final int EDIT = 10;
    private static final int DATA_CRC = 4088;
    private static final int PAGE_CRC = 4092;

    // Of a save: a head with the type's text, then blocks.
    private static final int TYPE_LENGTH = 24;
    private static final int SAVE_HEAD = 28;
    private static final int BLOCK_HEAD = 8;

    private static final MapType ANY = MapType.parse("map[interface {}]struct { s string; n int16 }");
    private static final Path FILE = file();
    private static final List<byte[]> DUMPS = dumps();

    /** Of one thread: its maps are made and closed without a handshake, thousands a second. */
    private static final MapMemory MEMORY = MapMemory.confined("fuzz", 16 << 20);

    private FuzzTargets()
    {
    }

    private static Path file()
    {
        try
        {
            final Path file = Files.createTempFile("tophash-fuzz", "");
            file.toFile().deleteOnExit();
            return file;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    // ---------------------------------------------------------------- dumps

    /** A byte that says which dump, then edits of it: two bytes where, eight bytes what. */
    public static void dump(final byte[] input)
    {
        if (input.length < 1 + EDIT)
        {
            return;
        }
        try (Arena arena = Arena.ofConfined(); OffHeapTypedMap map = OffHeapTypedMap.attach(
            ImageFile.read(Files.write(FILE, dumpOf(input)), arena, BUDGET),
            MapConfig.defaults().withBudget(BUDGET)))
        {
            requireClean(map);
            final int length = map.toString().length() + map.hashCode() % 2;
            if (map.type().toString().equals("map[int64]int64"))
            {
                plant(map);
            }
            map.key().clear();
            map.assign();
            requireClean(map);
            if (map.sizeLong() == 0 || length == 0)
            {
                throw new AssertionError("lost what was assigned");
            }
            map.clear();
            requireClean(map);
        }
        catch (final ImageFormatException | MapCorruptionException | OffHeapMemoryException refused)
        {
            // As it should be.
        }
        catch (final IllegalArgumentException withoutKeys)
        {
            if (!withoutKeys.getMessage().startsWith("image was hashed with AES"))
            {
                throw withoutKeys;
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] dumpOf(final byte[] input)
    {
        final byte[] bytes = DUMPS.get((input[0] & 0xff) % DUMPS.size()).clone();
        final ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final ByteBuffer edits = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).position(1);
        while (edits.remaining() >= EDIT)
        {
            final int at = (edits.getShort() & 0xffff) % (HEAD + bytes.length - PAGE - Long.BYTES);
            file.putLong(at < HEAD ? Math.max(at, Long.BYTES) : at - HEAD + PAGE, edits.getLong());
        }
        file.putInt(DATA_CRC, crc(bytes, PAGE, bytes.length - PAGE, null));
        file.putInt(PAGE_CRC, crc(bytes, 0, PAGE_CRC, null));
        return bytes;
    }

    private static int crc(final byte[] bytes, final int from, final int size, final byte[] before)
    {
        final CRC32C crc = new CRC32C();
        if (before != null)
        {
            crc.update(before);
        }
        crc.update(bytes, from, size);
        return (int)crc.getValue();
    }

    private static void requireClean(final OffHeapMap map)
    {
        if (!MapVerifier.verify(map.image()).clean())
        {
            throw new AssertionError("accepted, and not clean: " + MapVerifier.verify(map.image()));
        }
    }

    // ---------------------------------------------------------------- saves

    /** A byte that says which map loads it, then a save. */
    public static void save(final byte[] input)
    {
        if (input.length < SAVE_HEAD)
        {
            return;
        }
        try
        {
            Files.write(FILE, saveOf(input));
            if (input[0] == 0)
            {
                try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(BUDGET).memory(MEMORY).load(FILE))
                {
                    requireClean(map);
                    plant(map);
                    map.put("another", 1);
                    requireClean(map);
                }
            }
            else
            {
                try (OffHeapTypedMap map = OffHeapMaps.typed(ANY).budget(BUDGET).memory(MEMORY).load(FILE))
                {
                    requireClean(map);
                    map.key().clear().setAny(0, "another");
                    map.assign();
                    requireClean(map);
                }
            }
        }
        catch (final ImageFormatException | OffHeapMemoryException refused)
        {
            // As it should be.
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] saveOf(final byte[] input)
    {
        final byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        final ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, "TOPHSAVE".getBytes(StandardCharsets.US_ASCII));
        int at = bytes.length < SAVE_HEAD ? -1 : SAVE_HEAD + file.getInt(TYPE_LENGTH);
        if (at < SAVE_HEAD || at + Integer.BYTES > bytes.length)
        {
            return bytes;
        }
        file.putInt(at, crc(bytes, 0, at, null));
        at += Integer.BYTES;
        for (long number = 0; at + BLOCK_HEAD <= bytes.length; number++)
        {
            final int length = file.getInt(at);
            if (length < 0 || length > bytes.length - at - BLOCK_HEAD)
            {
                return bytes;
            }
            final byte[] before = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(number).putInt(length)
                .array();
            file.putInt(at + Integer.BYTES, crc(bytes, at + BLOCK_HEAD, length, before));
            at += BLOCK_HEAD + length;
        }
        return bytes;
    }

    // ---------------------------------------------------------------- the bug that has to be found

    private static void plant(final OffHeapTypedMap map)
    {
        try (TypedCursor cursor = map.cursor())
        {
            while (PLANTED && cursor.next())
            {
                plant(cursor.elem().getLong(0));
            }
        }
    }

    private static void plant(final OffHeapStringLongMap map)
    {
        try (StringLongCursor cursor = map.cursor())
        {
            while (PLANTED && cursor.next())
            {
                plant(cursor.value());
            }
        }
    }

    /** No seed has a negative value; a fuzzer makes one if what it changes passes the checksums and is loaded. */
    private static void plant(final long value)
    {
        if (value < 0)
        {
            throw new AssertionError("planted");
        }
    }

    // ---------------------------------------------------------------- where a fuzzer begins

    /** Dumps of small maps: numbers, text, objects. */
    private static List<byte[]> dumps()
    {
        try (MapMemory memory = MapMemory.of("seeds", 16 << 20);
            OffHeapLongLongMap numbers = OffHeapMaps.longLong().config(fixed().withMapMemory(memory)).build();
            OffHeapStringLongMap texts = OffHeapMaps.stringLong().config(fixed().withMapMemory(memory)).build();
            OffHeapTypedMap objects = OffHeapMaps.typed(ANY).config(fixed().withMapMemory(memory)).build())
        {
            for (long key = 0; key < 14; key++)
            {
                numbers.put(key, key);
                texts.put("key" + key, key);
            }
            fill(objects);
            final List<byte[]> dumps = new ArrayList<>();
            for (final OffHeapMap map : List.of(numbers, texts, objects))
            {
                ImageFile.write(FILE, map.image());
                dumps.add(Files.readAllBytes(FILE));
            }
            return dumps;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** Inputs that put a word into each part of each dump. */
    static List<byte[]> edits()
    {
        final List<byte[]> edits = new ArrayList<>();
        for (int i = 0; i < DUMPS.size(); i++)
        {
            for (int at = 0; at < HEAD + DUMPS.get(i).length - PAGE; at += 640)
            {
                edits.add(ByteBuffer.allocate(1 + EDIT).order(ByteOrder.LITTLE_ENDIAN).put((byte)i)
                    .putShort((short)at).putLong(at).array());
            }
        }
        return edits;
    }

    private static MapConfig fixed()
    {
        return MapConfig.defaults().withUnsafeRandomnessForTests(
            FixedRandom.from(new SplittableRandom(1)), HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4));
    }

    private static void fill(final OffHeapTypedMap map)
    {
        for (final Object key : new Object[]{7L, 0.5, "text", null})
        {
            map.key().clear().setAny(0, key);
            map.elem().clear().setString(0, "v" + key).setShort(16, (short)300);
            map.assign();
        }
    }

    /** Inputs that are saves of small maps. */
    static List<byte[]> saves(final Path folder) throws IOException
    {
        final Path file = folder.resolve("seed");
        try (OffHeapStringLongMap texts = OffHeapMaps.stringLong().build();
            OffHeapTypedMap objects = OffHeapMaps.typed(ANY).build())
        {
            texts.put("", 1);
            texts.put("k\u00e9y", 2);
            fill(objects);
            final byte[][] seeds = new byte[2][];
            for (int i = 0; i < seeds.length; i++)
            {
                List.of(texts, objects).get(i).save(file);
                final byte[] save = Files.readAllBytes(file);
                seeds[i] = new byte[save.length + 1];
                seeds[i][0] = (byte)i;
                System.arraycopy(save, 0, seeds[i], 1, save.length);
            }
            return List.of(seeds);
        }
    }
}
