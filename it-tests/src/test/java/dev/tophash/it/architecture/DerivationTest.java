// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build derives: it is what the sources say now, it reads like text written by hand, none is committed. */
class DerivationTest
{
    private static final String TABLES = "offheap/target/generated-sources/derived/dev/tophash/offheap/";

    /** An article before a type would be wrong before some other: say "of type int", or nothing. */
    private static final Pattern ARTICLE = Pattern.compile("\\b[Aa] (?:\\{@code )?(?:long|double)\\b");

    private static Set<String> names(final List<String> paths)
    {
        return paths.stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).collect(Collectors.toSet());
    }

    /** The same files for every pair, and those are the sources' files. */
    private static List<String> pairs()
    {
        return names(Repository.derived()).stream().filter(name -> name.matches("OffHeap\\w+(?<!Struct)Map\\.java"))
            .map(name -> name.substring("OffHeap".length(), name.length() - "Map.java".length())).sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IntKey", "BytesKey", "StringKey", "TypedKey"})
    void shouldDeriveTheTableOfEachKind(final String kind)
    {
        final String derived = Repository.read(TABLES + kind + "Table.java");
        final String source = Repository.read("offheap/src/main/java/dev/tophash/offheap/LongKeyTable.java");
        assertEquals(body(source.replace("LongKey", kind)), body(derived));
        assertNotEquals(body(source), body(derived));
    }

    /** Strings and bytes of any length reach the same table: one of the two ways is written by hand. */
    @Test
    void shouldDeriveTheWayFromBytesOfAnyLength()
    {
        final String derived = Repository.read(TABLES + "VarBytesKeyed.java");
        final String source = Repository.read("offheap/src/main/java/dev/tophash/offheap/StringKeyed.java");
        final String ofBytes = source.replaceAll("(?s) *// Strings only \\{\n.*? *// }\n", "");
        assertEquals(body(ofBytes).lines().count(), body(derived).lines().count());
        assertNotEquals(body(source).lines().count(), body(derived).lines().count(), "only strings are checked");
        assertTrue(derived.contains("final long find(final byte[] key)"), derived);
        assertEquals(-1, body(derived).indexOf("String key"));
        assertEquals(-1, body(derived).indexOf("{@code String}"));
    }

    /** From the package line on: what stands before says where the text comes from. */
    private static String body(final String text)
    {
        return text.substring(text.indexOf("package "));
    }

    @Test
    void shouldDeriveEverySourceForEveryPair()
    {
        final List<String> sources =
            Repository.files().stream().filter(file -> file.matches("(?!offheap/src/test/).*LongDouble.*\\.java"))
                .toList();
        assertTrue(sources.size() >= 5, sources::toString);
        assertTrue(pairs().containsAll(List.of("IntInt", "LongLong")), () -> pairs().toString());
        final Set<String> derived = names(Repository.derived());
        final Set<String> missing = new HashSet<>();
        for (final String source : names(sources))
        {
            pairs().stream().map(pair -> source.replace("LongDouble", pair))
                .filter(name -> !derived.contains(name) &&
                    !name.matches("(Eager|Straight)(String|Bytes|VarBytes)\\w+\\.java"))
                .forEach(missing::add);
        }
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LongSet", "LongStruct"})
    void shouldDeriveEverySourceForEveryKey(final String shape)
    {
        final List<String> sources = Repository.files().stream()
            .filter(file -> file.matches("(?!offheap/src/test/).*" + shape + ".*\\.java")).toList();
        assertTrue(sources.size() >= 6, sources::toString);
        final Set<String> derived = names(Repository.derived());
        final Set<String> missing = new HashSet<>();
        for (final String source : names(sources))
        {
            Stream.of("Int", "String", "Bytes", "VarBytes").map(key -> source.replace("Long", key))
                .filter(name -> !derived.contains(name)).forEach(missing::add);
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldNameTheSourceAndCommitNothing()
    {
        final Set<String> committed = names(Repository.files());
        for (final String file : Repository.derived())
        {
            final Matcher source = Pattern.compile("Derived from (\\w+\\.java) ").matcher(
                Repository.read(file).lines().limit(3).collect(Collectors.joining("\n")));
            assertTrue(source.find() && committed.contains(source.group(1)), file);
            assertTrue(names(List.of(file)).stream().noneMatch(committed::contains), file);
        }
    }

    @Test
    void shouldNeedNoArticleBeforeAType()
    {
        final List<String> wrong = Repository.files().stream().filter(file -> file.contains("LongDouble"))
            .filter(file -> ARTICLE.matcher(Repository.read(file)).find()).toList();
        assertEquals(List.of(), wrong);
        assertTrue(ARTICLE.matcher("takes a {@code long}").find());
        assertTrue(ARTICLE.matcher("returns a double").find());
    }

    /** No word of the source's value is left where the value is another. */
    @Test
    void shouldLeaveNoWordOfTheSource()
    {
        for (final String file : Repository.derived())
        {
            final String text = Repository.read(file);
            final String body = text.substring(text.indexOf("package "));
            if (!file.contains("Double") && !file.contains("KeyTable"))
            {
                assertEquals(-1, body.indexOf("ouble"), file);
                assertEquals(-1, body.indexOf("float64"), file);
            }
            if (file.matches(".*/(OffHeap)?Int[A-Z]\\w+\\.java"))
            {
                assertEquals(-1, body.indexOf("LongKey"), file);
                assertEquals(-1, body.indexOf("long key;"), file);
            }
        }
    }
}
