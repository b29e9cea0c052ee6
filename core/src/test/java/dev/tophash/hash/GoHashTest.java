// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.layout.GoVersion;
import org.junit.jupiter.api.Test;

/**
 * What the vectors do not cover: NaN, pointers in interfaces, runs with fields of size 0, and broken memory.
 */
class GoHashTest
{
    private static final long SEED = 0x9e3779b9L;
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 3, 5, 7, 11);

    private final FakeMemory memory = new FakeMemory(4096);

    @Test
    void shouldMixARandomWordIntoNaN()
    {
        final int key = memory.allocate(16);
        memory.putDouble(key, Double.NaN);
        memory.putDouble(key + 8, 1.5);
        final long nan = floatConstant(99);
        assertEquals(nan, hash(GoType.FLOAT64, key, 99));
        assertNotEquals(nan, hash(GoType.FLOAT64, key, 100));
        assertEquals(
            MemHash.hash64(Double.doubleToRawLongBits(1.5), nan, KEYS.k0(), KEYS.k1()),
            hash(GoType.COMPLEX128, key, 99));
        memory.putInt(key, 0xFFC00001);
        assertEquals(nan, hash(GoType.FLOAT32, key, 99));
    }

    @Test
    void shouldHashBothZerosAlike()
    {
        final int key = memory.allocate(16);
        memory.putDouble(key, 0.0);
        memory.putDouble(key + 8, -0.0);
        assertEquals(hash(GoType.FLOAT64, key, 0), hash(GoType.FLOAT64, key + 8, 0));
        memory.putInt(key, 0x80000000);
        assertEquals(floatConstant(0), hash(GoType.FLOAT32, key, 0));
    }

    @Test
    void shouldHashASizeOfZeroInThreeWays()
    {
        final GoType empty = GoType.struct();
        assertEquals(SEED, hash(empty, 0, 0));
        assertEquals(
            SEED ^ KEYS.k0(),
            GoHash.dynamicHash(empty, FakeMemory.SOURCE, memory.bytes, 0, SEED, KEYS, memory, memory, () -> 0));
        // As content of an interface its address is not even looked at.
        final int any = memory.allocate(16);
        memory.putLong(any, memory.addressOf(empty));
        memory.putLong(any + 8, 0xDEADBEEFL);
        assertEquals(GoHash.C1 * (SEED ^ GoHash.C0 ^ KEYS.k0()), hash(GoType.ANY, any, 0));
        // Blank fields only: nothing is hashed.
        assertEquals(SEED, hash(GoType.parse("struct { _ int64 }"), 0, 0));
    }

    @Test
    void shouldTakeThePointerItselfOutOfAnInterface()
    {
        final int any = memory.allocate(16);
        final long pointer = 0x1234_5678_9ABCL;
        for (final String type : new String[]{"*int", "struct { p *int }", "[1]*int"})
        {
            memory.putLong(any, memory.addressOf(GoType.parse(type)));
            memory.putLong(any + 8, pointer);
            assertEquals(
                GoHash.C1 * MemHash.hash64(pointer, SEED ^ GoHash.C0, KEYS.k0(), KEYS.k1()),
                hash(GoType.ANY, any, 0));
        }
    }

    @Test
    void shouldNotHashPaddingAndBlanks()
    {
        final GoType type = GoType.parse("struct { a int8; b int64; _ int32; s string; c int8; d int32 }");
        final int one = memory.allocate(type.size());
        final int two = memory.allocate(type.size());
        for (int i = 0; i < type.size(); i++)
        {
            memory.bytes[two + i] = (byte)0xEE;
        }
        for (final int key : new int[]{one, two})
        {
            memory.bytes[key] = 1;
            memory.putLong(key + type.fieldOffset(1), 2);
            memory.putString(key + type.fieldOffset(3), "text");
            memory.bytes[key + type.fieldOffset(4)] = 4;
            memory.putInt(key + type.fieldOffset(5), 5);
        }
        assertEquals(hash(type, one, 0), hash(type, two, 0));
        memory.putInt(two + type.fieldOffset(5), 6);
        assertNotEquals(hash(type, one, 0), hash(type, two, 0));
    }

    @Test
    void shouldHashNestedInterfaces()
    {
        final GoType pair = GoType.parse("struct { a any; b any }");
        final int number = memory.allocate(8);
        memory.putLong(number, 42);
        final int inner = memory.allocate(32);
        memory.putInterface(inner, GoType.INT64, number);
        final int outer = memory.allocate(16);
        memory.putInterface(outer, pair, inner);

        final long seed = SEED ^ GoHash.C0;
        final long a = GoHash.C1 * MemHash.hash64(42, seed ^ GoHash.C0, KEYS.k0(), KEYS.k1());
        assertEquals(GoHash.C1 * a, hash(GoType.ANY, outer, 0));
    }

    @Test
    void shouldFindAddressesThatLeadNowhere()
    {
        final int key = memory.allocate(16);
        memory.putLong(key, FakeMemory.BASE + memory.bytes.length - 4);
        memory.putLong(key + 8, 5);
        assertCorrupt(GoType.STRING, key);
        memory.putLong(key + 8, -1);
        assertCorrupt(GoType.STRING, key);
        memory.putLong(key + 8, Long.MAX_VALUE);
        assertCorrupt(GoType.STRING, key);
        memory.putLong(key, 12345);
        assertCorrupt(GoType.ANY, key);
        memory.putLong(key, memory.addressOf(GoType.INT64));
        memory.putLong(key + 8, FakeMemory.BASE - 8);
        assertCorrupt(GoType.ANY, key);
    }

    @Test
    void shouldEndWhenAnInterfaceContainsItself()
    {
        for (final String text : new String[]{"struct { a any }", "struct { a, b any }", "[30]any"})
        {
            final GoType type = GoType.parse(text);
            final int key = memory.allocate(type.size());
            for (int i = 0; i < type.interfaceCount(); i++)
            {
                memory.putInterface(key + 16L * i, type, key);
            }
            assertCorrupt(GoType.ANY, key);
        }
    }

    private long hash(final GoType type, final long offset, final long random)
    {
        return GoHash.hash(
            type, FakeMemory.SOURCE, memory.bytes, offset, SEED, KEYS, memory, memory, () -> random);
    }

    /** Not a constant expression, whose overflow the compiler would object to. */
    private static long floatConstant(final long random)
    {
        return GoHash.C1 * (GoHash.C0 ^ SEED ^ random);
    }

    private void assertCorrupt(final GoType type, final int key)
    {
        final var e = assertThrows(MapCorruptionException.class, () -> hash(type, key, 0));
        assertEquals(Check.P02, e.finding().rule());
    }
}
