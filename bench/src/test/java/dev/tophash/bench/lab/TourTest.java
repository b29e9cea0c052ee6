// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tour is short, and what it says is what the bytes do. */
class TourTest
{
    private static final int WORDS = 350;
    /** A Chinese reader takes two minutes for some 700 characters. */
    private static final int CHARACTERS = 700;

    private static Tour tour()
    {
        return new Tour(LabMap.Setup.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldTakeTwoMinutes(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final Tour tour = tour();
        final StringBuilder all = new StringBuilder();
        tour.stops().forEach((stop) -> all.append(texts.get("tour." + stop.key() + ".title")).append(' ')
            .append(tour.text(stop, texts)).append(' '));

        assertEquals(6, tour.stops().size());
        assertTrue(LessonTexts.Language.EN == language ? all.toString().split("\\s+", -1).length <= WORDS :
            all.length() <= CHARACTERS, all.length() + " characters: " + all);
        assertFalse(all.toString().contains("{"), all.toString());
    }

    @Test
    void shouldShowWhatItSays()
    {
        final List<Tour.Stop> stops = tour().stops();

        assertEquals("M3->M16->nil", stops.get(0).chains().getFirst().arrows());
        assertEquals(12, stops.get(0).step().go().len());
        assertEquals("M16", bucket(stops.get(1), stops.get(1).step().standing().after()));
        assertEquals(0, stops.get(2).step().go().len());
        assertEquals(0, stops.get(2).step().go().found());
        assertEquals("M9->M16->nil", stops.get(3).chains().get(1).arrows());
        assertEquals(9, stops.get(3).step().go().len());
        assertEquals(0, stops.get(4).step().go().len());
        assertEquals(3, stops.get(4).chains().stream().flatMap((chain) -> chain.buckets().stream())
            .flatMap((bucket) -> bucket.slots().stream()).filter(BucketView.SlotView::live).count());
    }

    private static String bucket(final Tour.Stop stop, final long offset)
    {
        return stop.chains().stream().flatMap((chain) -> chain.buckets().stream())
            .filter((bucket) -> bucket.offset() == offset).map(BucketView::name).findFirst().orElse("");
    }

    @Test
    void shouldEndWell()
    {
        final Tour tour = tour();
        final Tour.Stop last = tour.stops().getLast();
        final ChainSvg picture = new ChainSvg(new LessonTexts(LessonTexts.Language.EN), true);
        picture.before(last.step());

        final String drawn = picture.after(last.step());

        assertTrue(tour.text(last, new LessonTexts(LessonTexts.Language.EN))
            .contains("delivers 0 old entries, the verifier finds 0 errors"));
        for (final String role : List.of("ghosts", "dangling", "owners", "wrong", "next"))
        {
            assertFalse(drawn.contains("class=\"" + role + '"'), role);
        }
        assertEquals("M16", bucket(last, last.step().standing().after()), "the cursor is still there");
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldBeToldAtATerminal(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final StringWriter told = new StringWriter();
        final AtomicInteger pauses = new AtomicInteger();

        tour().print(new PrintWriter(told), texts, false, pauses::incrementAndGet);

        tour().stops().forEach((stop) ->
            assertTrue(told.toString().contains(texts.get("tour." + stop.key() + ".title")), stop.key()));
        assertTrue(told.toString().contains("M9->M16->nil"));
        assertEquals(5, pauses.get());
    }
}
