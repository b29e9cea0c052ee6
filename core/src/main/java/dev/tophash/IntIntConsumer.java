// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Takes the entries of a {@link IntIntMap}.
 */
@FunctionalInterface
public interface IntIntConsumer
{
    /**
     * Takes one entry.
     *
     * @param key   its key.
     * @param value its elem.
     */
    void accept(int key, int value);
}
