// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every case of groups B1, B2, B4, B6, B8, B9 and the first of B3 has a test with its id in the name, or a reason. */
class CatalogueTest
{
    private static final Map<String, Integer> GROUPS =
        Map.of("a", 25, "l", 18, "x", 15, "h", 12, "c", 5, "k", 10, "s", 7);

    private static final List<Class<?>> TESTS = List.of(
        MisuseTest.class, LifecycleTest.class, ExhaustionTest.class, AllocationFaultTest.class, FloodingTest.class,
        NativeAccessTest.class, UnsafeResetTest.class, dev.tophash.it.concurrent.ReadersTest.class,
        dev.tophash.it.concurrent.RaceTest.class);

    private static final Map<String, String> NOT_YET = new TreeMap<>(Map.ofEntries(
        Map.entry("a03", "boxed views do not exist yet"),
        Map.entry("a08", "no method takes B; of an image it is i04 of offheap's PlantedCorruptionTest"),
        Map.entry("a14", "there are no entry objects: a cursor is its own entry"),
        Map.entry("a19", "read-only views do not exist yet"),
        Map.entry("a22", "no big-endian or 32-bit JVM is at hand; loads are little endian by layout"),
        Map.entry("a25", "boxed views with equals and toString do not exist yet"),
        Map.entry("l05", "there are no confined maps: a map may be closed by any thread"),
        Map.entry("l06", "a map owns its memory; no caller's arena is under it"),
        Map.entry("l08", "needs a bulk operation that never ends; the attempts are bounded by a constant"),
        Map.entry("x13", "there is no product save yet"),
        Map.entry("s04", "a dump has every byte by intention, and there is no product save yet"),
        Map.entry("s07", "offheap's ImageFileTest"),
        Map.entry("h06", "core's HashKeysTest"),
        Map.entry("h10", "two keys a process: nothing grows"),
        Map.entry("h11", "there is no hardened option")));

    /** Classes of other packages, which only their own can name. */
    private static final List<String> OTHERS = List.of("ClearStrategyTest", "ClearFaultTest", "ClearLeakTest");

    private static Set<String> tested() throws ClassNotFoundException
    {
        final List<Class<?>> tests = new ArrayList<>(TESTS);
        for (final String name : OTHERS)
        {
            tests.add(Class.forName("dev.tophash.it.model." + name));
        }
        final Set<String> ids = new TreeSet<>();
        final Pattern leading = Pattern.compile("^((?:[alxhcks]\\d\\d)+)");
        for (final Class<?> test : tests)
        {
            for (final Method method : test.getDeclaredMethods())
            {
                final Matcher matcher = leading.matcher(method.getName());
                if (matcher.find())
                {
                    for (int i = 0; i < matcher.group(1).length(); i += 3)
                    {
                        ids.add(matcher.group(1).substring(i, i + 3));
                    }
                }
            }
        }
        return ids;
    }

    @Test
    void shouldHaveATestOrAReasonForEveryCase() throws ClassNotFoundException
    {
        final Set<String> missing = new TreeSet<>();
        final Set<String> tested = tested();
        GROUPS.forEach((group, count) ->
        {
            for (int n = 1; n <= count; n++)
            {
                final String id = "%s%02d".formatted(group, n);
                if (!tested.contains(id) && !NOT_YET.containsKey(id))
                {
                    missing.add(id);
                }
            }
        });
        assertEquals(Set.of(), missing);
        assertFalse(tested.isEmpty());
    }
}
