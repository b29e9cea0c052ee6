// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import java.util.function.LongFunction;

/**
 * A map from long to long under measurement. Absent keys give {@link #MISSING}.
 *
 * <p>An abstract class of which one subclass is loaded in a JVM costs nothing: HotSpot sees that there is only one.
 */
abstract class LongPeer implements AutoCloseable
{
    static final String TOPHASH = "tophash";
    static final String AGRONA = "agrona65";
    static final String AGRONA_HALF = "agrona50";
    static final String JAVA_UTIL = "hashmap";

    /** Not a value of any benchmark. */
    static final long MISSING = Long.MIN_VALUE;

    /** No capacity is given to the map: it grows. */
    static final long NO_HINT = -1;

    /**
     * Makes an empty map.
     *
     * @param name one of the constants.
     * @param hint entries to make room for, or {@link #NO_HINT}.
     * @return the map.
     */
    static LongPeer make(final String name, final long hint)
    {
        final LongFunction<LongPeer> maker = switch (name)
        {
            // References, so that the other classes are not even loaded.
            case TOPHASH -> TophashPeer::new;
            case AGRONA -> AgronaPeer::new;
            case AGRONA_HALF -> AgronaPeer::halfFull;
            case JAVA_UTIL -> JavaUtilPeer::new;
            default -> throw new IllegalArgumentException("not a peer: peer=" + name);
        };
        return maker.apply(hint);
    }

    abstract long get(long key);

    abstract long put(long key, long value);

    abstract long remove(long key);

    abstract long size();

    abstract void clear();

    /** Visits every entry in the way that is the peer's fastest. */
    abstract long sum();

    @Override
    public abstract void close();
}
