// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.check.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the bytes is in the picture, as a mark and in words. */
class FrameMakerTest
{
    /** Builds maps of 100,000 entries; with invariants on, each write would be verified. */
    private static final String LARGE = "ways/struct-keys";

    /** In these the product itself writes to broken bytes, which its invariants stop here; the pages' test has them. */
    private static final String PRODUCT_WRITES = "zero-all-spare-too/";

    static Stream<String> cases()
    {
        return LabCases.all().keySet().stream()
            .filter((name) -> !name.equals(LARGE) && !name.startsWith(PRODUCT_WRITES));
    }

    private static List<StepResult> steps(final String name)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get(name));
        return stage.steps();
    }

    private static List<Frame> after(final String name, final LessonTexts.Language language)
    {
        final List<StepResult> steps = steps(name);
        final FrameMaker maker = new FrameMaker(new LessonTexts(language), steps);
        final List<Frame> frames = new ArrayList<>();
        for (final StepResult step : steps)
        {
            maker.before(step);
            frames.add(maker.after(step));
        }
        return frames;
    }

    /** What the notes of a picture are about, and what its header points out. */
    private static Set<String> roles(final Frame frame)
    {
        final Set<String> roles =
            notes(frame).map(BucketNotes.Note::about).collect(Collectors.toCollection(HashSet::new));
        if (!frame.wrong().isEmpty())
        {
            roles.add("wrong");
        }
        if (!frame.map().header().equals(frame.was().header()) || !frame.map().extra().equals(frame.was().extra()))
        {
            roles.add("was");
        }
        return roles;
    }

    private static Stream<BucketNotes.Note> notes(final Frame frame)
    {
        return frame.boxes().stream().flatMap((box) -> box.notes().stream());
    }

    private static String words(final Frame frame)
    {
        return notes(frame).map(BucketNotes.Note::text).collect(Collectors.joining("\n"));
    }

    /** What the bytes and the verifier call for, against what is drawn. */
    private static List<String> missing(final StepResult step, final Set<String> picture)
    {
        final List<String> missing = new ArrayList<>();
        final Map<String, Long> leading = new HashMap<>();
        for (final ChainView chain : step.after())
        {
            chain.buckets().stream().skip(1).map(BucketView::name)
                .forEach((name) -> leading.merge(name, 1L, Long::sum));
            require(chain.cutOff() && chain.live(), "ghosts", picture, missing);
            require(chain.buckets().stream().anyMatch((one) -> one.link() == BucketView.Link.LOOP), "loop", picture,
                missing);
            require(chain.buckets().stream().anyMatch((one) -> one.link() == BucketView.Link.ASTRAY), "astray", picture,
                missing);
            require(chain.buckets().stream().anyMatch((one) -> one.name().startsWith("+")), "outside", picture,
                missing);
            require(chain.cutOff() && chain.live() && chain.buckets().stream().anyMatch(
                (one) -> one.offset() == step.standing().after()), "dangling", picture, missing);
        }
        require(leading.values().stream().anyMatch((count) -> count > 1), "owners", picture, missing);
        final List<String> shown = step.after().stream().flatMap((chain) -> chain.buckets().stream())
            .map((bucket) -> "bucket " + bucket.name()).toList();
        step.findings().stream().filter((finding) -> step.codes().containsKey(finding.rule().code()) &&
            shown.contains(finding.location().partName())).forEach((finding) ->
            {
                require(true, "finding", picture, missing);
                require(finding.rule().code().equals("T02"), "ghosts", picture, missing);
            });
        require(step.findings().stream().anyMatch((finding) ->
            finding.location().equals(Location.header("count")) && step.codes().containsKey(finding.rule().code())),
            "wrong", picture, missing);
        require(HeaderView.SHOWN.stream().anyMatch((field) ->
            !step.headerAfter().value(field).equals(step.headerBefore().value(field))), "was", picture, missing);
        return missing;
    }

    private static void require(
        final boolean called, final String role, final Set<String> picture, final List<String> missing)
    {
        if (called && !picture.contains(role))
        {
            missing.add(role);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMarkWhatIsWrong(final String name)
    {
        final List<StepResult> steps = steps(name);
        final List<Frame> pictures = after(name, LessonTexts.Language.ZH);

        for (int i = 0; i < steps.size(); i++)
        {
            assertEquals(List.of(), missing(steps.get(i), roles(pictures.get(i))), name + ", step " + i);
        }
    }

    @Test
    void shouldNoticeAPictureWithoutItsMarks()
    {
        final StepResult zeroed = steps("dangling/recycled-under-a-cursor").get(1);
        final StepResult loop = steps("nextOverflow-rewound-chains-kept/self-loop-lookup").get(2);

        assertEquals(List.of("ghosts", "dangling", "finding", "was"), missing(zeroed, Set.of()));
        assertTrue(missing(loop, Set.of()).contains("loop"));
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayTheHeadlineInWords(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);

        final List<Frame> pictures = after("dangling/recycled-under-a-cursor", language);

        assertTrue(words(pictures.get(0)).contains(texts.get("pic.cursor")), words(pictures.get(0)));
        assertTrue(words(pictures.get(2)).contains(texts.get("pic.cursor.dangling")), words(pictures.get(2)));
        assertTrue(roles(pictures.get(1)).contains("cut"), "the link to M16 was cut");
        assertTrue(roles(pictures.get(1)).contains("next"), "nextOverflow offers a used bucket");
        assertTrue(roles(pictures.get(2)).contains("owners"), "the cursor and M9");
        assertTrue(roles(pictures.get(3)).contains("ghosts"), "three entries stay");
    }

    @Test
    void shouldMarkEntriesWhoseKeysWereWiped()
    {
        final String word = new LessonTexts(LessonTexts.Language.EN).get("pic.ghost.phantom");

        final String said = words(after("three-step/skip-tophash-reset/int64", LessonTexts.Language.EN).getFirst());

        assertTrue(said.contains(word.substring(0, 8)), said);
    }

    @Test
    void shouldMarkNothingWhereNothingIsWrong()
    {
        for (final Frame frame : after("reference/real-clear", LessonTexts.Language.EN))
        {
            for (final String role : List.of("ghosts", "dangling", "owners", "loop", "astray", "wrong", "finding"))
            {
                assertFalse(roles(frame).contains(role), role);
            }
        }
    }

    @Test
    void shouldKeepABucketInItsPlace()
    {
        final List<BucketPlaces.Place> places = after("dangling/recycled-under-a-cursor", LessonTexts.Language.EN)
            .stream().flatMap((frame) -> frame.boxes().stream())
            .filter((box) -> box.marks().bucket().name().equals("M16")).map(Frame.Box::place).distinct().toList();

        assertEquals(1, places.size(), places.toString());
    }

    @Test
    void shouldPaintWhatAStepZeroed()
    {
        final Frame zeroed = after("article-4.2-memclr-sizeof-bmap/int64", LessonTexts.Language.EN).getFirst();

        assertEquals(List.of(512L), zeroed.zeroed().stream().map(LabImage.Span::size).toList(), "64 times 8 bytes");
        assertEquals(zeroed.map().strip().cells().getFirst().offset(), zeroed.zeroed().getFirst().offset());
    }

    @Test
    void shouldNameTheBytesThatAStepChanged()
    {
        final Frame.Box head =
            after("dangling/recycled-under-a-cursor", LessonTexts.Language.EN).get(1).boxes().getFirst();

        assertEquals(new Frame.Range(0, 8), head.changed().getFirst(), "the tophash bytes of M3");
        assertEquals(144, head.marks().bucket().hex().length() / 2);
    }

    @Test
    void shouldWriteSlotsAsRanges()
    {
        assertEquals("0-2, 5, 7", BucketNotes.ranges(List.of(0, 1, 2, 5, 7)));
    }
}
