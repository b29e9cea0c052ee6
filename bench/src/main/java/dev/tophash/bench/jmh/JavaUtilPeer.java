// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import java.util.HashMap;
import java.util.Map;

/** The JDK's map, with its boxes. */
final class JavaUtilPeer extends LongPeer
{
    private final HashMap<Long, Long> map;

    JavaUtilPeer(final long hint)
    {
        map = hint == NO_HINT ? new HashMap<>() : HashMap.newHashMap((int)hint);
    }

    private static long unboxed(final Long value)
    {
        return value == null ? MISSING : value;
    }

    @Override
    long get(final long key)
    {
        return unboxed(map.get(key));
    }

    @Override
    long put(final long key, final long value)
    {
        return unboxed(map.put(key, value));
    }

    @Override
    long remove(final long key)
    {
        return unboxed(map.remove(key));
    }

    @Override
    long size()
    {
        return map.size();
    }

    @Override
    void clear()
    {
        map.clear();
    }

    @Override
    long sum()
    {
        long total = 0;
        for (final Map.Entry<Long, Long> entry : map.entrySet())
        {
            total += entry.getKey() ^ entry.getValue();
        }
        return total;
    }

    @Override
    public void close()
    {
        // The collector's.
    }
}
