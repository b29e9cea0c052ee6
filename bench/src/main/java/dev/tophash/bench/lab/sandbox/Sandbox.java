// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.KeyWay;
import dev.tophash.bench.lab.go.LabFullException;
import dev.tophash.bench.lab.go.LabHistory;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.page.BucketPicture;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.ClearStrategy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs scripts on a map that may be broken in any way.
 *
 * <p>What a line does to the bytes is done by {@link SandboxMap}, the way Go would; every step ends, by itself or
 * because all walks of one step together may look at a limited number of buckets. Where Go's program would have died,
 * the step says so and leaves the bytes as they were at that moment; the script goes on with them, and {@code undo}
 * takes them back.
 */
public final class Sandbox implements AutoCloseable
{
    /** Buckets that one step may look at; a fill of a million keys looks at fewer. */
    private static final long MAX_BUCKETS = 20_000_000;
    private static final int MAX_LOOKED_AT = 20_000;
    private static final int MAX_PICTURES = 4;

    private final String name;
    private final Settings settings;
    private final Map<String, GoIterator> iterators = new HashMap<>();
    private int late;
    private SandboxMap map;
    private LabHistory history;
    private Questions questions;
    private Poking poking;
    private KeyFinder keys;

    /**
     * What a run can choose.
     *
     * @param version whose bytes.
     * @param seed    hash0 of the maps until a script sets it.
     * @param room    free bytes for what Go would allocate.
     * @param colour  whether pictures have colours.
     * @param base    the address that the first byte of a map seems to have.
     */
    public record Settings(GoVersion version, int seed, long room, boolean colour, long base)
    {
        /** Go 1.23, the lab's seed, eight megabytes. */
        public static final Settings DEFAULT = new Settings(GoVersion.GO_1_23, LabMap.SEED, 8 << 20, false);

        /**
         * At the usual address.
         *
         * @param version whose bytes.
         * @param seed    hash0 of the maps until a script sets it.
         * @param room    free bytes for what Go would allocate.
         * @param colour  whether pictures have colours.
         */
        public Settings(final GoVersion version, final int seed, final long room, final boolean colour)
        {
            this(version, seed, room, colour, LabMap.BASE);
        }
    }

    /**
     * A sandbox without a map.
     *
     * @param name     what to call the script in messages.
     * @param settings what to make maps with.
     */
    public Sandbox(final String name, final Settings settings)
    {
        this.name = name;
        this.settings = settings;
    }

    /**
     * Reads a whole script.
     *
     * @param name  what to call it in messages.
     * @param lines its lines.
     * @return the script.
     * @throws ScriptException if a line is wrong.
     */
    public static Script parse(final String name, final List<String> lines)
    {
        return ScriptParser.parse(name, lines, new SandboxWords());
    }

    /**
     * A parser for a script that is typed line by line.
     *
     * @param name what to call it in messages.
     * @return the parser.
     */
    public static ScriptParser parser(final String name)
    {
        return new ScriptParser(name, new SandboxWords());
    }

    /**
     * Runs one line.
     *
     * @param line the line.
     * @return what it did.
     * @throws ScriptException if it names something that the map does not have now; nothing was changed then.
     */
    public SandboxStep run(final Script.Line line)
    {
        final Building step = new Building();
        try
        {
            if (line.op() instanceof ScriptOp.NewMap make)
            {
                open(make);
                step.note =
                    CaseLine.of("seed {}, {}", Integer.toHexString(settings.seed), make.type().mapType());
                return step.finish(line, 0, Changes.NONE);
            }
            if (map == null)
            {
                throw new IllegalArgumentException("no map: the last one could not be made");
            }
            map.walk().limit(MAX_BUCKETS);
            poking.learn();
            execute(line.op(), step);
        }
        catch (final GoFailure e)
        {
            step.failure = "Go ends here: " + e.getMessage();
        }
        catch (final LabFullException e)
        {
            step.failure = e.getMessage();
        }
        catch (final IllegalArgumentException e)
        {
            takeBack();
            throw new ScriptException(name, line.number(), e.getMessage() + " in \"" + line.text() + '"');
        }
        map.clearScratch();
        return commit(line, step);
    }

    /** A refused step has changed nothing; this holds even if one was refused too late. */
    private void takeBack()
    {
        if (map != null)
        {
            map.clearScratch();
            late += history.revert() ? 1 : 0;
        }
    }

    /**
     * Whether an operation only goes to bytes that were there before.
     *
     * @param line of a script.
     * @return true for undo and redo.
     */
    public static boolean goesBack(final Script.Line line)
    {
        return line.op() instanceof SandboxOp.Undo || line.op() instanceof SandboxOp.Redo;
    }

    /** How many steps were refused after they had changed something: a defect, which tests look for. */
    int late()
    {
        return late;
    }

    private SandboxStep commit(final Script.Line line, final Building step)
    {
        if (goesBack(line))
        {
            return step.finish(line, step.undone, step.changes);
        }
        final Changes changes = Changes.withElems(history.before(), map.image().view());
        return step.finish(line, history.commit(line.text()), changes);
    }

    /** A step while it is being made. */
    private static final class Building
    {
        private String failure;
        private SandboxStep.Question question;
        private SandboxStep.Findings findings;
        private List<String> picture = List.of();
        private CaseLine note;
        private SandboxStep.Expectation expectation;
        private Changes changes = Changes.NONE;
        private long undone;

        SandboxStep finish(final Script.Line line, final long changedBytes, final Changes allChanges)
        {
            return new SandboxStep(line.number(), line.text(), changedBytes, allChanges, failure, question, findings,
                picture, note, expectation);
        }

        void expect(final String wanted, final String actual)
        {
            expectation = new SandboxStep.Expectation(wanted.equals(actual), wanted, actual);
        }
    }

    private void open(final ScriptOp.NewMap make)
    {
        close();
        try
        {
            map = SandboxMap.make(make.type(), make.hint(), settings);
        }
        catch (final OffHeapMemoryException e)
        {
            throw new IllegalArgumentException("map too large for the sandbox: hint=" + make.hint(), e);
        }
        history = new LabHistory(map.image());
        questions = new Questions(map);
        poking = new Poking(map);
        keys = new KeyFinder(map);
    }

    private void execute(final ScriptOp op, final Building step)
    {
        switch (op)
        {
            case SandboxOp own -> executeOwn(own, step);
            case ScriptOp.Mode mode ->
            {
                map.mode(mode.generic());
                step.note =
                    CaseLine.of("from now on: Go's {} code", map.walk().variant().name().toLowerCase(Locale.ROOT));
            }
            case ScriptOp.Hash0 hash0 -> pin(hash0.seed());
            case ScriptOp.Assign assign -> assign(assign.key(), assign.elem());
            case ScriptOp.Fill fill ->
            {
                final long count = SandboxWords.keyCount(fill.from(), fill.to(), fill.step());
                for (long i = 0; i < count; i++)
                {
                    keys.fill(fill.from() + i * fill.step());
                }
            }
            case ScriptOp.Delete delete -> delete(delete.key());
            case ScriptOp.Drop drop ->
            {
                final long count = SandboxWords.keyCount(drop.from(), drop.to(), drop.step());
                for (long i = 0; i < count; i++)
                {
                    delete(ScriptNumber.of(drop.from() + i * drop.step()));
                }
            }
            case ScriptOp.Clear ignored -> map.clear();
            case ScriptOp.RangeDelete ignored -> rangeDelete();
            case ScriptOp.EachDelete ignored -> map.eachDelete();
            case ScriptOp.CloneMap ignored -> cloneMap();
            case ScriptOp.Get get -> step.question = questions.get(get.key());
            case ScriptOp.Iterate iterate -> withoutTrace(() ->
                step.question = questions.iterate(iterate.start(), iterate.offset()));
            case ScriptOp.IteratorNew open -> iteratorNew(open, step);
            case ScriptOp.IteratorNext next -> iteratorNext(next.id(), next.times(), step);
            default -> throw new IllegalArgumentException("not an operation of the sandbox");
        }
    }

    private void executeOwn(final SandboxOp op, final Building step)
    {
        switch (op)
        {
            case SandboxOp.PokeField poke -> poking.poke(poke);
            case SandboxOp.PokeBytes poke -> poking.poke(poke);
            case SandboxOp.PokeValue poke -> poking.poke(poke);
            case SandboxOp.ZeroArray zero -> poking.zero(zero);
            case SandboxOp.ZeroEach zero -> poking.zero(zero);
            case SandboxOp.ZeroPlace zero -> poking.zero(zero);
            case SandboxOp.Crowd crowd -> step.note = keys.crowd(crowd);
            case SandboxOp.Verify ignored -> step.findings = questions.verify();
            case SandboxOp.Grow ignored ->
            {
                step.note = keys.grow();
                step.picture = picture().growth();
            }
            case SandboxOp.Evacuate evacuate ->
            {
                keys.evacuate(evacuate.times());
                step.picture = picture().growth();
            }
            case SandboxOp.ClearBy clear -> clearBy(clear.strategy(), step);
            case SandboxOp.IteratorEnd end ->
            {
                iterator(end.id());
                iterators.remove(end.id());
                step.note = CaseLine.of("iterators left: {}", iterators.size());
            }
            case SandboxOp.Undo undo -> undo(undo.times(), step);
            case SandboxOp.Redo redo -> redo(redo.times(), step);
            case SandboxOp.Show show -> step.picture = show(show.place());
            case SandboxOp.Len ignored -> step.question = questions.len();
            case SandboxOp.Found found -> step.question = questions.found(found.from(), found.to(), found.step());
            case SandboxOp.Nothing nothing -> step.note = CaseLine.of("{}", nothing.why());
            case SandboxOp.ExpectGet expect -> step.expect(expect.wanted(), questions.outcome(expect.key()));
            case SandboxOp.ExpectNumber expect -> withoutTrace(() ->
                step.expect(expect.wanted(), number(expect.iterate())));
            case SandboxOp.ExpectVerify expect -> step.expect(
                codes(expect.codes()), codes(questions.verify().codes().keySet().stream().sorted().toList()));
            case SandboxOp.ExpectFindings expect -> expectFindings(expect, step);
            case SandboxOp.ExpectField expect -> step.expect(
                poking.text(expect.field(), expect.operand()), poking.text(expect.field()));
            case SandboxOp.ExpectProduct expect -> step.expect(expect.answers() ? "answers" : "refuses",
                questions.taken().outcome() == Answer.Outcome.REFUSED ? "refuses" : "answers");
        }
    }

    // -------------------------------------------------------------------------------------------- Go's operations

    private void pin(final int seed)
    {
        if (map.walk().len() != 0)
        {
            throw new IllegalArgumentException("hash0 on a map that is not empty: count=" + map.walk().len());
        }
        map.pin(seed);
    }

    private void assign(final ScriptNumber key, final ScriptNumber elem)
    {
        map.stage(key);
        map.stageElem(elem);
        map.assign();
    }

    private void delete(final ScriptNumber key)
    {
        map.stage(key);
        map.delete();
    }

    /** The compiler turns this loop into clear, if every key is equal to itself. */
    private void rangeDelete()
    {
        if (map.type().mapType().reflexiveKey())
        {
            map.clear();
        }
        else
        {
            map.eachDelete();
        }
    }

    /** The product takes the bytes over, clears them its way, and gives them back. */
    private void clearBy(final ClearStrategy strategy, final Building step)
    {
        try
        {
            map.clear(strategy);
            step.note = CaseLine.of("cleared by Tophash: {}", strategy);
        }
        catch (final MapCorruptionException | OffHeapMemoryException e)
        {
            step.failure = Questions.refusal(e).text();
        }
    }

    private void cloneMap()
    {
        if (!settings.version.clearMarksChains()) // both came with 1.21
        {
            throw new IllegalArgumentException("maps.Clone came with Go 1.21: version=" + settings.version.label());
        }
        map.cloneHere();
        iterators.clear();
    }

    private void iteratorNew(final ScriptOp.IteratorNew open, final Building step)
    {
        iterators.put(open.id(), map.iterator(open.start(), open.offset()));
        iteratorNext(open.id(), 1, step);
    }

    private GoIterator iterator(final String id)
    {
        final GoIterator iterator = iterators.get(id);
        if (iterator == null)
        {
            throw new IllegalArgumentException("no such iterator: id=" + id);
        }
        return iterator;
    }

    private void iteratorNext(final String id, final int times, final Building step)
    {
        final GoIterator iterator = iterator(id);
        final List<String> entries = new ArrayList<>();
        boolean more = true;
        for (int i = 0; i < times && more; i++)
        {
            more = iterator.next();
            if (more)
            {
                entries.add(map.show(map.type().key(), iterator.key()) + '=' +
                    map.show(map.type().elem(), iterator.elem()));
            }
        }
        final String sentence = more ? "delivers {}" : "ends after {}";
        final CaseLine said = iterator.bptr() == 0 ? CaseLine.of(sentence, entries.size()) :
            CaseLine.of(sentence + ", stands in {}", entries.size(), poking.nameOf(iterator.bptr()));
        step.question = new SandboxStep.Question(new Answer(Answer.Outcome.VALUE, said, entries),
            Answer.of(Answer.Outcome.NONE, "has no cursor of its own on these bytes"));
    }

    // ------------------------------------------------------------------------------------------------ looking

    /** An iteration sets flags; as a question it is taken back at once, so that undo means what was done before. */
    private void withoutTrace(final Runnable question)
    {
        question.run();
        map.clearScratch();
        history.revert();
    }

    private void undo(final int times, final Building step)
    {
        final List<String> undone = new ArrayList<>();
        for (int i = 0; i < times && history.depth() > 0; i++)
        {
            final LabHistory.Undone last = history.undo();
            undone.add(last.text());
            step.undone += last.size();
        }
        step.note = undone.isEmpty() ? CaseLine.of("nothing to undo since the map was made") :
            CaseLine.of("taken back: {}", String.join("; ", undone));
    }

    private void redo(final int times, final Building step)
    {
        final List<String> done = new ArrayList<>();
        for (int i = 0; i < times && history.undoneDepth() > 0; i++)
        {
            final LabHistory.Undone next = history.redo();
            done.add(next.text());
            step.undone += next.size();
        }
        step.note = done.isEmpty() ? CaseLine.of("nothing to do again") :
            CaseLine.of("done again: {}", String.join("; ", done));
    }

    private BucketPicture picture()
    {
        return new BucketPicture(map.image().view(), settings.colour);
    }

    private List<String> show(final Place place)
    {
        final BucketPicture picture = picture();
        final List<String> lines = new ArrayList<>();
        if (place == null)
        {
            lines.addAll(HeaderView.of(map.image().view()).lines());
            lines.addAll(picture.growth());
            return lines;
        }
        final ChainView chain = ChainView.at(map.image().view(), poking.bucketOffset(place));
        lines.add(chain.arrows());
        chain.buckets().stream().limit(MAX_PICTURES).forEach((bucket) -> lines.addAll(picture.draw(bucket)));
        if (chain.buckets().size() > MAX_PICTURES)
        {
            lines.add("... and " + (chain.buckets().size() - MAX_PICTURES) + " more buckets of this chain");
        }
        return lines;
    }

    private void expectFindings(final SandboxOp.ExpectFindings expect, final Building step)
    {
        final List<String> found = questions.verify().codes().keySet().stream().sorted().toList();
        final boolean met = expect.codes().stream().allMatch((code) -> found.contains(code) == expect.with());
        step.expectation = new SandboxStep.Expectation(
            met, (expect.with() ? "with " : "without ") + codes(expect.codes()), codes(found));
    }

    private String number(final boolean iterate)
    {
        return iterate ? questions.goCounts() : Long.toString(map.walk().len());
    }

    private static String codes(final List<String> codes)
    {
        return codes.isEmpty() ? "clean" : String.join(" ", codes);
    }

    /**
     * Asks the usual questions and leaves no trace.
     *
     * @param key a key as scripts write it.
     * @return the answers; null if there is no map.
     * @throws IllegalArgumentException if the key is none.
     */
    public SandboxLook look(final String key)
    {
        if (map == null)
        {
            return null;
        }
        final ScriptNumber number = ScriptNumber.parse(key);
        map.walk().limit(MAX_LOOKED_AT);
        final SandboxLook look = questions.look(number);
        map.clearScratch();
        history.revert();
        return look;
    }

    /**
     * The way of a key through the map as it is.
     *
     * @param key a key as scripts write it.
     * @return its way.
     * @throws IllegalArgumentException if the key is none.
     */
    public KeyWay way(final String key)
    {
        return map.way(ScriptNumber.parse(key));
    }

    /**
     * The bytes of the map.
     *
     * @return the copy that scripts work on; null if there is no map.
     */
    public LabImage image()
    {
        return map == null ? null : map.image();
    }

    /**
     * The type of the map.
     *
     * @return key and elem; null if there is no map.
     */
    public ScriptType type()
    {
        return map == null ? null : map.type();
    }

    /**
     * The iterators that are open.
     *
     * @return by their ids.
     */
    public Map<String, GoIterator> iterators()
    {
        return Map.copyOf(iterators);
    }

    /** All bytes of the copy, free ones too, and how many are in use. */
    byte[] snapshot()
    {
        final MemorySegment all = map.image().view().memory();
        final ByteBuffer bytes = ByteBuffer.allocate((int)all.byteSize() + Long.BYTES);
        bytes.put(all.asByteBuffer()).putLong(map.image().endAddress());
        return bytes.array();
    }

    @Override
    public void close()
    {
        iterators.clear();
        if (map != null)
        {
            history.close();
            map.close();
            map = null;
        }
    }
}
