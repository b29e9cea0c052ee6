// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slot owns its boxes: they are copied in, and freed with it. */
class PointerFieldsTest
{
    private final Region region = Regions.open(1 << 20);
    private final Heap heap = new Heap(region, "map", 4, true);
    private final long value = region.obtain(64, "value");
    private final long slot = region.obtain(64, "slot");

    @AfterEach
    void close()
    {
        region.close();
    }

    private void putString(final long header, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final long content = region.obtain(64, "content");
        Memory.putBytes(bytes, 0, heap.memory(), content, bytes.length);
        heap.putAddress(header + StringDescriptor.ADDRESS_OFFSET, content);
        Memory.putLong(heap.memory(), header + StringDescriptor.LENGTH_OFFSET, bytes.length);
    }

    private String string(final long header)
    {
        return heap.readString(heap.offsetAt(header + StringDescriptor.ADDRESS_OFFSET),
            Memory.getLong(heap.memory(), header + StringDescriptor.LENGTH_OFFSET));
    }

    @Test
    void shouldExistOnlyForTypesThatOwnBoxes()
    {
        assertNull(PointerFields.of(heap, GoType.INT64, false));
        assertNull(PointerFields.of(heap, GoType.parse("*int64"), false), "a plain pointer is a number");
        assertTrue(PointerFields.of(heap, GoType.parse("struct { a int64; b interface {} }"), false).hasInterfaces());
        assertFalse(PointerFields.of(heap, GoType.INT64, true).hasInterfaces(), "an indirect slot owns its box");
    }

    @Test
    void shouldCopyAStringIntoABoxOfItsOwnAndFreeIt()
    {
        final PointerFields fields = PointerFields.of(heap, GoType.parse("struct { n int64; s string }"), false);
        Memory.putLong(heap.memory(), value, 42);
        putString(value + 8, "text");
        final long used = region.usedBytes();
        fields.store(value, slot);
        assertEquals(42, Memory.getLong(heap.memory(), slot));
        assertEquals("text", string(slot + 8));
        assertNotEquals(heap.offsetAt(value + 8), heap.offsetAt(slot + 8));
        assertTrue(region.usedBytes() > used);
        fields.free(slot);
        assertEquals(used, region.usedBytes());
        assertEquals(42, Memory.getLong(heap.memory(), slot), "its bytes stay");
    }

    @Test
    void shouldCopyWhatAnInterfaceHolds()
    {
        final PointerFields fields = PointerFields.of(heap, GoType.parse("interface {}"), false);
        final long header = region.obtain(16, "string header");
        putString(header, "in an interface");
        heap.putAddress(value + InterfaceDescriptor.TYPE_OFFSET,
            heap.dynamicTypes().descriptor(GoType.STRING.goKindNumber()));
        heap.putAddress(value + InterfaceDescriptor.DATA_OFFSET, header);
        final long used = region.usedBytes();
        heap.boxes().startPlan();
        final long need = fields.need(value);
        heap.boxes().endPlan();
        fields.store(value, slot);
        assertEquals(used + need, region.usedBytes(), "what was said to be needed");
        assertEquals("in an interface", string(heap.offsetAt(slot + InterfaceDescriptor.DATA_OFFSET)));
        fields.free(slot);
        assertEquals(used, region.usedBytes());
    }

    @Test
    void shouldPrepareAsideAndThenCommitOrDiscard()
    {
        final PointerFields fields = PointerFields.of(heap, GoType.STRING, false);
        putString(value, "old");
        fields.store(value, slot);
        final long used = region.usedBytes();
        final long aside = region.obtain(16, "aside");
        putString(value, "new");
        final long before = region.usedBytes();
        fields.prepare(heap, value, aside);
        assertEquals("old", string(slot));
        fields.discard(aside);
        assertEquals(before, region.usedBytes());
        fields.prepare(heap, value, aside);
        fields.commit(aside, slot);
        assertEquals("new", string(slot));
        assertEquals(before, region.usedBytes(), "the old box went back");
        assertTrue(before > used);
    }
}
