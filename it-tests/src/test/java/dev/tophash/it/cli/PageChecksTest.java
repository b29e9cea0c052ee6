// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of pages notice what they are there for. */
class PageChecksTest
{
    private static final String GOOD = "<html><head><style>body{color:#000}</style></head>" +
        "<body><p id=\"words\"><a href=\"#words\">words</a></p></body></html>";

    @TempDir
    private static Path folder;

    @Test
    void shouldAcceptAGoodPage() throws IOException
    {
        assertEquals(List.of(), PageChecks.problems(folder.resolve("page.html"), GOOD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not well-formed           | <p         | <b",
        "dead link                 | </body>    | <a href=\"nowhere.html\">x</a></body>",
        "dead anchor               | </body>    | <a href=\"#w-nowhere\">x</a></body>",
        "from the network          | </body>    | <img src=\"x.png\"/></body>",
        "from the network          | </body>    | <a href=\"https://example.org/\">x</a></body>",
        "from the network          | <style>    | <style>@import 'x.css';",
        "from the network          | <style>    | <style>body{background:url(x.png)}",
        "from the network          | </body>    | <script>1</script></body>",
        "id twice                  | </body>    | <p id=\"words\">x</p></body>",
    })
    void shouldNoticeAPlantedMistake(final String problem, final String from, final String to) throws IOException
    {
        final List<String> problems = PageChecks.problems(folder.resolve("page.html"), GOOD.replaceFirst(from, to));

        assertTrue(problems.stream().anyMatch((one) -> one.startsWith(problem)), problem + ": " + problems);
    }
}
