// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/**
 * Tells entries of a {@link LongDoubleMap} apart.
 */
@FunctionalInterface
public interface LongDoublePredicate
{
    /**
     * Judges one entry.
     *
     * @param key   its key.
     * @param value its value.
     * @return true for the entries that are meant.
     */
    boolean test(long key, double value);
}
