// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Computes the value of a key that a {@link LongDoubleMap} does not have.
 */
@FunctionalInterface
public interface LongDoubleFunction
{
    /**
     * Computes a value.
     *
     * @param key the key.
     * @return its value.
     */
    double apply(long key);
}
