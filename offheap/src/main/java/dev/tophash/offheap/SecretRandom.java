// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The default source: two words of {@link SecureRandom} a map, stretched by a small generator (xoroshiro128++).
 *
 * <p>A seed drawn by {@link SecureRandom} itself would cost a system call and garbage each time a map is emptied. No
 * output of the generator leaves the map, so nobody can work out its state from outside. The start of an iteration is
 * visible to everybody, so it comes from another generator, which any number of readers can use at once.
 */
final class SecretRandom implements MapRandom
{
    private static final SecureRandom SECURE = new SecureRandom();

    /** Words that are drawn at once: a call for each map took longer than all the rest of making it. */
    private static final long[] DRAWN = new long[1 << 7];
    private static int used = DRAWN.length;

    private long s0;
    private long s1;

    SecretRandom()
    {
        synchronized (DRAWN)
        {
            s0 = draw();
            s1 = draw() | 1;
        }
    }

    /** A word that nobody has had, and that nobody will find here. */
    private static long draw()
    {
        if (used == DRAWN.length)
        {
            final byte[] bytes = new byte[DRAWN.length * Long.BYTES];
            SECURE.nextBytes(bytes);
            ByteBuffer.wrap(bytes).asLongBuffer().get(DRAWN);
            Arrays.fill(bytes, (byte)0);
            used = 0;
        }
        final long word = DRAWN[used];
        DRAWN[used++] = 0;
        return word;
    }

    private long next()
    {
        final long a = s0;
        final long b = s1 ^ a;
        final long result = Long.rotateLeft(a + s1, 17) + a;
        s0 = Long.rotateLeft(a, 49) ^ b ^ b << 21;
        s1 = Long.rotateLeft(b, 28);
        return result;
    }

    @Override
    public int seed()
    {
        return (int)(next() >>> 32);
    }

    @Override
    public long iterationStart()
    {
        return ThreadLocalRandom.current().nextLong();
    }

    @Override
    public int overflowSample()
    {
        return (int)(next() >>> 32);
    }

    @Override
    public long nanHash()
    {
        return next();
    }
}
