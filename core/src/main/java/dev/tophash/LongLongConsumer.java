// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Takes the entries of a {@link LongLongMap}.
 */
@FunctionalInterface
public interface LongLongConsumer
{
    /**
     * Takes one entry.
     *
     * @param key   its key.
     * @param value its elem.
     */
    void accept(long key, long value);
}
