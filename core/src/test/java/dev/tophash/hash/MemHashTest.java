// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.classic.TopHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemHashTest
{
    private static final long[] PROCESS_KEY =
        {0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L};
    private static final long SEED = 0x12345678L;

    @Test
    void shouldHashTheWorkedExample()
    {
        final HashKeys old = HashKeys.of(GoVersion.GO_1_19, PROCESS_KEY);
        final long hash = hash64(1, old);
        assertEquals(0x4f36d092127b4a8eL, hash);
        assertEquals(0x4f, TopHash.of(hash));
        assertEquals(14, hash & 15);
        assertEquals(14, hash & 31);
        assertEquals(0x57c48a28dd321052L, hash64(2, old));
        assertEquals(0xdfc6f98f62e40f1eL, hash64(3, old));
        assertEquals(0x305a1163bbe6ccafL, hash64(100, old));
        assertEquals(0x3eda2ff6a3e80dd2L, hash("key-00001", old));

        final HashKeys current = HashKeys.of(GoVersion.GO_1_23, PROCESS_KEY);
        assertEquals(0xf108ea2ed11a67b0L, hash64(1, current));
        assertEquals(0x83997c5714716f22L, hash64(2, current));
        assertEquals(0x14094b72a921d9d3L, hash64(3, current));
        assertEquals(0x8737e23e9e52796eL, hash("key-00001", current));
    }

    private static long hash64(final long value, final HashKeys keys)
    {
        return MemHash.hash64(value, SEED, keys.k0(), keys.k1());
    }

    private static long hash(final String text, final HashKeys keys)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MemHash.hash(FakeMemory.SOURCE, bytes, 0, bytes.length, SEED, keys);
    }

    @Test
    void shouldGiveTheSameForWordsThatWereLoaded()
    {
        final SplittableRandom random = new SplittableRandom(6);
        final FakeMemory memory = new FakeMemory(64);
        final HashKeys keys = HashKeys.of(
            GoVersion.GO_1_23, random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        final long start = SEED ^ keys.k0();
        random.nextBytes(memory.bytes);
        for (int length = 4; length <= 48; length++)
        {
            long state = start;
            for (int at = 0; at < length - 16; at += 16)
            {
                state = MemHash.hashPair(word(memory, at), word(memory, at + 8), state, keys.k1());
            }
            final long first = length < 8 ? word(memory, 0) & 0xffff_ffffL :
                word(memory, Math.max(0, length - 16));
            final long last = length < 8 ? word(memory, length - 4) & 0xffff_ffffL : word(memory, length - 8);
            assertEquals(MemHash.hash(FakeMemory.SOURCE, memory.bytes, 0, length, SEED, keys),
                MemHash.hashWords(first, last, length, state, keys.k1()), "length " + length);
        }
    }

    private static long word(final FakeMemory memory, final int at)
    {
        return FakeMemory.SOURCE.getLong(memory.bytes, at);
    }

    @Test
    void shouldGiveTheSameForFourAndEightBytesInBothForms()
    {
        final SplittableRandom random = new SplittableRandom(5);
        final FakeMemory memory = new FakeMemory(16);
        for (int n = 0; n < 10_000; n++)
        {
            final long value = n < 100 ? n - 50 : random.nextLong();
            final long seed = random.nextLong();
            final HashKeys keys = HashKeys.of(
                GoVersion.GO_1_23, random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            memory.putLong(3, value);
            assertEquals(
                MemHash.hash(FakeMemory.SOURCE, memory.bytes, 3, 8, seed, keys),
                MemHash.hash64(value, seed, keys.k0(), keys.k1()));
            assertEquals(
                MemHash.hash(FakeMemory.SOURCE, memory.bytes, 3, 4, seed, keys),
                MemHash.hash32((int)value, seed, keys.k0(), keys.k1()));
        }
    }

    @Test
    void shouldReadOnlyTheBytesOfTheKey()
    {
        final HashKeys keys = HashKeys.of(GoVersion.GO_1_23, PROCESS_KEY);
        for (int length = 0; length < 300; length++)
        {
            final byte[] exact = new byte[length];
            final byte[] padded = new byte[length + 40];
            new SplittableRandom(9).nextBytes(padded);
            System.arraycopy(padded, 20, exact, 0, length);
            assertEquals(
                MemHash.hash(FakeMemory.SOURCE, exact, 0, length, SEED, keys),
                MemHash.hash(FakeMemory.SOURCE, padded, 20, length, SEED, keys));
        }
    }

    @Test
    void shouldFoldTheFullProduct()
    {
        final SplittableRandom random = new SplittableRandom(11);
        for (int n = 0; n < 10_000; n++)
        {
            final long a = random.nextLong() >>> random.nextInt(64);
            final long b = -1L >>> random.nextInt(64);
            final BigInteger product = unsigned(a).multiply(unsigned(b));
            assertEquals(product.shiftRight(64).xor(product).longValue(), MemHash.mix(a, b));
        }
    }

    private static BigInteger unsigned(final long value)
    {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
