// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import org.junit.jupiter.api.Test;

class GoEqualityTest
{
    private final FakeMemory memory = new FakeMemory(4096);

    @Test
    void shouldCompareEveryByteOfPlainMemory()
    {
        for (int length = 0; length < 40; length++)
        {
            final GoType type = GoType.bytes(length);
            final byte[] bytes = new byte[100];
            assertTrue(equal(type, bytes, 3, 50));
            for (int i = 0; i < length; i++)
            {
                bytes[3 + i] = (byte)0x80;
                assertFalse(equal(type, bytes, 3, 50));
                bytes[3 + i] = 0;
            }
            bytes[3 + length] = 1;
            bytes[2] = 1;
            assertTrue(equal(type, bytes, 3, 50));
        }
    }

    @Test
    void shouldCompareFloatsAsIeee()
    {
        final int a = memory.allocate(16);
        final int b = memory.allocate(16);
        memory.putDouble(a, 0.0);
        memory.putDouble(b, -0.0);
        assertTrue(equal(GoType.FLOAT64, a, b));
        assertTrue(equal(GoType.COMPLEX128, a, b));
        memory.putDouble(b + 8, 1);
        assertFalse(equal(GoType.COMPLEX128, a, b));
        memory.putDouble(a, Double.NaN);
        memory.putDouble(b, Double.NaN);
        assertFalse(equal(GoType.FLOAT64, a, b));
        assertFalse(equal(GoType.FLOAT64, a, a));
        assertFalse(reflexive(GoType.FLOAT64, a));
        assertFalse(reflexive(GoType.COMPLEX128, a));
        assertTrue(reflexive(GoType.INT64, a));
        memory.putInt(a, 0);
        memory.putInt(b, 0x80000000);
        assertTrue(equal(GoType.FLOAT32, a, b));
        memory.putInt(a, 0x7FC00000);
        assertFalse(reflexive(GoType.FLOAT32, a));
        assertFalse(reflexive(GoType.COMPLEX64, a));
        memory.putInt(b + 12, 0x7FC00000);
        assertFalse(reflexive(GoType.parse("struct { x int64; y [2]float32 }"), b));
    }

    @Test
    void shouldCompareStringsByContent()
    {
        final int a = memory.allocate(16);
        final int b = memory.allocate(16);
        memory.putString(a, "some text");
        memory.putString(b, "some text");
        assertTrue(equal(GoType.STRING, a, b));
        memory.putString(b, "some test");
        assertFalse(equal(GoType.STRING, a, b));
        memory.putString(b, "some texts");
        assertFalse(equal(GoType.STRING, a, b));
        memory.putString(a, "");
        memory.putString(b, "");
        memory.putLong(b, 0xDEADBEEFL);
        assertTrue(equal(GoType.STRING, a, b));
        assertTrue(reflexive(GoType.STRING, b));
    }

    @Test
    void shouldCompareInterfacesByTypeAndContent()
    {
        final int a = memory.allocate(16);
        final int b = memory.allocate(16);
        assertTrue(equal(GoType.ANY, a, b));
        final int five = memory.allocate((byte)5, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0);
        final int alsoFive = memory.allocate((byte)5, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0);
        memory.putInterface(a, GoType.INT64, five);
        assertFalse(equal(GoType.ANY, a, b));
        memory.putInterface(b, GoType.INT64, alsoFive);
        assertTrue(equal(GoType.ANY, a, b));
        memory.putInterface(b, GoType.UINT64, five);
        assertFalse(equal(GoType.ANY, a, b));

        memory.putDouble(five, Double.NaN);
        memory.putInterface(a, GoType.FLOAT64, five);
        assertFalse(equal(GoType.ANY, a, a));
        assertFalse(reflexive(GoType.ANY, a));

        memory.putLong(a, memory.addressOf(GoType.POINTER));
        memory.putLong(a + 8, 0x1234);
        memory.putLong(b, memory.addressOf(GoType.POINTER));
        memory.putLong(b + 8, 0x1234);
        assertTrue(equal(GoType.ANY, a, b));
        memory.putLong(b + 8, 0x1235);
        assertFalse(equal(GoType.ANY, a, b));
    }

    @Test
    void shouldSkipPaddingAndBlanks()
    {
        final GoType type = GoType.parse("struct { a int8; b int64; _ string; c [2]float32 }");
        final int a = memory.allocate(type.size());
        final int b = memory.allocate(type.size());
        for (int i = 0; i < type.size(); i++)
        {
            memory.bytes[b + i] = (byte)0xEE;
        }
        memory.bytes[b] = 0;
        memory.putLong(b + 8, 0);
        memory.putLong(b + type.fieldOffset(3), 0);
        assertTrue(equal(type, a, b));
        memory.putInt(b + type.fieldOffset(3) + 4, 0x80000000);
        assertTrue(equal(type, a, b));
        memory.putInt(b + type.fieldOffset(3) + 4, 0x3F800000);
        assertFalse(equal(type, a, b));
        memory.putInt(b + type.fieldOffset(3) + 4, 0);
        memory.bytes[b + 8] = 1;
        assertFalse(equal(type, a, b));
    }

    @Test
    void shouldFindAddressesThatLeadNowhere()
    {
        final int a = memory.allocate(16);
        final int b = memory.allocate(16);
        memory.putString(a, "abc");
        memory.putLong(b, FakeMemory.BASE + memory.bytes.length - 2);
        memory.putLong(b + 8, 3);
        assertCorrupt(GoType.STRING, a, b);
        memory.putLong(a + 8, -3);
        assertCorrupt(GoType.STRING, a, b);
        memory.putLong(a, 77);
        memory.putLong(b, 77);
        assertCorrupt(GoType.ANY, a, b);
    }

    @Test
    void shouldEndWhenAnInterfaceContainsItself()
    {
        final GoType type = GoType.parse("struct { a, b any }");
        final int key = memory.allocate(32);
        memory.putInterface(key, type, key);
        memory.putInterface(key + 16, type, key);
        assertCorrupt(GoType.ANY, key, key);
    }

    private static boolean equal(final GoType type, final byte[] bytes, final long offsetA, final long offsetB)
    {
        return GoEquality.equal(type, FakeMemory.SOURCE, bytes, offsetA, offsetB, null, null);
    }

    private boolean equal(final GoType type, final long offsetA, final long offsetB)
    {
        return GoEquality.equal(type, FakeMemory.SOURCE, memory.bytes, offsetA, offsetB, memory, memory);
    }

    private boolean reflexive(final GoType type, final long offset)
    {
        return GoEquality.reflexive(type, FakeMemory.SOURCE, memory.bytes, offset, memory, memory);
    }

    private void assertCorrupt(final GoType type, final long offsetA, final long offsetB)
    {
        final var e = assertThrows(MapCorruptionException.class, () -> equal(type, offsetA, offsetB));
        assertEquals(Check.P02, e.finding().rule());
    }
}
