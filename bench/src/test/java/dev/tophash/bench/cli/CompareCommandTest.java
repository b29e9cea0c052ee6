// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest
{
    /** The fields of the JSON. Who removes one or changes its meaning counts the schema up. */
    private static final Set<String> KEYS = Set.of("schema", "command", "machine", "cpu", "cpus", "os", "java", "load",
        "tables", "id", "title", "unit", "chart", "columns", "rows", "name", "values", "notes", "samples", "map",
        "memory", "entries", "operation", "peer", "round", "processorNanos", "wallNanos", "fill");

    @TempDir
    private Path folder;

    private static CommandRun run(final String arguments)
    {
        return CommandRun.with(("bench compare " + arguments).split(" ", -1));
    }

    private static Set<String> keys(final String text) throws IOException
    {
        final Set<String> keys = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(text))
        {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken())
            {
                if (token == JsonToken.FIELD_NAME)
                {
                    keys.add(json.currentName());
                }
            }
        }
        return keys;
    }

    @Test
    void shouldWriteTheFieldsThatAreDocumentedAndAPageThatLoadsNothing() throws IOException
    {
        final Path page = folder.resolve("page.html");
        final CommandRun run = run("--only agrona,hit,grow --entries 100 --rounds 1 --fresh --json --html " + page);
        assertEquals(0, run.code(), run.toString());
        assertEquals(new TreeSet<>(KEYS), keys(run.out()));
        assertEquals(1, run.out().lines().count());
        final String html = Files.readString(page);
        assertFalse(html.matches("(?is).*(\\b(src|href)\\s*=|url\\((?!#)|@import|<script|<link|//).*"), html);
        assertTrue(html.contains("grow from empty, fresh pages"), html);
        final Path json = Files.writeString(folder.resolve("run.json"), run.out());
        final Path second = folder.resolve("second.html");
        final CommandRun made = CommandRun.with("bench", "page", "--html", second.toString(), json.toString());
        assertEquals(0, made.code(), made.toString());
        assertEquals(html, Files.readString(second));
    }

    @Test
    void shouldFailIfAPeerIsWrong()
    {
        final CommandRun run = run("--only agrona,hit --entries 100 --rounds 1 --plant agrona");
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.err().startsWith("wrong sum: peer=agrona, map=long-long, entries=100, operation=hit, sum="),
            run.err());
        assertEquals("", run.out());
    }

    @Test
    void shouldFailIfGoIsWrongAndNotIfItIsRight()
    {
        final CommandRun right = run("--map string-long --only go-classic,hit,iterate --entries 100 --rounds 1");
        assertEquals(0, right.code(), right.toString());
        assumeTrue(!right.out().contains("no Go 1.21 to 1.23 was found"), right.out());
        final CommandRun wrong = run("--only go-classic,hit --entries 100 --rounds 1 --plant go-classic");
        assertEquals(1, wrong.code(), wrong.toString());
        assertTrue(wrong.err().startsWith("wrong sum: peer=go-classic"), wrong.err());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow()
    {
        final List<String> complaints = new ArrayList<>();
        for (final List<String> refused : List.of(
            List.of("--only agrona,trove", "neither a peer nor an operation: only=trove"),
            List.of("--map long-short", "or all: map=long-short"),
            List.of("--plant trove", "no peer: plant=trove"),
            List.of("--entries 9", "from 10 to 50000000 entries: entries=9"),
            List.of("--rounds -1", "at least one round: rounds=-1"),
            List.of("--doublings --entries 10", "the least and the most entries of the decades: entries=[10]")))
        {
            final CommandRun run = run(refused.getFirst());
            if (run.code() != 2 || !run.err().contains(refused.getLast()))
            {
                complaints.add(refused + ": " + run);
            }
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void shouldRefuseAPageOfSomethingElse() throws IOException
    {
        final Path text = Files.writeString(folder.resolve("text"), "no JSON");
        final CommandRun run =
            CommandRun.with("bench", "page", "--html", folder.resolve("x").toString(), text.toString());
        assertEquals(3, run.code());
        assertTrue(run.err().startsWith("cannot be read: path=" + text), run.err());
        assertFalse(Files.exists(folder.resolve("x")));
    }
}
