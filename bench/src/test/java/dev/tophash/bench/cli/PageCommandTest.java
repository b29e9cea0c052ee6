// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCommandTest
{
    @TempDir
    private Path folder;

    private static String table(final String id, final String title, final String chart, final int value)
    {
        return String.format(Locale.ROOT, """
            {"id": "%s", "title": "%s", "unit": "ns", "chart": "%s", "columns": ["Tophash"],
             "rows": [{"name": "hit", "values": [%d]}], "notes": []}""", id, title, chart, value);
    }

    private CommandRun run(final String... arguments) throws IOException
    {
        final Path json = Files.writeString(folder.resolve("run.json"), """
            {"command": "x", "machine": {"cpu": "y", "cpus": 2, "os": "z", "java": "25", "load": 0.1}, "tables": [""" +
            table("ratio", "A ratio", "NONE", 1) + "," + table("small", "A few", "BY_ROW", 2) + "," +
            table("large", "Many", "BY_ROW", 3) + "]}");
        final List<String> words = new ArrayList<>(List.of("bench", "page"));
        words.addAll(Arrays.asList(arguments));
        words.add(json.toString());
        return CommandRun.with(words.toArray(String[]::new));
    }

    @Test
    void shouldDrawTheTableThatIsNamed() throws IOException
    {
        final Path svg = folder.resolve("picture.svg");
        assertEquals(0, run("--svg", svg.toString()).code());
        assertTrue(Files.readString(svg).startsWith("<svg xmlns"));
        assertTrue(Files.readString(svg).contains("aria-label=\"A few; ns. hit: Tophash 2\""));
        final Path html = folder.resolve("page.html");
        final CommandRun both = run("--svg", svg.toString(), "--table", "large", "--html", html.toString());
        assertEquals(List.of("written: path=" + html + ", runs=1", "written: path=" + svg + ", runs=1"),
            both.out().lines().toList());
        assertTrue(Files.readString(svg).contains("aria-label=\"Many; ns. hit: Tophash 3\""));
        assertTrue(Files.readString(svg).contains("y, 2 processors"));
    }

    @Test
    void shouldRefuseWhatItCannotDraw() throws IOException
    {
        final Path svg = folder.resolve("picture.svg");
        final CommandRun refused = run("--svg", svg.toString(), "--table", "ratio");
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("no table that is drawn row by row: table=ratio"), refused.err());
        assertFalse(Files.exists(svg));
        assertTrue(run().err().contains("nowhere to write to: --html FILE or --svg FILE"));
    }
}
