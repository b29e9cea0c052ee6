// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/** A cursor whose keys are objects. */
interface ObjectCursor<T> extends AutoCloseable
{
    boolean next();

    T object();

    @Override
    void close();
}
