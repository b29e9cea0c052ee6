// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.KeyForm;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.layout.GoVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tour is short, and what it says is what the bytes do. */
class TourTest
{
    private static final int WORDS = 460;
    /** A Chinese reader takes two minutes for some 900 characters. */
    private static final int CHARACTERS = 900;

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

        assertEquals(8, tour.stops().size());
        assertTrue(language == LessonTexts.Language.EN ? all.toString().split("\\s+", -1).length <= WORDS :
            all.length() <= CHARACTERS, all.length() + " characters: " + all);
        assertFalse(all.toString().contains("{"), all.toString());
    }

    @Test
    void shouldShowWhatItSays()
    {
        final List<Tour.Stop> stops = tour().stops();

        assertEquals("M3->M16->nil", stops.get(0).chains().getFirst().arrows());
        assertEquals("0", stops.get(0).step().headerBefore().value(MapField.FLAGS), "no cursor yet");
        assertEquals(12, stops.get(0).step().go().len());
        assertEquals("M16", bucket(stops.get(1), stops.get(1).step().standing().after()));
        assertEquals(0, stops.get(2).step().go().len());
        assertEquals(0, stops.get(2).step().go().found());
        assertEquals("M9->M16->nil", stops.get(3).chains().get(1).arrows());
        assertEquals(9, stops.get(3).step().go().len());
        assertEquals(0, stops.get(4).step().go().len());
        assertEquals(0, stops.get(4).step().go().found(), "lookups for the ghosts go elsewhere");
        assertEquals(3, stops.get(4).chains().stream().flatMap((chain) -> chain.buckets().stream())
            .flatMap((bucket) -> bucket.slots().stream()).filter(BucketView.SlotView::live).count());
    }

    /** The bucket that each of the three steps heals is in the picture before and after, under the same name. */
    @Test
    void shouldShowWhichStepHealsWhichBucket()
    {
        final List<Tour.Stop> stops = tour().stops();
        assertEquals(List.of("size", "clear", "reset"), stops.subList(5, 8).stream().map(Tour.Stop::key).toList());
        assertEquals("M3->M16->M17->H0->nil", stops.get(5).chains().getFirst().arrows());
        assertEquals(Map.of("M3", 8L, "M16", 8L, "M17", 8L, "H0", 6L), live(stops.get(5)));
        assertEquals(Map.of("M3", 0L, "M16", 0L, "M17", 0L, "H0", 6L), live(stops.get(6)));
        assertEquals(Map.of("M3", 0L, "M16", 0L, "M17", 0L, "H0", 0L), live(stops.get(7)));
        stops.subList(5, 8).forEach((stop) -> assertEquals("H0", bucket(stop, stop.step().standing().after())));
    }

    private static Map<String, Long> live(final Tour.Stop stop)
    {
        return live(stop.chains());
    }

    private static Map<String, Long> live(final List<ChainView> chains)
    {
        return chains.stream().flatMap((chain) -> chain.buckets().stream()).collect(Collectors.toMap(
            BucketView::name, (bucket) -> bucket.slots().stream().filter(BucketView.SlotView::live).count()));
    }

    private static String bucket(final Tour.Stop stop, final long offset)
    {
        return stop.chains().stream().flatMap((chain) -> chain.buckets().stream())
            .filter((bucket) -> bucket.offset() == offset).map(BucketView::name).findFirst().orElse("");
    }

    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9])[MHO][0-9]+");
    private static final Pattern LOOKUPS = Pattern.compile("goes? to bucket ([0-9]+)");

    /** What a text says that its picture does not show. */
    private static List<String> problems(final Tour.Stop stop, final String text)
    {
        final List<String> problems = new ArrayList<>();
        final Map<String, Long> before = live(stop.step().before());
        final Map<String, Long> after = live(stop.step().after());
        for (final String name : NAME.matcher(text).results().map(MatchResult::group).distinct().toList())
        {
            if (!live(stop).containsKey(name))
            {
                problems.add(name + " is not in the picture");
            }
            if (stop.key().equals("reset") && (before.getOrDefault(name, 0L) == 0 || after.getOrDefault(name, 1L) != 0))
            {
                problems.add(name + " is not healed by step 3");
            }
        }
        LOOKUPS.matcher(text).results().forEach((said) -> ghosts(stop).forEach((key) ->
        {
            if (bucketOf(key, stop) != Long.parseLong(said.group(1)))
            {
                problems.add("a lookup for " + key + " goes to bucket " + bucketOf(key, stop));
            }
        }));
        return problems;
    }

    private static List<Long> ghosts(final Tour.Stop stop)
    {
        return stop.chains().stream().flatMap((chain) -> chain.buckets().stream())
            .flatMap((bucket) -> bucket.slots().stream()).filter(BucketView.SlotView::live)
            .map((slot) -> Long.valueOf(slot.key())).toList();
    }

    private static long bucketOf(final long key, final Tour.Stop stop)
    {
        final HeaderView header = stop.step().headerAfter();
        final int seed = Integer.parseUnsignedInt(header.value(MapField.HASH0), 16);
        return KeyForm.INT64.hash(key, seed, LabMap.hashKeys(GoVersion.GO_1_23)) & header.mainCount() - 1;
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldSayOnlyWhatThePictureShows(final LessonTexts.Language language)
    {
        final LessonTexts texts = new LessonTexts(language);
        final Tour tour = tour();
        tour.stops().forEach((stop) -> assertEquals(List.of(), problems(stop, tour.text(stop, texts)), stop.key()));
    }

    /** The sentences of the old tour: of three ghosts one is of bucket 3, and M16 is cleared by step 2. */
    @Test
    void shouldNoticeTheSentencesOfTheOldTour()
    {
        final List<Tour.Stop> stops = tour().stops();
        final List<String> lookups = problems(stops.get(4), "Three ghosts stay, no delete can reach them: a lookup" +
            " for them goes to bucket 3.");
        assertEquals(2, lookups.size(), lookups::toString);
        final List<String> credit = problems(stops.get(7), "Reset the tophash: so is every overflow bucket that was" +
            " ever handed out. M16 is free and clean.");
        assertTrue(credit.contains("M16 is not healed by step 3"), credit::toString);
        assertEquals(List.of("M18 is not in the picture"), problems(stops.get(0), "Here M3 leads to M18."));
    }

    @Test
    void shouldEndWell()
    {
        final Tour tour = tour();
        final Tour.Stop last = tour.stops().getLast();
        final FrameMaker maker = new FrameMaker(new LessonTexts(LessonTexts.Language.EN));
        maker.before(last.step());

        final Frame frame = maker.after(last.step());

        assertTrue(tour.text(last, new LessonTexts(LessonTexts.Language.EN))
            .contains("delivers 0 old entries, the verifier finds 0 errors"));
        for (final String role : List.of("ghosts", "dangling", "owners", "wrong", "next"))
        {
            assertFalse(frame.boxes().stream().flatMap((box) -> box.notes().stream())
                .anyMatch((note) -> note.bad() && note.about().equals(role)), role);
        }
        assertEquals("H0", bucket(last, last.step().standing().after()), "the cursor is still there");
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
        assertTrue(told.toString().contains(texts.get("pic.kind.main") + " --> M16"));
        assertEquals(8, pauses.get(), "the way of a key comes first");
    }
}
