// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a user gets and has to close is annotated by {@code MustBeClosed}, so that ErrorProne tells who forgets it:
 * every public method of an exported package that gives a map, a cursor, a memory, an agent, a scope or a stream.
 */
class MustBeClosedTest
{
    private static final Pattern EXPORTED = Pattern.compile(
        "(core/src/main/java/dev/tophash/|offheap/src/main/java/dev/tophash/offheap/|" +
            "offheap/src/main/java/dev/tophash/offheap/(agrona|image|junit|micrometer|verify)/)[A-Z]\\w*\\.java");

    /** A declaration with what stands before it; that of an interface needs no word. */
    private static final Pattern METHOD = Pattern.compile(
        "(?m)((?:^    @.*\\n)*)^    (?:public |default )?(?:static )?(?:final )?(?:<[^>]*> )?((?:" +
            "OffHeap\\w*Map|OffHeap\\w*Set|M|MapMemory|MapAgent|MapScope|\\w*Cursor|" +
            "\\w*Stream(?:<\\w+>)?) \\w+|MapAgent)\\([^;{]*(?:;|\\n    \\{)");

    /** These give what somebody else closes, or what is open until the process ends. */
    private static final Set<String> CLOSED_BY_OTHERS = Set.of("MapMemory ofProcess");

    private static List<String> complaints(final String file, final String text)
    {
        final List<String> complaints = new ArrayList<>();
        final Matcher methods = METHOD.matcher(text);
        while (methods.find())
        {
            final boolean shown = text.contains("public interface ") ||
                methods.group().substring(methods.group(1).length()).startsWith("    public ");
            if (shown && !methods.group(1).contains("@MustBeClosed\n") &&
                !CLOSED_BY_OTHERS.contains(methods.group(2)))
            {
                complaints.add(file + ": " + methods.group(2));
            }
        }
        return complaints;
    }

    @Test
    void shouldAnnotateWhatHasToBeClosed()
    {
        final List<String> complaints = new ArrayList<>();
        int found = 0;
        for (final String file : Repository.files())
        {
            if (EXPORTED.matcher(file).matches())
            {
                final String text = Repository.read(file);
                complaints.addAll(complaints(file, text));
                found += text.split("@MustBeClosed\n", -1).length - 1;
            }
        }
        assertEquals(List.of(), complaints);
        assertTrue(found >= 25, "annotations: " + found);
    }

    @Test
    void shouldNoticeWhatIsPlanted()
    {
        final String copy = "    OffHeapMap copy();\n";
        assertEquals(List.of(), complaints("A", "public interface A\n{\n    @Override\n    @MustBeClosed\n" + copy));
        assertEquals(List.of("A: OffHeapMap copy"), complaints("A", "public interface A\n{\n    @Override\n" + copy));
        assertEquals(List.of("A: M build"), complaints("A", "    public M build()\n    {\n"));
        assertEquals(List.of("A: LongStream keys"), complaints("A", "    public final LongStream keys()\n    {\n"));
        assertEquals(List.of(), complaints("A", "    OffHeapLongLongMap open()\n    {\n"));
    }
}
