// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.it.subject.ClearSubject;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Scalpel;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;

/** States that a clear may meet; each one fills a map and may leave cursors open. */
enum ClearState
{
    NEVER_WRITTEN,
    ONE_BUCKET,
    TOMBSTONES_ONLY,
    SETTLED,
    OVERFLOW_CHAINS,
    MID_GROWTH,
    SAME_SIZE_GROWTH,
    CURSOR_BEFORE_GROWTH,
    CURSOR_DURING_GROWTH,
    CURSOR_AFTER_GROWTH,
    ADOPTED,
    ADOPTED_MID_GROWTH;

    private static final int SMALL = 5;
    private static final int LARGE = 170;

    /** A map in a state, with the cursors that were opened on the way. */
    record Setting(OffHeapTypedMap map, List<TypedCursor> cursors, int putCount)
    {
    }

    Setting make(final ClearSubject subject, final MapConfig config)
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), -1, config);
        final List<TypedCursor> cursors = new ArrayList<>();
        final int count = switch (this)
        {
            case NEVER_WRITTEN -> 0;
            case ONE_BUCKET -> fill(subject, map, 0, SMALL);
            case TOMBSTONES_ONLY -> fillAndDelete(subject, map);
            case SETTLED, ADOPTED -> settle(subject, map);
            case OVERFLOW_CHAINS -> fillToLimit(subject, map);
            case MID_GROWTH, ADOPTED_MID_GROWTH -> fillToGrowth(subject, map, 0);
            case SAME_SIZE_GROWTH -> growSameSize(subject, map);
            case CURSOR_BEFORE_GROWTH ->
            {
                final int n = fill(subject, map, 0, LARGE);
                openAndStep(map, cursors);
                yield fillToGrowth(subject, map, n);
            }
            case CURSOR_DURING_GROWTH ->
            {
                final int n = fillToGrowth(subject, map, 0);
                openAndStep(map, cursors);
                yield n;
            }
            case CURSOR_AFTER_GROWTH ->
            {
                final int n = fillToGrowth(subject, map, 0);
                openAndStep(map, cursors);
                final int settled = finishGrowth(subject, map, n);
                openAndStep(map, cursors);
                yield settled;
            }
        };
        if (this == ADOPTED || this == ADOPTED_MID_GROWTH)
        {
            return new Setting(adopt(map, config), cursors, count);
        }
        return new Setting(map, cursors, count);
    }

    private static int fill(final ClearSubject subject, final OffHeapTypedMap map, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            subject.put(map, i, i);
        }
        return to;
    }

    /** NaN keys cannot be deleted, so they are left out. */
    private static int fillAndDelete(final ClearSubject subject, final OffHeapTypedMap map)
    {
        for (int i = 0; i < LARGE; i++)
        {
            if (subject.isFindable(i))
            {
                subject.put(map, i, i);
            }
        }
        for (int i = 0; i < LARGE; i++)
        {
            subject.delete(map, i);
        }
        return LARGE;
    }

    private static int settle(final ClearSubject subject, final OffHeapTypedMap map)
    {
        return finishGrowth(subject, map, fill(subject, map, 0, LARGE));
    }

    private static int finishGrowth(final ClearSubject subject, final OffHeapTypedMap map, final int from)
    {
        int i = from;
        while (map.stats().growing())
        {
            subject.put(map, i, i);
            i++;
        }
        return i;
    }

    /** 13 / 2 entries a bucket: chains of two and more are certain. */
    private static int fillToLimit(final ClearSubject subject, final OffHeapTypedMap map)
    {
        int i = settle(subject, map);
        while (map.stats().count() < 13L << map.stats().b() - 1)
        {
            subject.put(map, i, i);
            i++;
        }
        return i;
    }

    private static int fillToGrowth(final ClearSubject subject, final OffHeapTypedMap map, final int from)
    {
        int i = finishGrowth(subject, map, fill(subject, map, from, Math.max(from, LARGE)));
        while (!map.stats().growing())
        {
            subject.put(map, i, i);
            i++;
        }
        return fill(subject, map, i, i + SMALL);
    }

    private static int growSameSize(final ClearSubject subject, final OffHeapTypedMap map)
    {
        final int i = settle(subject, map);
        Scalpel.setNoverflow(map, 1 << map.stats().b());
        return fill(subject, map, i, i + SMALL);
    }

    private static void openAndStep(final OffHeapTypedMap map, final List<TypedCursor> cursors)
    {
        for (final int steps : new int[]{0, 1, 40, 150})
        {
            final TypedCursor cursor = map.cursor();
            cursors.add(cursor);
            for (int i = 0; i < steps; i++)
            {
                cursor.next();
            }
        }
    }

    private static OffHeapTypedMap adopt(final OffHeapTypedMap map, final MapConfig config)
    {
        final MapImage live = map.image();
        final MapImage image =
            new MapImage(live.memory(), live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
        final OffHeapTypedMap adopted = OffHeapTypedMap.attach(image, config);
        map.close();
        return adopted;
    }
}
