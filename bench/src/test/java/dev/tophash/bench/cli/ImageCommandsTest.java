// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImageCommandsTest
{
    @TempDir
    Path folder;

    private Path good;
    private Path broken;
    private Path unhashed;
    private String out;
    private String err;

    @BeforeEach
    void save() throws IOException
    {
        good = folder.resolve("good.dump");
        broken = folder.resolve("broken.dump");
        unhashed = folder.resolve("unhashed.dump");
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long i = 0; i < 120; i++)
            {
                map.put(i, 1000 + i);
            }
            final MapImage image = map.image();
            ImageFile.write(good, image);
            final MemorySegment copy = Arena.ofAuto().allocate(image.size(), 8);
            copy.copyFrom(image.memory());
            final long count = image.headerOffset() + HmapDescriptor.COUNT_OFFSET;
            copy.set(ValueLayout.JAVA_BYTE, count, (byte)119);
            ImageFile.write(broken, new MapImage(
                copy, image.base(), image.headerOffset(), image.type(), image.keys(), image.version()));
            ImageFile.write(unhashed, new MapImage(
                image.memory(), image.base(), image.headerOffset(), image.type(), null, image.version()));
        }
    }

    private int run(final Object... arguments)
    {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++)
        {
            args[i] = arguments[i].toString();
        }
        final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        final int code = commandLine.execute(args);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    @Test
    void shouldTellHealthyFromBroken()
    {
        assertEquals(0, run("fsck", good));
        assertTrue(out.startsWith("map[int64]int64, Go 1.23, "), out);
        assertTrue(out.contains("clean, entries=120"), out);
        assertEquals(1, run("fsck", broken, "--rules"));
        assertTrue(out.contains("C01 ERROR: count equals the number of live entries."), out);
        assertTrue(out.contains("header, count"), out);
        assertTrue(out.contains("so ghosts: 1"), out);
    }

    @Test
    void shouldSayThatHashesAreNotChecked()
    {
        assertEquals(0, run("fsck", unhashed));
        assertTrue(out.contains("no hash keys in the file"), out);
        assertEquals(0, run("fsck", unhashed, "--json"));
        assertTrue(out.contains("\"hashChecked\":false"), out);
    }

    @Test
    void shouldPrintFindingsAsJson()
    {
        assertEquals(1, run("fsck", "--json", broken));
        assertTrue(out.contains("\"clean\":false"), out);
        assertTrue(out.contains("\"check\":\"C01\",\"severity\":\"ERROR\""), out);
    }

    @Test
    void shouldRefuseWhatIsNoImage() throws IOException
    {
        final Path text = Files.writeString(folder.resolve("text"), "hello, this is not a map");
        for (final String command : new String[]{"fsck", "dump"})
        {
            assertEquals(3, run(command, text));
            assertTrue(err.contains("image magic: offset=0"), err);
            assertEquals(3, run(command, folder.resolve("missing")));
            assertTrue(err.contains("no such file"), err);
            assertEquals(3, run(command, folder));
            assertEquals(2, run(command));
        }
        assertEquals(3, run("diff", good, text));
        assertEquals(3, run("diff", text, good));
        assertEquals(2, run("diff", good));
        assertEquals(2, run("diff", good, good, "--max", "0"));
    }

    @Test
    void shouldDumpBuckets()
    {
        assertEquals(0, run("dump", good, "--bucket", "3"));
        assertTrue(out.startsWith("bucket M3 at 0x"), out);
        assertEquals(0, run("dump", good, "--chain", "M3"));
        assertTrue(out.startsWith("bucket M3 at 0x"), out);
        assertEquals(0, run("dump", good, "--header"));
        assertTrue(out.contains("nevacuate"), out);
        assertFalse(out.contains("bucket M0 at"), out);
        assertEquals(0, run("dump", good, "--old"));
        assertTrue(out.contains("bucket M0 at"), out);
        assertEquals(2, run("dump", good, "--bucket", "99999"));
        assertTrue(err.contains("no such bucket"), err);
        assertEquals(2, run("dump", good, "--bucket", "1", "--chain", "1"));
    }

    @Test
    void shouldDumpInTheFormOfTheOracle()
    {
        assertEquals(0, run("dump", good, "--json"));
        assertTrue(out.startsWith("{\"type\":\"map[int64]int64\",\"go\":\"1.23\",\"hdr\":{\"count\":120,"), out);
        assertTrue(out.contains("\"main\":{\"addr\":\"0x"), out);
        assertEquals(0, run("dump", good, "--json", "--bucket", "M2"));
        assertTrue(out.startsWith("{\"id\":\"M2\",\"addr\":\"0x"), out);
        assertEquals(2, run("dump", good, "--json", "--bucket", "X"));
    }

    @Test
    void shouldShowTheOneDifference()
    {
        assertEquals(0, run("diff", good, good));
        assertEquals("", out);
        assertEquals(1, run("diff", good, broken));
        assertEquals("header, count: 120 | 119" + System.lineSeparator(), out);
        assertEquals(1, run("diff", good, broken, "--json"));
        assertTrue(out.contains("{\"place\":\"header, count\",\"a\":\"120\",\"b\":\"119\"}"), out);
    }
}
