// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The default source: two words of {@link SecureRandom} a map, stretched by a small generator (xoroshiro128++).
 *
 * <p>A seed drawn by {@link SecureRandom} itself would cost a system call and garbage each time a map is emptied. No
 * output of the generator leaves the map, so its state cannot be worked out from outside. Where an iteration starts is
 * seen by everybody; it comes from another generator, which any number of readers can use at once.
 */
final class SecretRandom implements MapRandom
{
    private static final SecureRandom SECURE = new SecureRandom();

    private long s0;
    private long s1;

    SecretRandom()
    {
        s0 = SECURE.nextLong();
        s1 = SECURE.nextLong() | 1;
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
