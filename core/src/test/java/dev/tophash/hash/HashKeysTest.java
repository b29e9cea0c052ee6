// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HashKeysTest
{
    private static final long M1 = 0xa0761d6478bd642fL;
    private static final long M2 = 0xe7037ed1a0b428dbL;
    private static final long M3 = 0x8ebc6af09c88c6e3L;
    private static final long M4 = 0x589965cc75374cc3L;
    private static final long M5 = 0x1d8e4e27c47d124fL;

    @Test
    void shouldUseOneWordBeforeGo123AndFourFromThereOn()
    {
        final HashKeys old = HashKeys.of(GoVersion.GO_1_22, 7, 8, 9, 10);
        assertEquals(7 ^ M1, old.k0());
        assertEquals(M2, old.k1());
        assertEquals(M3, old.k2());
        assertEquals(M4, old.k3());
        assertEquals(old, HashKeys.of(GoVersion.GO_1_19, 7));

        final HashKeys current = HashKeys.of(GoVersion.GO_1_23, 7, 8, 9, 10);
        assertEquals(7, current.k0());
        assertEquals(8, current.k1());
        assertEquals(9, current.k2());
        assertEquals(10, current.k3());
    }

    @Test
    void shouldImitateAnOldProcessInANewOne()
    {
        assertEquals(HashKeys.of(GoVersion.GO_1_19, 7), HashKeys.of(GoVersion.GO_1_23, 7 ^ M1, M2, M3, M4));
    }

    @Test
    void shouldRefuseAWrongNumberOfWords()
    {
        assertThrows(IllegalArgumentException.class, () -> HashKeys.of(GoVersion.GO_1_23, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4, 5));
        assertThrows(IllegalArgumentException.class, () -> HashKeys.of(GoVersion.GO_1_19));
        assertThrows(IllegalArgumentException.class, () -> HashKeys.of(GoVersion.GO_1_19, 1, 2, 3, 4, 5));
    }

    @Test
    void h06ShouldRedrawZeroEqualAndPublishedWords()
    {
        final HashKeys keys = HashKeys.random(script(
            0, M1, 11, 11, M2, 12, M3, M4, M5, 0x00756ea16a56a621L, 0x0052ef6bbb8f63bfL, 13, 12,
            0x2d358dccaa6c78a5L, 0x8bb84b93962eacc9L, 0x4b33a62ed433d4a3L, 0x4d5a2da51de1aa47L, 0xeb44accab455d165L,
            14));
        assertEquals(HashKeys.of(GoVersion.GO_1_23, 11, 12, 13, 14), keys);
    }

    @Test
    void shouldGiveUpOnAGeneratorWithoutUsableWords()
    {
        assertThrows(IllegalArgumentException.class, () -> HashKeys.random(() -> 0));
        assertThrows(IllegalArgumentException.class, () -> HashKeys.random(() -> 5));
    }

    @Test
    void shouldRepeatItselfForTheSameGenerator()
    {
        assertEquals(HashKeys.random(new Random(3)), HashKeys.random(new Random(3)));
        assertNotEquals(HashKeys.random(new Random(3)), HashKeys.random(new Random(4)));
        assertEquals(HashKeys.random(new Random(3)).hashCode(), HashKeys.random(new Random(3)).hashCode());
    }

    @Test
    void shouldHaveOneProcessKey()
    {
        assertSame(HashKeys.processKeys(), HashKeys.processKeys());
        assertNotEquals(HashKeys.processKeys(), HashKeys.random(new Random(3)));
    }

    @Test
    void shouldNeverPrintItsWords()
    {
        assertEquals("HashKeys[secret]", HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4).toString());
        final var e = assertThrows(
            IllegalArgumentException.class, () -> HashKeys.of(GoVersion.GO_1_23, 123456789, 987654321));
        assertTrue(!e.getMessage().contains("123456789") && !e.getMessage().contains("987654321"), e.getMessage());
    }

    private static RandomGenerator script(final long... words)
    {
        final Iterator<Long> iterator = Arrays.stream(words).iterator();
        return iterator::next;
    }
}
