// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.demo;

import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.page.BucketPicture;
import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.check.Check;
import dev.tophash.check.Rule;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The tour, in eight parts: fill, count, a bucket and a chain, a growth, the verifier, the naive reset and what it
 * leaves, the three steps, where to go next.
 *
 * <p>The naive reset happens on a copy of the map's bytes that only this program holds; the map itself stays whole.
 */
public final class Demo
{
    private static final int TOP_COUNT = 5;
    private static final int GROWING_ENTRY_COUNT = 55;
    /** Columns of a line behind its margin. */
    private static final int WIDTH = 76;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final PrintWriter out;
    private final PrintWriter progress;
    private final boolean inPlace;
    private final boolean colour;
    private final DemoResult result = new DemoResult();

    /**
     * Makes a tour.
     *
     * @param out      where it is told.
     * @param progress where the time of the filling is passed.
     * @param inPlace  whether a line of progress can be overwritten: a terminal.
     * @param colour   whether to use the terminal's colours.
     */
    public Demo(final PrintWriter out, final PrintWriter progress, final boolean inPlace, final boolean colour)
    {
        this.out = out;
        this.progress = progress;
        this.inPlace = inPlace;
        this.colour = colour;
    }

    /**
     * Runs the tour.
     *
     * @return what was found; every part has to come out as told.
     */
    public DemoResult run()
    {
        try (OffHeapStringLongMap names = OffHeapMaps.stringLong().build();
            OffHeapLongLongMap numbers = OffHeapMaps.longLong().build())
        {
            fill(names, numbers);
            count(names, numbers);
            showChain(names.image());
            showGrowth();
            verifyWhole(names, numbers);
            resetNaively(names);
            resetInThreeSteps(names);
        }
        next();
        out.flush();
        return result;
    }

    private void title(final int number, final String text)
    {
        out.println();
        out.println(colour ? "\033[1m" + number + "  " + text + "\033[0m" : number + "  " + text);
        out.println();
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency of its own.
    private void say(final String format, final Object... args)
    {
        Glossary.wrapped(String.format(Locale.ROOT, format, args), WIDTH).forEach((line) -> out.println("   " + line));
    }

    private void fill(final OffHeapStringLongMap names, final OffHeapLongLongMap numbers)
    {
        title(1, "Fill two maps from the class files of this JDK");
        final Filling filling = new Filling(names, numbers, progress, inPlace);
        final long start = System.nanoTime();
        ClassFileConstants.visit(filling);
        filling.end();
        result.classFiles = filling.classFileCount();
        result.names = names.sizeLong();
        result.numbers = numbers.sizeLong();
        say("%,d class files: %,d names (%,d different) into a map[string]int64, %,d numbers (%,d different) into a" +
            " map[int64]int64, in %.1f s.", filling.classFileCount(), filling.nameCount(), names.sizeLong(),
            filling.numberCount(), numbers.sizeLong(), (System.nanoTime() - start) / 1e9);
        if (filling.refusedCount() != 0)
        {
            say("%,d names hold half a surrogate pair, have no UTF-8 and were refused.", filling.refusedCount());
        }
    }

    private void count(final OffHeapStringLongMap names, final OffHeapLongLongMap numbers)
    {
        title(2, "What they hold and what they cost");
        final List<Map.Entry<String, Long>> all = new ArrayList<>();
        names.forEach((name, count) -> all.add(Map.entry(name, count)));
        all.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry::getKey));
        for (final Map.Entry<String, Long> entry : all.subList(0, Math.min(TOP_COUNT, all.size())))
        {
            say("%,9d times  %s", entry.getValue(), entry.getKey());
        }
        out.println();
        describe("names", names.stats());
        describe("numbers", numbers.stats());
    }

    private void describe(final String what, final MapStats stats)
    {
        say("%-8s B=%d, so %,d main buckets of 8 slots, %,d overflow buckets, %.1f MiB, %.1f bytes an entry%s", what,
            stats.b(), 1L << stats.b(), stats.overflowCount(), stats.usedBytes() / BYTES_PER_MIB,
            (double)stats.usedBytes() / stats.count(), stats.growing() ? ", in the middle of a growth" : "");
    }

    private void showChain(final MapImage image)
    {
        title(3, "A chain: a main bucket and the overflow bucket behind it");
        final long index = firstChain(image);
        new BucketPicture(image, colour).chain(index).forEach(line -> out.println("   " + line));
        out.println();
        say("The first row of a bucket is its tophash: the top byte of each key's hash. A lookup compares all eight" +
            " at once and looks at a key only where they match. When a ninth key comes, a bucket is chained on.");
    }

    private static long firstChain(final MapImage image)
    {
        final long count = 1L << image.b();
        for (long i = 0; i < count; i++)
        {
            if (image.overflowAddress(image.bucketOffset(image.bucketsAddress(), i)) != 0)
            {
                return i;
            }
        }
        return 0;
    }

    private void showGrowth()
    {
        title(4, "A growth: twice the buckets, moved two at a time");
        try (OffHeapLongLongMap small = OffHeapMaps.longLong().build())
        {
            long began = 0;
            for (long key = 1; key <= GROWING_ENTRY_COUNT; key++)
            {
                final int before = small.stats().b();
                small.put(key, key * key);
                began = small.stats().b() == before ? began : key;
            }
            new BucketPicture(small.image(), colour).growth().forEach(line -> out.println("   " + line));
            final MapStats stats = small.stats();
            result.growthShown = stats.growing();
            out.println();
            say("Entry %d made the map double, and %d more were put since. %d of %d old buckets have moved. Each" +
                " put or remove moves one or two more. A lookup goes to the old bucket until that is marked as" +
                " evacuated.", began, stats.count() - began, moved(small.image()), stats.oldBucketCount());
        }
    }

    private static long moved(final MapImage image)
    {
        return LongStream.range(0, image.growing() ? 1L << image.oldB() : 0)
            .filter((index) -> image.evacuated(image.bucketOffset(image.oldbucketsAddress(), index))).count();
    }

    private void next()
    {
        title(8, "Where to go next");
        say("./tophash lab tour         two minutes: what dangles after the naive reset");
        say("./tophash lab serve        a live map in your browser: break it yourself, byte by byte");
        say("./tophash lab exercise 1   ten exercises with hints and a checked answer");
        say("./tophash lab              all lessons");
        say("./tophash claims           what a well-known article says about Go's maps, and what is true");
    }

    private void verifyWhole(final OffHeapStringLongMap names, final OffHeapLongLongMap numbers)
    {
        title(5, "Verify: every pointer, counter, tophash and key");
        final boolean namesClean = report("names", MapVerifier.verify(names.image()));
        final boolean numbersClean = report("numbers", MapVerifier.verify(numbers.image()));
        result.cleanBefore = namesClean && numbersClean;
    }

    private boolean report(final String what, final VerifyReport report)
    {
        say("%-8s %s: %,d entries in %,d buckets, %,d errors", what, report.clean() ? "clean" : "BROKEN",
            report.entryCount(), report.bucketCount(), report.errorCount());
        return report.clean();
    }

    private void resetNaively(final OffHeapStringLongMap names)
    {
        title(6, "The naive reset, on a copy: zero the bucket array");
        final MapImage image = names.image();
        final ChainView chain = ChainView.of(image, firstChain(image));
        try (LabImage copy = LabImage.copyOf(image, 0))
        {
            final long mainSize = (1L << image.b()) * image.bucketSize();
            copy.zero(image.bucketsAddress(), mainSize);
            say("memset(buckets, 0, %,d main buckets * %d bytes), and nothing else. len() still says %,d.",
                1L << image.b(), image.bucketSize(), copy.view().count());
            explain(MapVerifier.verify(copy.view()));
            if (chain.buckets().size() > 1)
            {
                final long lost = chain.buckets().get(1).offset();
                say("The overflow bucket of part 3 now, its entries marked ! because no lookup comes by any more:");
                new BucketPicture(copy.view(), colour).withGhosts(Set.of(lost))
                    .draw(ChainView.at(copy.view(), lost).buckets().getFirst())
                    .forEach(line -> out.println("   " + line));
            }
        }
    }

    private void explain(final VerifyReport report)
    {
        final Map<Check, Long> counts = new EnumMap<>(Check.class);
        for (final Check check : Check.values())
        {
            if (check.severity() == Rule.Severity.ERROR && report.count(check) != 0)
            {
                counts.put(check, report.count(check));
            }
        }
        result.naiveFindings = report.errorCount();
        say("The verifier finds %,d errors:", report.errorCount());
        counts.forEach((check, count) -> say("  %s %,9d  %s", check.code(), count, check.meaning()));
        out.println();
        say("The overflow buckets still exist, filled, and nothing leads to them; the counters speak of entries" +
            " that no lookup can find; the spare buckets that were in use count as used for ever.");
    }

    private void resetInThreeSteps(final OffHeapStringLongMap names)
    {
        title(7, "The same, right: size check, clear buckets, reset tophash");
        final long before = names.sizeLong();
        final long start = System.nanoTime();
        names.clear();
        final long us = (System.nanoTime() - start) / 1_000;
        say("clear() of %,d entries took %,d microseconds. It zeroed the array and its spare area, put" +
            " the sentinel and the spare pointer back, let go of overflow buckets, old array and strings, drew a new" +
            " seed.", before, us);
        names.put("after the reset", 1);
        result.cleanAfter = report("names", MapVerifier.verify(names.image())) && names.get("after the reset") == 1 &&
            names.sizeLong() == 1;
        new BucketPicture(names.image(), colour).bucket(firstFilled(names.image()))
            .forEach(line -> out.println("   " + line));
    }

    private static long firstFilled(final MapImage image)
    {
        final long count = 1L << image.b();
        for (long i = 0; i < count; i++)
        {
            if (image.tophashWord(image.bucketOffset(image.bucketsAddress(), i)) != 0)
            {
                return i;
            }
        }
        return 0;
    }
}
