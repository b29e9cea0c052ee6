// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.demo.Demo;
import dev.tophash.bench.demo.DemoResult;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The main job of the repository: the tour ends as it is told. */
class DemoTest
{
    private static final String ESCAPE = "\033";

    @Test
    void shouldTellTheWholeStoryWithinAMinute()
    {
        final StringWriter told = new StringWriter();
        final StringWriter progress = new StringWriter();
        final long openBefore = OffHeapMaps.openMaps();
        final DemoResult result = Assertions.assertTimeout(Duration.ofSeconds(60),
            () -> new Demo(new PrintWriter(told), new PrintWriter(progress), false, false).run());

        assertTrue(result.asTold(), result.toJson());
        assertEquals(openBefore, OffHeapMaps.openMaps());
        final String text = told.toString();
        for (int part = 1; part <= 7; part++)
        {
            assertTrue(text.contains("\n" + part + "  "), "part " + part + " is missing");
        }
        assertTrue(text.contains("C01"), "the naive reset leaves a wrong count");
        assertTrue(text.contains("O05"), "the naive reset loses the spare buckets");
        assertFalse(text.contains(ESCAPE), "plain means no colours");
    }
}
