// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Groups of files each of which needs, directly or not, all the others: Tarjan's strongly connected components. */
final class Knots
{
    private static final Pattern COMMENT_OR_STRING =
        Pattern.compile("(?s)\"\"\".*?\"\"\"|/\\*.*?\\*/|//[^\\n]*|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private final Map<String, Set<String>> needs;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Set<String>> knots = new ArrayList<>();

    private Knots(final Map<String, Set<String>> needs)
    {
        this.needs = needs;
    }

    /** A text without comments and strings: what it does, not what it tells. */
    static String code(final String text)
    {
        return COMMENT_OR_STRING.matcher(text).replaceAll(" ");
    }

    /** Which class names each class's code names, comments and strings apart. */
    static Map<String, Set<String>> needs(final Map<String, String> textByName)
    {
        final Map<String, Set<String>> needs = new TreeMap<>();
        textByName.forEach((name, text) ->
        {
            final Set<String> named = new TreeSet<>();
            WORD.matcher(code(text)).results()
                .map(word -> word.group()).filter(textByName::containsKey).filter(word -> !word.equals(name))
                .forEach(named::add);
            needs.put(name, named);
        });
        return needs;
    }

    /** All knots of more than one file. */
    static List<Set<String>> of(final Map<String, String> textByName)
    {
        final Knots finder = new Knots(needs(textByName));
        for (final String name : finder.needs.keySet())
        {
            if (!finder.numbers.containsKey(name))
            {
                finder.visit(name);
            }
        }
        return finder.knots;
    }

    private void visit(final String name)
    {
        numbers.put(name, numbers.size());
        lowest.put(name, numbers.get(name));
        path.push(name);
        for (final String needed : needs.get(name))
        {
            if (!numbers.containsKey(needed))
            {
                visit(needed);
                lowest.merge(name, lowest.get(needed), Math::min);
            }
            else if (path.contains(needed))
            {
                lowest.merge(name, numbers.get(needed), Math::min);
            }
        }
        if (lowest.get(name).equals(numbers.get(name)))
        {
            final Set<String> knot = new TreeSet<>();
            String member;
            do
            {
                member = path.pop();
                knot.add(member);
            }
            while (!member.equals(name));
            if (knot.size() > 1)
            {
                knots.add(knot);
            }
        }
    }
}
