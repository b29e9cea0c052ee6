// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every method and constant of the libraries is named somewhere in the tree besides its own declarations, if only by a
 * test. A name that is not, is dead. Names that are declared twice and used once are not noticed: the rule has no false
 * alarm, it is no proof.
 */
class DeadDeclarationTest
{
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern METHOD = Pattern.compile(
        "(?m)^(?! *@Override)[^\\n]*\\n {4}(?! )(?:public |protected |static |final |abstract |synchronized )*" +
        "(?:<[^>\\n]+> )?(?!return|throw|new)[\\w<>\\[\\], .?]+ (\\w+)\\(");
    private static final Pattern CONSTANT =
        Pattern.compile("(?m)^ {4}(?:public |static |final )+[\\w<>\\[\\]]+ ([A-Z_0-9]+) =");

    /** A layout's offsets are all declared, as its drawing shows them all; a test compares the two. */
    private static final Pattern DRAWN = Pattern.compile("\\w+_OFFSET");

    private static List<String> dead(final Map<String, String> codeByPath)
    {
        final Map<String, Integer> named = new HashMap<>();
        final Map<String, Integer> declared = new TreeMap<>();
        codeByPath.forEach((path, code) ->
        {
            WORD.matcher(code).results().forEach(word -> named.merge(word.group(), 1, Integer::sum));
            if (path.matches("(core|offheap)/src/main/.*"))
            {
                for (final Pattern kind : List.of(METHOD, CONSTANT))
                {
                    kind.matcher(code).results().forEach(found -> declared.merge(found.group(1), 1, Integer::sum));
                }
            }
        });
        return declared.keySet().stream().filter(name -> named.get(name) <= declared.get(name))
            .filter(name -> !DRAWN.matcher(name).matches()).toList();
    }

    private static Map<String, String> tree()
    {
        final Map<String, String> code = new HashMap<>();
        Repository.files().stream().filter(file -> file.endsWith(".java"))
            .forEach(file -> code.put(file, Knots.code(Repository.read(file))));
        Repository.derived()
            .forEach(file -> code.put(Repository.sourcePath(file), Knots.code(Repository.read(file))));
        return code;
    }

    @Test
    void shouldHaveNoDeadDeclaration()
    {
        assertEquals(List.of(), dead(tree()));
    }

    @Test
    void shouldNoticeAPlantedOne()
    {
        final Map<String, String> tree = tree();
        final String path = "offheap/src/main/java/dev/tophash/offheap/Planted.java";
        final String planted = """
            final class Planted
            {
                static final int NEVER_READ_LIMIT = 3;

                /** Called. */
                static int toHexadecimalOrNothing(final int value)
                {
                    return value;
                }

                @Override
                public int toOverriddenNothing()
                {
                    return 1;
                }
            }
            """;
        tree.put(path, Knots.code(planted));
        assertEquals(List.of("NEVER_READ_LIMIT", "toHexadecimalOrNothing"), dead(tree));
        tree.put("it-tests/src/test/java/Use.java", "Planted.toHexadecimalOrNothing(Planted.NEVER_READ_LIMIT)");
        assertEquals(List.of(), dead(tree));
        assertTrue(tree.size() > 400, "the rule looks at the whole tree");
    }
}
