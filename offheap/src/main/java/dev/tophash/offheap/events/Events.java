// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.events;

import jdk.jfr.FlightRecorder;

/**
 * Where the engine says what happens. Without the module {@code jdk.jfr}, or while nobody records an event, nothing is
 * done and nothing is made: whoever has to look for the numbers of an event asks first whether it is wanted.
 *
 * <p>The classes of the events are loaded with the first one that comes after a recorder was made. To load them with
 * the first map took that map nearly twice its time.
 *
 * <p>All methods may be called by any thread.
 */
public final class Events
{
    private static final boolean PRESENT = isPresent();

    private Events()
    {
    }

    private static boolean isPresent()
    {
        try
        {
            Class.forName("jdk.jfr.Event", false, Events.class.getClassLoader());
            return true;
        }
        catch (final ClassNotFoundException e)
        {
            return false;
        }
    }

    /** Whether there is a recorder in this process; there is one from the first recording on. */
    private static boolean isRecorder()
    {
        return PRESENT && FlightRecorder.isInitialized();
    }

    /** Whether somebody records growths. */
    public static boolean wantGrowth()
    {
        return isRecorder() && FlightEvents.GROWTH_BEGIN.isEnabled();
    }

    /** A write is about to begin a growth: 2^b buckets from now on. */
    public static Span growth(final String map, final long count, final int oldB, final int b)
    {
        return FlightEvents.growth(map, count, oldB, b);
    }

    /** Whether somebody records the ends of growths. */
    public static boolean wantGrowthEnd()
    {
        return isRecorder() && FlightEvents.GROWTH_END.isEnabled();
    }

    /** The last old bucket was moved. */
    public static void growthEnded(final String map, final long count, final int b, final long overflowCount)
    {
        FlightEvents.growthEnded(map, count, b, overflowCount);
    }

    /** Whether somebody records slices of growths. */
    public static boolean wantSlice()
    {
        return isRecorder() && FlightEvents.EVACUATION_SLICE.isEnabled();
    }

    /** A write is about to move old buckets. */
    public static Span slice(final String map, final long movedCount, final long oldCount)
    {
        return FlightEvents.slice(map, movedCount, oldCount);
    }

    /** Whether somebody records overflow buckets. */
    public static boolean wantOverflow()
    {
        return isRecorder() && FlightEvents.OVERFLOW_BUCKET.isEnabled();
    }

    /** A chain has become one bucket longer. */
    public static void overflow(final String map, final long count, final int b, final long overflowCount)
    {
        FlightEvents.overflow(map, count, b, overflowCount);
    }

    /** Whether somebody records clears. */
    public static boolean wantClear()
    {
        return isRecorder() && FlightEvents.CLEAR.isEnabled();
    }

    /** A map is about to be cleared. */
    public static Span clear(final String map, final String strategy, final long count, final int b)
    {
        return FlightEvents.clear(map, strategy, count, b);
    }

    /** Addresses were reserved. */
    public static void rangeMapped(final long address, final long size, final boolean file)
    {
        if (isRecorder() && FlightEvents.RANGE_MAP.isEnabled())
        {
            FlightEvents.rangeMapped(address, size, file);
        }
    }

    /** The pages of a range were given back, its addresses are or will be. */
    public static void rangeUnmapped(final long address, final long size, final boolean file)
    {
        if (isRecorder() && FlightEvents.RANGE_UNMAP.isEnabled())
        {
            FlightEvents.rangeUnmapped(address, size, file);
        }
    }

    /** Whether somebody records refusals. */
    public static boolean wantRefusal()
    {
        return isRecorder() && FlightEvents.REFUSAL.isEnabled();
    }

    /** An operation was refused for want of memory. */
    public static void refused(
        final String map, final String message, final long needBytes, final long limitBytes, final long pendingBytes,
        final int openCursors)
    {
        FlightEvents.refused(map, message, needBytes, limitBytes, pendingBytes, openCursors);
    }

    /** The collector has found a map, or a memory of maps, that nobody closed; the origin can be null. */
    public static void leaked(final String name, final long reservedBytes, final Throwable origin)
    {
        if (isRecorder() && FlightEvents.LEAK.isEnabled())
        {
            FlightEvents.leaked(name, reservedBytes, origin);
        }
    }

    /** The collector has found a cursor that nobody closed. */
    public static void cursorAbandoned(final String map, final int openCursors)
    {
        if (isRecorder() && FlightEvents.ABANDONED_CURSOR.isEnabled())
        {
            FlightEvents.cursorAbandoned(map, openCursors);
        }
    }
}
