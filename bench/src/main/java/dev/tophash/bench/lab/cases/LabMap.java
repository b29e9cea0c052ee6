// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.conform.ScriptedSeeds;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.GoWalk;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapRandom;
import dev.tophash.offheap.OffHeapTypedMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A map on the operating table: filled by the product, copied, and from then on read and written only by pokes and by
 * the literal walk. Its methods are those of the oracle's Go program {@code corrupt}, its texts too, so that what is
 * printed here can be compared with what real Go printed.
 */
public final class LabMap implements AutoCloseable
{
    /** The oracle's seed. */
    public static final int SEED = 0x12345678;
    /** The oracle's process key. */
    private static final long[] HASHKEY =
        {0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L};
    /** Where the bytes of the lab's maps seem to lie. */
    public static final long BASE = 0xc000000000L;
    private static final long DEFAULT_ROOM = 256 << 10;
    private static final int MAX_RANGE = 1_000_000;
    private static final int SCRATCH = 64;
    private static final int BMAP_SIZE = 8;
    /** Free bytes behind the map, for cases with a neighbour. */
    private static final long NEIGHBOURHOOD = 16 << 10;

    private final KeyForm form;
    private final LabImage image;
    /** As it was before anybody broke it; shared with copies, closed by whoever made the map. */
    private final LabImage healthy;
    private final boolean original;
    private final GoWalk walk;
    private final long scratch;
    private final int seed;
    private boolean showBeyond;

    private LabMap(
        final KeyForm form, final LabImage image, final LabImage healthy, final int seed, final long scratch)
    {
        this.form = form;
        this.image = image;
        this.original = healthy == null;
        this.healthy = original ? image.fork() : healthy;
        this.seed = seed;
        final Random random = new Random(seed);
        this.walk = new GoWalk(image, random::nextInt);
        this.scratch = scratch;
    }

    /**
     * The process key from which the hash keys of all lessons are made.
     *
     * @return four words.
     */
    public static long[] processKey()
    {
        return HASHKEY.clone();
    }

    /**
     * The hash keys of all lessons.
     *
     * @param version whose formula.
     * @return the keys.
     */
    public static HashKeys hashKeys(final GoVersion version)
    {
        return HashKeys.of(version, HASHKEY);
    }

    /**
     * The settings of a map whose bytes are Go's.
     *
     * @param version whose bytes.
     * @return a configuration with pinned keys.
     */
    public static MapConfig config(final GoVersion version)
    {
        return MapConfig.defaults().withReservation(8 << 20).withUnsafeRandomnessForTests(null, hashKeys(version))
            .withGoProfile(new MapConfig.GoProfile(version, false, true, BASE));
    }

    /**
     * The settings of a map whose bytes are Go's and whose first seed is known.
     *
     * @param setup whose bytes, and the seed.
     * @return a configuration for one map.
     */
    public static MapConfig config(final Setup setup)
    {
        return config(setup, ScriptedSeeds.first(setup.seed()));
    }

    /** The same with seeds of the caller's choice. */
    static MapConfig config(final Setup setup, final MapRandom seeds)
    {
        return config(setup.version()).withUnsafeRandomnessForTests(seeds, hashKeys(setup.version()));
    }

    /**
     * Makes a map with the product, fills it, copies it.
     *
     * @param setup whose bytes, and the seed.
     * @param form  the keys.
     * @param hint  as for Go's make.
     * @param room  free room for the walk in bytes, 0 for enough.
     * @param fill  keys to assign, in this order, with elems 1, 2, ...
     * @return the copy; close it.
     */
    public static LabMap make(
        final Setup setup, final KeyForm form, final long hint, final long room, final long... fill)
    {
        try (OffHeapTypedMap product = OffHeapTypedMap.create(form.type(), hint, config(setup)))
        {
            for (int i = 0; i < fill.length; i++)
            {
                form.stage(product.key(), fill[i]);
                product.elem().setLong(0, i + 1L);
                product.assign();
            }
            final LabImage image = LabImage.copyOf(product.image(), room == 0 ? DEFAULT_ROOM : room);
            image.allocate(NEIGHBOURHOOD);
            final long scratch = image.allocate(SCRATCH);
            return new LabMap(form, image, null, setup.seed(), scratch);
        }
    }

    /**
     * What a run can choose.
     *
     * @param version whose bytes.
     * @param seed    hash0 of the maps.
     */
    public record Setup(GoVersion version, int seed)
    {
        /** Go 1.23 and the oracle's seed. */
        public static final Setup DEFAULT = new Setup(GoVersion.GO_1_23, SEED);
    }

    // ------------------------------------------------------------------------------------------------ keys

    // ------------------------------------------------------------------------------------------ Go's operations

    private long staged(final long key)
    {
        form.stage(image, scratch, key, scratch + SCRATCH / 2);
        return scratch;
    }

    /**
     * Assigns.
     *
     * @param key  the key.
     * @param elem the elem.
     */
    public void put(final long key, final long elem)
    {
        form.stage(image, scratch, key, 0);
        image.putLong(walk.assign(scratch), elem);
    }

    /**
     * Assigns several keys, with elems 1, 2, ...
     *
     * @param numbers the keys.
     */
    public void put(final long... numbers)
    {
        for (int i = 0; i < numbers.length; i++)
        {
            put(numbers[i], i + 1L);
        }
    }

    /**
     * Looks up.
     *
     * @param key the key.
     * @return whether Go finds it.
     */
    public boolean has(final long key)
    {
        return walk.find(staged(key)) != 0;
    }

    /**
     * Looks up.
     *
     * @param key the key.
     * @return the elem, 0 if absent, as in Go.
     */
    public long get(final long key)
    {
        final long elem = walk.find(staged(key));
        return elem == 0 ? 0 : image.getLong(elem);
    }

    /**
     * Deletes.
     *
     * @param key the key.
     */
    public void delete(final long key)
    {
        walk.delete(staged(key));
    }

    /**
     * Looks several keys up.
     *
     * @param numbers the keys.
     * @return how many Go finds.
     */
    public int found(final long... numbers)
    {
        return (int)Arrays.stream(numbers).filter(this::has).count();
    }

    private int foundGeneric(final long... numbers)
    {
        final GoWalk generic = walk.generic();
        return (int)Arrays.stream(numbers).filter((key) -> generic.find(staged(key)) != 0).count();
    }

    /**
     * What a range delivered.
     *
     * @param entries  number of entries.
     * @param distinct number of distinct keys.
     * @param endless  whether it was stopped.
     */
    public record Ranged(int entries, int distinct, boolean endless)
    {
    }

    /**
     * Ranges over the map.
     *
     * @return what came.
     */
    public Ranged ranged()
    {
        final Set<String> seen = new HashSet<>();
        final GoIterator iterator = new GoIterator(walk, 0, 0);
        int entries = 0;
        while (iterator.next())
        {
            seen.add(form.read(image, iterator.key()));
            if (++entries == MAX_RANGE)
            {
                return new Ranged(entries, seen.size(), true);
            }
        }
        return new Ranged(entries, seen.size(), false);
    }

    // ------------------------------------------------------------------------------------------------ breaking

    /**
     * Address of a bucket of the main array.
     *
     * @param index spare ones included.
     * @return the address.
     */
    public long bucket(final long index)
    {
        return walk.buckets() + index * walk.bucketSize;
    }

    /**
     * Buckets of the main array with the spare area.
     *
     * @return how many.
     */
    public long total()
    {
        return walk.total(walk.b());
    }

    /** Zeroes the 2^B main buckets. */
    public void zeroMain()
    {
        image.zero(walk.buckets(), (long)walk.bucketSize << walk.b());
    }

    /** Zeroes 2^B times the size of Go's type bmap, which is 8. */
    public void zeroSizeofBmap()
    {
        image.zero(walk.buckets(), (long)BMAP_SIZE << walk.b());
    }

    /** The article's loop: everything of each main bucket but its last word. */
    public void threeStep()
    {
        eachMain((bucket) -> image.zero(bucket, walk.bucketSize - Long.BYTES));
    }

    /**
     * Does something to each main bucket.
     *
     * @param action takes the address.
     */
    public void eachMain(final LongConsumer action)
    {
        for (long i = 0; i < 1L << walk.b(); i++)
        {
            action.accept(bucket(i));
        }
    }

    /**
     * Does something to each bucket of each chain.
     *
     * @param action takes the address.
     */
    public void eachChained(final LongConsumer action)
    {
        walk.begin();
        eachMain((main) ->
        {
            for (long bucket = main; bucket != 0; bucket = walk.overflow(bucket))
            {
                action.accept(bucket);
            }
        });
    }

    /** Zeroes the tophash bytes of the spare buckets. */
    public void zeroSpareTophash()
    {
        for (long i = 1L << walk.b(); i < total(); i++)
        {
            image.putLong(bucket(i), 0);
        }
    }

    /**
     * Sets the counts.
     *
     * @param count     new count.
     * @param noverflow new noverflow.
     */
    public void setCounts(final long count, final int noverflow)
    {
        walk.setCount(count);
        walk.setNoverflow(noverflow);
    }

    /**
     * Sets the pointer to the next spare bucket.
     *
     * @param address where it points.
     */
    public void setNextOverflow(final long address)
    {
        image.putLong(walk.extra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, address);
    }

    /**
     * Pokes a header word of eight bytes.
     *
     * @param fieldOffset offset in the header, see {@link HmapDescriptor}.
     * @param value       new value.
     */
    public void setHeaderWord(final int fieldOffset, final long value)
    {
        image.putLong(image.header() + fieldOffset, value);
    }

    /** From now on a bucket behind the array is named by its distance, as the case with the foreign block does. */
    public void showBeyond()
    {
        showBeyond = true;
    }

    boolean showsBeyond()
    {
        return showBeyond;
    }

    // ---------------------------------------------------------------------------------------- the oracle's texts

    /**
     * What an address is.
     *
     * @param address of a bucket.
     * @return "nil", "M5", "heap", or a distance.
     */
    public String where(final long address)
    {
        final long distance = address - walk.buckets();
        final long number = distance / walk.bucketSize;
        if (address == 0)
        {
            return "nil";
        }
        if (distance >= 0 && number < total() && distance % walk.bucketSize == 0)
        {
            return "M" + number;
        }
        final long beyond = distance - total() * walk.bucketSize;
        return showBeyond && beyond >= 0 ? beyond + " bytes past the end of the array" : "heap";
    }

    /**
     * A chain.
     *
     * @param index of the main bucket.
     * @return its buckets with arrows.
     */
    public String chain(final long index)
    {
        final StringBuilder text = new StringBuilder("M").append(index);
        int length = 0;
        walk.begin();
        for (long b = walk.overflow(bucket(index)); b != 0; b = walk.overflow(b))
        {
            text.append("->").append(where(b));
            if (++length > 6)
            {
                return text.append("->... (endless)").toString();
            }
        }
        return text.toString();
    }

    /**
     * The header.
     *
     * @return one line.
     */
    public String hdr()
    {
        final StringBuilder text = new StringBuilder("len " + walk.count() + " B " + walk.b() + " noverflow " +
            walk.noverflow() + " flags " + walk.flags() + " growing " + walk.growing());
        if (walk.extra() != 0)
        {
            final long extra = walk.extra();
            text.append(" nextOverflow ")
                .append(where(image.getLong(extra + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET)));
            appendList(text, " overflow-list ", image.getLong(extra + MapExtraDescriptor.OVERFLOW_OFFSET));
            appendList(text, " old-overflow-list ", image.getLong(extra + MapExtraDescriptor.OLDOVERFLOW_OFFSET));
        }
        return text.toString();
    }

    private void appendList(final StringBuilder text, final String name, final long list)
    {
        if (list != 0)
        {
            text.append(name).append(image.getLong(list + SliceDescriptor.LENGTH_OFFSET));
        }
    }

    /**
     * Header, lookup and range.
     *
     * @param what    when.
     * @param numbers the old keys.
     * @return one line.
     */
    public String report(final String what, final long... numbers)
    {
        final Ranged ranged = ranged();
        return what + ": " + hdr() + " | of the " + numbers.length + " old keys lookup finds " + found(numbers) +
            " (generic code: " + foundGeneric(numbers) + "); range yields " + ranged.entries() + " entries, " +
            ranged.distinct() + " distinct";
    }

    // ------------------------------------------------------------------------------------------------ parts

    /**
     * The keys.
     *
     * @return their form.
     */
    public KeyForm form()
    {
        return form;
    }

    /**
     * The bytes.
     *
     * @return the copy.
     */
    public LabImage image()
    {
        return image;
    }

    /** The bytes as the product made them. */
    LabImage healthy()
    {
        return healthy;
    }

    /**
     * The walk.
     *
     * @return Go's.
     */
    public GoWalk walk()
    {
        return walk;
    }

    /**
     * Whether the seed has been drawn again.
     *
     * @return false while it is the one that the map was made with.
     */
    public boolean reseeded()
    {
        return walk.hash0() != seed;
    }

    /**
     * An independent copy, to ask questions that change the bytes.
     *
     * @return the copy; close it.
     */
    public LabMap fork()
    {
        return new LabMap(form, image.fork(), healthy, seed, scratch);
    }

    @Override
    public void close()
    {
        image.close();
        if (original)
        {
            healthy.close();
        }
    }
}
