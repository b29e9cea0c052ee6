// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What every map, and every set, offers whatever its types are. Threads: one writer, or any number of readers while
 * nobody writes.
 */
public interface OffHeapMap extends AutoCloseable
{
    /**
     * What the map was called when it was built; it stands in its text and in lists of maps.
     *
     * @return the name, empty if it was given none; also after a close.
     */
    String name();

    /**
     * Number of entries; O(1).
     *
     * @return the count, {@link Integer#MAX_VALUE} if it is larger than that.
     * @throws MapClosedException if the map is closed.
     */
    int size();

    /**
     * Number of entries; O(1).
     *
     * @return the count.
     * @throws MapClosedException if the map is closed.
     */
    long sizeLong();

    /**
     * Tells whether the map has no entry; O(1).
     *
     * @return true if the count is 0.
     * @throws MapClosedException if the map is closed.
     */
    boolean isEmpty();

    /**
     * Removes all entries in the way that the map was configured with, {@link ClearStrategy#THREE_STEP} by default.
     *
     * <p>An open cursor never delivers a cleared entry; one added later it may. Go 1.23 still delivers NaN keys of a
     * growth that has ended, this map does not.
     *
     * @throws MapClosedException     if the map is closed.
     * @throws OffHeapMemoryException if the strategy has to allocate and may not; the map is unchanged.
     */
    void clear();

    /**
     * Removes all entries in a given way.
     *
     * @param strategy what it costs, what remains in memory, and what happens to cursors.
     * @throws MapClosedException                 if the map is closed.
     * @throws OffHeapMemoryException             if the strategy has to allocate and may not; the map is unchanged.
     * @throws dev.tophash.MapCorruptionException if the strategy keeps the array and the header does not tell the truth
     *                                            about it; the map is unchanged.
     */
    void clear(ClearStrategy strategy);

    /**
     * Makes room, so that no put begins a growth while there are at most this many entries. Where there is room
     * already, or a running growth will give it, nothing happens. Else the entries move at once, in this call, to an
     * array of the size that {@link MapBuilder#capacity} gives; a running growth ends before. In terms of threads it
     * counts as a write. Cost: one move of each entry and one pass over the old array, and until the next writes have
     * done their chores both arrays are in memory. Open cursors go on as they do when the map grows.
     *
     * <p>Go has no such operation, and its growth doubles the array each time; so the bytes are not those of a Go map
     * that has grown, but those of one that was made with this hint and got the entries then. Churn can still begin
     * Go's growth to the same size, which packs chains.
     *
     * @param count number of entries in all, not of those to come; fewer than there are is not an error.
     * @throws MapClosedException       if the map is closed.
     * @throws IllegalArgumentException if the count is negative or more than 2^40.
     * @throws OffHeapMemoryException   if memory for it is not allowed; the map is unchanged.
     */
    void reserve(long count);

    /**
     * Makes the array that the next {@link ClearStrategy#SWAP} takes: allocates it if there is none of this size,
     * cleans what is not clean yet, and has the system make its pages. The swap then allocates nothing and meets no
     * page for the first time, unless the map grows before. Then it rehearses: it swaps a scratch map of the same
     * class, for about a millisecond at most, so that a swap right after finds its code in the caches of the processor,
     * and after many calls compiled. Where memory for the scratch map is refused, it leaves that out. Counts as a write
     * in terms of threads and changes no entry. Cost: one pass over an array, and the rehearsal. Does nothing while the
     * map has no array.
     *
     * @throws MapClosedException     if the map is closed.
     * @throws OffHeapMemoryException if memory for the array is not allowed; the map is unchanged.
     */
    void prepareSwap();

    /**
     * Does chores that later writes would do: returns retired memory, cleans the array that a swap has put aside. Where
     * a map lost more than a third of the strings and boxes that it had room for, it moves the others together. In a
     * map that prepares its next array ({@link PagePolicy#AHEAD_BY_ADVANCE}, {@link PagePolicy#AHEAD_BY_WRITES}, {@link
     * MapAgent}), it does that too, once half of the room is used. Counts as a write in terms of threads and changes no
     * entry.
     *
     * @param budgetNanos time in nanoseconds; overrun by at most one slice. With 0 nothing is done and the result
     *                    tells whether there is work.
     * @return true if time ran out before the work; false if nothing more can be done now, because all is done or
     *     because the rest waits for open cursors.
     * @throws MapClosedException if the map is closed.
     */
    boolean advance(long budgetNanos);

    /**
     * Gives back what the map does not need now: retired memory that no cursor can read, empty slabs of boxes, the
     * array that a {@link ClearStrategy#SWAP} keeps, and staging room for keys that are longer than any key in the map.
     * The pages of everything that is free go back to the system. Entries, arrays and overflow buckets stay. In terms
     * of threads it counts as a write. It takes a system call for each free range. If there is staging room for a key
     * of more than 64 KiB, it also reads the length of each key.
     *
     * @throws MapClosedException if the map is closed.
     */
    void trim();

    /**
     * What the map costs and how it is doing; O(1). Any thread may ask, also while another one writes or closes the
     * map: see {@link MapStats} for what it gets then. Only a map of a confined memory tells no thread but its own.
     *
     * @return a snapshot.
     * @throws MapClosedException   if the map is closed.
     * @throws WrongThreadException if the map lies in a {@link MapMemory#confined} memory of another thread.
     */
    MapStats stats();

    /**
     * How long the map's chains are and how many buckets a lookup reads; {@link #stats} tells the average length in
     * constant time. Reads every bucket, so it belongs to the owner, and nobody may write meanwhile.
     *
     * @return a report.
     * @throws MapClosedException                 if the map is closed.
     * @throws dev.tophash.MapCorruptionException if the header does not tell the truth, or a chain has no end.
     */
    ChainReport chains();

    /**
     * A live, read-only view of the map's bytes for dump, verification and comparison.
     *
     * @return the view; it must not be used while the map is written.
     * @throws MapClosedException if the map is closed.
     */
    MapImage image();

    /**
     * Go's {@code maps.Clone}: a map of its own with the same entries, seed and hash words.
     *
     * @return a new map of the same class; close it too.
     * @throws MapClosedException     if the map is closed.
     * @throws OffHeapMemoryException if its memory is not allowed; this map is unchanged.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    OffHeapMap copy();

    /**
     * Saves the entries as a whole: the path shows the old file or the new one at every moment, and a failure leaves
     * the old one. {@link MapBuilder#load} makes a map of them. The file holds keys and values and no other byte of the
     * map, neither seed nor hash words, and has checksums; a new file gets mode 0600. For all bytes as they are see
     * {@link dev.tophash.offheap.image.ImageFile}.
     *
     * <p>In terms of threads it counts as a write: it belongs to the map's owner and keeps it for as long as it takes,
     * two to twenty seconds for each GB of the file, besides the disk ({@code ./tophash bench save}). To save beside a
     * running writer, let it take a {@link #copy}, and save that. It needs 64 KiB of Java heap and no memory of the
     * map.
     *
     * @param file the target; a link is followed, a pipe or a character device gets the bytes as they come.
     * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted, before or meanwhile.
     * @throws IOException                                  if it cannot be written; a target that is a file is as it
     *                                                      was.
     * @throws MapClosedException                           if the map is closed.
     * @throws IllegalArgumentException                     if the text of the map's type is longer than 3992 bytes.
     * @throws dev.tophash.MapCorruptionException           if the map is damaged; nothing has changed.
     */
    default void save(final Path file) throws IOException
    {
        save(file, (doneCount, totalCount) ->
        {
        });
    }

    /**
     * As {@link #save(Path)}; tells how far it has come if it takes longer than two seconds.
     *
     * @param file     the target.
     * @param progress is told; what it throws leaves the map and an older file as they were.
     * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted, before or meanwhile.
     * @throws IOException                                  if it cannot be written; a target that is a file is as it
     *                                                      was.
     * @throws MapClosedException                           if the map is closed.
     * @throws IllegalArgumentException                     if the text of the map's type is longer than 3992 bytes.
     * @throws dev.tophash.MapCorruptionException           if the map is damaged; nothing has changed.
     */
    void save(Path file, SaveProgress progress) throws IOException;

    /**
     * Tells whether the map was closed.
     *
     * @return true after {@link #close}.
     */
    boolean isClosed();

    /**
     * Gives all memory back; every later operation, also through an open cursor, throws {@link MapClosedException}.
     * Idempotent and safe from any thread.
     */
    @Override
    void close();
}
