// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.agrona;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A value of a map as a buffer, beside Agrona's buffer over an array: each method that the two have. */
class StructBufferTest
{
    private static final int SIZE = 40;
    private static final int CALLS_EACH = 400;
    private static final String TEXT = "17\u00e4-x90";

    /** What concerns the memory behind a buffer, and what is shown by a test of its own. */
    private static final Set<String> OTHERS =
        Set.of("wrap", "addressOffset", "byteArray", "byteBuffer", "wrapAdjustment", "compareTo");

    private final StructFlyweight flyweight = new StructFlyweight();
    private final StructBuffer buffer = new StructBuffer(flyweight);

    private static StructType struct(final int size)
    {
        return StructType.parse("struct { bytes [" + size + "]uint8 }");
    }

    private static OffHeapLongStructMap map()
    {
        final OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(SIZE)).build();
        for (int key = 0; key < 3; key++)
        {
            map.put(key, new byte[SIZE]);
        }
        return map;
    }

    private static List<Method> methods()
    {
        return Arrays.stream(MutableDirectBuffer.class.getMethods())
            .filter(method -> !OTHERS.contains(method.getName()))
            .sorted(Comparator.comparing(Method::toString)).toList();
    }

    private static byte[] bytes(final OffHeapLongStructMap map, final long key)
    {
        final byte[] bytes = new byte[SIZE];
        assertTrue(map.get(key, bytes));
        return bytes;
    }

    // ---------------------------------------------------------------- calls

    /** An argument; the same seed makes an equal one. */
    private static Object argument(final Class<?> type, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        if (type == int.class)
        {
            return random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(SIZE + 4) - 2;
        }
        if (type == ByteOrder.class)
        {
            return random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }
        if (type == String.class || type == CharSequence.class)
        {
            return random.nextInt(8) == 0 ? null : TEXT.substring(random.nextInt(TEXT.length())).repeat(
                random.nextInt(1, 6));
        }
        if (type == Appendable.class)
        {
            return new StringWriter();
        }
        final byte[] array = new byte[random.nextInt(SIZE + 8)];
        random.nextBytes(array);
        return type == byte[].class ? array :
            type == ByteBuffer.class ? ByteBuffer.wrap(array).position(array.length / 3) :
            DirectBuffer.class.isAssignableFrom(type) ? new UnsafeBuffer(array) : number(type, random);
    }

    private static Object number(final Class<?> type, final SplittableRandom random)
    {
        final long number = random.nextLong() >> random.nextInt(64);
        return type == long.class ? (Object)number : type == short.class ? (Object)(short)number :
            type == char.class ? (Object)(char)number : type == byte.class ? (Object)(byte)number :
            type == float.class ? (Object)(number / 8f) : (Object)(number / 8.0);
    }

    private static String contents(final ByteBuffer bytes)
    {
        final byte[] all = new byte[bytes.capacity()];
        bytes.get(0, all);
        return Arrays.toString(all);
    }

    private static Object[] arguments(final Method method, final long seed)
    {
        final Object[] values = new Object[method.getParameterCount()];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = argument(method.getParameterTypes()[i], seed + i);
        }
        return values;
    }

    /** What a call gives, and what it leaves in its arguments; or the exception. */
    private static Object call(final MutableDirectBuffer target, final Method method, final Object... values)
    {
        try
        {
            final List<Object> all = new ArrayList<>();
            all.add(method.invoke(target, values));
            for (final Object value : values)
            {
                all.add(value instanceof final byte[] array ? Arrays.toString(array) :
                    value instanceof final ByteBuffer bytes ? bytes + contents(bytes) :
                    value instanceof final DirectBuffer bytes ? Arrays.toString(bytes.byteArray()) :
                    String.valueOf(value));
            }
            return all;
        }
        catch (final InvocationTargetException e)
        {
            return e.getCause();
        }
        catch (final IllegalAccessException e)
        {
            throw new AssertionError(e);
        }
    }

    // ---------------------------------------------------------------- the tests

    @Test
    void shouldDoWhatABufferOverAnArrayDoes()
    {
        final byte[] model = new byte[SIZE];
        final UnsafeBuffer expected = new UnsafeBuffer(model);
        final long seed = Long.getLong("tophash.seed", 13);
        final SplittableRandom random = new SplittableRandom(seed);
        int done = 0;
        try (OffHeapLongStructMap map = map())
        {
            assertTrue(map.find(1, flyweight));
            for (int round = 0; round < CALLS_EACH; round++)
            {
                for (final Method method : methods())
                {
                    if (random.nextInt(4) == 0)
                    {
                        fill(model, random);
                        buffer.putBytes(0, model);
                    }
                    final long callSeed = random.nextLong();
                    final Object theirs = call(expected, method, arguments(method, callSeed));
                    final Object ours = call(buffer, method, arguments(method, callSeed));
                    final String message = method + ": seed=" + seed + ", arguments=" +
                        Arrays.deepToString(arguments(method, callSeed)) + ", theirs=" + theirs + ", ours=" + ours;
                    if (method.getName().contains("Natural") && ours instanceof IllegalArgumentException)
                    {
                        buffer.getBytes(0, model);
                        continue;
                    }
                    if (theirs instanceof Throwable || ours instanceof Throwable)
                    {
                        assertInstanceOf(Throwable.class, ours, message);
                        assertTrue(theirs instanceof Throwable || isNothing(method, callSeed) ||
                            message.contains("length=-"), message);
                        buffer.getBytes(0, model);
                        continue;
                    }
                    assertEquals(theirs, ours, message);
                    assertArrayEquals(model, bytes(map, 1), message);
                    done++;
                }
            }
            assertArrayEquals(new byte[SIZE], bytes(map, 0), "the neighbours");
            assertArrayEquals(new byte[SIZE], bytes(map, 2), "the neighbours");
        }
        assertTrue(done > 10_000, "calls=" + done);
    }

    /** Half of the bytes are digits, and numbers that can be the length of a string. */
    private static void fill(final byte[] model, final SplittableRandom random)
    {
        for (int i = 0; i < SIZE; i++)
        {
            model[i] = (byte)(random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(-3, 12));
        }
        Arrays.fill(model, 4, 8, (byte)0);
        model[random.nextInt(4, 8)] = 5;
    }

    /** Whether a call says that it moves no byte; then Agrona does not look where, nor at a length below 0. */
    private static boolean isNothing(final Method method, final long seed)
    {
        return Arrays.stream(arguments(method, seed)).anyMatch(value -> value == null ||
            value instanceof final Integer number && number <= 0 ||
            value instanceof final byte[] array && array.length == 0);
    }

    @Test
    void shouldRefuseAStaleValueInEveryMethod()
    {
        try (OffHeapLongStructMap map = map())
        {
            for (final Method method : methods())
            {
                if (!method.getName().equals("isExpandable"))
                {
                    assertInstanceOf(IllegalStateException.class,
                        call(new StructBuffer(new StructFlyweight()), method, good(method)));
                    map.put(9, new byte[SIZE]);
                    assertTrue(map.find(1, flyweight));
                    assertFalse(call(buffer, method, good(method)) instanceof IllegalStateException);
                    map.remove(9);
                    assertInstanceOf(IllegalStateException.class, call(buffer, method, good(method)), method::toString);
                }
            }
            assertTrue(map.find(1, flyweight));
            map.close();
            for (final Method method : methods())
            {
                if (!method.getName().equals("isExpandable"))
                {
                    assertInstanceOf(MapClosedException.class, call(buffer, method, good(method)), method::toString);
                }
            }
            assertNotNull(buffer.toString());
            assertFalse(buffer.isExpandable());
        }
    }

    /** Arguments with which a method looks at the value. */
    private static Object[] good(final Method method)
    {
        return Arrays.stream(method.getParameterTypes()).map(type ->
            type == int.class ? (Object)1 : type == String.class || type == CharSequence.class ? "1" :
            type == byte[].class ? new byte[2] : type == ByteBuffer.class ? ByteBuffer.allocate(2) :
            DirectBuffer.class.isAssignableFrom(type) ? new UnsafeBuffer(new byte[2]) : argument(type, 1)).toArray();
    }

    @Test
    void shouldHaveNoAddress()
    {
        try (OffHeapLongStructMap map = map())
        {
            assertTrue(map.find(1, flyweight));
            assertThrows(UnsupportedOperationException.class, buffer::addressOffset);
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[8]));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[8], 0, 8));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(ByteBuffer.allocate(8)));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(ByteBuffer.allocate(8), 0, 8));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new UnsafeBuffer(new byte[8])));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new UnsafeBuffer(new byte[8]), 0, 8));
            assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(0L, 8));
            assertThrows(UnsupportedOperationException.class, () -> new UnsafeBuffer(buffer));
            final UnsafeBuffer other = new UnsafeBuffer(new byte[8]);
            assertThrows(UnsupportedOperationException.class, () -> other.putBytes(0, buffer, 0, 8));
            assertNull(buffer.byteArray());
            assertNull(buffer.byteBuffer());
            assertEquals(0, buffer.wrapAdjustment());
        }
    }

    @Test
    void shouldCopyFromAValueToAnotherAndToItself()
    {
        try (OffHeapLongStructMap map = map())
        {
            final StructFlyweight second = new StructFlyweight();
            assertTrue(map.find(1, flyweight));
            assertTrue(map.find(2, second));
            final StructBuffer other = new StructBuffer(second);
            buffer.putLong(0, 0x0807_0605_0403_0201L, ByteOrder.LITTLE_ENDIAN);
            buffer.getBytes(1, other, 10, 3);
            other.putBytes(20, buffer, 5, 3);
            assertEquals(0x0004_0302, other.getInt(10, ByteOrder.LITTLE_ENDIAN));
            assertEquals(0x0008_0706, other.getInt(20, ByteOrder.LITTLE_ENDIAN));
            buffer.getBytes(0, buffer, 2, 6);
            assertEquals(0x0605_0403_0201_0201L, buffer.getLong(0, ByteOrder.LITTLE_ENDIAN));
            buffer.putBytes(0, buffer, 2, 6);
            assertEquals(0x0605_0605_0403_0201L, buffer.getLong(0, ByteOrder.LITTLE_ENDIAN));
        }
    }

    @Test
    void shouldCompareBytesWithoutSign()
    {
        try (OffHeapLongStructMap map = map())
        {
            assertTrue(map.find(1, flyweight));
            assertEquals(0, buffer.compareTo(new UnsafeBuffer(new byte[SIZE])));
            assertTrue(buffer.compareTo(new UnsafeBuffer(new byte[SIZE - 1])) > 0);
            assertTrue(buffer.compareTo(new UnsafeBuffer(new byte[SIZE + 1])) < 0);
            buffer.putByte(3, (byte)-1);
            assertTrue(buffer.compareTo(new UnsafeBuffer(new byte[] {0, 0, 0, 1})) > 0);
            assertTrue(buffer.compareTo(new UnsafeBuffer(new byte[] {0, 0, 1})) < 0);
        }
    }

    /** Readers beside the writer would see half of a change otherwise. */
    @Test
    void shouldWriteToAMapWithAViewInAnEditOnly()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(SIZE)).singleWriterView(true).build())
        {
            map.put(1, new byte[SIZE]);
            assertTrue(map.find(1, flyweight));
            assertThrows(IllegalStateException.class, () -> buffer.putInt(0, 1));
            assertThrows(IllegalStateException.class, () -> buffer.putBytes(0, new byte[3]));
            assertThrows(IllegalStateException.class, () -> buffer.putIntAscii(0, 12));
            assertEquals(0, buffer.getInt(0));
            flyweight.edit(shown -> buffer.putInt(0, 1));
            assertEquals(1, buffer.getInt(0));
        }
    }

    /** A null text is one without characters, as Agrona's buffers have it. */
    @Test
    void shouldRefuseEveryNullThatIsNoTextByItsName() throws IllegalAccessException
    {
        try (OffHeapLongStructMap map = map())
        {
            assertTrue(map.find(1, flyweight));
            final List<String> others = new ArrayList<>();
            int count = 0;
            for (final Method method : methods())
            {
                final Class<?>[] types = method.getParameterTypes();
                for (int i = 0; i < types.length; i++)
                {
                    final boolean isText = CharSequence.class.isAssignableFrom(types[i]) ||
                        types[i] == Object.class;
                    if (!types[i].isPrimitive() && !isText)
                    {
                        final Object[] arguments = Arrays.stream(types).map(StructBufferTest::any).toArray();
                        arguments[i] = null;
                        final String answer = answer(method, arguments);
                        if (!answer.matches("argument is null: \\w+=null"))
                        {
                            others.add(method.getName() + Arrays.toString(types) + ": " + answer);
                        }
                        count++;
                    }
                }
            }
            assertEquals(List.of(), others);
            assertTrue(count > 30, "nulls: " + count);
            assertArrayEquals(new byte[SIZE], bytes(map, 1));
        }
    }

    private static Object any(final Class<?> type)
    {
        return type == byte[].class ? new byte[1] : type == ByteBuffer.class ? ByteBuffer.allocate(1) :
            type == ByteOrder.class ? ByteOrder.BIG_ENDIAN : type == Appendable.class ? new StringWriter() :
            type == int.class ? 0 : type == long.class ? (Object)0L : type == short.class ? (Object)(short)0 :
            type == byte.class ? (Object)(byte)0 : type == char.class ? (Object)(char)0 :
            type == float.class ? (Object)0F : type == double.class ? (Object)0.0 :
            CharSequence.class.isAssignableFrom(type) ? "" : new UnsafeBuffer(new byte[1]);
    }

    private String answer(final Method method, final Object[] arguments) throws IllegalAccessException
    {
        try
        {
            method.invoke(buffer, arguments);
            return "not refused";
        }
        catch (final InvocationTargetException e)
        {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
