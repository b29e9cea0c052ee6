// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.check.Required;
import dev.tophash.layout.GoVersion;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * The four key words of Go's portable hash, as the formula uses them (layout section 16.1).
 *
 * <pre>
 *                  k0               k1           k2           k3
 *   1.19 .. 1.22   hashkey[0]^m1    m2           m3           m4
 *   1.23           hashkey[0]       hashkey[1]   hashkey[2]   hashkey[3]
 * </pre>
 *
 * <p>The words are a secret: whoever knows them can construct keys that all fall into one bucket.  {@link #toString}
 * never shows them.  Code that has to store them (a faithful dump cannot be checked without) takes them from the
 * accessors, deliberately.
 *
 * <p>Instances are immutable and safe to share between threads.
 */
public final class HashKeys
{
    /**
     * Words that an attacker would try first: the constants of Go's portable hash, those of its float hash, and those
     * of wyhash, from which Go took it.
     */
    private static final long[] PUBLISHED = {
        MemHash.M1, MemHash.M2, MemHash.M3, MemHash.M4, MemHash.M5,
        GoHash.C0, GoHash.C1,
        0xeb44accab455d165L,
        0x2d358dccaa6c78a5L, 0x8bb84b93962eacc9L, 0x4b33a62ed433d4a3L, 0x4d5a2da51de1aa47L};

    private static final int MAX_DRAWS = 1000;

    private final long k0;
    private final long k1;
    private final long k2;
    private final long k3;

    private HashKeys(final long k0, final long k1, final long k2, final long k3)
    {
        this.k0 = k0;
        this.k1 = k1;
        this.k2 = k2;
        this.k3 = k3;
    }

    /** One key per JVM, drawn when it is first needed. */
    private static final class PerProcess
    {
        static final HashKeys KEYS = random(new SecureRandom());
    }

    /**
     * The key words that a Go process with this process key uses.
     *
     * @param version the Go release.
     * @param hashkey the process key: one to four words before 1.23, of which only the first counts; four from 1.23 on.
     * @return the effective words.
     * @throws IllegalArgumentException if the number of words is wrong.
     */
    public static HashKeys of(final GoVersion version, final long... hashkey)
    {
        Required.argument(version, "version");
        Required.argument(hashkey, "hashkey");
        final int needed = version.fourKeyWords() ? 4 : 1;
        if (hashkey.length < needed || hashkey.length > 4)
        {
            throw new IllegalArgumentException(
                "words of a process key: count=" + hashkey.length + ", needed=" + needed + ", version=" + version);
        }
        return version.fourKeyWords() ?
            new HashKeys(hashkey[0], hashkey[1], hashkey[2], hashkey[3]) :
            new HashKeys(hashkey[0] ^ MemHash.M1, MemHash.M2, MemHash.M3, MemHash.M4);
    }

    /**
     * The key of this JVM: random, the same on every call.
     *
     * @return the words, drawn from {@link SecureRandom} at the first call.
     */
    public static HashKeys processKeys()
    {
        return PerProcess.KEYS;
    }

    /**
     * Draws four words; a word that is 0, a published constant, or equal to an earlier one is drawn again.
     *
     * @param random the source: {@link SecureRandom}, or a generator that a test can repeat.
     * @return the words.
     * @throws IllegalArgumentException if the generator keeps giving words that have to be refused.
     */
    public static HashKeys random(final RandomGenerator random)
    {
        Required.argument(random, "random");
        final long[] words = new long[4];
        int count = 0;
        for (int draws = 0; count < words.length; draws++)
        {
            if (draws == MAX_DRAWS)
            {
                throw new IllegalArgumentException("random generator without usable words: draws=" + draws);
            }
            final long word = random.nextLong();
            if (word != 0 && !contains(PUBLISHED, PUBLISHED.length, word) && !contains(words, count, word))
            {
                words[count++] = word;
            }
        }
        return new HashKeys(words[0], words[1], words[2], words[3]);
    }

    /**
     * First effective word; the seed of every hash is combined with it.
     *
     * @return the word.
     */
    public long k0()
    {
        return k0;
    }

    /**
     * Second effective word.
     *
     * @return the word.
     */
    public long k1()
    {
        return k1;
    }

    /**
     * Third effective word, used from 49 bytes on.
     *
     * @return the word.
     */
    public long k2()
    {
        return k2;
    }

    /**
     * Fourth effective word, used from 49 bytes on.
     *
     * @return the word.
     */
    public long k3()
    {
        return k3;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final HashKeys that && k0 == that.k0 && k1 == that.k1 && k2 == that.k2 && k3 == that.k3;
    }

    /** All four words folded into 32 bits. */
    @Override
    public int hashCode()
    {
        return (int)(MemHash.mix(k0 ^ k2, k1 ^ k3) >>> 32);
    }

    /** Says only that there are keys. */
    @Override
    public String toString()
    {
        return "HashKeys[secret]";
    }

    private static boolean contains(final long[] words, final int count, final long word)
    {
        for (int i = 0; i < count; i++)
        {
            if (words[i] == word)
            {
                return true;
            }
        }
        return false;
    }
}
