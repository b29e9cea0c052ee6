// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptSide;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.conform.ScriptedSeeds;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.GoWalk;
import dev.tophash.bench.lab.go.KeyWay;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A map of a script on a copy: made by the product, from then on written and read by the literal walk of Go alone, for
 * all key and elem types of the script language.
 *
 * <p>Keys and elems are staged in a scratch area that is zero between operations, so that a lookup leaves no trace.
 */
final class SandboxMap implements AutoCloseable
{
    /** Free bytes behind the map, so that what runs past an array meets a neighbour. */
    private static final long NEIGHBOURHOOD = 16 << 10;
    private static final int KEY_CONTENTS = 256;
    private static final int ELEM = 512;
    private static final int ELEM_CONTENTS = 768;
    private static final int SCRATCH = 1024;
    private static final long PRODUCT_BYTES = 16 << 20;

    private final ScriptType type;
    private final LabImage image;
    private final HashKeys keys;
    private final Random random;
    private final GoWalk compiled;
    private final LabValue.DynamicTypes types;
    private final long scratch;
    private final LabValue key;
    private final LabValue elem;
    private GoWalk walk;
    private boolean pinned;
    private long drawnSeedCount;

    private SandboxMap(final ScriptType type, final LabImage image, final HashKeys keys, final int seed)
    {
        this.type = type;
        this.image = image;
        this.keys = keys;
        this.random = new Random(seed);
        image.allocate(NEIGHBOURHOOD);
        this.types = new LabValue.DynamicTypes(descriptor(GoType.INT64), descriptor(GoType.STRING));
        this.scratch = image.allocate(SCRATCH);
        this.key = new LabValue(image, types, type.mapType().key(), scratch, scratch + KEY_CONTENTS);
        this.elem = new LabValue(image, types, type.mapType().elem(), scratch + ELEM, scratch + ELEM_CONTENTS);
        this.compiled = new GoWalk(image, random::nextInt);
        this.walk = compiled;
    }

    /**
     * Makes an empty map.
     *
     * @param type     key and elem.
     * @param hint     as for Go's make, -1 for a literal.
     * @param settings whose bytes, with what seed and how much room.
     * @return the map; close it.
     */
    static SandboxMap make(final ScriptType type, final long hint, final Sandbox.Settings settings)
    {
        return make(type, hint,
            LabMap.config(settings.version()).withGoProfile(
                new MapConfig.GoProfile(settings.version(), false, true, settings.base())),
            LabMap.hashKeys(settings.version()), settings.seed(), settings.room());
    }

    /** The same with other words of the hash. */
    static SandboxMap make(
        final ScriptType type, final long hint, final MapConfig config, final HashKeys keys, final int seed,
        final long room)
    {
        try (OffHeapTypedMap product = OffHeapTypedMap.create(type.mapType(), hint,
            config.withReservation(Math.max(room, 8 << 20))
                .withUnsafeRandomnessForTests(ScriptedSeeds.first(seed), keys)))
        {
            return new SandboxMap(type, LabImage.copyOf(product.image(), room), keys, seed);
        }
    }

    private long descriptor(final GoType dynamic)
    {
        final long address = image.allocate(TypeDescriptor.SIZE);
        describe(address, dynamic);
        return address;
    }

    private void describe(final long address, final GoType dynamic)
    {
        image.putLong(address + TypeDescriptor.SIZE_OFFSET, dynamic.size());
        image.putByte(address + TypeDescriptor.KIND_OFFSET, dynamic.goKindNumber());
    }

    ScriptType type()
    {
        return type;
    }

    LabImage image()
    {
        return image;
    }

    GoWalk walk()
    {
        return walk;
    }

    LabValue key()
    {
        return key;
    }

    LabValue elem()
    {
        return elem;
    }

    /** Which code of Go the next operations are: the generic one, or what the compiler would have chosen. */
    void mode(final boolean generic)
    {
        walk = generic ? compiled.generic() : compiled;
    }

    /** Sets the seed and, as mapdump does, keeps it when Go draws a new one. */
    void pin(final int seed)
    {
        pinned = true;
        setHash0(seed);
    }

    private void setHash0(final int seed)
    {
        image.putInt(image.header() + HmapDescriptor.HASH0_OFFSET, seed);
    }

    private int hash0()
    {
        return image.getInt(image.header() + HmapDescriptor.HASH0_OFFSET);
    }

    /** How often an operation of Go drew a new seed. */
    long drawnSeedCount()
    {
        return drawnSeedCount;
    }

    private void keepingSeed(final Runnable operation)
    {
        final int before = hash0();
        operation.run();
        drawnSeedCount += hash0() == before ? 0 : 1;
        if (pinned)
        {
            setHash0(before);
        }
    }

    void stage(final ScriptNumber number)
    {
        key.clear();
        type.key().write(number, key);
    }

    void stageElem(final ScriptNumber number)
    {
        elem.clear();
        type.elem().write(number, elem);
    }

    /** Assigns what was staged; texts and boxes get memory of their own, as in Go. */
    void assign()
    {
        final LabValue own = new LabValue(image, types, type.mapType().key(), scratch, 0);
        type.key().copy(key, own);
        final long place = walk.assign(own.address());
        type.elem().copy(elem, valueAt(type.elem(), place));
    }

    /** Deletes the key that was staged. */
    void delete()
    {
        keepingSeed(() -> walk.delete(key.address()));
    }

    /** Looks the staged key up; the address of the elem, or 0. */
    long find()
    {
        return walk.find(key.address());
    }

    void clear()
    {
        keepingSeed(walk::clear);
    }

    /**
     * The product takes these bytes over, clears them in one of its ways, and gives them back.
     *
     * @throws dev.tophash.MapCorruptionException if it refuses the bytes; nothing has changed then.
     * @throws dev.tophash.OffHeapMemoryException if it needs more memory than it may have; nothing has changed then.
     */
    void clear(final ClearStrategy strategy)
    {
        final MapImage used = image.used();
        // From the same place as the walk's own randomness, so that a script can be repeated.
        final MapConfig config = LabMap.config(used.version()).withReservation(PRODUCT_BYTES + 2 * used.size())
            .withUnsafeRandomnessForTests(FixedRandom.from(random), keys);
        keepingSeed(() ->
        {
            try (OffHeapTypedMap product = OffHeapTypedMap.attach(used, config))
            {
                product.clear(strategy);
                image.become(product.image());
            }
        });
        describe(types.number(), GoType.INT64);
        describe(types.text(), GoType.STRING);
    }

    void cloneHere()
    {
        walk.cloneHere();
    }

    GoIterator iterator(final long start, final int offset)
    {
        return new GoIterator(walk, start, offset);
    }

    GoIterator iterator()
    {
        return iterator(random.nextInt() & 0xffff_ffffL, random.nextInt(8));
    }

    /** The loop with one delete for each key. */
    void eachDelete()
    {
        final GoIterator iterator = iterator();
        range(iterator, (ignored) ->
        {
            key.clear();
            type.key().copy(valueAt(type.key(), iterator.key()), key);
            delete();
            return true;
        });
    }

    /**
     * Takes the rest of a walk.
     *
     * @param iterator the walk.
     * @param visitor  is given each entry; returns whether to go on.
     */
    void range(final GoIterator iterator, final Predicate<GoIterator> visitor)
    {
        final long limit = slots();
        long entries = 0;
        while (iterator.next())
        {
            if (++entries > limit)
            {
                throw GoFailure.endlessRange(limit);
            }
            if (!visitor.test(iterator))
            {
                return;
            }
        }
    }

    /** No walk that ends delivers more entries than there could be slots in all memory. */
    private long slots()
    {
        return (image.endAddress() - image.base()) / BmapDescriptor.bucketSize(type.mapType()) * 8;
    }

    LabValue valueAt(final ScriptSide side, final long address)
    {
        return new LabValue(image, types, side.goType(), address, 0);
    }

    /** Text of a value that may be broken. */
    String show(final ScriptSide side, final long address)
    {
        try
        {
            return side.show(valueAt(side, address));
        }
        catch (final GoFailure e)
        {
            return "(unreadable: " + e.getMessage() + ')';
        }
    }

    /** The main bucket that a key falls into. */
    long bucketOf(final long number)
    {
        final long hash = type.key().hash(ScriptNumber.of(number), hash0() & 0xffff_ffffL, keys);
        return hash & ((1L << image.view().b()) - 1);
    }

    /** The way of a key to its slot; the scratch area is as it was afterwards. */
    KeyWay way(final ScriptNumber number)
    {
        stage(number);
        final String text = show(type.key(), key.address());
        final long hash = type.key().hash(number, hash0() & 0xffff_ffffL, keys);
        final KeyWay way = KeyWay.of(
            image.view(), text, hash, (offset) -> show(type.key(), image.base() + offset).equals(text));
        clearScratch();
        return way;
    }

    /** Leaves no trace of what was staged. */
    void clearScratch()
    {
        image.zero(scratch, SCRATCH);
    }

    @Override
    public void close()
    {
        image.close();
    }
}
