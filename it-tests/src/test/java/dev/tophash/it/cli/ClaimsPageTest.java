// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.claims.Claims;
import dev.tophash.bench.lab.claims.ClaimsPage;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.it.CommandResult;
import dev.tophash.it.Repository;
import dev.tophash.it.golden.GoldenTexts;
import dev.tophash.it.golden.JsonShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of claims in the repository is the one that the command writes, apart from what was measured. */
class ClaimsPageTest
{
    private static final String FILE = "bench/claims.md";
    private static final String COMMAND = "./tophash claims --markdown " + FILE + ": make the page again";
    private static final Pattern ROW = Pattern.compile("\\| \\d+\\.\\d+ \\|.*");
    private static final Pattern COLUMN = Pattern.compile("(?<!\\\\)\\|");

    /** Number, claim and verdict of each row. */
    private static List<String> rows(final String page)
    {
        return page.lines().filter((line) -> ROW.matcher(line).matches()).map((line) ->
        {
            final String[] cells = COLUMN.split(line, -1);
            assertEquals(8, cells.length, line);
            return cells[1].strip() + " | " + cells[2].strip() + " | " + cells[3].strip();
        }).toList();
    }

    private static List<String> claims()
    {
        return Claims.listed(new LessonTexts(LessonTexts.Language.EN)).stream().map((claim) -> claim.number() + " | " +
            ClaimsPage.escape(claim.claim()) + " | " + ClaimsPage.escape(claim.verdict())).toList();
    }

    @Test
    void shouldHaveTheClaimsOfTheCode()
    {
        assertEquals(claims(), rows(Repository.read(FILE)), COMMAND);
    }

    @Test
    void shouldNoticeAVerdictThatIsNotTheCodes()
    {
        final String page = Repository.read(FILE);

        assertNotEquals(claims(), rows(page.replaceFirst("\\| false \\|", "| true |")));
        assertNotEquals(claims(), rows(page.replaceFirst("(?m)^\\| 3\\.5 .*\\R", "")));
    }

    @Test
    void shouldSayWhenWhereAndHowItWasMeasured()
    {
        final String page = Repository.read(FILE);

        assertTrue(Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d, \\d+ cores .*JDK \\d+, by `\\./tophash claims")
            .matcher(page).find(), page.substring(0, 800));
        assertTrue(Repository.read("README.md").contains("(" + FILE + ")"), "linked from the README");
        assertTrue(Repository.read("bench/README.md").contains("(claims.md)"), "linked from the module's README");
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldBeWrittenByTheCommand(final LessonTexts.Language language, @TempDir final Path folder)
        throws IOException
    {
        final Path html = folder.resolve("claims.html");
        final Path markdown = folder.resolve("claims.md");
        final CommandResult result = CommandResult.of("claims", "--recorded", "--json", "--lang", language.name(),
            "--html", html.toString(), "--markdown", markdown.toString());

        assertEquals(0, result.code(), result::err);
        assertEquals("", GoldenTexts.COMMANDS.difference("claims-json", JsonShape.of(result.out())));
        assertEquals(List.of(), PageChecks.problems(html, Files.readString(html)));
        assertEquals(claims().size(), rows(Files.readString(markdown)).size());
        assertEquals(claims().size(),
            result.out().split("\"source\" : \"recorded\"", -1).length - 1);
    }
}
