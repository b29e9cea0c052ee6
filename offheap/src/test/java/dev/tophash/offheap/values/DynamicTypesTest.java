// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DynamicTypesTest
{
    private static final int CHAN_KIND = 18;

    private final Region region = Regions.open(1 << 20);
    private final DynamicTypes types = new DynamicTypes(region);

    @AfterEach
    void close()
    {
        region.close();
    }

    @Test
    void shouldKeepOneDescriptorATypeWhereGoHasSizeAndKind()
    {
        final long descriptor = types.descriptor(GoType.INT32.goKindNumber());
        assertEquals(descriptor, types.descriptor(GoType.INT32.goKindNumber()));
        assertNotEquals(descriptor, types.descriptor(GoType.INT64.goKindNumber()));
        assertEquals(4, Memory.getLong(region.memory(), descriptor + TypeDescriptor.SIZE_OFFSET));
        assertEquals(GoType.INT32.goKindNumber(),
            Memory.getUnsignedByte(region.memory(), descriptor + TypeDescriptor.KIND_OFFSET));
    }

    @Test
    void shouldKnowAKindByItsLowBits()
    {
        assertSame(GoType.INT32, DynamicTypes.ofKind(GoType.INT32.goKindNumber() | 0xe0));
        assertNull(DynamicTypes.ofKind(CHAN_KIND));
        final var refused = assertThrows(IllegalArgumentException.class, () -> types.descriptor(CHAN_KIND));
        assertEquals("type not supported in an interface: goKind=18", refused.getMessage());
    }

    @Test
    void shouldTakeTheDescriptorOfAnImageUnlessItHasOne()
    {
        final long foreign = region.obtain(TypeDescriptor.SIZE, "descriptor of an image");
        Memory.putByte(region.memory(), foreign + TypeDescriptor.KIND_OFFSET, (byte)GoType.STRING.goKindNumber());
        assertFalse(types.isString(foreign));
        types.adopt(foreign);
        assertTrue(types.isString(foreign));
        assertEquals(foreign, types.descriptor(GoType.STRING.goKindNumber()));
        final long second = region.obtain(TypeDescriptor.SIZE, "another one");
        Memory.putByte(region.memory(), second + TypeDescriptor.KIND_OFFSET, (byte)GoType.STRING.goKindNumber());
        types.adopt(second);
        assertFalse(types.isString(second), "the first one stays");
    }

    @Test
    void shouldWriteTheDescriptorsAgainAfterAWipe()
    {
        types.prepare();
        final long descriptor = types.descriptor(GoType.FLOAT64.goKindNumber());
        Memory.zero(region.memory(), descriptor, TypeDescriptor.SIZE);
        types.restore();
        assertEquals(8, Memory.getLong(region.memory(), descriptor + TypeDescriptor.SIZE_OFFSET));
    }
}
