// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps one closed cursor for the next {@code forEach}, so that a loop of them makes no garbage. A nested or concurrent
 * iteration finds none and makes a new one.
 */
final class CursorPool<C extends HmapCursor>
{
    private final AtomicReference<C> spare = new AtomicReference<>();

    C take()
    {
        return spare.getAndSet(null);
    }

    void give(final C cursor)
    {
        spare.set(cursor);
    }
}
