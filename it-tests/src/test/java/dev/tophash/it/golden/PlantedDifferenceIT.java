// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.DumpReader;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.Mismatch;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptReplay;
import dev.tophash.offheap.MapConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that cannot fail proves nothing: differences planted in the records are all found. */
class PlantedDifferenceIT
{
    private static final ReplayMaps MAPS = EngineMap.maps(MapConfig.defaults());
    private static final Pattern BYTES = Pattern.compile("\"norm\":\"([0-9a-f]+)\"");

    private static String records(final String name) throws IOException, URISyntaxException
    {
        final Path dump = VectorsIT.folder().resolve(name + ".go123.jsonl.gz");
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(dump)))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Mismatch replay(final String name, final String records) throws IOException, URISyntaxException
    {
        final Script script = ScriptParser.parse(VectorsIT.folder().resolve(name + ".txt"));
        final byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
        try (DumpReader reader = new DumpReader("records", new ByteArrayInputStream(bytes));
            ScriptReplay replay = new ScriptReplay(script, reader, MAPS))
        {
            return replay.run().mismatch();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // script | field | text that is replaced | replacement
        "chain-u64 | extra.overflow.cap       | \"cap\":4 | \"cap\":5",
        "chain-u64 | extra.overflow.len       | \"len\":3 | \"len\":4",
        "chain-u64 | extra.overflow[2]        | \"M17\",\"H0\" | \"M17\",\"H1\"",
        "chain-u64 | extra.oldoverflow is nil | \"oldoverflow\":null | \"oldoverflow\":{\"len\":0}",
        "chain-u64 | extra.nextOverflow       | \"nextOverflow\":\"M17\" | \"nextOverflow\":\"M16\"",
        "chain-u64 | M17.ovf                  | \"ovf\":\"H0\" | \"ovf\":\"H1\"",
        "chain-u64 | M3.ovf                   | \"ovf\":\"M16\" | \"ovf\":\"\"",
        "chain-u64 | main.total               | \"total\":18 | \"total\":17",
        "chain-u64 | heap.size                | \"heap\":[] | \"heap\":[{\"id\":\"H0\",\"norm\":\"\",\"ovf\":\"\"}]",
        "growth    | hdr.nevacuate            | \"nevacuate\":2 | \"nevacuate\":3",
        "growth    | hdr.flags                | \"flags\":2,\"hash0\" | \"flags\":0,\"hash0\"",
        "growth    | main.n                   | \"n\":4,\"total\":4 | \"n\":8,\"total\":4",
        "growth    | iterator.bucket          | \"bucket\":2 | \"bucket\":3",
        "growth    | iterator.i               | \"i\":3 | \"i\":4",
        "growth    | iterator.bptr            | \"bptr\":\"O1\" | \"bptr\":\"M1\"",
        "growth    | iterator.wrapped         | \"wrapped\":false | \"wrapped\":true",
        "growth    | iterator.checkBucket     | \"checkBucket\":\"f | \"checkBucket\":\"e",
        "growth    | iterator.key             | \"key\":\"20\" | \"key\":\"21\"",
        "growth    | value                    | \"value\":\"1005\" | \"value\":\"1006\"",
        "basic     | extra is nil             | \"extra\":null | \"extra\":{}",
        "basic     | found                    | \"found\":false | \"found\":true",
        "basic     | reseeds                  | \"reseeds\":1 | \"reseeds\":0",
        "basic     | hdr.hash0                | \"hash0\":305419896 | \"hash0\":305419897",
        "basic     | hdr.count                | \"count\":8 | \"count\":9",
        "basic     | hdr.hex                  | \"hex\":\"01 | \"hex\":\"02",
        "basic     | maptype.flags            | \"flags\":4 | \"flags\":5",
        "basic     | maptype.bucketsize       | \"bucketsize\":144 | \"bucketsize\":143",
        "basic     | op                       | \"op\":\"get 5\" | \"op\":\"get 6\"",
        "basic     | step                     | \"step\":5 | \"step\":6"})
    void shouldNameTheFieldOfAPlantedDifference(
        final String script, final String field, final String text, final String replacement)
        throws IOException, URISyntaxException
    {
        final String records = records(script);
        assertTrue(records.contains(text), () -> "nothing to replace: " + text);

        final Mismatch mismatch =
            replay(script, records.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(replacement)));

        assertNotNull(mismatch);
        assertEquals(field, mismatch.field(), mismatch::text);
        assertTrue(mismatch.line() > 0);
        assertTrue(mismatch.text().contains("expected") && mismatch.text().contains("actual"));
    }

    @Test
    void shouldFindAnyFlippedByte() throws IOException, URISyntaxException
    {
        final String records = records("chain-str");
        assertNull(replay("chain-str", records));
        final Random random = new Random(42);
        for (int i = 0; i < 200; i++)
        {
            final Matcher matcher = BYTES.matcher(records);
            assertTrue(matcher.find(random.nextInt(records.length() * 9 / 10)));
            final int at = matcher.start(1) + random.nextInt(matcher.end(1) - matcher.start(1));
            final int bit = 1 << random.nextInt(4);
            final char flipped = Character.forDigit(Character.digit(records.charAt(at), 16) ^ bit, 16);

            final Mismatch mismatch =
                replay("chain-str", records.substring(0, at) + flipped + records.substring(at + 1));

            assertNotNull(mismatch, () -> "flipped digit at " + at);
            assertTrue(mismatch.field().matches("[MOH]\\d+"), mismatch::text);
        }
    }

    @Test
    void shouldMissNoRecord() throws IOException, URISyntaxException
    {
        final String records = records("basic");
        final int last = records.lastIndexOf('\n', records.length() - 2) + 1;

        assertEquals("record is missing", replay("basic", records.substring(0, last)).field());
        assertEquals("records left over", replay("basic", records + records.substring(last)).field());
    }

    @Test
    void shouldCompareTheOrderOfAnIteration() throws IOException, URISyntaxException
    {
        final String records = records("basic");
        final Matcher matcher = Pattern.compile("\"keys\":\\[(\"\\d+\"),(\"\\d+\"),").matcher(records);
        assertTrue(matcher.find());

        final Mismatch mismatch = replay("basic", records.substring(0, matcher.start(1)) + matcher.group(2) + ',' +
            matcher.group(1) + records.substring(matcher.end(2)));

        assertEquals("keys[0]", mismatch.field(), mismatch::text);
    }
}
