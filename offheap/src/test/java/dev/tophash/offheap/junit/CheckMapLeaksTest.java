// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult;

/** Runs classes that leak and classes that do not. They are of no use by themselves, and skipped. */
class CheckMapLeaksTest
{
    private static final String PLANTED = "dev.tophash.offheap.junit.CheckMapLeaksTest#isRunning";
    private static final Queue<OffHeapLongLongMap> LEFT = new ConcurrentLinkedQueue<>();
    private static final CountDownLatch BOTH_BUILT = new CountDownLatch(2);
    private static volatile boolean running;

    static boolean isRunning()
    {
        return running;
    }

    private static OffHeapLongLongMap leak(final String name)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().name(name).build();
        LEFT.add(map);
        return map;
    }

    @AfterEach
    void closeWhatWasLeft()
    {
        LEFT.forEach(OffHeapLongLongMap::close);
        LEFT.clear();
    }

    private static Map<String, TestExecutionResult> run(final Map<String, String> parameters, final Class<?>... types)
    {
        running = true;
        try
        {
            return EngineRun.of(parameters, List.of(types));
        }
        finally
        {
            running = false;
        }
    }

    private static Set<String> failed(final Map<String, TestExecutionResult> results)
    {
        return results.entrySet().stream()
            .filter(result -> result.getValue().getStatus() != TestExecutionResult.Status.SUCCESSFUL)
            .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Throwable failure(final Map<String, TestExecutionResult> results, final String test)
    {
        return results.get(test).getThrowable().orElseThrow();
    }

    @CheckMapLeaks
    @EnabledIf(PLANTED)
    static class Leaky
    {
        private final OffHeapLongLongMap own = OffHeapMaps.longLong().name("own").build();
        private OffHeapLongLongMap fixture;

        @BeforeEach
        void build()
        {
            fixture = leak("fixture");
        }

        @AfterEach
        void close()
        {
            own.close();
            fixture.close();
        }

        @Test
        void shouldClose()
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                map.put(1, 1);
            }
        }

        @Test
        void shouldCloseMany()
        {
            for (int i = 0; i < 300; i++)
            {
                OffHeapMaps.longLong().build().close();
            }
        }

        @Test
        void shouldLeave()
        {
            leak("forgotten");
            leak("");
        }

        @Test
        void shouldLeaveACopy()
        {
            final OffHeapLongLongMap map = leak("original");
            LEFT.add(map.copy());
            map.close();
        }

        @Test
        @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void shouldLeaveInAThread() throws InterruptedException
        {
            final Thread child = new Thread(() -> leak("of a child"), "child");
            child.start();
            child.join();
        }

        @Test
        void shouldFailAnyway()
        {
            leak("forgotten");
            fail("as it does");
        }

        @Nested
        class Inner
        {
            private final OffHeapLongLongMap more = leak("inner");

            @Test
            void shouldLeaveWhatItsInstanceHas()
            {
                more.put(1, 1);
            }
        }
    }

    @Test
    void shouldFailTheTestsThatLeaveAMapOpen()
    {
        final Map<String, TestExecutionResult> results = run(Map.of(), Leaky.class);
        assertEquals(Set.of("shouldClose", "shouldCloseMany", "shouldLeave", "shouldLeaveACopy",
            "shouldLeaveInAThread", "shouldFailAnyway",
            "shouldLeaveWhatItsInstanceHas"), results.keySet());
        assertEquals(new TreeSet<>(Set.of("shouldLeave", "shouldLeaveACopy", "shouldLeaveInAThread", "shouldFailAnyway",
            "shouldLeaveWhatItsInstanceHas")), failed(results));
    }

    @Test
    void shouldNameEachMapWithTheStackOfItsBuilding()
    {
        final Map<String, TestExecutionResult> results = run(Map.of(), Leaky.class);
        final Throwable failure = failure(results, "shouldLeave");
        final List<String> lines = failure.getMessage().lines().toList();
        assertEquals("maps left open: count=2", lines.getFirst());
        assertTrue(lines.get(1).matches("  OffHeapLongLongMap forgotten, built by " +
            "dev\\.tophash.*CheckMapLeaksTest\\.leak\\(CheckMapLeaksTest\\.java:\\d+\\) in thread .+"), lines.get(1));
        assertTrue(lines.get(2).startsWith("  OffHeapLongLongMap without a name, built by "), lines.get(2));
        assertEquals(2, failure.getSuppressed().length);
        assertTrue(Arrays.stream(failure.getSuppressed()[0].getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("shouldLeave")));
        assertTrue(failure(results, "shouldLeaveInAThread").getMessage().endsWith(" in thread child"));
        assertTrue(failure(results, "shouldLeaveACopy").getMessage().contains("original"));
        assertEquals("as it does", failure(results, "shouldFailAnyway").getMessage());
    }

    @CheckMapLeaks
    @EnabledIf(PLANTED)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance
    {
        private static OffHeapLongLongMap common;
        private final OffHeapLongLongMap ofTheClass = leak("of the class");

        @BeforeAll
        static void build()
        {
            common = leak("common");
        }

        @Test
        void shouldUseThem()
        {
            common.put(1, 1);
            ofTheClass.put(1, 1);
        }

        @Test
        void shouldLeaveInAllCases()
        {
            leak("forgotten");
        }
    }

    @Test
    void shouldLeaveOutWhatBelongsToTheClass()
    {
        assertEquals(Set.of("shouldLeaveInAllCases"), failed(run(Map.of(), OneInstance.class)));
    }

    @EnabledIf(PLANTED)
    static class OneMethod
    {
        @Test
        void shouldLeaveUnseen()
        {
            leak("forgotten");
        }

        @Test
        @CheckMapLeaks
        void shouldLeaveSeen()
        {
            leak("forgotten");
        }
    }

    @Test
    void shouldCheckASingleMethod()
    {
        assertEquals(Set.of("shouldLeaveSeen"), failed(run(Map.of(), OneMethod.class)));
    }

    /** Both tests have built before one of them ends. */
    @CheckMapLeaks
    @EnabledIf(PLANTED)
    @Execution(ExecutionMode.CONCURRENT)
    static class Together
    {
        private static void buildTogether() throws InterruptedException
        {
            BOTH_BUILT.countDown();
            assertTrue(BOTH_BUILT.await(60, TimeUnit.SECONDS), "the tests run one after the other");
        }

        @Test
        void shouldCloseWhileTheOtherLeaves() throws InterruptedException
        {
            final List<OffHeapLongLongMap> maps = new ArrayList<>();
            maps.add(OffHeapMaps.longLong().build());
            buildTogether();
            maps.add(OffHeapMaps.longLong().build());
            maps.forEach(OffHeapLongLongMap::close);
        }

        @Test
        void shouldLeaveWhileTheOtherCloses() throws InterruptedException
        {
            leak("before");
            buildTogether();
            leak("after");
        }
    }

    @Test
    void shouldCountEachTestForItselfInParallel()
    {
        final Map<String, TestExecutionResult> results = run(Map.of("junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"), Together.class);
        assertEquals(Set.of("shouldLeaveWhileTheOtherCloses"), failed(results));
        assertTrue(
            failure(results, "shouldLeaveWhileTheOtherCloses").getMessage().startsWith("maps left open: count=2"));
    }
}
