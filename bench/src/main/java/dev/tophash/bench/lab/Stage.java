// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a lesson happens. A lesson does things to a map through {@link #act} and says what Go's program would have
 * printed through {@link #say}; the stage records both, and asks Go's walk, the product and the verifier after each
 * act. Questions that would change the bytes (a range sets flags) are asked of a copy.
 */
public final class Stage
{
    private static final long PRODUCT_BYTES = 16 << 20;
    /** Stands for the product's map among those that pictures are made of. */
    private static final String PRODUCT = "product";

    private final LabMap.Setup setup;
    private final boolean watching;
    private final List<StepResult> steps = new ArrayList<>();
    private final Map<Integer, StepProbe> probes = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<BarChart> charts = new ArrayList<>();
    private final List<String> bytes = new ArrayList<>();
    private final Map<LabMap, GoBytes> tellers = new HashMap<>();
    private final List<Ledger.Owner> owners = new ArrayList<>();
    private long shared;
    private String actor = "";
    private String caption = "ui.prints";
    private final Pictured pictured = new Pictured();
    private GoIterator cursor;
    private long productCursor = MapImage.NIL;

    /**
     * An empty stage.
     *
     * @param setup    version and seed of the maps.
     * @param watching whether to record pictures and answers, or only what Go would print.
     */
    public Stage(final LabMap.Setup setup, final boolean watching)
    {
        this.setup = setup;
        this.watching = watching;
    }

    /**
     * What the lesson's maps are made with.
     *
     * @return version and seed.
     */
    public LabMap.Setup setup()
    {
        return setup;
    }

    /**
     * Says what the Go program prints here.
     *
     * @param line without its end.
     */
    public void say(final String line)
    {
        lines.add(line);
    }

    /**
     * Runs a case to the end that Go would come to.
     *
     * @param lesson what to do.
     */
    public void run(final LabCase lesson)
    {
        try
        {
            lesson.run(this);
        }
        catch (final GoFailure e)
        {
            lines.addAll(e.lines());
        }
    }

    /**
     * From now on one bucket is shown word by word.
     *
     * @param bucket its address; 0 to stop.
     * @param who    who may hold it.
     */
    void share(final long bucket, final Ledger.Owner... who)
    {
        shared = bucket;
        owners.clear();
        owners.addAll(List.of(who));
    }

    /**
     * Who acts in the next steps, for the ledger.
     *
     * @param name of an owner.
     */
    void actor(final String name)
    {
        actor = name;
    }

    /** Whether anybody looks: what only makes pictures need not be done otherwise. */
    boolean watching()
    {
        return watching;
    }

    /** What is said is not what a Go program would print: there is none. */
    void plain()
    {
        caption = "ui.shows";
    }

    void chart(final BarChart chart)
    {
        charts.add(chart);
    }

    /**
     * From now on the pictures show where a cursor stands.
     *
     * @param iterator the cursor.
     */
    public void watch(final GoIterator iterator)
    {
        cursor = iterator;
    }

    /**
     * The same for a cursor of the product, which stays where it is.
     *
     * @param bucketOffset offset of its bucket in the image.
     */
    void watch(final long bucketOffset)
    {
        productCursor = bucketOffset;
    }

    private long standing(final MapImage image)
    {
        return null == cursor || 0 == cursor.bptr() ? MapImage.NIL : image.offsetOf(cursor.bptr());
    }

    /**
     * Does something to a map, and looks at it before and after.
     *
     * @param key    name of the step.
     * @param map    the map.
     * @param focus  main buckets whose chains are shown; a spare bucket is shown while it is in none of them.
     * @param keys   the keys that are asked for afterwards.
     * @param action what to do.
     */
    public void act(
        final String key, final LabMap map, final long[] focus, final long[] keys, final Runnable action)
    {
        act(key, map, focus, keys, action, (before) -> 0 == shared ? List.of() :
            List.of(Ledger.ofBucket(map, before, shared, actor, owners)));
    }

    /** The same with ledgers of the caller's choice, made after the act. */
    void act(
        final String key, final LabMap map, final long[] focus, final long[] keys, final Runnable action,
        final Function<LabImage, List<Ledger>> ledgers)
    {
        if (!watching)
        {
            action.run();
            bytes.addAll(tellers.computeIfAbsent(map, GoBytes::new).step(key));
            return;
        }
        pictured.begin(map);
        try (LabImage before = map.image().fork())
        {
            final List<ChainView> chainsBefore = pictured.chains(before.view(), focus, map.showsBeyond());
            final long cursorBefore = standing(before.view());
            GoFailure failure = null;
            try
            {
                action.run();
            }
            catch (final GoFailure e)
            {
                failure = e;
            }
            if (null == failure)
            {
                bytes.addAll(tellers.computeIfAbsent(map, GoBytes::new).step(key));
            }
            final VerifyReport report = MapVerifier.verify(map.image().view());
            steps.add(new StepResult(key,
                new BucketPicture(before.view(), false).header(),
                new BucketPicture(map.image().view(), false).header(),
                chainsBefore, pictured.chains(map.image().view(), focus, map.showsBeyond()),
                Changes.between(before.view(), map.image().view(), map.showsBeyond()),
                null != failure ? StepResult.Answer.failed(failure.getMessage()) : askGo(map, keys),
                askProduct(map, keys), attach(map.image().view()), codes(report), firsts(report),
                ledgers.apply(before), new StepResult.Standing(cursorBefore, standing(map.image().view()))));
            probes.put(steps.size() - 1, StepProbe.of(map, keys, failure));
            if (null != failure)
            {
                throw failure;
            }
        }
    }

    /**
     * A step that the product itself takes on broken bytes, or on its own.
     *
     * @param key    name of the step.
     * @param before its bytes before, in a copy.
     * @param after  its bytes after.
     * @param focus  main buckets whose chains are shown.
     * @param answer what it answered.
     * @param shown  ledgers.
     */
    void product(
        final String key, final MapImage before, final MapImage after, final long[] focus,
        final StepResult.Answer answer, final List<Ledger> shown)
    {
        if (watching)
        {
            pictured.begin(PRODUCT);
            final VerifyReport report = MapVerifier.verify(after);
            steps.add(new StepResult(key, new BucketPicture(before, false).header(),
                new BucketPicture(after, false).header(), pictured.chains(before, focus, false),
                pictured.chains(after, focus, false), Changes.between(before, after), StepResult.Answer.none(), answer,
                attach(after), codes(report), firsts(report), shown,
                new StepResult.Standing(productCursor, productCursor)));
        }
    }

    private static StepResult.Answer askGo(final LabMap map, final long[] keys)
    {
        try (LabMap copy = map.fork())
        {
            final long len = copy.walk().len();
            int found = 0;
            String lookup = null;
            for (final long key : keys)
            {
                try
                {
                    found += copy.has(key) ? 1 : 0;
                }
                catch (final GoFailure e)
                {
                    lookup = null == lookup ? e.getMessage() : lookup;
                }
            }
            try
            {
                final LabMap.Ranged ranged = copy.ranged();
                return new StepResult.Answer(len, keys.length, found, ranged.entries(), null, lookup,
                    ranged.endless() ? "no end" : null);
            }
            catch (final GoFailure e)
            {
                return new StepResult.Answer(len, keys.length, found, 0, null, lookup, e.getMessage());
            }
        }
    }

    private static StepResult.Answer askProduct(final LabMap map, final long[] keys)
    {
        try (BrokenProduct product = BrokenProduct.toAsk(map))
        {
            return product.ask(keys);
        }
    }

    /** The product takes bytes over only after it has verified them. */
    private static String attach(final MapImage image)
    {
        try (LabImage copy = LabImage.copyOf(image, 0);
            OffHeapTypedMap product =
                OffHeapTypedMap.attach(copy.view(), MapConfig.defaults().withReservation(PRODUCT_BYTES)))
        {
            product.key();
            return "";
        }
        catch (final MapCorruptionException e)
        {
            return e.finding().check().code() + ' ' + e.finding().location();
        }
    }

    private static Map<String, Long> codes(final VerifyReport report)
    {
        final Map<String, Long> codes = new LinkedHashMap<>();
        for (final Check check : Check.values())
        {
            if (Check.Severity.ERROR == check.severity() && report.count(check) > 0)
            {
                codes.put(check.code(), report.count(check));
            }
        }
        return codes;
    }

    private static List<Finding> firsts(final VerifyReport report)
    {
        final Map<Check, Finding> firsts = new LinkedHashMap<>();
        report.findings().forEach((finding) -> firsts.putIfAbsent(finding.check(), finding));
        return List.copyOf(firsts.values());
    }

    /**
     * What was done.
     *
     * @return the steps so far.
     */
    public List<StepResult> steps()
    {
        return List.copyOf(steps);
    }

    /**
     * The bytes after each step in the form in which Go's program tells them.
     *
     * @return lines; of a step in which Go dies there are none.
     */
    public List<String> bytes()
    {
        return List.copyOf(bytes);
    }

    List<BarChart> charts()
    {
        return List.copyOf(charts);
    }

    String caption()
    {
        return caption;
    }

    /**
     * What can be asked before a step is revealed.
     *
     * @return by the number of the step, from 0.
     */
    public Map<Integer, StepProbe> probes()
    {
        return Map.copyOf(probes);
    }

    /**
     * What Go's program would have printed.
     *
     * @return lines.
     */
    public List<String> lines()
    {
        return List.copyOf(lines);
    }
}
