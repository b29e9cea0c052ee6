// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.memory.AllocationGate;
import dev.tophash.offheap.memory.RegionConfig;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * What a map is made with. Immutable; every {@code with} method returns a changed copy.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>setting</th><th>default</th></tr>
 * <tr><td>budget</td><td>the machine's or container's memory less the Java heap's maximum, at least an eighth of
 * it</td></tr>
 * <tr><td>reservation</td><td>addresses for twice the budget, at most 64 GiB; halved until the system agrees</td></tr>
 * <tr><td>pages</td><td>{@link PagePolicy#DEFAULT}</td></tr>
 * <tr><td>missing value</td><td>0</td></tr>
 * <tr><td>open cursors</td><td>at most 1,024</td></tr>
 * <tr><td>clear</td><td>{@link ClearStrategy#THREE_STEP}, dirty buckets not tracked</td></tr>
 * <tr><td>randomness, hash keys</td><td>secret, from {@link java.security.SecureRandom}</td></tr>
 * </table>
 *
 * <p>A reservation is addresses, not memory: 2,000 maps of 64 GiB fill the 128 TiB of a process, so a program with
 * more maps sets {@link #withReservation}. A small map costs one or two pages of memory (4 or 8 KiB) and about 2 KiB
 * of Java objects.
 *
 * @param budgetBytes      hard limit of the off-heap bytes in use.
 * @param reservationBytes addresses to reserve, 0 for the default.
 * @param pages            page policy of bucket arrays.
 * @param forceFile        use the temporary-file fallback even where native access is granted; the contents can then
 *                         reach the disk.
 * @param missingValue     what a lookup of an absent key returns.
 * @param maxOpenCursors   most cursors open at once.
 * @param random           source of randomness, null for a secret one.
 * @param keys             words of the hash, null for the secret ones of this process.
 * @param goVersion        whose bytes to write.
 * @param genericWalk      write string tombstones as Go's generic walk does (layout section 15).
 * @param keepFreedBoxes   never reuse a string or box, as Go with its collector off.
 * @param baseAddress      what pointer fields count from, 0 for the region's real address.
 * @param gate             asked before memory is granted, for fault tests.
 * @param clearStrategy    what {@code clear()} without an argument does.
 * @param trackDirtyBuckets whether one bit a bucket, outside Go's bytes, remembers what was written, so that a clear of
 *                         a large map that holds little costs little.
 */
public record MapConfig(
    long budgetBytes, long reservationBytes, PagePolicy pages, boolean forceFile, long missingValue, int maxOpenCursors,
    MapRandom random, HashKeys keys, GoVersion goVersion, boolean genericWalk, boolean keepFreedBoxes, long baseAddress,
    Gate gate, ClearStrategy clearStrategy, boolean trackDirtyBuckets)
{
    /** System property that forces the temporary-file fallback for every map: {@code tophash.forceFile=true}. */
    public static final String FORCE_FILE_PROPERTY = "tophash.forceFile";

    private static final int DEFAULT_MAX_OPEN_CURSORS = 1_024;
    private static final long MIN_BUDGET = 16 << 10;
    private static final long MAX_RESERVATION = 1L << 46;

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
     * Checks the values.
     *
     * @throws IllegalArgumentException naming the first that is out of range.
     */
    public MapConfig
    {
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(goVersion, "goVersion");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(clearStrategy, "clearStrategy");
        if (budgetBytes < MIN_BUDGET)
        {
            throw new IllegalArgumentException(
                "budget too small: budgetBytes=" + budgetBytes + ", minimum=" + MIN_BUDGET);
        }
        if (0 != reservationBytes && (reservationBytes < MIN_BUDGET || reservationBytes > MAX_RESERVATION))
        {
            throw new IllegalArgumentException("reservation out of range: reservationBytes=" + reservationBytes +
                ", minimum=" + MIN_BUDGET + ", maximum=" + MAX_RESERVATION);
        }
        if (maxOpenCursors < 1)
        {
            throw new IllegalArgumentException("at least one cursor: maxOpenCursors=" + maxOpenCursors);
        }
    }

    /**
     * The defaults of this machine.
     *
     * @return a configuration.
     */
    public static MapConfig defaults()
    {
        return Defaults.CONFIG;
    }

    /** Asked of the system once. */
    private static final class Defaults
    {
        static final MapConfig CONFIG = new MapConfig(
            defaultBudget(), 0, PagePolicy.DEFAULT, Boolean.getBoolean(FORCE_FILE_PROPERTY), 0,
            DEFAULT_MAX_OPEN_CURSORS, null, null, GoVersion.GO_1_23, false, false, 0, bytes ->
            {
            }, ClearStrategy.THREE_STEP, false);

        private static long defaultBudget()
        {
            final long total = ManagementFactory.getOperatingSystemMXBean() instanceof
                com.sun.management.OperatingSystemMXBean system ? system.getTotalMemorySize() : 1L << 30;
            return Math.max(total - Runtime.getRuntime().maxMemory(), total / 8);
        }
    }

    /**
     * Sets the hard limit.
     *
     * @param bytes limit of the off-heap bytes in use, at least 16 KiB.
     * @return a changed copy.
     */
    public MapConfig withBudget(final long bytes)
    {
        return new MapConfig(bytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, random, keys,
            goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Sets the size of the reserved address range.
     *
     * @param bytes size, 0 for the default; a map can never hold more than this.
     * @return a changed copy.
     */
    public MapConfig withReservation(final long bytes)
    {
        return new MapConfig(budgetBytes, bytes, pages, forceFile, missingValue, maxOpenCursors, random, keys,
            goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Sets the page policy.
     *
     * @param policy of bucket arrays.
     * @return a changed copy.
     */
    public MapConfig withPages(final PagePolicy policy)
    {
        return new MapConfig(budgetBytes, reservationBytes, policy, forceFile, missingValue, maxOpenCursors, random,
            keys, goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Chooses the temporary-file fallback.
     *
     * @param force true for the fallback.
     * @return a changed copy.
     */
    public MapConfig withForceFile(final boolean force)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, force, missingValue, maxOpenCursors, random, keys,
            goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Sets what stands for "absent".
     *
     * @param value returned for absent keys; it may be stored as a value too.
     * @return a changed copy.
     */
    public MapConfig withMissingValue(final long value)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, value, maxOpenCursors, random, keys,
            goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Limits the cursors.
     *
     * @param count most cursors open at once.
     * @return a changed copy.
     */
    public MapConfig withMaxOpenCursors(final int count)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, count, random, keys,
            goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Replaces the secret randomness, for tests: whoever knows seed and keys can build colliding keys.
     *
     * @param source    of hash0, iteration starts, overflow samples and NaN hashes; null for a secret one.
     * @param hashWords words of the hash; null for the secret ones of this process.
     * @return a changed copy.
     */
    public MapConfig withUnsafeRandomnessForTests(final MapRandom source, final HashKeys hashWords)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, source,
            hashWords, goVersion, genericWalk, keepFreedBoxes, baseAddress, gate,
            clearStrategy, trackDirtyBuckets);
    }

    /**
     * Chooses whose bytes to write, for comparison with a Go process. The product's bytes are those of 1.23.
     *
     * @param version     Go version.
     * @param generic     write string tombstones as the generic walk.
     * @param keepBoxes   never reuse a string or box.
     * @param baseNumber  what pointer fields count from, 0 for the real address.
     * @return a changed copy.
     */
    public MapConfig withGoProfile(
        final GoVersion version, final boolean generic, final boolean keepBoxes, final long baseNumber)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, random,
            keys, version, generic, keepBoxes, baseNumber, gate, clearStrategy, trackDirtyBuckets);
    }

    /**
     * Sets a gate in front of every allocation, for fault tests.
     *
     * @param newGate asked before memory is granted.
     * @return a changed copy.
     */
    public MapConfig withGate(final Gate newGate)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, random,
            keys, goVersion, genericWalk, keepFreedBoxes, baseAddress, newGate, clearStrategy, trackDirtyBuckets);
    }

    /**
     * Sets what {@code clear()} without an argument does.
     *
     * @param strategy way of clearing.
     * @return a changed copy.
     */
    public MapConfig withClearStrategy(final ClearStrategy strategy)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, random,
            keys, goVersion, genericWalk, keepFreedBoxes, baseAddress, gate, strategy, trackDirtyBuckets);
    }

    /**
     * Chooses whether to remember which buckets were written since the last clear. Costs one bit a bucket
     * and at most a store for a new key; a {@link ClearStrategy#THREE_STEP} of a map that holds little
     * then costs what was written, not what the map once held.
     *
     * @param track true to remember.
     * @return a changed copy.
     */
    public MapConfig withTrackDirtyBuckets(final boolean track)
    {
        return new MapConfig(budgetBytes, reservationBytes, pages, forceFile, missingValue, maxOpenCursors, random,
            keys, goVersion, genericWalk, keepFreedBoxes, baseAddress, gate, clearStrategy, track);
    }

    RegionConfig region()
    {
        final AllocationGate allocationGate = gate::request;
        return new RegionConfig(
            budgetBytes, reservationBytes, pages.isHuge(), pages.isPreTouch(), forceFile, baseAddress, allocationGate);
    }

    /** Tells nothing secret: neither keys nor source. */
    @Override
    public String toString()
    {
        return "MapConfig[budgetBytes=" + budgetBytes + ", reservationBytes=" + reservationBytes + ", pages=" + pages +
            ", forceFile=" + forceFile + ", missingValue=" + missingValue + ", maxOpenCursors=" + maxOpenCursors +
            ", clearStrategy=" + clearStrategy + ", trackDirtyBuckets=" + trackDirtyBuckets +
            ", unsafeRandomness=" + (null != random || null != keys) + "]";
    }
}
