// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.it.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The catalogue of cases and the tests that show them agree: {@code it-tests/CATALOGUE.md} has a sentence for every id
 * that a test cites, and every case has tests or the reason why it has none.
 *
 * <p>A test of a case begins with its id, or several, then says what should be: {@code x02x03ShouldLoseNothing}.
 */
class CatalogueTest
{
    private static final String CATALOGUE = "it-tests/CATALOGUE.md";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern CLASSES = Pattern.compile("`\\w+`(, `\\w+`)*");
    private static final Pattern METHOD = Pattern.compile("(?m)^    (?:public |private )?void (\\w+)\\(");
    private static final Pattern CASE_NAME = Pattern.compile("((?:[a-z]\\d\\d)+)Should[A-Z]\\w*");
    private static final Pattern MISPLACED = Pattern.compile("should[A-Z]\\d\\d[A-Z].*|(?:[a-z]\\d\\d)+(?!Should).*");
    private static final Pattern CITED = Pattern.compile("\\b([ACFGHIKLSX]-\\d\\d)\\b");

    /** Groups in their order, with the number of their cases. */
    private static final Map<String, Integer> GROUPS =
        Map.of("A", 25, "L", 18, "C", 20, "X", 15, "I", 26, "H", 12, "G", 17, "K", 10, "S", 7, "F", 36);

    /** What a row says besides its id. */
    private record Case(String sentence, String shownBy)
    {
        boolean tested()
        {
            return CLASSES.matcher(shownBy).matches();
        }
    }

    private static SortedMap<String, Case> cases(final String catalogue)
    {
        final SortedMap<String, Case> cases = new TreeMap<>();
        final Matcher rows = ROW.matcher(catalogue);
        while (rows.find())
        {
            cases.put(rows.group(1), new Case(rows.group(2), rows.group(3)));
        }
        return cases;
    }

    /** The test classes of this project: name and text. */
    private static SortedMap<String, String> testClasses()
    {
        final SortedMap<String, String> classes = new TreeMap<>();
        for (final String file : Repository.files())
        {
            if (file.matches(".*/src/test/java/.*(Test|IT)\\.java"))
            {
                classes.put(file.replaceFirst(".*/(\\w+)\\.java", "$1"), Repository.read(file));
            }
        }
        return classes;
    }

    /** What catalogue and tests disagree in. */
    private static List<String> complaints(final String catalogue, final Map<String, String> classes)
    {
        final List<String> complaints = new ArrayList<>();
        final SortedMap<String, Case> cases = cases(catalogue);
        final SortedMap<String, SortedSet<String>> shownBy = new TreeMap<>();
        classes.forEach((name, text) ->
        {
            final Matcher methods = METHOD.matcher(text);
            while (methods.find())
            {
                final Matcher caseName = CASE_NAME.matcher(methods.group(1));
                if (caseName.matches())
                {
                    ids(caseName.group(1)).forEach(
                        id -> shownBy.computeIfAbsent(id, key -> new TreeSet<>()).add("`" + name + "`"));
                }
                else if (MISPLACED.matcher(methods.group(1)).matches())
                {
                    complaints.add("not ids, then Should: " + name + "." + methods.group(1));
                }
            }
            CITED.matcher(text).results().filter(cited -> !cases.containsKey(cited.group(1))).forEach(
                cited -> complaints.add("not in the catalogue: " + cited.group(1) + " in " + name));
        });
        shownBy.forEach((id, names) ->
        {
            final String expected = String.join(", ", names);
            if (!cases.containsKey(id))
            {
                complaints.add("not in the catalogue: " + id + " of " + expected);
            }
            else if (!cases.get(id).shownBy.equals(expected))
            {
                complaints.add("shown by " + expected + ": " + id + ", which says " + cases.get(id).shownBy);
            }
        });
        cases.forEach((id, row) ->
        {
            if (row.tested() && !shownBy.containsKey(id))
            {
                complaints.add("no such test: " + id + ", " + row.shownBy);
            }
            if (!row.sentence.endsWith(".") || !row.tested() && !row.shownBy.matches("No test: [A-Z].*\\."))
            {
                complaints.add("no sentence: " + id);
            }
        });
        return complaints;
    }

    /** {@code x02x03} are X-02 and X-03. */
    private static List<String> ids(final String prefix)
    {
        return Pattern.compile("([a-z])(\\d\\d)").matcher(prefix).results()
            .map(id -> id.group(1).toUpperCase(Locale.ROOT) + "-" + id.group(2)).toList();
    }

    @Test
    void shouldHaveTestsOrAReasonForEveryCase()
    {
        assertEquals(List.of(), complaints(Repository.read(CATALOGUE), testClasses()));
    }

    @Test
    void shouldNumberTheCasesOfEachGroup()
    {
        final List<String> expected = new ArrayList<>();
        GROUPS.forEach((group, count) ->
        {
            for (int number = 1; number <= count; number++)
            {
                expected.add(String.format(Locale.ROOT, "%s-%02d", group, number));
            }
        });
        assertEquals(expected.stream().sorted().toList(), List.copyOf(cases(Repository.read(CATALOGUE)).keySet()));
    }

    @Test
    void shouldNoticeWhatIsPlanted()
    {
        final String good =
            "| A-01 | It is so. | `OneTest` |\n| A-02 | It is not. | No test: There is no such thing. |\n";
        final String test = "    void a01ShouldBeSo()\n";
        assertEquals(List.of(), complaints(good, Map.of("OneTest", test)));
        assertEquals(List.of("not in the catalogue: A-03 of `OneTest`"),
            complaints(good, Map.of("OneTest", test + "    void a03ShouldBe()\n")));
        assertEquals(List.of("not in the catalogue: " + "X-" + "99 in TwoTest"),
            complaints(good, Map.of("OneTest", test, "TwoTest", "/** X-" + "99. */")));
        assertEquals(List.of("no such test: A-01, `OneTest`"), complaints(good, Map.of()));
        assertEquals(List.of("shown by `OneTest`, `TwoTest`: A-01, which says `OneTest`"),
            complaints(good, Map.of("OneTest", test, "TwoTest", test)));
        assertEquals(List.of("shown by `OneTest`: A-02, which says No test: There is no such thing."),
            complaints(good, Map.of("OneTest", test + "    void a02ShouldBe()\n")));
        assertEquals(List.of("no sentence: A-02"),
            complaints(good.replace("No test: There is no such thing.", "none"), Map.of("OneTest", test)));
        assertEquals(List.of("not ids, then Should: OneTest.shouldA01Be"),
            complaints(good, Map.of("OneTest", test + "    void should" + "A01Be()\n")));
        assertEquals(List.of("not ids, then Should: OneTest.a01EveryThing"),
            complaints(good, Map.of("OneTest", test + "    void a01" + "EveryThing()\n")));
    }
}
