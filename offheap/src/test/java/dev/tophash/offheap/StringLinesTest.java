// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.StringLongCursor;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Keys that travel as words: what they find, what they store, and when they go the straight line. */
class StringLinesTest
{
    private static final HashKeys KEYS = HashKeys.random(new SplittableRandom(5));
    private static final long BASE = 1L << 40;
    private static final int LONGEST = 60;
    private static final int CELLS_SIZE = 32 * 256;

    private static MapConfig config(final boolean slow, final int seed)
    {
        final MapConfig config = MapConfig.defaults().withReservation(64L << 20)
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(seed)), KEYS);
        return config.withSlowWrites(slow)
            .withGoProfile(new MapConfig.GoProfile(config.goProfile().version(), false, false, BASE));
    }

    /** All bytes of a map but the cells, into which only the slow ways put a key. */
    private static byte[] bytes(final Hmap map)
    {
        final byte[] bytes = map.memory.asSlice(0, map.heap.region().endOffset()).toArray(ValueLayout.JAVA_BYTE);
        final int cells = (int)map.keyStage().offset(0);
        Arrays.fill(bytes, cells, cells + CELLS_SIZE, (byte)0);
        return bytes;
    }

    private static String text(final int number)
    {
        final SplittableRandom random = new SplittableRandom(number);
        final char[] chars = new char[random.nextInt(LONGEST)];
        for (int i = 0; i < chars.length; i++)
        {
            chars[i] = (char)('!' + random.nextInt(90));
        }
        if (chars.length != 0 && random.nextInt(10) == 0)
        {
            chars[random.nextInt(chars.length)] = random.nextBoolean() ? '\u00e4' : '\u2603';
        }
        return new String(chars);
    }

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KeyView view(final KeyView view, final String text, final int form)
    {
        final byte[] bytes = utf8(text);
        return switch (form)
        {
            case 0 -> view.wrap(text);
            case 1 -> view.wrap(("<" + text).getBytes(StandardCharsets.UTF_8), 1, bytes.length);
            case 2 -> view.wrap(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
            default -> view.wrap(Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes));
        };
    }

    @Test
    void shouldLeaveTheBytesThatSlowWritesLeave()
    {
        try (OffHeapStringLongMap straight = OffHeapMaps.stringLong().config(config(false, 7)).capacity(0).build();
            OffHeapStringLongMap slow = OffHeapMaps.stringLong().config(config(true, 7)).capacity(0).build())
        {
            final SplittableRandom random = new SplittableRandom(3);
            final KeyView view = new KeyView();
            int straightSteps = 0;
            for (int step = 0; step < 6_000; step++)
            {
                final String key = text(random.nextInt(step < 3_000 ? 900 : 300));
                final boolean remove = random.nextInt(step < 2_000 ? 5 : 2) == 0;
                final int form = random.nextInt(-4, 4);
                straightSteps += straight.isStraight() ? 1 : 0;
                if (remove)
                {
                    assertEquals(slow.remove(key),
                        form < 0 ? straight.remove(key) : straight.remove(view(view, key, form)));
                }
                else
                {
                    assertEquals(slow.put(key, step),
                        form < 0 ? straight.put(key, step) : straight.put(view(view, key, form), step));
                }
                assertEquals(slow.get(key), straight.get(key));
                if (step % 50 == 0)
                {
                    assertArrayEquals(bytes(slow), bytes(straight), "step " + step);
                }
            }
            assertTrue(straightSteps > 3_000, "straight " + straightSteps);
        }
    }

    @Test
    void shouldLeaveTheBytesThatSlowWritesLeaveWhereKeysAreBytes()
    {
        try (OffHeapVarBytesLongMap straight = OffHeapMaps.varBytesLong().config(config(false, 7)).capacity(0).build();
            OffHeapVarBytesLongMap slow = OffHeapMaps.varBytesLong().config(config(true, 7)).capacity(0).build())
        {
            final SplittableRandom random = new SplittableRandom(4);
            for (int step = 0; step < 4_000; step++)
            {
                final byte[] key = utf8(text(random.nextInt(600)));
                for (int i = 0; i < key.length; i++)
                {
                    key[i] = (byte)(key[i] * 3);
                }
                if (random.nextInt(3) == 0)
                {
                    assertEquals(slow.remove(key), straight.remove(key));
                }
                else
                {
                    assertEquals(slow.put(key, step), straight.put(key, step));
                }
                if (step % 50 == 0)
                {
                    assertArrayEquals(bytes(slow), bytes(straight), "step " + step);
                }
            }
        }
    }

    @Test
    void shouldLeaveTheBytesThatSlowWritesLeaveWhereKeysHaveOneLength()
    {
        for (final int size : new int[] {7, 8, 11, 16, 17})
        {
            try (OffHeapBytesLongMap straight = OffHeapMaps.bytesLong(size).config(config(false, 7)).build();
                OffHeapBytesLongMap slow = OffHeapMaps.bytesLong(size).config(config(true, 7)).build())
            {
                final SplittableRandom random = new SplittableRandom(size);
                final KeyView view = new KeyView();
                for (int step = 0; step < 3_000; step++)
                {
                    final byte[] key = new byte[size];
                    new SplittableRandom(random.nextInt(500)).nextBytes(key);
                    final boolean viewed = random.nextBoolean();
                    view.wrap(key);
                    if (random.nextInt(3) == 0)
                    {
                        assertEquals(slow.remove(key), viewed ? straight.remove(view) : straight.remove(key));
                    }
                    else
                    {
                        assertEquals(slow.put(key, step), viewed ? straight.put(view, step) : straight.put(key, step));
                    }
                    assertEquals(slow.get(key), straight.get(view));
                    if (step % 50 == 0)
                    {
                        assertArrayEquals(bytes(slow), bytes(straight), "size " + size + ", step " + step);
                    }
                }
            }
        }
    }

    private static long movedChains(final OffHeapStringLongMap map)
    {
        long moved = 0;
        for (long index = 0; map.growing() && index < map.oldBucketCount(); index++)
        {
            moved += map.evacuated(map.oldbucketsOffset() + index * map.bucketSize) ? 1 : 0;
        }
        return moved;
    }

    /** A put into a map that grows moves two chains at most, whatever its key, and goes on at the straight line. */
    @Test
    void shouldPutIntoAMapThatGrows()
    {
        final SplittableRandom random = new SplittableRandom(11);
        final KeyView view = new KeyView();
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(config(false, 7)).build())
        {
            int key = 0;
            int puts = 0;
            int staged = 0;
            for (int step = 0; step < 4_000; step++)
            {
                final int form = random.nextInt(-4, 4);
                final boolean present = key > 0 && random.nextInt(4) == 0;
                final String text = (present ? random.nextInt(key) : key++) + text(step % 900);
                final boolean growing = map.growing();
                final long moved = movedChains(map);
                final long count = map.count();
                final long previous = map.get(text);
                final long cell = map.keyStage().offset(0);
                Memory.putLong(map.memory, cell, -1);
                assertEquals(previous, form < 0 ? map.put(text, step + 1) : map.put(view(view, text, form), step + 1));
                final boolean inCell = Memory.getLong(map.memory, cell) != -1;
                assertEquals(step + 1, map.get(text));
                assertEquals(count + (previous == 0 ? 1 : 0), map.count());
                assertEquals(0, map.flags() & HmapFlags.HASH_WRITING);
                if (growing && map.growing())
                {
                    puts++;
                    staged += inCell ? 1 : 0;
                    final long more = movedChains(map) - moved;
                    assertTrue(more == 1 || more == 2, "chains moved: " + more);
                    assertFalse(map.isSettled());
                    assertFalse(map.isStraight());
                }
                assertTrue(MapVerifier.verify(map.image()).clean(), () -> MapVerifier.verify(map.image()).toString());
            }
            assertTrue(staged > 0 && staged < puts / 2, staged + " keys staged by puts in growths: " + puts);
        }
    }

    /** A key that is refused in the middle of a growth, or for which there is no memory, leaves the map as it was. */
    @Test
    void shouldRefuseInAMapThatGrows()
    {
        final KeyView view = new KeyView();
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(60_000).build())
        {
            int refused = 0;
            for (int i = 0; refused < 20; i++)
            {
                final long count = map.count();
                try
                {
                    map.put("key of thirty or so bytes: " + i, i);
                }
                catch (final OffHeapMemoryException e)
                {
                    refused++;
                    assertEquals(count, map.count());
                }
                if (map.growing())
                {
                    assertThrows(IllegalArgumentException.class, () -> map.put("nine chars\ud800", 1));
                    assertThrows(IllegalArgumentException.class,
                        () -> map.put(view.wrap(new byte[] {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', -1}), 1));
                }
                assertEquals(0, map.flags() & HmapFlags.HASH_WRITING);
                assertTrue(MapVerifier.verify(map.image()).clean(), () -> MapVerifier.verify(map.image()).toString());
            }
            for (int i = 0; i < map.count(); i++)
            {
                assertEquals(i, map.get("key of thirty or so bytes: " + i));
            }
        }
    }

    /** One entry, and keys with the same tophash that differ in one byte: each word of each line is compared. */
    @Test
    void shouldCompareEveryWord()
    {
        final int[][] alike = new int[49][6];
        final KeyView view = new KeyView();
        for (int seed = 0; seed < 24; seed++)
        {
            for (int length = 1; length <= 48; length++)
            {
                try (OffHeapStringLongMap map =
                    OffHeapMaps.stringLong().config(config(false, seed)).capacity(0).build())
                {
                    final byte[] key = new byte[length];
                    Arrays.fill(key, (byte)'a');
                    map.put(new String(key, StandardCharsets.US_ASCII), 1);
                    final long top = top(map, key);
                    for (int i = 0; i < length; i++)
                    {
                        for (int c = 0; c < 128; c++)
                        {
                            key[i] = (byte)c;
                            if (c != 'a' && top(map, key) == top)
                            {
                                final String other = new String(key, StandardCharsets.US_ASCII);
                                assertEquals(Place.NOT_FOUND, map.find(other), other);
                                assertEquals(Place.NOT_FOUND, map.find(view.wrap(key)), other);
                                assertEquals(Place.NOT_FOUND, map.beginDelete(other), other);
                                alike[length][i / 8]++;
                            }
                        }
                        key[i] = 'a';
                    }
                    assertTrue(map.find(view.wrap(key)) > Place.UNSURE);
                }
            }
        }
        for (int length = 1; length <= 48; length++)
        {
            for (int word = 0; word <= (length - 1) / 8; word++)
            {
                assertTrue(alike[length][word] > 0, "length " + length + ", word " + word);
            }
        }
    }

    /** Words that overlap and differ where they do come from bytes that somebody changes: no line adds such a key. */
    @Test
    void shouldAddNoKeyWhoseWordsDisagree()
    {
        try (OffHeapVarBytesLongMap map = OffHeapMaps.varBytesLong().capacity(10_000).build())
        {
            map.put(new byte[] {1}, 1);
            int refusals = 0;
            for (int length = 1; length <= 48; length++)
            {
                final byte[] key = new byte[length];
                new SplittableRandom(length).nextBytes(key);
                final int[] starts = starts(length);
                final int size = length >= 8 ? 8 : length >= 4 ? 4 : 1;
                for (int word = 0; word < starts.length; word++)
                {
                    for (int i = starts[word]; i < starts[word] + size; i++)
                    {
                        int covers = 0;
                        for (final int start : starts)
                        {
                            covers += i >= start && i < start + size ? 1 : 0;
                        }
                        final byte[] changed = key.clone();
                        changed[i] ^= 0x40;
                        final long count = map.sizeLong();
                        final long place = straight(map, length, starts, word, key, changed);
                        assertEquals(covers > 1, place == Place.UNSURE, "length " + length + ", byte " + i);
                        assertEquals(count + (covers > 1 ? 0 : 1), map.sizeLong());
                        if (covers == 1)
                        {
                            assertEquals(Place.plain(place), map.find(changed));
                            map.remove(changed);
                        }
                        refusals += covers > 1 ? 1 : 0;
                    }
                }
            }
            assertTrue(refusals > 500, "refusals " + refusals);
            assertEquals(1, map.size());
        }
    }

    /** Where the words begin that a line takes. */
    private static int[] starts(final int length)
    {
        if (length < 4)
        {
            return new int[] {0, length >> 1, length - 1};
        }
        if (length <= 16)
        {
            return new int[] {0, length - (length < 8 ? 4 : 8)};
        }
        return length <= 32 ? new int[] {0, 8, length - 16, length - 8} :
            new int[] {0, 8, 16, 24, length - 16, length - 8};
    }

    /** A line whose words come from one array, but one from another. */
    private static long straight(
        final OffHeapVarBytesLongMap map, final int length, final int[] starts, final int word, final byte[] key,
        final byte[] changed)
    {
        final long[] words = new long[6];
        for (int i = 0; i < starts.length; i++)
        {
            final byte[] from = i == word ? changed : key;
            words[i] = length < 4 ? from[starts[i]] & 0xff : length < 8 ?
                CallerBytes.ARRAY.getInt(from, starts[i]) & 0xffff_ffffL : CallerBytes.word(from, starts[i]);
        }
        final int mode = StringLines.ADD | StringLines.UNSTEADY;
        if (length < 8)
        {
            return length < 4 ? map.straightFew(mode, length,
                CallerBytes.few((int)words[0], (int)words[1], (int)words[2]), 0) :
                map.straightFew(mode, length, words[0], words[1]);
        }
        return length <= 16 ? map.straight(mode, length, words[0], words[1]) : length <= 32 ?
            map.straight(mode, length, words[0], words[1], words[2], words[3]) :
            map.straight(mode, length, words[0], words[1], words[2], words[3], words[4], words[5]);
    }

    /** As {@link #shouldCompareEveryWord}, for keys of one length. */
    @Test
    void shouldCompareBothWordsOfAKeyOfOneLength()
    {
        final int[] alike = new int[2];
        for (int seed = 0; seed < 24; seed++)
        {
            try (OffHeapBytesLongMap map = OffHeapMaps.bytesLong(16).config(config(false, seed)).build())
            {
                final byte[] key = new byte[16];
                map.put(key, 1);
                final long top = top(map, key);
                for (int i = 0; i < 16; i++)
                {
                    for (int c = 1; c < 256; c++)
                    {
                        key[i] = (byte)c;
                        if (top(map, key) == top)
                        {
                            assertEquals(Place.NOT_FOUND, map.find(key));
                            alike[i / 8]++;
                        }
                    }
                    key[i] = 0;
                }
            }
        }
        assertTrue(alike[0] > 0 && alike[1] > 0, alike[0] + " and " + alike[1]);
    }

    /** A new entry whose value needs a box of its own is not made on the straight line. */
    @Test
    void shouldLeaveValuesWithBoxesToTheWalks()
    {
        final StructType large = StructType.parse("struct { bytes [200]uint8 }");
        try (OffHeapStringStructMap strings = OffHeapMaps.stringStruct(large).capacity(100).build();
            OffHeapBytesStructMap fixed = OffHeapMaps.bytesStruct(16, large).capacity(100).build())
        {
            final byte[] value = new byte[200];
            final byte[] found = new byte[200];
            for (int i = 0; i < 50; i++)
            {
                final byte[] key = new byte[16];
                key[0] = (byte)i;
                value[199] = (byte)i;
                strings.put("key number " + i, value);
                fixed.put(key, value);
                assertTrue(strings.get("key number " + i, found));
                assertArrayEquals(value, found);
                assertTrue(fixed.get(key, found));
                assertArrayEquals(value, found);
            }
        }
    }

    private static long top(final Hmap map, final byte[] key)
    {
        return TopHash.of(MemHash.hash(CallerBytes.ARRAY, key, 0, key.length, map.seed(), map.keys));
    }

    /** A char whose low byte is a letter is not that letter, wherever it stands. */
    @Test
    void shouldNotTakeAWideCharForAnAsciiOne()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int length = 1; length <= LONGEST; length++)
            {
                final String plain = "a".repeat(length);
                map.put(plain, length);
                for (int i = 0; i < length; i++)
                {
                    for (final char c : new char[] {'\u0161', '\u00e1', '\u6161', '\u0080', '\u0100', '\u8000'})
                    {
                        final String other = plain.substring(0, i) + c + plain.substring(i + 1);
                        assertFalse(map.containsKey(other), other);
                        assertEquals(0, map.remove(other), other);
                        map.put(other, -i);
                        assertEquals(length, map.get(plain));
                        assertEquals(-i, map.get(new KeyView().wrap(utf8(other))));
                        assertEquals(-i, map.remove(other));
                    }
                    final String unpaired = plain.substring(0, i) + '\ud861' + plain.substring(i + 1);
                    assertThrows(IllegalArgumentException.class, () -> map.get(unpaired));
                    assertThrows(IllegalArgumentException.class, () -> map.put(unpaired, 1));
                    assertThrows(IllegalArgumentException.class, () -> map.remove(unpaired));
                }
            }
            assertEquals(LONGEST, map.size());
        }
    }

    /** Bytes that are no UTF-8 are refused as a key of any length. */
    @Test
    void shouldRefuseBytesThatAreNoUtf8()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            final KeyView view = new KeyView();
            map.put("some key", 1);
            for (int length = 1; length <= LONGEST; length++)
            {
                for (int i = 0; i < length; i++)
                {
                    final byte[] key = new byte[length];
                    key[i] = (byte)0xff;
                    view.wrap(key);
                    assertThrows(IllegalArgumentException.class, () -> map.get(view));
                    assertThrows(IllegalArgumentException.class, () -> map.put(view, 1));
                    assertThrows(IllegalArgumentException.class, () -> map.remove(view));
                }
            }
            assertEquals(1, map.size());
        }
    }

    @Test
    void shouldStageNoKeyOnTheStraightLine()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().capacity(1_000).build())
        {
            final KeyView view = new KeyView();
            for (int length = 1; length <= 48; length++)
            {
                map.put("b".repeat(length), 0);
            }
            final MemorySegment cells = map.memory.asSlice(map.keyStage().offset(0), CELLS_SIZE);
            cells.fill((byte)0);
            for (int length = 1; length <= 48; length++)
            {
                final String key = "a".repeat(length);
                map.put(key, length);
                assertEquals(length, map.get(key));
                assertEquals(length, map.remove(view.wrap(key)));
                map.put(view.wrap(utf8(key)), length);
                assertEquals(length, map.put(key, 0));
                assertEquals(0, map.remove(key));
            }
            for (final byte b : cells.toArray(ValueLayout.JAVA_BYTE))
            {
                assertEquals(0, b);
            }
        }
    }

    /** A box that is freed at once leaves nothing to do; one that a cursor may read does. */
    @Test
    void shouldHaveChoresOnlyIfAFreedBoxWaits()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().capacity(1_000).build())
        {
            for (int i = 0; i < 100; i++)
            {
                map.put("a key with number " + i, i);
            }
            map.remove("a key with number 1");
            assertFalse(map.areChoresDue());
            assertTrue(map.isStraight());
            final StringLongCursor cursor = map.cursor();
            map.remove("a key with number 2");
            assertTrue(map.areChoresDue());
            assertFalse(map.isStraight());
            cursor.close();
            map.put("a key with number 3", 3);
            map.put("a key with number 3", 3);
            map.put("a key with number 3", 3);
            assertTrue(map.isStraight(), "the box has been freed");
            map.remove("a key with number 4");
            assertTrue(map.isStraight());
            assertEquals(97, map.size());
        }
    }

    /** A large box is cleaned in slices, which is work of later writes. */
    @Test
    void shouldHaveChoresIfALargeBoxIsCleaned()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().capacity(1_000).build())
        {
            map.put("a key", 1);
            map.put("large".repeat(100_000), 2);
            while (!map.isStraight())
            {
                map.put("a key", 3);
            }
            map.remove("large".repeat(100_000));
            assertTrue(map.areChoresDue());
            for (int i = 0; i < 100 && !map.isStraight(); i++)
            {
                map.put("a key", 4);
            }
            assertTrue(map.isStraight());
        }
    }
}
