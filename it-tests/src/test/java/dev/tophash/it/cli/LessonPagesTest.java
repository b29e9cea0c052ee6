// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.GoRecords;
import dev.tophash.bench.lab.LabMap;
import dev.tophash.bench.lab.LessonHtml;
import dev.tophash.bench.lab.LessonResult;
import dev.tophash.bench.lab.Lessons;
import dev.tophash.bench.lab.Tour;
import dev.tophash.layout.GoVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** The pages of the lab hold together: well-formed, complete, and without a word from the network. */
class LessonPagesTest
{
    @TempDir
    private static Path folder;

    private static Path index;

    @BeforeAll
    static void write() throws IOException
    {
        final Map<String, List<String>> real = GoRecords.recorded(GoVersion.GO_1_23);
        index = LessonHtml.write(folder, Lessons.all().stream()
            .map((lesson) -> LessonResult.run(lesson, LabMap.Setup.DEFAULT, real)).toList(),
            new Tour(LabMap.Setup.DEFAULT));
    }

    private static List<Path> pages() throws IOException
    {
        try (Stream<Path> all = Files.list(folder))
        {
            return all.sorted().toList();
        }
    }

    static Document parsed(final String page) throws SAXException
    {
        try
        {
            final var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        }
        catch (final ParserConfigurationException | IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWriteEveryLessonInBothLanguages() throws IOException
    {
        assertEquals(2 * (Lessons.all().size() + 2), pages().size());
        assertEquals("index.html", index.getFileName().toString());
    }

    @Test
    void shouldHoldTogether() throws IOException
    {
        for (final Path page : pages())
        {
            assertEquals(List.of(), PageChecks.problems(page, Files.readString(page)), page.getFileName().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not well-formed           | <b>        | ",
        "dead link                 | </body>    | <a href=\"nowhere.html\">x</a></body>",
        "dead anchor               | </body>    | <a href=\"#w-nowhere\">x</a></body>",
        "dead anchor               | </body>    | <a href=\"index.html#w-nowhere\">x</a></body>",
        "from the network          | </body>    | <img src=\"x.png\"/></body>",
        "from the network          | </body>    | <a href=\"https://example.org/\">x</a></body>",
        "from the network          | <style>    | <style>@import 'x.css';",
        "from the network          | <style>    | <style>body{background:url(x.png)}",
        "from the network          | </body>    | <script>1</script></body>",
        "id twice                  | </body>    | <p id=\"words\">x</p></body>",
    })
    void shouldNoticeAPlantedMistake(final String problem, final String from, final String to) throws IOException
    {
        final Path page = folder.resolve("dangling.html");
        final String broken = Files.readString(page).replaceFirst(from, null == to ? "" : to);

        final List<String> problems = PageChecks.problems(page, broken);

        assertTrue(problems.stream().anyMatch((one) -> one.startsWith(problem)), problem + ": " + problems);
    }

    @Test
    void shouldBeginWithTheTour() throws IOException
    {
        for (final String language : List.of("", ".zh"))
        {
            final String page = Files.readString(folder.resolve("index" + language + ".html"));
            final int tour = page.indexOf("href=\"tour" + language + ".html\"");

            assertTrue(tour > 0 && tour < page.indexOf("href=\"dangling" + language + ".html\""));
        }
    }

    @Test
    void shouldShowTheTourInSixPictures() throws IOException, SAXException
    {
        for (final String language : List.of("", ".zh"))
        {
            final Document page = parsed(Files.readString(folder.resolve("tour" + language + ".html")));

            assertEquals(6, page.getElementsByTagName("figure").getLength());
        }
    }

    @Test
    void shouldMarkBucketsThatBelongToTheNeighbour() throws IOException
    {
        for (final String language : List.of("", ".zh"))
        {
            final String page = Files.readString(folder.resolve("spare-too" + language + ".html"));

            assertTrue(page.contains("class=\"outside\""), "buckets past the end of the array");
            assertTrue(page.contains("class=\"sentinel\""), "the sentinel before");
            assertTrue(page.contains("class=\"cut\""), "the sentinel gone");
            assertTrue(page.contains("class=\"astray\""), "what the neighbour wrote, taken for a link");
        }
    }

    @Test
    void shouldLinkTheWordsOfEachLesson() throws IOException
    {
        for (final Path page : pages())
        {
            assertTrue(Files.readString(page).contains("<a class=\"word\" href=\"#w-"), page.toString());
        }
    }
}
