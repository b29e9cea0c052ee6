// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/**
 * A map from long to a struct of 32 bytes; an update writes one field, a get reads all four. The loops are written
 * once; each process has one map, so the calls are direct.
 */
abstract class OrderSubject extends Subject
{
    long total;
    private final long[] keys;
    /** The keys of each slice in another order. */
    final long[] probes;
    private final long[] absent;

    OrderSubject(final Keys keys)
    {
        this.keys = keys.longs();
        probes = keys.longProbes();
        absent = keys.absentLongs();
    }

    abstract void add(long key, long value);

    abstract void change(long key, long value);

    abstract long read(long key);

    abstract void removeKey(long key);

    @Override
    public final void insert(final int from, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            add(keys[from + i], i + 1);
        }
    }

    @Override
    public final void update(final int from, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            change(keys[from + i], i + 2);
        }
    }

    @Override
    public long hit(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += read(probes[i]);
        }
        return sum;
    }

    @Override
    public final long miss(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += read(absent[i]);
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
