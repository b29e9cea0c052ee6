// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.BytesStructCursor;
import dev.tophash.LongStructCursor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Cursors of maps to structs, and the keys that they hand to another map. */
class LongStructHmapCursorTest
{
    private static final StructType TYPE = StructType.parse("struct { a int32 }");
    private static final byte[] VALUE = {1, 2, 3, 4};

    private final byte[] bytes = new byte[TYPE.size()];

    @Test
    void shouldKeepACopyOfWhatItStandsOn()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(TYPE).build())
        {
            map.put(7, VALUE);
            try (LongStructCursor cursor = map.cursor())
            {
                assertTrue(cursor.next());
                map.put(7, new byte[4]);
                cursor.copyValue(bytes);
                assertArrayEquals(VALUE, bytes);
                cursor.remove();
                assertEquals(7, cursor.key());
                cursor.setValue(new byte[] {9, 9, 9, 9});
                assertTrue(map.get(7, bytes));
                assertArrayEquals(new byte[] {9, 9, 9, 9}, bytes);
                cursor.copyValue(bytes);
                assertEquals(9, bytes[0]);
                assertFalse(cursor.next());
                assertThrows(IllegalStateException.class, () -> cursor.copyValue(bytes));
                assertThrows(IllegalStateException.class, () -> cursor.setValue(bytes));
            }
        }
    }

    @Test
    void shouldKeepACopyOfFixedBytes()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(2, TYPE).build())
        {
            map.put(new byte[] {5, 6}, VALUE);
            try (BytesStructCursor cursor = map.cursor())
            {
                assertTrue(cursor.next());
                map.clear();
                cursor.copyValue(bytes);
                assertArrayEquals(VALUE, bytes);
                final byte[] key = new byte[2];
                cursor.copyKey(key);
                assertArrayEquals(new byte[] {5, 6}, key);
                cursor.setValue(new byte[4]);
                assertTrue(map.containsKey(key));
                cursor.remove();
                assertTrue(map.isEmpty());
            }
        }
    }

    @Test
    void shouldHandEachKindOfKeyToAnotherMap()
    {
        try (OffHeapIntStructMap ints = OffHeapMaps.intStruct(TYPE).build();
            OffHeapIntStructMap otherInts = OffHeapMaps.intStruct(TYPE).build();
            OffHeapStringStructMap strings = OffHeapMaps.stringStruct(TYPE).build();
            OffHeapStringStructMap otherStrings = OffHeapMaps.stringStruct(TYPE).build();
            OffHeapVarBytesStructMap arrays = OffHeapMaps.varBytesStruct(TYPE).build();
            OffHeapVarBytesStructMap otherArrays = OffHeapMaps.varBytesStruct(TYPE).build())
        {
            ints.put(3, VALUE);
            otherInts.putAll(ints);
            assertTrue(otherInts.get(3, bytes));
            strings.put("three", VALUE);
            otherStrings.putAll(strings);
            assertTrue(otherStrings.get("three", bytes));
            arrays.put("four".getBytes(StandardCharsets.UTF_8), VALUE);
            otherArrays.putAll(arrays);
            assertTrue(otherArrays.get("four".getBytes(StandardCharsets.UTF_8), bytes));
            assertArrayEquals(VALUE, bytes);
        }
    }
}
