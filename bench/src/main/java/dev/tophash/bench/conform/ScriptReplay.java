// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.bench.conform.DumpComparator.DifferenceException;
import dev.tophash.bench.conform.DumpRecord.Heading;
import dev.tophash.bench.conform.DumpRecord.Position;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs a script on our engine beside the records that real Go left of the same script, and stops at the first
 * difference.
 *
 * <p>As in mapdump, the seed is pinned: whenever the map drew a new one (at clear, and when the last entry was deleted)
 * it gets the pinned one and the replay counts it; the map is empty then.
 */
public final class ScriptReplay implements AutoCloseable
{
    private static final Pattern COMMA = Pattern.compile(",");

    private final Script script;
    private final DumpReader records;
    private final ReplayMaps maps;
    private final DumpComparator comparator = new DumpComparator();
    private final Map<String, ReplayCursor> cursors = new HashMap<>();

    private ReplayMap map;
    private ScriptType type;
    private GoVersion version;
    private DumpLabels labels;
    private boolean pinned;
    private long drawnCount;
    private long reseeds;
    private int step;
    private Script.Line line;
    private long recordCount;
    private long operationCount;

    /**
     * Prepares a replay.
     *
     * @param script  what to do.
     * @param records what Go left of it; not closed by the replay.
     * @param maps    makes our maps.
     */
    public ScriptReplay(final Script script, final DumpReader records, final ReplayMaps maps)
    {
        this.script = script;
        this.records = records;
        this.maps = maps;
    }

    /**
     * What a replay came to.
     *
     * @param records     records compared.
     * @param comparisons single comparisons.
     * @param operations  map operations done.
     * @param mismatch    the first difference, or null.
     */
    public record Result(long records, long comparisons, long operations, Mismatch mismatch)
    {
    }

    /**
     * Runs the script to its end or to the first difference.
     *
     * @return what it came to.
     * @throws IOException     if the records cannot be read.
     * @throws ScriptException if the script cannot be run.
     */
    public Result run() throws IOException
    {
        Mismatch mismatch = null;
        try
        {
            for (final Script.Line next : script.lines())
            {
                line = next;
                step++;
                execute(next.op());
            }
            comparator.equal("records left over", null, records.next());
        }
        catch (final DifferenceException ex)
        {
            mismatch = mismatch(ex.field, ex.expected, ex.actual, null);
        }
        catch (final ScriptException ex)
        {
            throw ex;
        }
        catch (final RuntimeException ex) // of the engine, or an address that leads nowhere
        {
            mismatch = mismatch("exception", "none", ex.toString(), ex);
        }
        return new Result(recordCount, comparator.comparisons(), operationCount, mismatch);
    }

    private Mismatch mismatch(
        final String field, final String expected, final String actual, final RuntimeException cause)
    {
        final String name = version == null ? script.name() : script.name() + " (Go " + version.label() + ")";
        return new Mismatch(name, line == null ? 0 : line.number(), line == null ? "" : line.text(),
            field, expected, actual, cause);
    }

    /**
     * The map after the last operation.
     *
     * @return the map, or null before the first; closed with the replay.
     */
    public ReplayMap map()
    {
        return map;
    }

    @Override
    public void close()
    {
        closeCursors();
        if (map != null)
        {
            map.close();
            map = null;
        }
    }

    private void closeCursors()
    {
        cursors.values().forEach(ReplayCursor::close);
        cursors.clear();
    }

    private void execute(final ScriptOp op) throws IOException, DifferenceException
    {
        switch (op)
        {
            case ScriptOp.Dump ignored -> dump();
            case ScriptOp.NewMap make -> open(make.type(), make.hint(), null);
            case ScriptOp.Load load -> open(null, 0, load.file());
            case ScriptOp.Fill fill -> range(fill.from(), fill.to(), fill.step(), this::fillOne);
            case ScriptOp.Drop drop -> range(drop.from(), drop.to(), drop.step(), this::dropOne);
            default ->
            {
                operationCount++;
                single(op);
                afterOperation();
            }
        }
    }

    private void single(final ScriptOp op) throws IOException, DifferenceException
    {
        switch (op)
        {
            case ScriptOp.Mode mode -> mode(mode.generic());
            case ScriptOp.Hash0 hash0 -> pin(hash0.seed());
            case ScriptOp.Assign assign -> assign(assign.key(), assign.elem());
            case ScriptOp.Delete delete -> delete(delete.key());
            case ScriptOp.Clear ignored -> map.clear();
            case ScriptOp.RangeDelete ignored -> rangeDelete();
            case ScriptOp.EachDelete ignored -> eachDelete();
            case ScriptOp.CloneMap ignored -> cloneMap();
            case ScriptOp.Get get -> get(get.key());
            case ScriptOp.Iterate iterate -> iterate(iterate);
            case ScriptOp.IteratorNew open -> iteratorNew(open);
            case ScriptOp.IteratorNext next -> iteratorNext(next);
            default ->
            {
                // save: Go's part alone
            }
        }
    }

    private void afterOperation()
    {
        if (pinned && map.drawnSeedCount() != drawnCount)
        {
            reseeds++;
            drawnCount = map.drawnSeedCount();
        }
        register();
    }

    private void register()
    {
        labels.register(state(), map.memory());
    }

    private MapState state()
    {
        return MapState.read(map.memory(), type.mapType(), version);
    }

    private DumpRecord nextRecord() throws IOException, DifferenceException
    {
        final DumpRecord found = records.next();
        comparator.equal("record is missing", false, found == null);
        recordCount++;
        comparator.equal("step", found.step(), step);
        comparator.equal("op", found.op(), line.text());
        return found;
    }

    private <T> T part(final String kind, final T found) throws DifferenceException
    {
        comparator.equal("record of kind " + kind, true, found != null);
        return found;
    }

    private void open(final ScriptType scriptType, final long hint, final String image)
        throws IOException, DifferenceException
    {
        close();
        final DumpRecord found = nextRecord();
        final Heading opening = part("maptype", found.opening());
        version = GoVersion.parse(found.go());
        type = image == null ? scriptType : ScriptType.of(found.type());
        comparator.equal("type", found.type(), type.name());
        comparator.mapType(opening, type.mapType());
        final long[] words = COMMA.splitAsStream(opening.hashKey())
            .mapToLong(word -> Long.parseUnsignedLong(word, 16))
            .toArray();
        final HashKeys keys = HashKeys.of(version, words);
        map = image == null ? maps.create(type, hint, version, keys) : maps.load(image, type, version, keys);
        labels = new DumpLabels(type.mapType());
        reseeds = 0;
        pinned = image != null;
        drawnCount = map.drawnSeedCount();
        register();
    }

    private void mode(final boolean generic)
    {
        try
        {
            map.generic(generic);
        }
        catch (final IllegalStateException ex)
        {
            throw new ScriptException(script.name(), line.number(), ex.getMessage());
        }
        drawnCount = map.drawnSeedCount();
    }

    private void pin(final int value)
    {
        if (state().count() != 0)
        {
            throw new ScriptException(script.name(), line.number(), "hash0 on a non-empty map");
        }
        try
        {
            map.pin(value);
        }
        catch (final IllegalStateException ex)
        {
            throw new ScriptException(script.name(), line.number(), ex.getMessage());
        }
        pinned = true;
        drawnCount = map.drawnSeedCount();
    }

    /** A part of fill and drop. */
    @FunctionalInterface
    private interface KeyOperation
    {
        void run(long key);
    }

    private void range(final long from, final long to, final long distance, final KeyOperation operation)
    {
        for (long i = from; Long.compareUnsigned(i, to) < 0; i += distance)
        {
            operationCount++;
            operation.run(i);
            afterOperation();
        }
        afterOperation();
    }

    private void fillOne(final long key)
    {
        assign(ScriptNumber.of(key), ScriptNumber.of(1000 + key));
    }

    private void dropOne(final long key)
    {
        delete(ScriptNumber.of(key));
    }

    private void putKey(final ScriptNumber key)
    {
        if (key.special() == ScriptNumber.Special.NAN)
        {
            throw new ScriptException(
                script.name(), line.number(), "the hash of a nan key is random: nothing to compare");
        }
        if (key.needsFloat() && !type.key().isFloat())
        {
            throw new ScriptException(script.name(), line.number(), "only a float key can be " + key.special());
        }
        map.key().clear();
        type.key().write(key, map.key());
    }

    private void assign(final ScriptNumber key, final ScriptNumber elem)
    {
        putKey(key);
        map.elem().clear();
        type.elem().write(elem, map.elem());
        map.assign();
    }

    private void delete(final ScriptNumber key)
    {
        putKey(key);
        map.delete();
    }

    /** The compiler turns this loop into clear, if every key is equal to itself. */
    private void rangeDelete()
    {
        if (type.mapType().reflexiveKey())
        {
            map.clear();
        }
        else
        {
            eachDelete();
        }
    }

    private void eachDelete()
    {
        try (ReplayCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                map.key().clear();
                type.key().copy(cursor.key(), map.key());
                map.delete();
            }
        }
    }

    private void cloneMap()
    {
        closeCursors();
        final ReplayMap copy = map.copyOf();
        map.close();
        map = copy;
        labels.forgetAddresses();
        drawnCount = map.drawnSeedCount();
    }

    private void get(final ScriptNumber key) throws IOException, DifferenceException
    {
        putKey(key);
        final boolean found = map.find();
        final DumpRecord.Lookup lookup = part("lookup", nextRecord().lookup());
        comparator.equal("found", lookup.found(), found);
        comparator.equal("value", lookup.value(), found ? type.elem().show(map.found()) : type.elem().showZero());
    }

    private void iterate(final ScriptOp.Iterate op) throws IOException, DifferenceException
    {
        final List<String> keys = new ArrayList<>();
        final List<String> elems = new ArrayList<>();
        try (ReplayCursor cursor = map.cursor(op.start(), op.offset()))
        {
            while (cursor.next())
            {
                keys.add(type.key().show(cursor.key()));
                elems.add(type.elem().show(cursor.elem()));
            }
        }
        final DumpRecord.Order order = part("order", nextRecord().order());
        for (int i = 0; i < Math.min(keys.size(), order.keys().size()); i++)
        {
            comparator.equal("keys[" + i + ']', order.keys().get(i), keys.get(i));
            comparator.equal("elems[" + i + ']', order.elems().get(i), elems.get(i));
        }
        comparator.equal("keys.size", order.keys().size(), keys.size());
    }

    private void iteratorNew(final ScriptOp.IteratorNew op) throws IOException, DifferenceException
    {
        final ReplayCursor former = cursors.remove(op.id());
        if (former != null)
        {
            former.close();
        }
        final boolean empty = state().count() == 0;
        final ReplayCursor cursor = map.cursor(op.start(), op.offset());
        final boolean found = cursor.next();
        if (empty)
        {
            // Go's iterator stays all zeros and knows no map: it cannot even be advanced.
            cursor.close();
            register();
            final Position position = part("iterator", nextRecord().position());
            comparator.equal("iterator.end", position.end(), !found);
        }
        else
        {
            cursors.put(op.id(), cursor);
            position(cursor, found);
        }
    }

    private void iteratorNext(final ScriptOp.IteratorNext op) throws IOException, DifferenceException
    {
        final ReplayCursor cursor = cursors.get(op.id());
        if (cursor == null)
        {
            throw new ScriptException(
                script.name(), line.number(), "no such iterator on a non-empty map: id=" + op.id());
        }
        for (int i = 0; i < op.times(); i++)
        {
            position(cursor, cursor.next());
        }
    }

    private void position(final ReplayCursor cursor, final boolean found) throws IOException, DifferenceException
    {
        register();
        final Position position = part("iterator", nextRecord().position());
        comparator.equal("iterator.end", position.end(), !found);
        if (found)
        {
            comparator.equal("iterator.key", position.key(), type.key().show(cursor.key()));
            comparator.equal("iterator.elem", position.elem(), type.elem().show(cursor.elem()));
        }
        comparator.equal("iterator.bucket", position.bucket(), cursor.bucket());
        comparator.equal("iterator.i", position.slotIndex(), cursor.slotIndex());
        comparator.equal("iterator.B", position.b(), cursor.b());
        comparator.equal("iterator.wrapped", position.wrapped(), cursor.wrapped());
        comparator.equal("iterator.checkBucket", position.checkBucket(), Long.toHexString(cursor.checkBucket()));
        comparator.equal("iterator.bptr", position.bucketLabel(), labels.label(cursor.bucketAddress()));
    }

    private void dump() throws IOException, DifferenceException
    {
        if (!pinned)
        {
            throw new ScriptException(script.name(), line.number(), "dump without hash0: the seed is random");
        }
        register();
        final DumpRecord.State state = part("dump", nextRecord().state());
        comparator.state(state, state(), reseeds, map.memory(), labels, type);
    }
}
