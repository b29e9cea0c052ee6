// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.CommandResult;
import dev.tophash.it.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree keeps its rules, and each rule notices a planted violation. */
class TidyTest
{
    private static final String LIBRARY = "offheap/src/main/java/dev/tophash/offheap/Planted.java";

    /** A rule and a file that breaks it. */
    record Planted(
        String name, BiFunction<String, String, List<String>> rule, String path, String text)
    {
        @Override
        public String toString()
        {
            return name;
        }
    }

    static Stream<Planted> rules()
    {
        final String method = "    void f()\n    {\n" + "        f();\n".repeat(71) + "    }\n";
        return Stream.of(
            new Planted("core has no foreign memory", Rules::coreHasNoForeignMemory,
                "core/src/main/java/dev/tophash/Planted.java", "import java.lang.foreign.Arena;"),
            new Planted("foreign calls only in memory", Rules::foreignCallsOnlyInMemory, LIBRARY,
                "memory.get(LAYOUT, 0);"),
            new Planted("only the region maps memory", Rules::foreignCallsOnlyInMemory, LIBRARY, "Arena.ofShared();"),
            new Planted("core imports nothing above it", Rules::importsFollowTheArrows,
                "core/src/main/java/dev/tophash/Planted.java", "import dev.tophash.offheap.OffHeapMaps;"),
            new Planted("what all layouts share knows none of them", Rules::importsFollowTheArrows,
                "core/src/main/java/dev/tophash/layout/Planted.java",
                "import dev.tophash.layout.classic.BmapDescriptor;"),
            new Planted("the verifier does not know the tables", Rules::importsFollowTheArrows,
                "offheap/src/main/java/dev/tophash/offheap/verify/Planted.java",
                "import dev.tophash.offheap.LongKeyTable;"),
            new Planted("memory knows no map", Rules::importsFollowTheArrows,
                "offheap/src/main/java/dev/tophash/offheap/memory/Planted.java",
                "import dev.tophash.offheap.verify.MapVerifier;"),
            new Planted("values know memory only", Rules::importsFollowTheArrows,
                "offheap/src/main/java/dev/tophash/offheap/values/Planted.java",
                "import dev.tophash.offheap.arrays.Generation;"),
            new Planted("arrays know memory only", Rules::importsFollowTheArrows,
                "offheap/src/main/java/dev/tophash/offheap/arrays/Planted.java",
                "import dev.tophash.offheap.MapConfig;"),
            new Planted("events know nobody", Rules::importsFollowTheArrows,
                "offheap/src/main/java/dev/tophash/offheap/events/Planted.java",
                "import dev.tophash.offheap.MapConfig;"),
            new Planted("one package knows the flight recorder", Rules::importsFollowTheArrows, LIBRARY,
                "import jdk.jfr.Event;"),
            new Planted("libraries do not print", Rules::librariesDoNotPrint, LIBRARY, "System.out.println();"),
            new Planted("no util packages", Rules::noUtilPackages, "core/src/main/java/dev/tophash/util/A.java", ""),
            new Planted("files are short", Rules::sizesAreBounded, LIBRARY, "\n".repeat(601)),
            new Planted("lines are short", Rules::sizesAreBounded, LIBRARY, "x".repeat(121)),
            new Planted("methods are short", Rules::sizesAreBounded, LIBRARY, method),
            new Planted("scripts are short", Rules::scriptsAreShort, "bench/src/main/resources/x.js", "\n".repeat(601)),
            new Planted("texts of the lab are no data", Rules::labTextsAreNoData,
                "bench/src/main/java/dev/tophash/bench/lab/page/Planted.java",
                "long n = Long.parseLong(name.substring(1));\n"),
            new Planted("words of a finding are no data", Rules::findingWordsAreNoData,
                "bench/src/main/java/dev/tophash/bench/lab/page/Planted.java",
                "boolean words = WORDS.matcher(finding.expected() + finding.actual()).find();\n"),
            new Planted("nor are they compared", Rules::findingWordsAreNoData,
                "bench/src/main/java/dev/tophash/bench/cli/Planted.java",
                "if (finding.location().toString().startsWith(\"bucket M\"))\n"),
            new Planted("no scalpel in the product", Rules::noScalpelInTheProduct, LIBRARY,
                "public void unsafePoke(final long offset, final byte value)\n"),
            new Planted("tests are named alike", Rules::testsAreNamedAlike,
                "core/src/test/java/dev/tophash/PlantedTest.java", "@Te" + "st\n    void works()\n"),
            new Planted("public types are described", Rules::publicTypesAreDescribed, LIBRARY,
                "package a;\n\npublic final class Planted\n{\n}\n"),
            new Planted("no machine names", Rules::noMachineNames, "README.md", "see " + "/wo" + "rk/shared"),
            new Planted("no registry hosts", Rules::noMachineNames, "pom.xml", "https://repo." + "maven.apache.org/x"),
            new Planted("licence first", Rules::licenceComesFirst, LIBRARY, "package a;\n"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldInTheWholeTree(final Planted planted)
    {
        final List<String> complaints = new ArrayList<>();
        for (final String file : Repository.files())
        {
            if (!file.endsWith(".gz") && !file.endsWith(".png"))
            {
                complaints.addAll(planted.rule.apply(file, Repository.read(file)));
            }
        }
        for (final String file : Repository.derived())
        {
            complaints.addAll(planted.rule.apply(Repository.sourcePath(file), Repository.read(file)));
        }
        assertEquals(List.of(), complaints);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldNoticeAPlantedViolation(final Planted planted)
    {
        assertFalse(planted.rule.apply(planted.path, planted.text).isEmpty());
    }

    /** Comments may say what code may not. */
    @Test
    void shouldNotMistakeACommentForCode()
    {
        final String comment = "// System.out.println()\n/** {@code Arena.ofShared()} */\n";
        assertEquals(List.of(), Rules.librariesDoNotPrint(LIBRARY, comment));
        assertEquals(List.of(), Rules.foreignCallsOnlyInMemory(LIBRARY, comment));
    }

    @Test
    void shouldHaveFourModulesAtTheTop()
    {
        final List<String> folders = Repository.files().stream().filter(file -> file.endsWith("/pom.xml"))
            .map(file -> file.substring(0, file.indexOf('/'))).sorted().toList();
        assertEquals(List.of("bench", "core", "it-tests", "offheap"), folders);
    }

    @Test
    void shouldKeepAChangelog()
    {
        final String changelog = Repository.read("CHANGELOG.md");
        assertTrue(changelog.startsWith("# Changelog\n"));
        assertTrue(Pattern.compile("^## \\[Unreleased]$", Pattern.MULTILINE).matcher(changelog).find());
        final Pattern section = Pattern.compile("Added|Changed|Deprecated|Removed|Fixed|Security|Breaking");
        changelog.lines().filter(line -> line.startsWith("### "))
            .forEach(line -> assertTrue(section.matcher(line.substring(4)).matches(), line));
        changelog.lines().filter(line -> line.startsWith("## ")).forEach(line -> assertTrue(
            line.matches("## \\[(Unreleased|\\d+\\.\\d+\\.\\d+)](- \\d{4}-\\d\\d-\\d\\d)?"), line));
    }

    /** Every {@code ./tophash COMMAND} that a document prints is one that the program offers. */
    @Test
    void shouldPrintOnlyCommandsThatExist()
    {
        final String help = CommandResult.of("--help").out();
        final List<String> missing = new ArrayList<>();
        for (final String file : Repository.files())
        {
            if (file.endsWith(".md"))
            {
                final var commands = Pattern.compile("(?m)^ *(?:\\$ )?\\./tophash ([a-z]+)")
                    .matcher(Repository.read(file));
                while (commands.find())
                {
                    if (!Pattern.compile("(?m)^ +" + commands.group(1) + "\\b").matcher(help).find())
                    {
                        missing.add(file + ": ./tophash " + commands.group(1));
                    }
                }
            }
        }
        assertEquals(List.of(), missing, help);
    }
}
