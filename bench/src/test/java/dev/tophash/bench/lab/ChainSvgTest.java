// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the bytes is in the picture, drawn and in words. */
class ChainSvgTest
{
    /** Builds maps of 100,000 entries; with invariants on, each write would be verified. */
    private static final String LARGE = "ways/struct-keys";

    /** In these the product itself writes to broken bytes, which its invariants stop here; the pages' test has them. */
    private static final String PRODUCT_WRITES = "zero-all-spare-too/";

    static Stream<String> cases()
    {
        return LabCases.all().keySet().stream()
            .filter((name) -> !LARGE.equals(name) && !name.startsWith(PRODUCT_WRITES));
    }

    private static List<StepResult> steps(final String name)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get(name));
        return stage.steps();
    }

    private static List<String> after(final String name, final LessonTexts.Language language)
    {
        final ChainSvg pictures = new ChainSvg(new LessonTexts(language), true);
        final List<String> drawn = new ArrayList<>();
        for (final StepResult step : steps(name))
        {
            pictures.before(step);
            drawn.add(pictures.after(step));
        }
        return drawn;
    }

    private static boolean has(final String picture, final String role)
    {
        return picture.contains("class=\"" + role + '"');
    }

    /** What the bytes and the verifier call for, against what is drawn. */
    private static List<String> missing(final StepResult step, final String picture)
    {
        final List<String> missing = new ArrayList<>();
        final Map<String, Long> leading = new HashMap<>();
        for (final ChainView chain : step.after())
        {
            chain.buckets().stream().skip(1).map(BucketView::name)
                .forEach((name) -> leading.merge(name, 1L, Long::sum));
            require(chain.cutOff() && chain.live(), "ghosts", picture, missing);
            require(chain.buckets().stream().anyMatch((one) -> BucketView.Link.LOOP == one.link()), "loop", picture,
                missing);
            require(chain.buckets().stream().anyMatch((one) -> BucketView.Link.ASTRAY == one.link()), "astray", picture,
                missing);
            require(chain.buckets().stream().anyMatch((one) -> one.name().startsWith("+")), "outside", picture,
                missing);
            require(chain.cutOff() && chain.live() && chain.buckets().stream().anyMatch(
                (one) -> one.offset() == step.standing().after()), "dangling", picture, missing);
        }
        require(leading.values().stream().anyMatch((count) -> count > 1), "owners", picture, missing);
        final List<String> shown = step.after().stream().flatMap((chain) -> chain.buckets().stream())
            .map((bucket) -> "bucket " + bucket.name()).toList();
        step.findings().stream().filter((finding) -> step.codes().containsKey(finding.check().code()) &&
            shown.contains(finding.location().split(",", -1)[0])).forEach((finding) ->
            {
                require(true, "finding", picture, missing);
                require("T02".equals(finding.check().code()), "ghosts", picture, missing);
            });
        require(step.findings().stream().anyMatch((finding) ->
            finding.location().equals("header, count") && step.codes().containsKey(finding.check().code())), "wrong",
            picture, missing);
        final Map<String, String> was = StepMarks.fields(step.headerBefore());
        require(StepMarks.fields(step.headerAfter()).entrySet().stream()
            .anyMatch((field) -> !field.getValue().equals(was.get(field.getKey()))), "was", picture, missing);
        return missing;
    }

    private static void require(
        final boolean called, final String role, final String picture, final List<String> missing)
    {
        if (called && !has(picture, role))
        {
            missing.add(role);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMarkWhatIsWrong(final String name)
    {
        final List<StepResult> steps = steps(name);
        final List<String> pictures = after(name, LessonTexts.Language.ZH);

        for (int i = 0; i < steps.size(); i++)
        {
            assertEquals(List.of(), missing(steps.get(i), pictures.get(i)), name + ", step " + i);
        }
    }

    @Test
    void shouldNoticeAPictureWithoutItsMarks()
    {
        final StepResult zeroed = steps("dangling/recycled-under-a-cursor").get(1);
        final StepResult loop = steps("nextOverflow-rewound-chains-kept/self-loop-lookup").get(2);

        assertEquals(List.of("ghosts", "dangling", "finding", "was"), missing(zeroed, "<svg/>"));
        assertTrue(missing(loop, "<svg/>").contains("loop"));
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayTheHeadlineInWords(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);

        final List<String> pictures = after("dangling/recycled-under-a-cursor", language);

        assertTrue(pictures.get(0).contains(texts.get("pic.cursor")), pictures.get(0));
        for (final String word : List.of("pic.cursor.dangling", "pic.was", "pic.wrong"))
        {
            assertTrue(pictures.get(2).contains(texts.get(word)), word);
        }
        assertTrue(has(pictures.get(1), "cut"), "the link to M16 was cut");
        assertTrue(has(pictures.get(1), "next"), "nextOverflow offers a used bucket");
        assertTrue(has(pictures.get(2), "owners"), "the cursor and M9");
        assertTrue(has(pictures.get(3), "ghosts"), "three entries stay");
    }

    @Test
    void shouldMarkEntriesWhoseKeysWereWiped()
    {
        final String word = new LessonTexts(LessonTexts.Language.EN).get("pic.ghost.phantom");

        final String picture = after("three-step/skip-tophash-reset/int64", LessonTexts.Language.EN).getFirst();

        assertTrue(picture.contains(word.substring(0, 8)), picture);
    }

    @Test
    void shouldMarkNothingWhereNothingIsWrong()
    {
        for (final String picture : after("reference/real-clear", LessonTexts.Language.EN))
        {
            for (final String role : List.of("ghosts", "dangling", "owners", "loop", "astray", "wrong", "finding"))
            {
                assertFalse(has(picture, role), role);
            }
        }
    }

    @Test
    void shouldKeepABucketInItsPlace()
    {
        final List<String> places = after("dangling/recycled-under-a-cursor", LessonTexts.Language.EN).stream()
            .map((picture) -> picture.lines().filter((line) ->
                line.startsWith("<text class=\"title\"") && line.endsWith(">M16</text>"))
                .map((line) -> line.replaceAll(".* x=\"(\\d+)\".*", "$1")).collect(Collectors.joining()))
            .distinct().toList();

        assertEquals(1, places.size(), places.toString());
    }

    @Test
    void shouldWriteSlotsAsRanges()
    {
        assertEquals("0-2, 5, 7", ChainSvg.ranges(List.of(0, 1, 2, 5, 7)));
    }

    @Test
    void shouldMarkTheBytesThatDiffer()
    {
        assertEquals("M3 tophash   <b>c9</b> 14 -&gt; <b>00</b> 14", LessonHtml.changed("M3 tophash   c9 14 -> 00 14"));
        assertEquals("extra.nextOverflow M17 -&gt; M16", LessonHtml.changed("extra.nextOverflow M17 -> M16"));
    }
}
