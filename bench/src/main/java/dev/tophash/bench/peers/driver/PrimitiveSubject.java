// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/**
 * A map from long to long. The loops are written once; each process has one map, so the calls are direct.
 */
public abstract class PrimitiveSubject extends Subject
{
    /** What an iteration adds up. */
    protected long total;
    private final long[] keys;
    private final long[] probes;
    private final long[] absent;

    /**
     * For subclasses.
     *
     * @param keys the keys.
     */
    protected PrimitiveSubject(final Keys keys)
    {
        this.keys = keys.longs();
        probes = keys.longProbes();
        absent = keys.absentLongs();
    }

    /**
     * Puts.
     *
     * @param key   a key.
     * @param value not 0.
     */
    public abstract void put(long key, long value);

    /**
     * Gets.
     *
     * @param key a key.
     * @return its value, or 0.
     */
    public abstract long get(long key);

    /**
     * Removes.
     *
     * @param key a key.
     */
    public abstract void removeKey(long key);

    @Override
    public final void insert(final int from, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            put(keys[from + i], i + 1);
        }
    }

    @Override
    public final void update(final int from, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            put(keys[from + i], i + 2);
        }
    }

    @Override
    public final long hit(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += get(probes[i]);
        }
        return sum;
    }

    @Override
    public final long miss(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += get(absent[i]);
        }
        return sum;
    }

    @Override
    public final void remove(final int from, final int count)
    {
        for (int i = from; i < from + count; i++)
        {
            removeKey(keys[i]);
        }
    }
}
