// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

/** Counts the bytes of the rooms in which keys and values are staged, and shrinks the rooms when nobody needs them. */
public final class StagingRooms
{
    private long bytes;
    private Runnable shrinker;

    /** Bytes of all rooms. */
    public long bytes()
    {
        return bytes;
    }

    /** Counts bytes that a room was given, or has given back if negative. */
    public void note(final long change)
    {
        bytes += change;
    }

    /** Says how rooms shrink. */
    public void shrinkBy(final Runnable action)
    {
        shrinker = action;
    }

    /** Gives back what no entry can need. */
    public void shrink()
    {
        if (shrinker != null)
        {
            shrinker.run();
        }
    }
}
