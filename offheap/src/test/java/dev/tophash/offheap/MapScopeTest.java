// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MapScopeTest
{
    private static List<String> names(final MapScope scope)
    {
        return scope.openMaps().stream().map(built -> built.map().name()).toList();
    }

    @Test
    void shouldRememberTheMapsThatAreOpen()
    {
        OffHeapMaps.longLong().build().close();
        try (MapScope scope = MapScope.open();
            OffHeapLongLongMap first = OffHeapMaps.longLong().name("first").build();
            OffHeapStringLongMap second = OffHeapMaps.stringLong().name("second").build())
        {
            assertEquals(List.of("first", "second"), names(scope));
            assertSame(first, scope.openMaps().getFirst().map());
            first.close();
            assertEquals(List.of("second"), names(scope));
            assertEquals(Thread.currentThread().getName(), scope.openMaps().getFirst().thread());
            second.close();
            assertEquals(List.of(), scope.openMaps());
        }
    }

    @Test
    void shouldForgetAtItsClose()
    {
        final MapScope scope = MapScope.open();
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals(1, scope.openMaps().size());
            scope.close();
            scope.close();
            assertEquals(List.of(), scope.openMaps());
            map.copy().close();
            assertEquals(List.of(), scope.openMaps());
        }
    }

    @Test
    void shouldCountInBothOfTwo()
    {
        try (MapScope outer = MapScope.open();
            OffHeapLongLongMap before = OffHeapMaps.longLong().name("before").build())
        {
            try (MapScope inner = MapScope.open();
                OffHeapLongLongMap within = OffHeapMaps.longLong().name("within").build())
            {
                within.put(1, 1);
                assertEquals(List.of("within"), names(inner));
                assertEquals(List.of("before", "within"), names(outer));
            }
            before.put(1, 1);
            try (OffHeapLongLongMap after = OffHeapMaps.longLong().name("after").build())
            {
                after.put(1, 1);
                assertEquals(List.of("before", "after"), names(outer));
            }
        }
    }

    /** A thread that was started in a scope may have one of its own: then it counts there alone. */
    @Test
    void shouldCountThreadsThatWereStartedInIt() throws Exception
    {
        final ExecutorService earlier = Executors.newSingleThreadExecutor();
        assertTrue(earlier.submit(() -> true).get(), "its thread is there");
        final MapScope scope = MapScope.open();
        final ExecutorService pool = Executors.newSingleThreadExecutor();
        try
        {
            earlier.submit(() -> OffHeapMaps.longLong().name("earlier").build()).get();
            pool.submit(() -> OffHeapMaps.longLong().name("pool").build()).get();
            pool.submit(() ->
            {
                try (MapScope own = MapScope.open())
                {
                    OffHeapMaps.longLong().name("own").build();
                    assertEquals(List.of("own"), names(own));
                }
            }).get();
            Thread.ofVirtual().start(() -> OffHeapMaps.longLong().name("virtual").build()).join();
            assertEquals(List.of("pool", "virtual"), names(scope));
            scope.openMaps().forEach(built -> built.map().close());
            scope.close();
            pool.submit(() -> OffHeapMaps.longLong().build().close()).get();
        }
        finally
        {
            scope.close();
            earlier.shutdown();
            pool.shutdown();
            OffHeapMaps.openMaps().stream().filter(map -> List.of("own", "earlier").contains(map.name()))
                .forEach(OffHeapMap::close);
        }
    }

    /** What was closed is not kept: a test may build millions. */
    @Test
    void shouldNotKeepWhatWasClosed()
    {
        try (MapScope scope = MapScope.open())
        {
            for (int i = 0; i < 1_000; i++)
            {
                OffHeapMaps.longLong().build().close();
                assertTrue(scope.keptCount() <= 64, "kept=" + scope.keptCount());
            }
        }
    }
}
