// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Takes the entries of a {@link StringLongMap}.
 */
@FunctionalInterface
public interface StringLongConsumer
{
    /**
     * Takes one entry.
     *
     * @param key   its key.
     * @param value its elem.
     */
    void accept(String key, long value);
}
