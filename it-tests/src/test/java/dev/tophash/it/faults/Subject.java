// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.image.MapImage;
import java.util.Map;

/** A map under test whose keys and elems are told as numbers, whatever their Go type is. */
interface Subject extends AutoCloseable
{
    /** Sets the elem of a key; returns whether the key was new. */
    boolean put(long key, long elem);

    /** Removes a key; returns whether it was there. */
    boolean remove(long key);

    /** The elem of a key, null if it is absent. */
    Long get(long key);

    void clear();

    /** All entries as an iteration delivers them; a key that comes twice is an error. */
    Map<Long, Long> entries();

    /** Opens a cursor and steps into it; closing it is the caller's. */
    AutoCloseable openCursor();

    Subject copy();

    long size();

    MapImage image();

    MapStats stats();

    @Override
    void close();
}
