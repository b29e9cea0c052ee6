// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
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
    /** Stands for the product's map among those that pictures are made of. */
    private static final String PRODUCT = "product";

    private final LabMap.Setup setup;
    private final boolean watching;
    private final List<StepResult> steps = new ArrayList<>();
    private final Map<Integer, StepProbe> probes = new HashMap<>();
    private final List<CaseLine> lines = new ArrayList<>();
    private final List<BarChart> charts = new ArrayList<>();
    private final Map<String, Long> figures = new HashMap<>();
    private final Map<String, String> quotes = new HashMap<>();
    private final List<String> bytes = new ArrayList<>();
    private final Map<LabMap, GoBytes> tellers = new HashMap<>();
    private final List<Ledger.Owner> owners = new ArrayList<>();
    private long shared;
    private String actor = "";
    private String caption = "ui.prints";
    private final Pictured pictured = new Pictured();
    private GoIterator cursor;
    private long productCursor = MapImage.NOWHERE;

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
        lines.add(CaseLine.of(line));
    }

    /**
     * Says something that no Go program prints: it can be told in another language.
     *
     * @param sentence with a {@code {}} for each value.
     * @param values   the values.
     */
    void tell(final String sentence, final Object... values)
    {
        lines.add(CaseLine.of(sentence, values));
    }

    /** Keeps a line for those who quote it. */
    void quote(final String name, final String line)
    {
        quotes.put(name, line);
    }

    /**
     * A line that was kept.
     *
     * @param name of the line.
     * @return the line.
     */
    public String quoted(final String name)
    {
        return quotes.get(name);
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
            e.lines().forEach((line) -> lines.add(CaseLine.of(line)));
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

    /** A number that a text speaks of. */
    void figure(final String name, final long value)
    {
        figures.put(name, value);
    }

    /**
     * Numbers that texts speak of.
     *
     * @return by name.
     */
    public Map<String, Long> figures()
    {
        return Map.copyOf(figures);
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
        return cursor == null || cursor.bptr() == 0 ? MapImage.NOWHERE : image.offsetOf(cursor.bptr());
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
        act(key, map, focus, keys, action, (before) -> shared == 0 ? List.of() :
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
            final List<ChainView> chainsBefore = pictured.chains(
                before.view(), focus, map.showsBeyond(), standing(before.view()));
            final long cursorBefore = standing(before.view());
            map.image().takeZeroed();
            GoFailure failure = null;
            try
            {
                action.run();
            }
            catch (final GoFailure e)
            {
                failure = e;
            }
            if (failure == null)
            {
                bytes.addAll(tellers.computeIfAbsent(map, GoBytes::new).step(key));
            }
            final VerifyReport report = MapVerifier.verify(map.image().view());
            steps.add(new StepResult(key,
                HeaderView.of(before.view()),
                HeaderView.of(map.image().view()),
                chainsBefore, pictured.chains(
                    map.image().view(), focus, map.showsBeyond(), standing(map.image().view())),
                Changes.between(before.view(), map.image().view(), map.showsBeyond(), pictured.names()),
                failure != null ? StepResult.Answer.failed(failure.getMessage()) : askGo(map, keys),
                OpenedProduct.ask(map.image(), map.form(), keys), codes(report), firsts(report),
                ledgers.apply(before), new StepResult.Standing(cursorBefore, standing(map.image().view())),
                new StepResult.Whole(MapView.of(before.view(), map.showsBeyond(), pictured.names()),
                    MapView.of(map.image().view(), map.showsBeyond(), pictured.names()), map.image().takeZeroed(),
                    KeyWays.of(map, keys))));
            probes.put(steps.size() - 1, StepProbe.of(map, keys, failure));
            if (failure != null)
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
            steps.add(new StepResult(key, HeaderView.of(before),
                HeaderView.of(after), pictured.chains(before, focus, false, productCursor),
                pictured.chains(after, focus, false, productCursor),
                Changes.between(before, after, false, pictured.names()),
                StepResult.Answer.none(), answer, codes(report), firsts(report), shown,
                new StepResult.Standing(productCursor, productCursor),
                StepResult.Whole.of(before, after, pictured.names())));
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
                    lookup = lookup == null ? e.getMessage() : lookup;
                }
            }
            try
            {
                final LabMap.Ranged ranged = copy.ranged();
                return new StepResult.Answer(len, keys.length, found, ranged.entries(), null, lookup,
                    ranged.endless() ? "no end" : null, null);
            }
            catch (final GoFailure e)
            {
                return new StepResult.Answer(len, keys.length, found, 0, null, lookup, e.getMessage(), null);
            }
        }
    }

    private static Map<String, Long> codes(final VerifyReport report)
    {
        final Map<String, Long> codes = new LinkedHashMap<>();
        for (final Check check : Check.values())
        {
            if (check.severity() == Rule.Severity.ERROR && report.count(check) > 0)
            {
                codes.put(check.code(), report.count(check));
            }
        }
        return codes;
    }

    private static List<Finding> firsts(final VerifyReport report)
    {
        final Map<Rule, Finding> firsts = new LinkedHashMap<>();
        report.findings().forEach((finding) -> firsts.putIfAbsent(finding.rule(), finding));
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
        return lines.stream().map(CaseLine::text).toList();
    }

    /**
     * The same with their sentences apart from the values.
     *
     * @return lines.
     */
    public List<CaseLine> told()
    {
        return List.copyOf(lines);
    }
}
