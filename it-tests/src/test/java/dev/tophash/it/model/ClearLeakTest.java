// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.subject.ClearSubject;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Catalogue group B9, information leakage: what is left in the region, found by scanning all of it. */
class ClearLeakTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withBudget(64 << 20);
    private static final long KEY_CANARY = 0x6b65_795f_6361_6e61L;
    private static final long VALUE_CANARY = 0x7661_6c75_655f_6361L;
    private static final String TEXT_CANARY = "canary-canary-canary-canary-canary-tail";

    /**
     * Header, extra, sentinel, the descriptors of three dynamic types, and the records of two blocks that wait for a
     * cursor, in words.
     */
    private static final long MAX_WORDS_KEPT = 6 + 3 + 1 + 2 * 3 + 2 * 4;

    private static boolean contains(final MapImage image, final byte[] pattern)
    {
        final MemorySegment memory = image.memory();
        final MemorySegment wanted = MemorySegment.ofArray(pattern);
        for (long at = 0; at <= memory.byteSize() - pattern.length; at++)
        {
            if (memory.get(ValueLayout.JAVA_BYTE, at) == pattern[0] &&
                MemorySegment.mismatch(memory, at, at + pattern.length, wanted, 0, pattern.length) == -1)
            {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(final long word)
    {
        final byte[] bytes = new byte[Long.BYTES];
        MemorySegment.ofArray(bytes).set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN),
            0, word);
        return bytes;
    }

    private static long nonZeroWordCount(final MapImage image)
    {
        final MemorySegment memory = image.memory();
        long count = 0;
        for (long at = 0; at < memory.byteSize() / Long.BYTES * Long.BYTES; at += Long.BYTES)
        {
            count += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at) == 0 ? 0 : 1;
        }
        return count;
    }

    /** S-01: as in Go a delete leaves the key's bytes; a wipe leaves neither. */
    @Test
    void s01ShouldWipeADeletedCanary()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(ClearSubject.LONG.type(), -1, CONFIG))
        {
            ClearSubject.LONG.put(map, 1, 1);
            map.key().setLong(0, KEY_CANARY);
            map.elem().setLong(0, VALUE_CANARY);
            map.assign();
            map.delete();
            map.key().clear();
            map.elem().clear();
            assertTrue(contains(map.image(), bytes(KEY_CANARY)), "Go keeps the key's bytes");
            assertFalse(contains(map.image(), bytes(VALUE_CANARY)), "Go wipes the elem");
            map.clear(ClearStrategy.WIPE);
            assertFalse(contains(map.image(), bytes(KEY_CANARY)));
            assertFalse(contains(map.image(), bytes(VALUE_CANARY)));
        }
    }

    /** S-01 for strings: the staging cell, its Java buffer, the box. */
    @Test
    void s01ShouldWipeAString()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(CONFIG).build())
        {
            map.put(TEXT_CANARY, VALUE_CANARY);
            assertTrue(contains(map.image(), TEXT_CANARY.getBytes(StandardCharsets.UTF_8)));
            map.remove(TEXT_CANARY);
            map.clear(ClearStrategy.WIPE);
            assertFalse(contains(map.image(), TEXT_CANARY.getBytes(StandardCharsets.UTF_8)));
            assertFalse(contains(map.image(), bytes(VALUE_CANARY)));
            map.put(TEXT_CANARY, 1);
            assertEquals(1, map.get(TEXT_CANARY));
        }
    }

    /** S-02: an old array, held back by an open cursor. */
    @Test
    void s02ShouldWipeAnOldArray()
    {
        final ClearSubject subject = ClearSubject.LONG;
        try (OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), -1, CONFIG))
        {
            map.key().setLong(0, KEY_CANARY);
            map.elem().setLong(0, VALUE_CANARY);
            map.assign();
            final TypedCursor cursor = map.cursor();
            for (int i = 0; i < 500; i++)
            {
                subject.put(map, i, i);
            }
            assertTrue(map.stats().pendingBytes() > 0, "old arrays wait");
            map.clear(ClearStrategy.WIPE);
            assertFalse(contains(map.image(), bytes(KEY_CANARY)));
            assertFalse(contains(map.image(), bytes(VALUE_CANARY)));
            assertFalse(cursor.next());
        }
    }

    /** S-03: after a wipe nothing is left in the region but the header and what its pointers need. */
    @ParameterizedTest
    @EnumSource(ClearSubject.class)
    void s03ShouldWipeEverything(final ClearSubject subject)
    {
        for (final ClearState state : ClearState.values())
        {
            final ClearState.Setting setting = state.make(subject, CONFIG);
            try (OffHeapTypedMap map = setting.map())
            {
                map.clear(ClearStrategy.SWAP);
                subject.put(map, 1, 1);
                map.clear(ClearStrategy.WIPE);
                final long words = nonZeroWordCount(map.image());
                assertTrue(words <= MAX_WORDS_KEPT, subject + " " + state + ": words other than zero: " + words);
            }
        }
    }

    /** S-05: a box that is used again by a shorter string shows nothing of the longer one. */
    @Test
    void s05ShouldZeroTheRestOfAReusedBox()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[string]int64"), -1, CONFIG))
        {
            map.key().clear().setString(0, TEXT_CANARY);
            map.assign();
            map.delete();
            map.key().clear().setString(0, "x".repeat(TEXT_CANARY.length() - 5));
            map.assign();
            map.key().clear().setString(0, "y".repeat(TEXT_CANARY.length()));
            map.key().clear();
            assertFalse(contains(map.image(), "-tail".getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** S-06: what is printed or thrown tells sizes and places, never what is in the map. */
    @Test
    void s06ShouldTellNoKeyAndNoValue()
    {
        final StringBuilder told = new StringBuilder();
        final OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(64 << 10).build();
        map.put(TEXT_CANARY, VALUE_CANARY);
        told.append(map.stats()).append(MapVerifier.verify(map.image()));
        final OffHeapMemoryException refused = assertThrows(OffHeapMemoryException.class, () ->
        {
            for (int i = 0; ; i++)
            {
                map.put(TEXT_CANARY + i, VALUE_CANARY);
            }
        });
        told.append(refused);
        assertEquals(VALUE_CANARY, map.get(TEXT_CANARY));
        map.close();
        told.append(assertThrows(MapClosedException.class, () -> map.put(TEXT_CANARY, VALUE_CANARY)));
        final String all = told.toString();
        assertTrue(all.contains("budget") || all.contains("limit"), all);
        assertFalse(all.contains("canary"), all);
        assertFalse(all.contains(Long.toString(VALUE_CANARY)), all);
        assertFalse(all.contains(Long.toHexString(VALUE_CANARY)), all);
    }

    /** What three steps leave of an array with tracked dirty buckets is as zero as without. */
    @Test
    void shouldZeroTheWholeArrayWithDirtyBucketsTracked()
    {
        final ClearSubject subject = ClearSubject.LONG;
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(subject.type(), 6_000, CONFIG.withTrackDirtyBuckets(true)))
        {
            for (int round = 0; round < 40; round++)
            {
                final int count = 1 << round % 8;
                for (int i = 0; i < count; i++)
                {
                    subject.put(map, round * 1_000 + i, i);
                }
                map.clear();
                assertOnlySentinel(map);
            }
        }
    }

    static void assertOnlySentinel(final OffHeapTypedMap map)
    {
        final MapImage image = map.image();
        final long total = image.totalBuckets(image.b());
        final long size = total * image.bucketSize();
        final long offset = image.offsetOf(image.bucketsAddress(), size);
        long words = 0;
        for (long at = 0; at < size; at += Long.BYTES)
        {
            words += image.memory().get(ValueLayout.JAVA_LONG_UNALIGNED, offset + at) == 0 ? 0 : 1;
        }
        assertEquals(1, words, "the sentinel and nothing else");
    }
}
