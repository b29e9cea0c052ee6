// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Bytes that a map may use, and those that it does: <i>held</i> are granted to an operation that has not changed
 * anything yet, <i>used</i> are written.
 *
 * <p>A map alone may use all of its limit. A map among many claims bytes of the common budget, an eighth more than it
 * uses, and gives back what it claims in vain; its own limit is a cap.
 */
final class Budget
{
    private static final int RESERVE_PART = 8;
    private static final long MIN_RESERVE = 1 << 10;

    private final long limit;
    private final Share share;
    private final LongConsumer gate;
    private BooleanSupplier relief = () -> false;
    private BooleanSupplier room = () -> false;
    private long allowed;
    private long used;
    private long held;

    Budget(final long limit, final Share share, final LongConsumer gate)
    {
        this.limit = limit;
        this.share = share;
        this.gate = gate;
        allowed = share == null ? limit : 0;
    }

    void relieveBy(final BooleanSupplier step, final BooleanSupplier roomStep)
    {
        relief = step;
        room = roomStep;
    }

    /** Returns some retired memory; false if there is none to return. */
    boolean relieve()
    {
        return relief.getAsBoolean();
    }

    /** As {@link #relieve}, for addresses: what moves together has the bytes that it had. */
    boolean makeRoom()
    {
        return relieve() || room.getAsBoolean();
    }

    /** Holds bytes for an operation that has not changed anything yet, or refuses it. */
    void hold(final long bytes, final String what)
    {
        gate.accept(bytes);
        while (bytes > allowed - used - held)
        {
            if (!claim(bytes) && !relieve())
            {
                if (bytes <= limit - used - held)
                {
                    throw share.range().usedUp(bytes);
                }
                throw new OffHeapMemoryException(what, used + held + bytes, limit);
            }
        }
        held += bytes;
    }

    /** Whether bytes may be used that no operation needs yet: only what is left anyway. */
    boolean tryUse(final long bytes)
    {
        if (share != null && bytes > allowed - used - held && bytes <= limit - used - held)
        {
            allowed += share.range().claim(share, used + held + bytes - allowed, used + held + bytes - allowed);
        }
        return bytes <= allowed - used - held;
    }

    /** Claims what a map among many needs, and a reserve. */
    private boolean claim(final long bytes)
    {
        final long most = limit - allowed;
        final long needed = used + held + bytes - allowed;
        if (share == null || needed > most)
        {
            return false;
        }
        final long granted = share.range().claim(share, needed, Math.min(most, needed + reserve()));
        allowed += granted;
        return granted != 0;
    }

    private long reserve()
    {
        return Math.max(MIN_RESERVE, allowed / RESERVE_PART);
    }

    /** Counts bytes as used if they are there. */
    boolean useAtOnce(final long bytes)
    {
        gate.accept(bytes);
        if (bytes > allowed - used - held)
        {
            return false;
        }
        used += bytes;
        return true;
    }

    void unhold(final long bytes)
    {
        held -= bytes;
    }

    /** Counts bytes as used. */
    void use(final long bytes)
    {
        used += bytes;
    }

    /** Counts bytes as free again. */
    void discharge(final long bytes)
    {
        used -= bytes;
        if (share != null && allowed - used - held > 2 * reserve())
        {
            unclaim(reserve());
        }
    }

    /** Gives back what is claimed beyond what is in use and a reserve. */
    void unclaim(final long reserve)
    {
        final long unused = allowed - used - held - reserve;
        if (unused > 0)
        {
            allowed -= unused;
            share.range().unclaim(share, unused);
        }
    }

    long limit()
    {
        return limit;
    }

    long used()
    {
        return used;
    }

    long held()
    {
        return held;
    }
}
