// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** A function of an entry whose value is a struct that stays where it lies. */
@FunctionalInterface
public interface LongStructConsumer
{
    /**
     * Takes an entry.
     *
     * @param key   its key.
     * @param value stands on its value while this runs.
     */
    void accept(long key, StructFlyweight value);
}
