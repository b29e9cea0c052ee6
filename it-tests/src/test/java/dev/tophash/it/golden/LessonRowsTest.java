// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Ledger;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Sentences;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a lesson says of Tophash is what Tophash does with these very bytes: the row beside each step, and every code
 * and figure in the sentences.
 */
class LessonRowsTest
{
    /** Builds maps of 100,000 entries and has no steps. */
    private static final String LARGE = "ways/struct-keys";
    private static final Pattern CODE = Pattern.compile("\\b(?:" +
        Arrays.stream(Check.values()).map(Check::code).collect(Collectors.joining("|")) + ")\\b");
    private static final Map<String, Stage> STAGES = new LinkedHashMap<>();

    @BeforeAll
    static void runAll()
    {
        Lessons.all().stream().flatMap((lesson) -> lesson.cases().stream()).distinct()
            .filter((name) -> !name.equals(LARGE)).forEach((name) ->
            {
                final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
                stage.run(LabCases.all().get(name));
                STAGES.put(name, stage);
            });
    }

    private static Set<String> codes(final String text)
    {
        final Set<String> codes = new TreeSet<>();
        CODE.matcher(text).results().forEach((one) -> codes.add(one.group()));
        return codes;
    }

    /** What is wrong with the row "Tophash" of a step. */
    private static List<String> problems(final StepResult step)
    {
        final List<String> problems = new ArrayList<>();
        final StepResult.Answer row = step.product();
        // Nobody asked Go, or the step itself ended Go's program and left the bytes as they were.
        final boolean asked = step.go().failure() == null;
        if (asked && step.codes().isEmpty() && !same(step.go(), row))
        {
            problems.add("clean, but Go: " + step.go().line() + "; Tophash: " + row.line());
        }
        if (asked && !step.codes().isEmpty() && row.refusal() == null)
        {
            problems.add("opened although the verifier finds " + step.codes());
        }
        final Set<String> named = codes(row.line());
        named.removeAll(step.codes().keySet());
        named.forEach((code) -> problems.add(code + " is no finding of the step: " + step.codes()));
        return problems;
    }

    private static boolean same(final StepResult.Answer go, final StepResult.Answer row)
    {
        return row.refusal() == null && row.len() == go.len() && row.asked() == go.asked() &&
            row.found() == go.found() && row.entries() == go.entries() && row.lookup() == null && row.range() == null;
    }

    @Test
    void shouldSayOfTheseBytesWhatTophashDoesWithThem()
    {
        final List<String> problems = new ArrayList<>();
        STAGES.forEach((name, stage) -> stage.steps().forEach((step) -> problems(step).forEach((problem) ->
            problems.add(name + ", " + step.key() + ": " + problem))));
        assertEquals(List.of(), problems);
        assertTrue(STAGES.values().stream().mapToLong((stage) -> stage.steps().size()).sum() > 150);
    }

    /** Controls: an answer that is not Go's, a refusal of whole bytes, a code of no finding, broken bytes opened. */
    @Test
    void shouldNoticeAWrongRow()
    {
        final StepResult clean = STAGES.get("dangling/recycled-under-a-cursor").steps().getFirst();
        assertEquals(Map.of(), clean.codes());
        final Finding planted = new Finding(Check.H01, 0, Location.header("B"), "4", "64");
        for (final StepResult.Answer row : List.of(StepResult.Answer.of(12, 12, 0, 12),
            new StepResult.Answer(12, 12, 12, 12, null, "H01 of 64 buckets", null, null),
            new StepResult.Answer(-1, 0, 0, 0, null, null, null, planted)))
        {
            assertTrue(!problems(with(clean, row)).isEmpty(), row::line);
        }
        final StepResult broken = STAGES.get("dangling/recycled-under-a-cursor").steps().get(2);
        assertTrue(!problems(with(broken, StepResult.Answer.of(9, 21, 9, 12))).isEmpty());
        assertEquals(List.of(), problems(clean));
    }

    private static StepResult with(final StepResult step, final StepResult.Answer row)
    {
        return new StepResult(step.key(), step.headerBefore(), step.headerAfter(), step.before(), step.after(),
            step.changes(), step.go(), row, step.codes(), step.findings(), step.ledgers(), step.standing(),
            step.whole());
    }

    // -------------------------------------------------------------------------------------------------- sentences

    private static final Pattern SHOWN = Pattern.compile("\\d+");
    /** In a sentence: 330, 6.5, 11 012, but neither M16 nor 2^B. */
    private static final Pattern SAID = Pattern.compile("(?<![\\w.^])\\d+(?:[.]\\d+)?(?: \\d{3})*(?!\\w)");
    /** Numbers that are no figures of the lesson: sizes that Go fixes, releases of Go, numbers of parts. */
    private static final Set<String> FIXED = Set.of("0", "1", "2", "3", "8", "1.19", "1.21", "1.23", "01", "00");
    /** What a sentence takes from elsewhere: the article, arithmetic, a limit of the lab. By lesson. */
    private static final Map<String, Set<String>> ELSEWHERE = Map.of(
        "self-loop", Set.of("10"), // seconds after which Go was killed
        "wrong-size", Set.of("16", "64", "144", "208"), // the formula of a bucket's size, and 2^6 buckets
        "cursor-growth", Set.of("191"), // Go 1.19, whose recording LessonsIT compares
        "count-high", Set.of("6.5"), // Go's load factor
        "noverflow-kept", Set.of("16"));

    /** Everything that a lesson showed: what was printed, headers, answers, pictures, ledgers, findings. */
    private static String shown(final Lesson lesson)
    {
        final StringBuilder all = new StringBuilder();
        for (final String name : lesson.cases())
        {
            if (STAGES.containsKey(name))
            {
                STAGES.get(name).lines().forEach((line) -> all.append(line).append('\n'));
                STAGES.get(name).steps().forEach((step) -> all.append(shown(step)));
            }
        }
        return all.toString();
    }

    private static String shown(final StepResult step)
    {
        final StringBuilder all = new StringBuilder();
        step.headerBefore().values().values().forEach((value) -> all.append(' ').append(value));
        step.headerAfter().values().values().forEach((value) -> all.append(' ').append(value));
        step.codes().forEach((code, count) -> all.append(' ').append(code).append(' ').append(count));
        all.append('\n').append(step.go().line()).append('\n').append(step.product().line()).append('\n');
        step.after().forEach((chain) -> chain.buckets().forEach((bucket) ->
            bucket.slots().forEach((slot) -> all.append(' ').append(slot.key()))));
        step.before().forEach((chain) -> chain.buckets().forEach((bucket) ->
            bucket.slots().forEach((slot) -> all.append(' ').append(slot.key()))));
        step.findings().forEach((finding) -> all.append('\n').append(finding));
        return all.append('\n').toString();
    }

    /** Codes and figures in the sentences of a lesson that nothing beside them bears out. */
    private static List<String> unborne(final Lesson lesson, final LessonTexts texts, final String planted)
    {
        final List<String> problems = new ArrayList<>();
        final String shown = shown(lesson);
        final Set<String> figures = new TreeSet<>();
        SHOWN.matcher(shown).results().forEach((one) -> figures.add(one.group()));
        for (final String part : List.of("title", "hazard", "why", "more", "right"))
        {
            if (!texts.has(lesson.id() + '.' + part))
            {
                continue;
            }
            final String text = texts.get(lesson.id() + '.' + part) + planted;
            final Set<String> codes = codes(text);
            codes.removeAll(codes(shown));
            codes.forEach((code) -> problems.add(lesson.id() + '.' + part + ": " + code));
            SAID.matcher(text).results().forEach((one) ->
            {
                final String number = one.group().replace(" ", "");
                if (!FIXED.contains(number) && !figures.contains(number) &&
                    !ELSEWHERE.getOrDefault(lesson.id(), Set.of()).contains(number))
                {
                    problems.add(lesson.id() + '.' + part + ": " + number);
                }
            });
        }
        return problems;
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayNoCodeAndNoFigureThatIsNotBesideIt(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final List<String> problems = new ArrayList<>();
        Lessons.all().stream().filter((lesson) -> !lesson.cases().contains(LARGE))
            .forEach((lesson) -> problems.addAll(unborne(lesson, texts, "")));
        assertEquals(List.of(), problems);
    }

    // -------------------------------------------------------------------------------------------------- ledgers

    /** Words of a ledger that the picture of the same bucket does not have, before or after the step. */
    private static List<String> unlike(final StepResult step, final Ledger ledger)
    {
        final List<String> problems = new ArrayList<>();
        for (final boolean after : new boolean[]{false, true})
        {
            (after ? step.after() : step.before()).stream().flatMap((chain) -> chain.buckets().stream())
                .filter((bucket) -> bucket.name().equals(ledger.place())).findFirst().ifPresent((bucket) ->
                {
                    final Map<Ledger.Part, Map<Integer, Long>> drawn = words(step, bucket);
                    ledger.words().forEach((word) ->
                    {
                        final Long there = drawn.getOrDefault(word.part(), Map.of()).get(word.number());
                        if (there != null && there != (after ? word.after() : word.before()))
                        {
                            problems.add(bucket.name() + ' ' + word + " after=" + after);
                        }
                    });
                });
        }
        return problems;
    }

    /** The words of a bucket as its picture has them; parts of a long key are left out. */
    private static Map<Ledger.Part, Map<Integer, Long>> words(final StepResult step, final BucketView bucket)
    {
        final MapType type = step.headerAfter().layout().type();
        final Map<Ledger.Part, Map<Integer, Long>> words = new EnumMap<>(Ledger.Part.class);
        words.put(Ledger.Part.TOPHASH, Map.of(-1, word(bucket, 0)));
        words.put(Ledger.Part.OVERFLOW, Map.of(-1, word(bucket, BmapDescriptor.overflowOffset(type))));
        for (int i = 0; i < BmapDescriptor.SLOT_COUNT && type.keySlotSize() == Long.BYTES; i++)
        {
            words.computeIfAbsent(Ledger.Part.KEY, (part) -> new HashMap<>())
                .put(i, word(bucket, BmapDescriptor.keyOffset(0, i, Long.BYTES)));
            words.computeIfAbsent(Ledger.Part.ELEM, (part) -> new HashMap<>())
                .put(i, word(bucket, BmapDescriptor.elemOffset(0, i, Long.BYTES, Long.BYTES)));
        }
        return words;
    }

    private static long word(final BucketView bucket, final long offset)
    {
        return Long.reverseBytes(Long.parseUnsignedLong(
            bucket.hex().substring(2 * (int)offset, 2 * (int)offset + 2 * Long.BYTES), 16));
    }

    @Test
    void shouldHaveInTheLedgerWhatThePictureHas()
    {
        final List<String> problems = new ArrayList<>();
        final AtomicInteger ledgers = new AtomicInteger();
        STAGES.values().forEach((stage) -> stage.steps().forEach((step) -> step.ledgers().forEach((ledger) ->
        {
            ledgers.incrementAndGet();
            problems.addAll(unlike(step, ledger));
        })));
        assertEquals(List.of(), problems);
        assertTrue(ledgers.get() > 15, "ledgers: " + ledgers);
    }

    @Test
    void shouldNoticeAWordOfALedgerThatIsNotInThePicture()
    {
        final StepResult step = STAGES.get("dangling/recycled-under-a-cursor").steps().get(2);
        final Ledger ledger = step.ledgers().getFirst();
        final List<Ledger.Word> words = new ArrayList<>(ledger.words());
        final Ledger.Word first = words.getFirst();
        words.set(0, new Ledger.Word(first.part(), first.number(), first.before(), first.after() + 1, true, ""));
        assertEquals(1, unlike(step, new Ledger(ledger.place(), ledger.actor(), ledger.owners(), words, 0)).size());
        assertEquals(List.of(), unlike(step, ledger));
    }

    /** The sentence above what was printed says "the same" only where the lines, and the bytes, are the same. */
    @Test
    void shouldSayTheSameOnlyOfWhatIsTheSame()
    {
        final LessonTexts texts = new LessonTexts(LessonTexts.Language.EN);
        final Map<String, List<String>> real = GoRecords.recorded(GoVersion.GO_1_23);
        final LessonResult result =
            LessonResult.run(Lessons.named("main-only").getFirst(), LabMap.Setup.DEFAULT, real);
        final LessonResult.Part part = result.parts().getFirst();
        assertTrue(new Sentences(texts).caption(part).contains(texts.get("ui.same")));
        assertEquals(GoRecords.comparable(part.go()), GoRecords.comparable(part.lines()));

        final List<String> planted = new ArrayList<>(real.get(part.name()));
        planted.set(0, planted.getFirst() + " 1");
        final LessonResult other = LessonResult.run(Lessons.named("main-only").getFirst(), LabMap.Setup.DEFAULT,
            Map.of(part.name(), planted));
        assertTrue(new Sentences(texts).caption(other.parts().getFirst()).contains(texts.get("ui.differs")));
    }

    @Test
    void shouldNoticeAPlantedSentence()
    {
        final LessonTexts texts = new LessonTexts(LessonTexts.Language.EN);
        for (final Lesson lesson : Lessons.all())
        {
            assertTrue(unborne(lesson, texts, " It refuses with M01.").size() >= 3, lesson.id());
            assertTrue(unborne(lesson, texts, " 98765 entries.").size() >= 3, lesson.id());
        }
    }
}
