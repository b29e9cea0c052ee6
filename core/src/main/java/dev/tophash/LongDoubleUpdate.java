// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Computes the next value of an entry of a {@link LongDoubleMap}.
 */
@FunctionalInterface
public interface LongDoubleUpdate
{
    /**
     * Computes a value.
     *
     * @param key   the key.
     * @param value the value that it has.
     * @return the value that it gets.
     */
    double apply(long key, double value);
}
