// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyViewTest
{
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 1234567, 2345679, 3456787, 4567893);

    private final KeyView view = new KeyView();

    @TempDir
    private Path folder;

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] between(final byte[] key)
    {
        final byte[] bytes = new byte[key.length + 8];
        Arrays.fill(bytes, (byte)'#');
        System.arraycopy(key, 0, bytes, 3, key.length);
        return bytes;
    }

    private static ByteBuffer direct(final byte[] bytes)
    {
        return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }

    /** A view of the same key from each source, whole and as a part. */
    static List<Consumer<KeyView>> forms(final byte[] key)
    {
        final byte[] wide = between(key);
        final MemorySegment nativeWide = Arena.ofAuto().allocate(wide.length + 1L).asSlice(1).copyFrom(
            MemorySegment.ofArray(wide));
        final List<Consumer<KeyView>> forms = new ArrayList<>();
        forms.add(view -> view.wrap(key));
        forms.add(view -> view.wrap(wide, 3, key.length));
        forms.add(view -> view.wrap(ByteBuffer.wrap(wide, 3, key.length)));
        forms.add(view -> view.wrap(ByteBuffer.wrap(wide, 1, wide.length - 1).slice(), 2, key.length));
        forms.add(view -> view.wrap(ByteBuffer.wrap(wide).asReadOnlyBuffer(), 3, key.length));
        forms.add(view -> view.wrap(direct(wide), 3, key.length));
        forms.add(view -> view.wrap(direct(wide).position(3).limit(3 + key.length)));
        forms.add(view -> view.wrap(nativeWide, 3, key.length));
        forms.add(view -> view.wrap(nativeWide.asSlice(3, key.length)));
        forms.add(view -> view.wrap(MemorySegment.ofArray(wide), 3, key.length));
        forms.add(view -> view.wrap(MemorySegment.ofArray(key).asReadOnly()));
        if (new String(key, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8).length == key.length)
        {
            forms.add(view -> view.wrap(CharBuffer.wrap(new String(key, StandardCharsets.UTF_8))));
            forms.add(view -> view.wrap(new String(key, StandardCharsets.UTF_8)));
        }
        return forms;
    }

    @Test
    void shouldShowTheSameBytesFromEverySource()
    {
        final MemorySegment memory = Arena.ofAuto().allocate(600);
        final String text = "caf\u00e9 \u2603 \ud83d\ude00 ".repeat(20);
        for (int size = 0; size < 140; size++)
        {
            final byte[] key = utf8(text.substring(0, size).replaceAll("[\ud800-\udfff]+$", ""));
            Memory.putBytes(key, 0, memory, 5, key.length);
            final long hash = MemHash.hash(Memory.SOURCE, memory, 5, key.length, 77, KEYS);
            for (final Consumer<KeyView> form : forms(key))
            {
                form.accept(view);
                assertEquals(key.length, view.length());
                assertEquals(hash, view.hash(77, KEYS));
                assertTrue(view.equalsAt(memory, 5));
                for (int i = 0; i < key.length; i++)
                {
                    Memory.putByte(memory, 5 + i, (byte)~key[i]);
                    assertFalse(view.equalsAt(memory, 5));
                    Memory.putByte(memory, 5 + i, key[i]);
                }
                view.copyTo(memory, 300);
                assertTrue(Memory.equal(memory, 5, 300, key.length));
                view.requireUtf8();
            }
        }
    }

    @Test
    void shouldDoInEveryMapWhatTheOtherKeyDoes()
    {
        final String[] texts = {"", "a", "key-12345678", "\u00e9\u2603\ud83d\ude00", "long".repeat(2_000)};
        try (OffHeapStringDoubleMap strings = OffHeapMaps.stringDouble().missingValue(-1).build();
            OffHeapVarBytesIntMap bytes = OffHeapMaps.varBytesInt().missingValue(-1).build();
            OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            for (final String text : texts)
            {
                for (final Consumer<KeyView> form : forms(utf8(text)))
                {
                    form.accept(view);
                    assertEquals(-1, strings.get(view));
                    assertEquals(-1, strings.put(view, 1));
                    assertEquals(1, strings.get(text));
                    assertEquals(1, strings.get(view));
                    assertEquals(1, strings.remove(view));
                    assertFalse(strings.containsKey(view));
                    assertEquals(4, bytes.computeIfAbsent(view, shown -> 4));
                    assertEquals(4, bytes.get(utf8(text)));
                    assertEquals(9, bytes.compute(view, before -> before + 5));
                    assertEquals(9, bytes.remove(utf8(text)));
                    assertTrue(set.add(view));
                    assertTrue(set.contains(text));
                    assertTrue(set.remove(view));
                }
            }
        }
    }

    /** The view is direct: between two operations the message may be another one. */
    @Test
    void shouldReadTheBytesAnewInEachOperation()
    {
        final byte[] message = utf8("..abc..");
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build())
        {
            view.wrap(message, 2, 3);
            map.put(view, 1);
            message[3] = 'x';
            map.put(view, 2);
            assertEquals(1, map.get("abc"));
            assertEquals(2, map.get("axc"));
            final StringBuilder text = new StringBuilder("def");
            view.wrap(text);
            text.setLength(0);
            map.put(view, 3);
            assertEquals(3, map.get("def"), "text is encoded when it is wrapped");
            final byte[] onHeap = utf8("ghi");
            view.wrap(MemorySegment.ofArray(onHeap));
            onHeap[0] = 0;
            map.put(view, 4);
            assertEquals(4, map.get("ghi"), "a segment on the heap is copied when it is wrapped");
        }
    }

    @Test
    void shouldRefuseWhatIsNoKey()
    {
        final byte[] bytes = new byte[10];
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(bytes, 3, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(bytes, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(bytes, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(ByteBuffer.wrap(bytes).limit(4), 3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(direct(bytes).limit(4), 3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(MemorySegment.ofArray(bytes), 3, 8));
        assertThrows(NullPointerException.class, () -> view.wrap((byte[])null));
        assertThrows(NullPointerException.class, () -> view.wrap((CharSequence)null));
        assertThrows(IllegalArgumentException.class, () -> view.wrap(CharBuffer.wrap("a\ud83d")));
        assertThrows(IllegalArgumentException.class, () -> view.wrap("\ude00a"));
        final MemorySegment foreign = foreignSegment();
        assertThrows(WrongThreadException.class, () -> view.wrap(foreign));
        final MemorySegment closed;
        try (Arena arena = Arena.ofConfined())
        {
            closed = arena.allocate(4);
        }
        assertThrows(IllegalArgumentException.class, () -> view.wrap(closed));
    }

    /** Whatever is refused, the view does not go on to show what it showed before. */
    @Test
    void shouldShowNothingAfterARefusal()
    {
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build();
            OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(1).build())
        {
            for (int i = 0; i < 3; i++)
            {
                final int round = i;
                assertThrows(IllegalStateException.class, view::length);
                assertThrows(IllegalStateException.class, () -> map.get(view));
                assertThrows(IllegalStateException.class, () -> map.put(view, 1));
                assertThrows(IllegalStateException.class, () -> map.remove(view));
                assertThrows(IllegalStateException.class, () -> fixed.get(view));
                assertThrows(IllegalStateException.class, () -> fixed.computeIfAbsent(view, key -> 1));
                map.put(view.wrap("a"), 1);
                if (round == 0)
                {
                    assertThrows(IllegalArgumentException.class, () -> view.wrap("\ud800"));
                }
                else
                {
                    assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(new byte[2], 1, 2));
                }
            }
            assertEquals(1, map.size());
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8InMapsOfStringsOnly()
    {
        final byte[][] malformed = {
            {(byte)0xff}, {'a', (byte)0xc3}, {(byte)0xc0, (byte)0x80}, {(byte)0xed, (byte)0xa0, (byte)0x80},
            utf8("12345678\u00e9").clone(), {(byte)0xf4, (byte)0x90, (byte)0x80, (byte)0x80}};
        malformed[4][8] = 'x';
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build();
            OffHeapStringStructMap structs = OffHeapMaps.stringStruct(StructType.parse("struct { a int64 }")).build();
            OffHeapStringSet set = OffHeapMaps.stringSet().build();
            OffHeapVarBytesIntMap any = OffHeapMaps.varBytesInt().build())
        {
            map.put("12345678x", 1);
            for (final byte[] bytes : malformed)
            {
                for (final Consumer<KeyView> form : forms(bytes).subList(0, 11))
                {
                    form.accept(view);
                    for (final Runnable operation : List.<Runnable>of(
                        () -> map.get(view), () -> map.put(view, 1), () -> map.remove(view), () -> map.addTo(view, 1),
                        () -> map.containsKey(view), () -> map.replace(view, 1), () -> map.compute(view, old -> 1),
                        () -> map.computeIfAbsent(view, key -> 1), () -> set.add(view), () -> set.contains(view),
                        () -> set.remove(view), () -> structs.put(view, new byte[8]),
                        () -> structs.find(view, new StructFlyweight()), () -> structs.remove(view)))
                    {
                        final Exception refused = assertThrows(IllegalArgumentException.class, operation::run);
                        assertTrue(refused.getMessage().matches("key is not UTF-8: index=\\d"), refused::toString);
                    }
                    any.put(view, 1);
                    assertTrue(any.containsKey(bytes));
                }
            }
            assertEquals(1, map.size() + set.size() + structs.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldRefuseAKeyOfAnotherLength()
    {
        try (OffHeapBytesIntMap map = OffHeapMaps.bytesInt(8).build();
            OffHeapBytesStructMap structs = OffHeapMaps.bytesStruct(8, 8).build())
        {
            for (final Consumer<KeyView> form : forms(new byte[7]))
            {
                form.accept(view);
                assertThrows(IllegalArgumentException.class, () -> map.get(view));
                assertThrows(IllegalArgumentException.class, () -> map.put(view, 1));
                assertThrows(IllegalArgumentException.class, () -> map.remove(view));
                assertThrows(IllegalArgumentException.class, () -> map.merge(view, 1, Integer::sum));
                assertThrows(IllegalArgumentException.class, () -> structs.get(view, new byte[8]));
                assertThrows(IllegalArgumentException.class, () -> structs.put(view, new byte[8]));
            }
            view.wrap(new byte[8]);
            assertThrows(IllegalArgumentException.class, () -> structs.put(view, new byte[7]));
            assertThrows(IllegalArgumentException.class, () -> structs.get(view, new byte[9]));
            assertEquals(0, map.size() + structs.size());
        }
    }

    /** A function that changes what the view shows is found out before the entry is made, and nothing stays behind. */
    @Test
    void shouldNoticeThatAFunctionChangedTheKey()
    {
        final byte[] message = utf8("abcdefgh");
        try (OffHeapStringIntMap strings = OffHeapMaps.stringInt().build();
            OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(8).build();
            OffHeapVarBytesIntMap any = OffHeapMaps.varBytesInt().build())
        {
            view.wrap(message);
            assertThrows(ConcurrentModificationException.class,
                () -> strings.computeIfAbsent(view, key -> ++message[7]));
            assertThrows(ConcurrentModificationException.class, () -> fixed.compute(view, old -> ++message[0]));
            assertThrows(ConcurrentModificationException.class,
                () -> any.computeIfAbsent(view, key -> view.wrap("another").length()));
            view.wrap(message);
            assertThrows(IllegalArgumentException.class, () -> strings.computeIfAbsent(view, key ->
            {
                message[0] = (byte)0xff;
                return 1;
            }));
            message[0] = 'a';
            assertThrows(IllegalArgumentException.class, () -> fixed.compute(view, old -> view.wrap("x").length()));
            refuseASegmentThatTheFunctionCloses(any);
            assertEquals(0, strings.size() + fixed.size() + any.size());
            view.wrap(message);
            assertEquals(7, strings.computeIfAbsent(view, key -> 7));
            assertEquals(7, fixed.compute(view, old -> 7));
            assertEquals(7, any.merge(view, 7, Integer::sum));
            assertTrue(MapVerifier.verify(strings.image()).clean());
            assertTrue(MapVerifier.verify(fixed.image()).clean());
            assertTrue(MapVerifier.verify(any.image()).clean());
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static MemorySegment foreignSegment()
    {
        return CompletableFuture.supplyAsync(() -> Arena.ofConfined().allocate(4)).join();
    }

    @SuppressWarnings("MustBeClosedChecker")
    private void refuseASegmentThatTheFunctionCloses(final OffHeapVarBytesIntMap map)
    {
        final Arena arena = Arena.ofConfined();
        view.wrap(arena.allocate(8));
        assertThrows(IllegalArgumentException.class, () -> map.computeIfAbsent(view, key ->
        {
            arena.close();
            return 1;
        }));
    }

    /** A key that was lost costs what a function that throws costs: what was made ready for it is given back. */
    @Test
    void shouldKeepNothingOfAKeyThatWasLost()
    {
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().deterministic(7).build();
            OffHeapStringIntMap twin = OffHeapMaps.stringInt().deterministic(7).build())
        {
            for (int i = 0; i < 300; i++)
            {
                final byte[] message = utf8(Integer.toString(i, 36).repeat(1 + i % 60));
                view.wrap(message);
                map.put(view, i);
                twin.put(view, i);
                final byte[] lost = utf8("lost".repeat(1 + i));
                view.wrap(lost);
                assertThrows(IllegalStateException.class, () -> twin.computeIfAbsent(view, key ->
                {
                    throw new IllegalStateException("mine");
                }));
                final boolean malformed = i % 2 == 0;
                assertThrows(RuntimeException.class, () -> map.computeIfAbsent(view, key ->
                {
                    lost[0] = malformed ? (byte)0xff : (byte)'L';
                    return 1;
                }));
                assertEquals(twin.stats(), map.stats(), "i=" + i);
                assertEquals(twin.stats().promisedBytes(), map.stats().promisedBytes());
                assertEquals(twin.size(), map.size());
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Shorter keys whose hash looks like that of a longer one are in every map of some size. */
    @Test
    void shouldNotTakeTheHeadOfAKeyForTheKey()
    {
        for (int i = 0; i < 12; i++)
        {
            final byte[] key = utf8(Integer.toString(i).repeat(600));
            try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build();
                OffHeapVarBytesIntMap any = OffHeapMaps.varBytesInt().build())
            {
                map.put(view.wrap(key), 1);
                any.put(view, 1);
                for (int size = 0; size < key.length; size++)
                {
                    assertFalse(map.containsKey(view.wrap(key, 0, size)));
                    assertFalse(any.containsKey(view));
                    assertFalse(map.containsKey(new String(key, 0, size, StandardCharsets.UTF_8)));
                    assertFalse(any.containsKey(Arrays.copyOf(key, size)));
                }
            }
        }
    }

    @Test
    void shouldSayWhoseMemoryIsGone() throws IOException
    {
        final Path file = folder.resolve("keys");
        Files.write(file, new byte[1 << 16]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Arena arena = Arena.ofShared();
            OffHeapVarBytesIntMap map = OffHeapMaps.varBytesInt().build())
        {
            final MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 16, arena);
            map.put(new byte[8], 1);
            view.wrap(mapped, 50_000, 8);
            assertEquals(1, map.get(view));
            final ByteBuffer buffer = direct(new byte[8]);
            final KeyView limited = new KeyView().wrap(buffer);
            assertEquals(1, map.get(limited));
            channel.truncate(4_096);
            buffer.limit(3);
            for (final KeyView lost : List.of(view, limited))
            {
                for (final Runnable operation : List.<Runnable>of(
                    () -> map.get(lost), () -> map.put(lost, 2), () -> map.remove(lost), () -> map.addTo(lost, 1)))
                {
                    final Exception refused = assertThrows(IllegalArgumentException.class, operation::run);
                    assertTrue(refused.getMessage().startsWith("key cannot be read any more: source="),
                        refused::toString);
                }
            }
            assertFalse(map.isClosed());
            assertEquals(1, map.get(new byte[8]));
            assertEquals(1, map.size());
        }
        try (OffHeapVarBytesIntMap map = OffHeapMaps.varBytesInt().build(); Arena arena = Arena.ofConfined())
        {
            map.put(view.wrap(arena.allocate(9)), 1);
            map.close();
            assertThrows(MapClosedException.class, () -> map.get(view));
            assertThrows(MapClosedException.class, () -> map.put(view, 1));
        }
    }

    @Test
    void shouldMakeRoomForTheLongestTextOnly()
    {
        final byte[] target = new byte[4];
        for (int size = 0; size < 2_000; size += 7)
        {
            view.wrap("x".repeat(size) + "\u2603");
            assertEquals(size + 3, view.length());
        }
        view.wrap("\u2603a");
        final MemorySegment memory = Arena.ofAuto().allocate(4);
        view.copyTo(memory, 0);
        Memory.getBytes(memory, 0, target, 0, 4);
        assertArrayEquals(utf8("\u2603a"), target);
    }

    /** No operation that takes a key does without its form for a view of one. */
    @Test
    void shouldBeTakenByEveryOperationWithAKey()
    {
        int checked = 0;
        for (final Class<?> map : List.of(
            OffHeapStringLongMap.class, OffHeapStringIntMap.class, OffHeapStringDoubleMap.class,
            OffHeapStringStructMap.class, OffHeapStringSet.class, OffHeapBytesLongMap.class, OffHeapBytesIntMap.class,
            OffHeapBytesDoubleMap.class, OffHeapBytesStructMap.class, OffHeapBytesSet.class,
            OffHeapVarBytesLongMap.class, OffHeapVarBytesIntMap.class, OffHeapVarBytesDoubleMap.class,
            OffHeapVarBytesStructMap.class, OffHeapVarBytesSet.class))
        {
            final Class<?> key = map.getSimpleName().contains("String") ? String.class : byte[].class;
            for (final Method method : map.getMethods())
            {
                final Class<?>[] types = method.getParameterTypes();
                if (types.length > 0 && types[0] == key && method.getDeclaringClass() != Object.class)
                {
                    assertTrue(Arrays.stream(map.getMethods()).anyMatch(other ->
                        other.getName().equals(method.getName()) && takesAView(other, types)), method::toString);
                    checked++;
                }
            }
        }
        assertTrue(checked > 200, "checked=" + checked);
    }

    /** The same types behind the key; a function gets the value alone, as there is no key object. */
    private static boolean takesAView(final Method method, final Class<?>... types)
    {
        final Class<?>[] others = method.getParameterTypes();
        boolean same = others.length == types.length && others[0] == KeyView.class;
        for (int i = 1; same && i < types.length; i++)
        {
            same = others[i] == types[i] || others[i].isInterface() && types[i].isInterface();
        }
        return same;
    }
}
