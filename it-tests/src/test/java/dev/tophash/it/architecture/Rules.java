// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tidy rules as functions from a path and its text to complaints, so that a planted text proves each of them. */
final class Rules
{
    private static final int MAX_LINES = 600;
    /**
     * They read what others wrote: what a Go program printed, tables and word lists in resources, what somebody typed.
     */
    private static final Set<String> READERS = Set.of("GoRecords.java", "GoClaims.java", "Claims.java", "Glossary.java",
        "Sentences.java", "StepQuiz.java");
    private static final int MAX_COLUMNS = 120;
    private static final int MAX_METHOD_LINES = 70;
    private static final Pattern FOREIGN_CALL = Pattern.compile(
        "\\b(Arena\\.of|Linker\\.|SymbolLookup|FunctionDescriptor|ValueLayout\\.|reinterpret\\(" +
        "|MemorySegment\\.(copy|ofAddress)\\(" +
        "|\\.allocate\\([^)]*,\\s*\\d+\\)|memory\\.(get|set)\\()");
    private static final Pattern FINDING_WORDS = Pattern.compile(
        "\\b(matcher|matches|parse\\w*)\\([^;{}]*\\.(expected|actual|partName)\\(\\)" +
        "|(\\.(expected|actual|partName)\\(\\)|location\\(\\)\\.toString\\(\\))\\s*" +
        "\\.(contains|matches|startsWith|endsWith|indexOf|split|substring|equals|charAt)\\(");
    private static final Pattern TEST_METHOD =
        Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest)\\b[^;{]*?\\bvoid (\\w+)\\(");
    private static final Pattern METHOD_START =
        Pattern.compile("^    [a-zA-Z@<].*\\)?( throws [\\w, .]+)?$");
    private static final Pattern MACHINE = Pattern.compile(
        "(?<![\\w.{}$])/(work|root|home/\\w+)/|/usr/lib/jvm/[a-z]|repo1?\\.maven" +
        "\\.(apache\\.)?org|oss\\.sonatype");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
        "^public (?:static |final |abstract |sealed |non-sealed )*(?:class|interface|enum|record|@interface) (\\w+)",
        Pattern.MULTILINE);
    private static final String MAIN = "src/main/java/";

    private Rules()
    {
    }

    private static boolean isMain(final String path)
    {
        return path.contains(MAIN) && path.endsWith(".java");
    }

    private static boolean isLibrary(final String path)
    {
        return isMain(path) && (path.startsWith("core/") || path.startsWith("offheap/"));
    }

    /** Code without comments, so that a rule judges what is done and not what is told. */
    private static String code(final String text)
    {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\\n]*", "");
    }

    static List<String> coreHasNoForeignMemory(final String path, final String text)
    {
        return path.startsWith("core/") && isMain(path) && code(text).contains("java.lang.foreign") ?
            List.of(path + ": java.lang.foreign in core") : List.of();
    }

    /** Loads, stores and mappings of segments only in the memory package; image may copy a file into a segment. */
    static List<String> foreignCallsOnlyInMemory(final String path, final String text)
    {
        final boolean allowed = path.contains("/offheap/memory/") || path.contains("/offheap/image/");
        return isLibrary(path) && !allowed && FOREIGN_CALL.matcher(code(text)).find() ?
            List.of(path + ": access call of java.lang.foreign outside the memory package") : List.of();
    }

    static List<String> importsFollowTheArrows(final String path, final String text)
    {
        final List<String> complaints = new ArrayList<>();
        if (!isMain(path))
        {
            return complaints;
        }
        final String imports = String.join("\n", text.lines().filter(line -> line.startsWith("import ")).toList());
        if (path.startsWith("core/") && imports.contains("dev.tophash.offheap"))
        {
            complaints.add(path + ": core imports offheap");
        }
        if (path.matches(".*/layout/\\w+\\.java") && imports.contains("dev.tophash.layout.classic"))
        {
            complaints.add(path + ": what all layouts share imports one of them");
        }
        if (path.startsWith("offheap/") && imports.contains("dev.tophash.bench"))
        {
            complaints.add(path + ": offheap imports bench");
        }
        if (path.contains("/offheap/verify/") && imports.matches(
            "(?s).*import (static )?dev\\.tophash\\.offheap\\.(memory\\.(?!Memory;)|[A-Z]).*"))
        {
            complaints.add(path + ": the verifier imports the engine");
        }
        if (path.contains("/offheap/memory/") && imports.matches(
            "(?s).*import (static )?dev\\.tophash\\.offheap\\.(image|verify|[A-Z]).*"))
        {
            complaints.add(path + ": memory imports what stands above it");
        }
        if (path.matches(".*/offheap/(arrays|values)/\\w+\\.java") && imports.matches(
            "(?s).*import (static )?dev\\.tophash\\.offheap\\.(?!memory\\.|events\\.).*"))
        {
            complaints.add(path + ": arrays and values import more than memory");
        }
        if (path.contains("/offheap/events/") && imports.contains("dev.tophash.") ||
            isLibrary(path) && imports.contains("jdk.jfr") && !path.contains("/offheap/events/"))
        {
            complaints.add(path + ": events import what stands above them, or others know jdk.jfr");
        }
        if (path.contains("/offheap/image/") && imports.matches(
            "(?s).*import (static )?dev\\.tophash\\.offheap\\.(verify|[A-Z]).*"))
        {
            complaints.add(path + ": image imports what stands above it");
        }
        return complaints;
    }

    static List<String> librariesDoNotPrint(final String path, final String text)
    {
        return isLibrary(path) && code(text).matches("(?s).*(System\\.(out|err)\\b|printStackTrace\\().*") ?
            List.of(path + ": a library prints") : List.of();
    }

    static List<String> noUtilPackages(final String path, final String text)
    {
        return path.endsWith(".java") && path.matches(".*/(util|utils|impl|internal|common|misc|helpers?)/.*") ?
            List.of(path + ": package without a subject") : List.of();
    }

    /** A page's script is divided at an idea too. */
    static List<String> scriptsAreShort(final String path, final String text)
    {
        final long lines = text.lines().count();
        return path.endsWith(".js") && lines > MAX_LINES ? List.of(path + ": " + lines + " lines") : List.of();
    }

    /** What the lab has as data it does not read out of its own texts again. */
    static List<String> labTextsAreNoData(final String path, final String text)
    {
        final boolean lab = path.matches(".*/main/.*/bench/lab/(go|cases|page|claims)/\\w+\\.java");
        final boolean reads = lab && code(text).matches(
            "(?s).*(\\bparse(Int|Long|UnsignedInt|UnsignedLong)\\(|Pattern\\.compile\\(|\\.split\\().*");
        return reads && !READERS.contains(path.substring(path.lastIndexOf('/') + 1)) ?
            List.of(path + ": reads data out of a text") : List.of();
    }

    /** A finding has a rule and a place; how the verifier words what it expected is for people. */
    static List<String> findingWordsAreNoData(final String path, final String text)
    {
        return path.startsWith("bench/") && isMain(path) && FINDING_WORDS.matcher(code(text)).find() ?
            List.of(path + ": reads the words of a finding") : List.of();
    }

    /** Whoever breaks a map's bytes does so on an image of the lab, never by a method of the product. */
    static List<String> noScalpelInTheProduct(final String path, final String text)
    {
        return isLibrary(path) && code(text).matches("(?s).*\\bpublic\\b[^;{}=]*\\b(unsafeP|poke|pinHash)\\w*\\(.*") ?
            List.of(path + ": a public method that breaks bytes") : List.of();
    }

    /** XTest.shouldY, with the ids of its cases before it. */
    static List<String> testsAreNamedAlike(final String path, final String text)
    {
        final List<String> complaints = new ArrayList<>();
        final var tests = TEST_METHOD.matcher(path.contains("src/test/") && path.endsWith(".java") ? text : "");
        while (tests.find())
        {
            if (!tests.group(1).matches("(([a-z]\\d\\d)+S|s)hould[A-Z]\\w*"))
            {
                complaints.add(path + ": " + tests.group(1) + " does not say what should be");
            }
        }
        return complaints;
    }

    static List<String> sizesAreBounded(final String path, final String text)
    {
        final List<String> complaints = new ArrayList<>();
        if (!path.endsWith(".java"))
        {
            return complaints;
        }
        final List<String> lines = text.lines().toList();
        if (lines.size() > MAX_LINES)
        {
            complaints.add(path + ": " + lines.size() + " lines");
        }
        int start = -1;
        for (int i = 0; i < lines.size(); i++)
        {
            final String line = lines.get(i);
            if (line.length() > MAX_COLUMNS)
            {
                complaints.add(path + ":" + (i + 1) + ": " + line.length() + " columns");
            }
            if (line.equals("    {") && i > 0 && METHOD_START.matcher(lines.get(i - 1)).matches() &&
                !lines.get(i - 1).matches(".*\\b(class|interface|enum|record)\\b.*"))
            {
                start = i;
            }
            else if (line.equals("    }") && start >= 0)
            {
                if (i - start > MAX_METHOD_LINES)
                {
                    complaints.add(path + ":" + start + ": method of " + (i - start) + " lines");
                }
                start = -1;
            }
        }
        return complaints;
    }

    static List<String> publicTypesAreDescribed(final String path, final String text)
    {
        final List<String> complaints = new ArrayList<>();
        if (!isLibrary(path))
        {
            return complaints;
        }
        final var types = PUBLIC_TYPE.matcher(text);
        while (types.find())
        {
            final String before =
                text.substring(0, types.start()).replaceAll("(?m)^@\\w+(\\([^)]*\\))?$", "").stripTrailing();
            if (!before.endsWith("*/"))
            {
                complaints.add(path + ": public type without javadoc: " + types.group(1));
            }
        }
        return complaints;
    }

    static List<String> noMachineNames(final String path, final String text)
    {
        return !path.matches(".*\\.(gz|png|class|jar)") && !path.contains("/architecture/") &&
            MACHINE.matcher(text).find() ? List.of(path + ": names a folder of one machine or a registry's host") :
            List.of();
    }

    static List<String> licenceComesFirst(final String path, final String text)
    {
        return path.endsWith(".java") && !text.startsWith("// SPDX-License-Identifier: Apache-2.0\n") ?
            List.of(path + ": no licence in the first line") : List.of();
    }
}
