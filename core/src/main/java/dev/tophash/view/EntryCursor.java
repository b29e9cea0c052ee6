// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/** A cursor whose entries are objects. */
interface EntryCursor<K, V> extends AutoCloseable
{
    boolean next();

    K key();

    V value();

    @Override
    void close();
}
