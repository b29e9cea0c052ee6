// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.demo.Demo;
import dev.tophash.bench.demo.DemoResult;
import dev.tophash.it.golden.GoldenTexts;
import dev.tophash.it.golden.JsonShape;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The main job of the repository: the tour ends as it is told. */
class DemoTest
{
    private static final String ESCAPE = "\033";

    @Test
    void shouldTellTheWholeStoryWithinAMinute() throws IOException
    {
        final StringWriter told = new StringWriter();
        final StringWriter progress = new StringWriter();
        final long openBefore = OffHeapMaps.openMapCount();
        final DemoResult result = Assertions.assertTimeout(Duration.ofSeconds(60),
            () -> new Demo(new PrintWriter(told), new PrintWriter(progress), false, false).run());

        assertTrue(result.asTold(), result.toJson());
        assertEquals("", GoldenTexts.COMMANDS.difference("demo-json", JsonShape.of(result.toJson())));
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
        final String text = told.toString().replaceAll("(?<=\\S)\\n   (?=\\S)", " "); // lines of a paragraph joined
        for (int part = 1; part <= 8; part++)
        {
            assertTrue(text.contains("\n" + part + "  "), "part " + part + " is missing");
        }
        assertTrue(saysWhatItDraws(text), text);
        assertFalse(saysWhatItDraws(text.replaceAll(" (\\d+) of 8 old buckets", " 7 of 8 old buckets")),
            "the old demo printed another count than it drew");
        assertTrue(saysWhichEntryDoubles(text), text);
        assertFalse(saysWhichEntryDoubles("55 entries made the map double."), "the old sentence");
        for (final String command : List.of("lab tour", "lab serve", "lab exercise 1", "claims"))
        {
            assertTrue(text.substring(text.indexOf("\n8  ")).contains("./tophash " + command), command);
        }
        assertTrue(text.contains("C01"), "the naive reset leaves a wrong count");
        assertTrue(text.contains("O05"), "the naive reset loses the spare buckets");
        assertFalse(text.contains(ESCAPE), "plain means no colours");
    }

    private static boolean saysWhatItDraws(final String text)
    {
        final Matcher drawn = Pattern.compile("moved (\\d+) of (\\d+) old chains").matcher(text);
        return drawn.find() &&
            text.contains(" " + drawn.group(1) + " of " + drawn.group(2) + " old buckets have moved.");
    }

    /** Eight buckets hold 52 entries. */
    private static boolean saysWhichEntryDoubles(final String text)
    {
        return text.contains("Entry 53 made the map double, and 2 more were put since.");
    }
}
