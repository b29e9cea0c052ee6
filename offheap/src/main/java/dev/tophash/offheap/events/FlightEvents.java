// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.events;

import java.util.Arrays;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * The events themselves. One object of each is asked whether its kind is recorded: it is made with this class and never
 * told. What can come thousands of times a second is off until a recording turns it on.
 */
final class FlightEvents
{
    static final Event GROWTH_BEGIN = new GrowthBegin();
    static final Event GROWTH_END = new GrowthEnd();
    static final Event EVACUATION_SLICE = new EvacuationSlice();
    static final Event OVERFLOW_BUCKET = new OverflowBucket();
    static final Event CLEAR = new Clear();
    static final Event RANGE_MAP = new RangeMap();
    static final Event RANGE_UNMAP = new RangeUnmap();
    static final Event REFUSAL = new Refusal();
    static final Event LEAK = new Leak();
    static final Event ABANDONED_CURSOR = new AbandonedCursor();

    private FlightEvents()
    {
    }

    @Category("Tophash")
    abstract static class MapEvent extends Event
    {
        @Label("Map")
        @Description("The name that the map was built with, empty if it has none")
        String map;
    }

    @Name("dev.tophash.GrowthBegin")
    @Label("Growth Begin")
    @Description("A write has allocated the next bucket array; the duration is what that took")
    static final class GrowthBegin extends MapEvent implements Span
    {
        @Label("Entries")
        long count;
        @Label("Old Buckets")
        long oldBuckets;
        @Label("New Buckets")
        @Description("As many as before if the growth only packs chains")
        long newBuckets;

        @Override
        public void done()
        {
            commit();
        }
    }

    @Name("dev.tophash.GrowthEnd")
    @Label("Growth End")
    @Description("The last old bucket was moved")
    @StackTrace(false)
    static final class GrowthEnd extends MapEvent
    {
        @Label("Entries")
        long count;
        @Label("Buckets")
        long buckets;
        @Label("Overflow Buckets")
        long overflowBuckets;
    }

    @Name("dev.tophash.EvacuationSlice")
    @Label("Evacuation Slice")
    @Description("A write has moved one or two old buckets; the duration is what that took")
    @Enabled(false)
    @StackTrace(false)
    static final class EvacuationSlice extends MapEvent implements Span
    {
        @Label("Moved Buckets")
        @Description("Old buckets known to be moved before this slice")
        long movedBuckets;
        @Label("Old Buckets")
        long oldBuckets;

        @Override
        public void done()
        {
            commit();
        }
    }

    @Name("dev.tophash.OverflowBucket")
    @Label("Overflow Bucket")
    @Description("A chain has become one bucket longer")
    @Enabled(false)
    @StackTrace(false)
    static final class OverflowBucket extends MapEvent
    {
        @Label("Entries")
        long count;
        @Label("Buckets")
        long buckets;
        @Label("Overflow Buckets")
        @Description("Those handed out for the main array, with this one")
        long overflowBuckets;
    }

    @Name("dev.tophash.Clear")
    @Label("Clear")
    @Description("All entries were removed")
    @Threshold("20 us")
    @StackTrace(false)
    static final class Clear extends MapEvent implements Span
    {
        @Label("Strategy")
        String strategy;
        @Label("Entries")
        @Description("Entries before the clear")
        long count;
        @Label("Buckets")
        @Description("Buckets before the clear")
        long buckets;

        @Override
        public void done()
        {
            commit();
        }
    }

    @Name("dev.tophash.RangeMap")
    @Label("Range Map")
    @Description("Addresses were reserved for a map or for a memory of many maps")
    @Category("Tophash")
    static final class RangeMap extends Event
    {
        @Label("Address")
        @MemoryAddress
        long address;
        @Label("Size")
        @DataAmount
        long size;
        @Label("File")
        @Description("Whether they are those of a temporary file")
        boolean file;
    }

    @Name("dev.tophash.RangeUnmap")
    @Label("Range Unmap")
    @Description("The memory of a map, or of many maps, went back to the system; its addresses follow within seconds")
    @Category("Tophash")
    @StackTrace(false)
    static final class RangeUnmap extends Event
    {
        @Label("Address")
        @MemoryAddress
        long address;
        @Label("Size")
        @DataAmount
        long size;
        @Label("File")
        @Description("Whether they are those of a temporary file")
        boolean file;
    }

    @Name("dev.tophash.Refusal")
    @Label("Refusal")
    @Description("An operation was refused for want of memory; the map is as it was")
    static final class Refusal extends MapEvent
    {
        @Label("Message")
        String message;
        @Label("Need")
        @DataAmount
        long needBytes;
        @Label("Limit")
        @DataAmount
        long limitBytes;
        @Label("Pending")
        @Description("Bytes that are retired or freed, and still counted")
        @DataAmount
        long pendingBytes;
        @Label("Open Cursors")
        @Description("Cursors that hold pending bytes back")
        int openCursors;
    }

    @Name("dev.tophash.Leak")
    @Label("Leak")
    @Description("The collector has found a map, or a memory of maps, that nobody closed")
    @StackTrace(false)
    static final class Leak extends MapEvent
    {
        @Label("Reserved")
        @DataAmount
        long reservedBytes;
        @Label("Origin")
        @Description("Where it was made, if the leak detection is paranoid")
        String origin;
    }

    @Name("dev.tophash.AbandonedCursor")
    @Label("Abandoned Cursor")
    @Description("The collector has found a cursor that nobody closed; until then it held memory back")
    @StackTrace(false)
    static final class AbandonedCursor extends MapEvent
    {
        @Label("Open Cursors")
        @Description("Cursors that are open still")
        int openCursors;
    }

    static Span growth(final String map, final long count, final int oldB, final int b)
    {
        final GrowthBegin event = new GrowthBegin();
        event.begin();
        event.map = map;
        event.count = count;
        event.oldBuckets = 1L << oldB;
        event.newBuckets = 1L << b;
        return event;
    }

    static void growthEnded(final String map, final long count, final int b, final long overflowCount)
    {
        final GrowthEnd event = new GrowthEnd();
        event.map = map;
        event.count = count;
        event.buckets = 1L << b;
        event.overflowBuckets = overflowCount;
        event.commit();
    }

    static Span slice(final String map, final long movedCount, final long oldCount)
    {
        final EvacuationSlice event = new EvacuationSlice();
        event.begin();
        event.map = map;
        event.movedBuckets = movedCount;
        event.oldBuckets = oldCount;
        return event;
    }

    static void overflow(final String map, final long count, final int b, final long overflowCount)
    {
        final OverflowBucket event = new OverflowBucket();
        event.map = map;
        event.count = count;
        event.buckets = 1L << b;
        event.overflowBuckets = overflowCount;
        event.commit();
    }

    static Span clear(final String map, final String strategy, final long count, final int b)
    {
        final Clear event = new Clear();
        event.begin();
        event.map = map;
        event.strategy = strategy;
        event.count = count;
        event.buckets = 1L << b;
        return event;
    }

    static void rangeMapped(final long address, final long size, final boolean file)
    {
        final RangeMap event = new RangeMap();
        event.address = address;
        event.size = size;
        event.file = file;
        event.commit();
    }

    static void rangeUnmapped(final long address, final long size, final boolean file)
    {
        final RangeUnmap event = new RangeUnmap();
        event.address = address;
        event.size = size;
        event.file = file;
        event.commit();
    }

    static void refused(
        final String map, final String message, final long needBytes, final long limitBytes, final long pendingBytes,
        final int openCursors)
    {
        final Refusal event = new Refusal();
        event.map = map;
        event.message = message;
        event.needBytes = needBytes;
        event.limitBytes = limitBytes;
        event.pendingBytes = pendingBytes;
        event.openCursors = openCursors;
        event.commit();
    }

    static void leaked(final String name, final long reservedBytes, final Throwable origin)
    {
        final Leak event = new Leak();
        event.map = name;
        event.reservedBytes = reservedBytes;
        if (origin != null)
        {
            event.origin = Arrays.stream(origin.getStackTrace()).map(StackTraceElement::toString)
                .collect(Collectors.joining("\n"));
        }
        event.commit();
    }

    static void cursorAbandoned(final String map, final int openCursors)
    {
        final AbandonedCursor event = new AbandonedCursor();
        event.map = map;
        event.openCursors = openCursors;
        event.commit();
    }
}
