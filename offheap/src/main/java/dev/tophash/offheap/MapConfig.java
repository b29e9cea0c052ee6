// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.offheap.RecordShape.changed;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.tophash.check.Required;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.memory.FilePolicy;
import dev.tophash.offheap.memory.ProcessSettings;
import dev.tophash.offheap.memory.RegionConfig;
import dev.tophash.offheap.memory.SystemMemory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a map is made with. Immutable; every {@code with} method returns a changed copy.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>setting</th><th>default</th></tr>
 * <tr><td>budget</td><td>the machine's or container's memory less the Java heap's maximum and an eighth, at least
 * a sixteenth of it</td></tr>
 * <tr><td>reservation</td><td>addresses for some seventy times the budget, at most 64 GiB or twice the budget,
 * whichever is more; halved until the system agrees</td></tr>
 * <tr><td>pages</td><td>{@link PagePolicy#DEFAULT}</td></tr>
 * <tr><td>file</td><td>on Linux none; elsewhere a temporary file</td></tr>
 * <tr><td>missing value</td><td>0</td></tr>
 * <tr><td>open cursors</td><td>at most 1,024</td></tr>
 * <tr><td>name</td><td>empty</td></tr>
 * <tr><td>clear</td><td>{@link ClearStrategy#THREE_STEP}, dirty buckets not tracked</td></tr>
 * <tr><td>seed, randomness, hash keys</td><td>secret, from {@link java.security.SecureRandom}</td></tr>
 * </table>
 *
 * <p>A reservation is addresses, not memory. Where ranges of their own would use up the addresses of the process, maps
 * that ask for no reservation share one, see {@link MapMemory#ofProcess}. A small map of its own costs two or three
 * pages of memory, one in a {@link MapMemory} 1 KiB; both cost about 3 KiB of Java objects.
 *
 * @param memory    how much memory, of which kind.
 * @param goProfile whose bytes to write.
 * @param testHooks what only tests set.
 * @param map       how the map behaves.
 */
@CheckReturnValue
@SuppressWarnings("exports")
public record MapConfig(Memory memory, GoProfile goProfile, TestHooks testHooks, Behaviour map)
{
    /** System property that puts every map into a temporary file: {@code tophash.forceFile=true}. */
    public static final String FORCE_FILE_PROPERTY = FilePolicy.FORCE_PROPERTY;

    /**
     * System property that allows every map a temporary file where memory can't be had, in the folder that it names:
     * {@code tophash.allowFile=FOLDER}.
     */
    public static final String ALLOW_FILE_PROPERTY = FilePolicy.ALLOW_PROPERTY;

    /** System property that makes every write of every map set Go's write flag: {@code tophash.slowWrites=true}. */
    public static final String SLOW_WRITES_PROPERTY = ProcessSettings.SLOW_WRITES;

    private static final long DEFAULT_KEPT_BYTES = 16 << 20;
    private static final int DEFAULT_MAX_OPEN_CURSORS = 1_024;
    private static final long MIN_BUDGET = 16 << 10;
    private static final long MAX_RESERVATION = 1L << 46;

    /** Asked of the system once, unless that is refused. */
    private static volatile MapConfig defaults;

    /** Asked before memory is granted; the fault tests throw from it. */
    @FunctionalInterface
    public interface Gate
    {
        /**
         * Called before bytes are granted, when nothing has changed yet.
         *
         * @param bytes number of bytes an operation is about to need at most.
         * @throws dev.tophash.OffHeapMemoryException to refuse.
         */
        void request(long bytes);
    }

    /**
     * How much memory, of which kind.
     *
     * @param budgetBytes      hard limit of the off-heap bytes in use.
     * @param reservationBytes addresses to reserve, 0 for the default.
     * @param pages            page policy of bucket arrays.
     * @param allowFile        folder for a temporary file, see {@link #withAllowFile}; null for none.
     * @param forceFile        use a temporary file even where native access is granted, see {@link #withForceFile}.
     * @param mapMemory        what it has in common with others, see {@link MapBuilder#memory}; null for none.
     * @param keptBytes        most bytes of retired arrays that stay in memory, zeroed, for the map's next ones.
     */
    public record Memory(
        long budgetBytes, long reservationBytes, PagePolicy pages, @Nullable Path allowFile, boolean forceFile,
        @Nullable MapMemory mapMemory, long keptBytes)
    {
        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming the first that is out of range.
         */
        public Memory
        {
            Required.argument(pages, "pages");
            if (budgetBytes < MIN_BUDGET)
            {
                throw new IllegalArgumentException(
                    "budget too small: budgetBytes=" + budgetBytes + ", minimum=" + MIN_BUDGET);
            }
            if (reservationBytes != 0 && (reservationBytes < MIN_BUDGET || reservationBytes > MAX_RESERVATION))
            {
                throw new IllegalArgumentException("reservation out of range: reservationBytes=" + reservationBytes +
                    ", minimum=" + MIN_BUDGET + ", maximum=" + MAX_RESERVATION);
            }
            if (keptBytes < 0)
            {
                throw new IllegalArgumentException("bytes to keep below 0: keptBytes=" + keptBytes);
            }
        }

        /** Addresses and file are those of the common memory; what is asked for beside it would not be had. */
        void requireNothingBesideMapMemory()
        {
            if (mapMemory == null)
            {
                return;
            }
            if (reservationBytes != 0)
            {
                throw new IllegalArgumentException("a map in a memory with others has no addresses of its own: " +
                    "reservationBytes=" + reservationBytes + ", memory=" + mapMemory.name());
            }
            if (!FilePolicy.ofProcess().equals(new FilePolicy(allowFile, forceFile)))
            {
                throw new IllegalArgumentException("a map in a memory with others has no file of its own: allowFile=" +
                    allowFile + ", forceFile=" + forceFile + ", memory=" + mapMemory.name());
            }
        }

        private static Memory defaults()
        {
            final FilePolicy file = FilePolicy.ofProcess();
            return new Memory(
                SystemMemory.defaultBudget(), 0, PagePolicy.DEFAULT, file.folder(), file.forced(), null,
                DEFAULT_KEPT_BYTES);
        }
    }

    /**
     * Whose bytes to write, for comparison with a Go process.
     *
     * @param version        Go version; the product's bytes are those of 1.23.
     * @param genericWalk    write string tombstones as Go's generic walk does (layout section 15).
     * @param keepFreedBoxes never reuse a string or box, as Go with its collector off.
     * @param baseAddress    what pointer fields count from, 0 for the region's real address.
     */
    public record GoProfile(GoVersion version, boolean genericWalk, boolean keepFreedBoxes, long baseAddress)
    {
        /** Refuses a missing version. */
        public GoProfile
        {
            Required.argument(version, "version");
        }

        private static GoProfile defaults()
        {
            return new GoProfile(GoVersion.GO_1_23, false, false, 0);
        }
    }

    /**
     * What only tests set: whoever knows seed and keys can build colliding keys.
     *
     * @param random     source of randomness, null for a secret one.
     * @param keys       words of the hash, null for the secret ones of this process.
     * @param gate       asked before memory is granted.
     * @param slowWrites whether every write sets Go's write flag, also those that could do without.
     */
    public record TestHooks(@Nullable MapRandom random, @Nullable HashKeys keys, Gate gate, boolean slowWrites)
    {
        /** Refuses a missing gate. */
        public TestHooks
        {
            Required.argument(gate, "gate");
        }

        private static TestHooks defaults()
        {
            return new TestHooks(null, null, bytes ->
            {
            }, Boolean.getBoolean(SLOW_WRITES_PROPERTY));
        }

        boolean isUnsafe()
        {
            return random != null || keys != null;
        }

        /** Tells nothing secret: neither keys nor source. */
        @Override
        public String toString()
        {
            return "TestHooks[unsafeRandomness=" + isUnsafe() + "]";
        }
    }

    /**
     * What all draws of a map follow from.
     *
     * @param value any number.
     */
    public record Seed(long value)
    {
        /** Does not tell it. */
        @Override
        public String toString()
        {
            return "Seed[given]";
        }
    }

    /**
     * How the map behaves.
     *
     * @param name              what the map is called in lists and messages; empty for none.
     * @param seed              what all draws follow from; null, the default, for secret ones.
     * @param missingValue      what a lookup of an absent key returns, a {@link Long} or a {@link Double}.
     * @param maxOpenCursors    most cursors open at once.
     * @param clearStrategy     what {@code clear()} without an argument does.
     * @param trackDirtyBuckets whether one bit a bucket, outside Go's bytes, remembers what was written, so that a
     *                          clear of a large map that holds little costs little.
     * @param singleWriterView  whether other threads can read beside the writer, by a {@link SingleWriterView}.
     * @param dependentLookups  whether a lookup loads all lines of its bucket at once.
     */
    public record Behaviour(
        String name, @Nullable Seed seed, Number missingValue, int maxOpenCursors, ClearStrategy clearStrategy,
        boolean trackDirtyBuckets, boolean singleWriterView, boolean dependentLookups)
    {
        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming the first that is out of range.
         */
        public Behaviour
        {
            Required.argument(name, "name");
            Required.argument(clearStrategy, "clearStrategy");
            MissingValues.requireKind(missingValue);
            if (maxOpenCursors < 1)
            {
                throw new IllegalArgumentException("at least one cursor: maxOpenCursors=" + maxOpenCursors);
            }
        }

        private static Behaviour defaults()
        {
            return new Behaviour(
                "", null, 0L, DEFAULT_MAX_OPEN_CURSORS, ClearStrategy.THREE_STEP, false, false, false);
        }

        long missingLong()
        {
            return MissingValues.LONG.require(missingValue).longValue();
        }

        int missingInt()
        {
            return MissingValues.INT.require(missingValue).intValue();
        }

        double missingDouble()
        {
            return MissingValues.DOUBLE.require(missingValue).doubleValue();
        }
    }

    /** Refuses missing parts. */
    public MapConfig
    {
        Required.argument(memory, "memory");
        Required.argument(goProfile, "goProfile");
        Required.argument(testHooks, "testHooks");
        Required.argument(map, "map");
    }

    /**
     * The defaults of this machine.
     *
     * @return a configuration.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapConfig defaults()
    {
        MapConfig made = defaults;
        if (made == null)
        {
            ProcessSettings.requireKnown();
            made = new MapConfig(Memory.defaults(), GoProfile.defaults(), TestHooks.defaults(), Behaviour.defaults());
            defaults = made;
        }
        return made;
    }

    /**
     * Sets the memory settings.
     *
     * @param newMemory all of them.
     * @return a changed copy.
     */
    public MapConfig withMemory(final Memory newMemory)
    {
        return changed(this, "memory", newMemory);
    }

    /**
     * Chooses whose bytes to write.
     *
     * @param profile version and details.
     * @return a changed copy.
     */
    public MapConfig withGoProfile(final GoProfile profile)
    {
        return changed(this, "goProfile", profile);
    }

    /**
     * Sets what only tests set.
     *
     * @param hooks randomness, hash words and gate.
     * @return a changed copy.
     */
    public MapConfig withTestHooks(final TestHooks hooks)
    {
        return changed(this, "testHooks", hooks);
    }

    /**
     * Sets how the map behaves.
     *
     * @param behaviour all of it.
     * @return a changed copy.
     */
    public MapConfig withMap(final Behaviour behaviour)
    {
        return changed(this, "map", behaviour);
    }

    /**
     * Sets the hard limit.
     *
     * @param bytes limit of the off-heap bytes in use, at least 16 KiB.
     * @return a changed copy.
     * @throws IllegalArgumentException if it is less than 16 KiB.
     */
    public MapConfig withBudget(final long bytes)
    {
        return withMemory(changed(memory, "budgetBytes", bytes));
    }

    /**
     * Sets the size of the reserved address range.
     *
     * @param bytes size, 0 for the default; a map can never hold more than this.
     * @return a changed copy.
     * @throws IllegalArgumentException if it is neither 0 nor 16 KiB to 64 TiB.
     */
    public MapConfig withReservation(final long bytes)
    {
        return withMemory(changed(memory, "reservationBytes", bytes));
    }

    /**
     * Sets the page policy.
     *
     * @param policy of bucket arrays.
     * @return a changed copy.
     */
    public MapConfig withPages(final PagePolicy policy)
    {
        return withMemory(changed(memory, "pages", policy));
    }

    /**
     * Lets the map lie in a sparse temporary file where memory can't be had: native access is denied, or the system is
     * not Linux. <b>Its contents can then reach the disk</b>, and the log of {@code dev.tophash} says so. The file has
     * mode 0600 and is deleted at once; a full disk is an {@link dev.tophash.OffHeapMemoryException}, nothing is lost.
     *
     * @param folder where the file is to be; null for no file, then a map on Linux without native access is refused.
     * @return a changed copy.
     */
    public MapConfig withAllowFile(final @Nullable Path folder)
    {
        return withMemory(changed(memory, "allowFile", folder));
    }

    /**
     * Puts the map into a temporary file even where memory can be had, in the folder of {@link #withAllowFile} or in
     * that for temporary files.
     *
     * @param force true for a file.
     * @return a changed copy.
     */
    public MapConfig withForceFile(final boolean force)
    {
        return withMemory(changed(memory, "forceFile", force));
    }

    /**
     * Sets how much of its retired arrays a map keeps in memory for its next ones.
     *
     * @param bytes most bytes; 0 gives everything back to the system at once.
     * @return a copy.
     * @throws IllegalArgumentException if it is below 0.
     */
    public MapConfig withKeptBytes(final long bytes)
    {
        return withMemory(changed(memory, "keptBytes", bytes));
    }

    /**
     * Puts the map into a memory that it has in common with others.
     *
     * @param shared the memory, null for a range of its own.
     * @return a changed copy.
     */
    public MapConfig withMapMemory(final @Nullable MapMemory shared)
    {
        return withMemory(changed(memory, "mapMemory", shared));
    }

    /**
     * Replaces the secret randomness, for tests: whoever knows seed and keys can build colliding keys.
     *
     * @param source    of hash0, iteration starts, overflow samples and NaN hashes; null for a secret one.
     * @param hashWords words of the hash; null for the secret ones of this process.
     * @return a changed copy.
     */
    public MapConfig withUnsafeRandomnessForTests(final @Nullable MapRandom source, final @Nullable HashKeys hashWords)
    {
        return withTestHooks(changed(changed(testHooks, "random", source), "keys", hashWords));
    }

    /**
     * Sets a gate in front of every allocation, for fault tests.
     *
     * @param gate asked before memory is granted.
     * @return a changed copy.
     */
    public MapConfig withGate(final Gate gate)
    {
        return withTestHooks(changed(testHooks, "gate", gate));
    }

    /**
     * Makes every write set Go's write flag, for comparison with the straight line.
     *
     * @param slow true for the flag in every write.
     * @return a changed copy.
     */
    public MapConfig withSlowWrites(final boolean slow)
    {
        return withTestHooks(changed(testHooks, "slowWrites", slow));
    }

    /**
     * Names the map.
     *
     * @param name what it is called in lists and messages; need not be the only one of its name.
     * @return a changed copy.
     */
    public MapConfig withName(final String name)
    {
        return withMap(changed(map, "name", name));
    }

    /**
     * Makes the map's bytes and the order of its entries follow from a seed and from what is written, see
     * {@link MapBuilder#deterministic}.
     *
     * @param seed any number.
     * @return a changed copy.
     */
    public MapConfig withDeterministic(final long seed)
    {
        return withMap(changed(map, "seed", new Seed(seed)));
    }

    /** Whether somebody but the map knows its seed or its hash words. */
    boolean isRandomnessKnown()
    {
        return testHooks.isUnsafe() || map.seed != null;
    }

    /** The words of the hash. */
    HashKeys hashKeys()
    {
        if (testHooks.keys != null)
        {
            return testHooks.keys;
        }
        return map.seed == null ? HashKeys.processKeys() : SeededRandom.keys(map.seed.value);
    }

    /** The randomness of one map. */
    MapRandom newRandom()
    {
        if (testHooks.random != null)
        {
            return testHooks.random;
        }
        return map.seed == null ? new SecretRandom() : new SeededRandom(map.seed.value);
    }

    /**
     * Sets what stands for "absent".
     *
     * @param value returned for absent keys; it may be stored as a value too.
     * @return a changed copy.
     */
    public MapConfig withMissingValue(final long value)
    {
        return withMap(changed(map, "missingValue", value));
    }

    /**
     * Sets what stands for "absent" in a map whose values have a fraction.
     *
     * @param value returned for absent keys; it may be stored as a value too.
     * @return a changed copy.
     */
    public MapConfig withMissingValue(final double value)
    {
        return withMap(changed(map, "missingValue", value));
    }

    /**
     * Limits the cursors.
     *
     * @param count most cursors open at once.
     * @return a changed copy.
     * @throws IllegalArgumentException if it is less than 1.
     */
    public MapConfig withMaxOpenCursors(final int count)
    {
        return withMap(changed(map, "maxOpenCursors", count));
    }

    /**
     * Sets what {@code clear()} without an argument does.
     *
     * @param strategy way of clearing.
     * @return a changed copy.
     */
    public MapConfig withClearStrategy(final ClearStrategy strategy)
    {
        return withMap(changed(map, "clearStrategy", strategy));
    }

    /**
     * Chooses whether to remember which buckets were written since the last clear, at one bit a bucket and a store for
     * a new key; a {@link ClearStrategy#THREE_STEP} then costs what was written, not what the map once held.
     *
     * @param track true to remember.
     * @return a changed copy.
     */
    public MapConfig withTrackDirtyBuckets(final boolean track)
    {
        return withMap(changed(map, "trackDirtyBuckets", track));
    }

    /**
     * Chooses whether other threads can read beside the writer, by a {@link SingleWriterView}.
     *
     * @param chosen true for a view.
     * @return a changed copy.
     */
    public MapConfig withSingleWriterView(final boolean chosen)
    {
        return withMap(changed(map, "singleWriterView", chosen));
    }

    /**
     * Chooses whether a lookup loads all lines of its bucket at once, see {@link MapBuilder#dependentLookups}.
     *
     * @param chosen true for all at once.
     * @return a changed copy.
     */
    public MapConfig withDependentLookups(final boolean chosen)
    {
        return withMap(changed(map, "dependentLookups", chosen));
    }

    RegionConfig region()
    {
        return new RegionConfig(map.name, memory.budgetBytes, memory.reservationBytes, memory.keptBytes,
            memory.pages.isHuge(), memory.pages.isPreTouch(), new FilePolicy(memory.allowFile, memory.forceFile),
            goProfile.baseAddress, memory.mapMemory == null ? null : memory.mapMemory.range(), testHooks.gate::request);
    }
}
