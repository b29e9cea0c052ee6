// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Ledger;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.bench.lab.page.LedgerLines;
import dev.tophash.bench.lab.page.LessonTexts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sentences that once said what the bytes beside them did not: each is held to the bytes now. */
class LessonStoryTest
{
    private static List<StepResult> steps(final String name)
    {
        final Stage stage = new Stage(LabMap.Setup.DEFAULT, true);
        stage.run(LabCases.all().get(name));
        return stage.steps();
    }

    private static StepResult step(final String name, final String key)
    {
        return steps(name).stream().filter((step) -> step.key().equals(key)).findFirst().orElseThrow();
    }

    private static BucketView bucket(final StepResult step, final boolean after, final String name)
    {
        return (after ? step.after() : step.before()).stream().flatMap((chain) -> chain.buckets().stream())
            .filter((bucket) -> bucket.name().equals(name)).findFirst().orElseThrow();
    }

    /** The bucket that step 2 cuts off and step 3 heals keeps its name, its place in the picture and its cursor. */
    @Test
    void shouldFollowTheSameBucketThroughTheThreeSteps()
    {
        final List<StepResult> steps = steps("dangling/three-steps-one-by-one");
        final long offset = bucket(steps.getFirst(), false, "H0").offset();
        for (final StepResult step : steps)
        {
            assertEquals(offset, bucket(step, true, "H0").offset(), step.key());
            assertEquals(offset, step.standing().after(), step.key());
            assertEquals("H0", step.ledgers().getFirst().place());
        }
        assertTrue(bucket(steps.getLast(), true, "H1").slots().getFirst().live(), "a new block has a new name");
        assertNotEquals(offset, bucket(steps.getLast(), true, "H1").offset());
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldNotSayThatSpareBucketsAreWipedWhoseKeysStay(final LessonTexts.Language language)
    {
        final StepResult rewind = step("nextOverflow-rewound-chains-kept/shared-bucket", "rewind");
        final BucketView spare = bucket(rewind, true, "M16");
        assertTrue(spare.slots().stream().noneMatch(BucketView.SlotView::live));
        assertTrue(spare.slots().stream().anyMatch((slot) -> !slot.key().isEmpty()), "the keys stay");
        assertTrue(saysHowMuchIsCleared(new LessonTexts(language).get("step.rewind")));
        assertFalse(saysHowMuchIsCleared("Main and spare buckets are cleared but for their overflow words;" +
            " nextOverflow goes back to M16"), "the old sentence");
    }

    /** The keys of spare buckets stay, so whoever says that they are cleared says that only their tophash bytes are. */
    private static boolean saysHowMuchIsCleared(final String text)
    {
        return text.contains("tophash");
    }

    /** Word by word means every word that holds something. */
    @Test
    void shouldShowTheLeftoversOfASharedBucket()
    {
        final Ledger ledger =
            step("nextOverflow-rewound-chains-kept/shared-bucket", "rewind").ledgers().getFirst();
        assertTrue(ledger.words().stream().anyMatch(Ledger.Word::leftover), ledger.words()::toString);
        assertEquals(List.of(), hidden(ledger, LedgerLines.of(texts(), ledger)));
    }

    /** Words that hold something and have no line. */
    private static List<Ledger.Word> hidden(final Ledger ledger, final List<LedgerLines.Line> lines)
    {
        return ledger.words().stream().filter((word) -> word.after() != 0 || word.written()).filter((word) ->
            lines.stream().noneMatch((line) -> line.text().startsWith(name(word)))).toList();
    }

    private static String name(final Ledger.Word word)
    {
        final String part = word.part().name().toLowerCase(Locale.ROOT);
        return word.number() < 0 ? part : part + '[' + word.number() + ']';
    }

    private static LessonTexts texts()
    {
        return new LessonTexts(LessonTexts.Language.EN);
    }

    /** The old ledger left out what nobody had written and nobody reads. */
    @Test
    void shouldNoticeALedgerWithoutItsLeftovers()
    {
        final Ledger ledger =
            step("nextOverflow-rewound-chains-kept/shared-bucket", "rewind").ledgers().getFirst();
        final Ledger old = new Ledger(ledger.place(), ledger.actor(), ledger.owners(),
            ledger.words().stream().filter((word) -> word.written() || word.read()).toList(), ledger.hidden());
        assertFalse(hidden(ledger, LedgerLines.of(texts(), old)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayWhyTheReferenceKeepsItsSeed(final LessonTexts.Language language)
    {
        final StepResult clear = step("reference/real-clear", "real-clear");
        assertEquals(clear.headerBefore().value(MapField.HASH0), clear.headerAfter().value(MapField.HASH0));
        assertTrue(saysWhoKeepsTheSeed(new LessonTexts(language).get("real-clear.why")));
        assertFalse(saysWhoKeepsTheSeed("All chains, the spare area, sentinel, count, noverflow, nevacuate," +
            " oldbuckets, flags, seed and all three words of extra."), "the old sentence");
    }

    private static boolean saysWhoKeepsTheSeed(final String why)
    {
        return why.contains("puts the old seed back") || why.contains("放回旧种子");
    }

    /** What a hash costs is measured in each run; a sentence cannot know it. */
    @Test
    void shouldNotSayWhichHashCostsMore()
    {
        Stream.of(LessonTexts.Language.values()).map((language) -> new LessonTexts(language).get("struct-keys.why"))
            .forEach((why) -> assertFalse(saysWhichCostsMore(why), why));
        assertTrue(saysWhichCostsMore("The hash itself costs more, about twice the memory to read."), "the old one");
    }

    private static boolean saysWhichCostsMore(final String why)
    {
        return why.contains("costs more") || why.contains("稍贵");
    }
}
