// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedValueTest
{
    private static final MapType MIXED = MapType.parse(
        "map[struct { a interface {}; n int8; s string }][2]struct { t string; x int64; any interface {} }");

    @TempDir
    Path folder;

    private static OffHeapTypedMap mixed()
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(MIXED, -1, MapConfig.defaults());
        final Object[] any = {null, 7L, 0.5, "text", ""};
        for (int i = 0; i < any.length; i++)
        {
            map.key().clear().setAny(0, any[i]).setByte(16, (byte)i).setString(24, "s".repeat(i * 9_000));
            map.elem().clear().setString(0, "t" + i).setLong(16, i).setAny(24, any[any.length - 1 - i])
                .setString(40, "").setLong(56, -i).setAny(64, any[i]);
            map.assign();
        }
        return map;
    }

    private static void check(final OffHeapTypedMap map)
    {
        final Object[] any = {null, 7L, 0.5, "text", ""};
        assertEquals(any.length, map.size());
        for (int i = 0; i < any.length; i++)
        {
            map.key().clear().setAny(0, any[i]).setByte(16, (byte)i).setString(24, "s".repeat(i * 9_000));
            assertTrue(map.find(), "entry " + i);
            final GoValue value = map.found();
            assertEquals("t" + i, value.getString(0));
            assertEquals(i, value.getLong(16));
            assertEquals(any[any.length - 1 - i], value.getAny(24));
            assertEquals("", value.getString(40));
            assertEquals(-i, value.getLong(56));
            assertEquals(any[i], value.getAny(64));
        }
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @Test
    void shouldSaveWhatStringsAndInterfacesHold() throws IOException
    {
        final Path file = folder.resolve("map");
        try (OffHeapTypedMap map = mixed())
        {
            check(map);
            map.save(file);
            assertTrue(Files.size(file) * 10 <= map.stats().usedBytes() * 11, "size: " + Files.size(file));
        }
        try (OffHeapTypedMap loaded = OffHeapMaps.typed(MIXED).load(file))
        {
            check(loaded);
            loaded.clear();
            assertEquals(0, loaded.size());
            assertTrue(MapVerifier.verify(loaded.image()).clean());
        }
    }

    @Test
    void shouldKnowTheLeastBytesOfAValue()
    {
        assertEquals(1 + 8 + 4, new SavedValue(null, MIXED.key()).minSize());
        assertEquals(2 * (4 + 8 + 1), new SavedValue(null, MIXED.elem()).minSize());
        assertEquals(0, new SavedValue(null, GoType.struct()).minSize());
        assertEquals(24, new SavedValue(null, GoType.bytes(24)).minSize());
        assertTrue(new SavedValue(null, MIXED.key()).isOwning());
        assertFalse(new SavedValue(null, GoType.POINTER).isOwning());
    }

    @Test
    void shouldRefuseAStringThatLeadsOutOfTheRegion() throws IOException
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            map.put("key", 1);
            final long slot = map.bucketsOffset() + Long.BYTES;
            final long address = slot + StringDescriptor.ADDRESS_OFFSET;
            final long before = Memory.getLong(map.memory, address);
            Memory.putLong(map.memory, address, before + (1L << 40));
            assertThrows(MapCorruptionException.class, () -> map.save(folder.resolve("map")));
            Memory.putLong(map.memory, address, before);
            Memory.putLong(map.memory, slot + StringDescriptor.LENGTH_OFFSET, -1);
            assertThrows(MapCorruptionException.class, () -> map.save(folder.resolve("map")));
            Memory.putLong(map.memory, slot + StringDescriptor.LENGTH_OFFSET, 3);
        }
    }
}
