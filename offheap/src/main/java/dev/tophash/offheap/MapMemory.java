// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.check.Required;
import dev.tophash.offheap.memory.CommonRange;
import dev.tophash.offheap.memory.FilePolicy;

/**
 * Memory that many maps have in common: one reserved range of addresses, one budget, one close.
 *
 * <pre>{@code
 * try (MapMemory memory = MapMemory.of("sessions", 1L << 30))
 * {
 *     OffHeapLongLongMap one = OffHeapMaps.longLong().memory(memory).budget(16 << 20).build();
 *     OffHeapStringLongMap other = OffHeapMaps.stringLong().memory(memory).build();
 * }
 * }</pre>
 *
 * <p><b>Budget.</b> The budget of a map is a cap on what it may take. Caps may sum to more than the budget of the
 * memory; whoever comes too late is refused, and the message names the memory. A cap above that budget means that
 * budget. A map holds at most an eighth more than it uses.
 *
 * <p><b>Costs.</b> A map that fits in 1 KiB has neither a page nor a mapping of its own. A larger one takes addresses
 * in pieces of 64 KiB or more; of them it uses bytes as a map of its own range does. Closing a map takes a handshake
 * with all threads, unless the memory is {@link #confined}.
 *
 * <p><b>Safety.</b> Each map sees the memory through an arena of its own. What a closed map had goes to another one
 * only after that arena has closed: a late reader gets {@link dev.tophash.MapClosedException}, never another map's
 * bytes. A thread that writes a map while another thread closes it is not covered: where the JDK lets an access come
 * after the close (JDK-8364167, present in 25.0.3), its store can reach the next owner. A range of its own rests before
 * it is handed on, as a rule for a second. What a map has here does not: its warm pages and its budget are there
 * for the next map at once, which is what the common memory is for. Whoever cannot rule out that a map is written while
 * it is closed gives it a range of its own. A {@link #confined} memory has no such race. The verifier finds a corrupted
 * pointer that leads into another map. So does every operation that follows pointers of strings or frees memory. A
 * lookup that follows a chain of buckets does not look.
 *
 * <p><b>Threads.</b> Any number of maps may be made, written and closed by any number of threads at once; each map has
 * one writer, as always. A confined memory belongs to one thread with all its maps.
 *
 * <p><b>Files.</b> Whether it may lie in a file is said by {@link MapConfig#ALLOW_FILE_PROPERTY} for all memories of
 * the process. In a file and without native access, an interrupt in the moment in which a map of a confined memory is
 * made has the consequence that this map and later ones do not notice another thread.
 *
 * <p>What a map keeps in a file when it is saved is made one piece. A map over an image has a range of its own, so
 * {@link MapBuilder#attach} refuses a memory.
 */
public final class MapMemory implements AutoCloseable
{
    private static final long MIN_BUDGET = 64 << 10;

    private static MapMemory memoryOfProcess;

    private final CommonRange range;
    private final boolean ofProcess;

    private MapMemory(final CommonRange range, final boolean ofProcess)
    {
        this.range = range;
        this.ofProcess = ofProcess;
    }

    /**
     * Reserves memory for maps of any threads.
     *
     * @param name        for messages.
     * @param budgetBytes most bytes that the maps may use together, at least 64 KiB.
     * @return the memory; close it.
     * @throws IllegalArgumentException           if the budget is too small, or a system property of the product has a
     *                                            value that it cannot have.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     * @throws dev.tophash.OffHeapMemoryException if the system has no address range of at least 1 MiB, or the budget
     *                                            is more than the machine or its control group has.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public static MapMemory of(final String name, final long budgetBytes)
    {
        return open(name, budgetBytes, false);
    }

    /**
     * Reserves memory for the maps of one thread: the one that makes, uses and closes them. They are made and closed
     * without a handshake. A map that is dropped without a close is closed with the memory.
     *
     * @param name        for messages.
     * @param budgetBytes most bytes that the maps may use together, at least 64 KiB.
     * @return the memory; close it in the thread that used it.
     * @throws IllegalArgumentException           if the budget is too small, or a system property of the product has a
     *                                            value that it cannot have.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     * @throws dev.tophash.OffHeapMemoryException if the system has no address range of at least 1 MiB, or the budget
     *                                            is more than the machine or its control group has.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public static MapMemory confined(final String name, final long budgetBytes)
    {
        return open(name, budgetBytes, true);
    }

    private static MapMemory open(final String name, final long budgetBytes, final boolean confined)
    {
        Required.argument(name, "name");
        if (budgetBytes < MIN_BUDGET)
        {
            throw new IllegalArgumentException(
                "budget too small: budgetBytes=" + budgetBytes + ", minimum=" + MIN_BUDGET);
        }
        return new MapMemory(CommonRange.open(name, budgetBytes, confined, FilePolicy.ofProcess()), false);
    }

    /**
     * The memory of the process, made when it is first asked for. Its budget is what one map has by default; it is
     * never closed. Maps that ask for no memory come here when ranges of their own would use up the addresses or the
     * mappings of the process.
     *
     * @return the same memory each time.
     * @throws IllegalArgumentException           if a system property of the product has a value that it cannot have.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     * @throws dev.tophash.OffHeapMemoryException if the system has no address range of at least 1 MiB.
     */
    public static synchronized MapMemory ofProcess()
    {
        if (memoryOfProcess == null)
        {
            memoryOfProcess = new MapMemory(CommonRange.ofProcess(), true);
        }
        return memoryOfProcess;
    }

    boolean isConfined()
    {
        return range.isConfined();
    }

    CommonRange range()
    {
        return range;
    }

    /**
     * What it is called.
     *
     * @return the name.
     */
    public String name()
    {
        return range.name();
    }

    /**
     * What it costs; O(1).
     *
     * @return a snapshot.
     * @throws IllegalStateException if the memory is closed.
     */
    public MapMemoryStats stats()
    {
        return new MapMemoryStats(range.name(), range.mapCount(), range.budgetBytes(), range.claimedBytes(),
            range.reservedBytes(), range.addressBytes(), range.largestFreeBytes());
    }

    /**
     * Gives the pages of addresses that no map has back to the system. Takes a system call for each free range.
     *
     * @throws IllegalStateException if the memory is closed.
     */
    public void trim()
    {
        range.trim();
    }

    /**
     * Tells whether it is closed.
     *
     * @return true after {@link #close}.
     */
    public boolean isClosed()
    {
        return range.isClosed();
    }

    /**
     * Closes all maps and gives all memory back. Idempotent. Takes a handshake with all threads for each open map,
     * unless the memory is confined.
     *
     * @throws IllegalStateException if it is the memory of the process.
     */
    @Override
    public void close()
    {
        if (ofProcess)
        {
            throw new IllegalStateException("the memory of the process cannot be closed: name=" + name());
        }
        range.close();
    }
}
