// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Takes the entries of a {@link LongDoubleMap}.
 */
@FunctionalInterface
public interface LongDoubleConsumer
{
    /**
     * Takes one entry.
     *
     * @param key   its key.
     * @param value its value.
     */
    void accept(long key, double value);
}
