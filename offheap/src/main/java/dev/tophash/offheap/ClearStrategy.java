// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * Ways to remove all entries. Every one is correct in every state: without an array, with tombstones only, with
 * overflow chains, in the middle of a growth, with cursors open, with NaN keys, indirect elems and strings.
 *
 * <table>
 * <caption>In short; n entries, b buckets of the array, c bytes of address space ever used</caption>
 * <tr><th>strategy</th><th>cost</th><th>allocates</th><th>array</th><th>old bytes afterwards</th></tr>
 * <tr><td>{@link #THREE_STEP}</td><td>O(b), memory bandwidth</td><td>never</td><td>kept</td>
 * <td>array zero, overflow buckets and boxes until they are reused</td></tr>
 * <tr><td>{@link #DELETE_EACH}</td><td>O(b + n), n probes</td><td>never</td><td>kept, with its chains</td>
 * <td>keys without pointers stay</td></tr>
 * <tr><td>{@link #REALLOCATE}</td><td>O(1)</td><td>the array of the hint</td><td>new</td>
 * <td>until later writes return them</td></tr>
 * <tr><td>{@link #FIT}</td><td>O(1), or O(b) where the entries need b</td><td>if it can</td>
 * <td>new or kept</td><td>until later writes return them</td></tr>
 * <tr><td>{@link #SWAP}</td><td>O(1)</td><td>the first time</td><td>alternates</td>
 * <td>until later writes have cleaned them</td></tr>
 * <tr><td>{@link #RELEASE}</td><td>O(pages)</td><td>never</td><td>none</td><td>returned to the system</td></tr>
 * <tr><td>{@link #WIPE}</td><td>O(c)</td><td>never</td><td>kept</td><td>none</td></tr>
 * </table>
 *
 * <p><b>Seed.</b> Each of them draws a new hash seed, so that collisions learnt before are worth nothing after.
 *
 * <p><b>Cursors.</b> No cursor delivers a cleared entry after the clear. Entries added later may be delivered after
 * {@link #THREE_STEP} and {@link #DELETE_EACH}, as in Go; after the others a cursor opened before has ended. A cursor
 * stays open until it is closed, and while it is, memory that was retired before the clear or by it waits.
 *
 * <p><b>Errors</b> of all: {@link dev.tophash.MapClosedException} on a closed map,
 * {@link java.util.ConcurrentModificationException} if the header shows another writer. A strategy that allocates
 * asks first: if {@link dev.tophash.OffHeapMemoryException} is thrown, no byte of the map has changed.
 */
public enum ClearStrategy
{
    /**
     * Size check, clear buckets, reset tophash: the bytes of Go 1.23's {@code clear} (layout section 12).
     *
     * <p><b>Cost:</b> the array and its spare area are zeroed at memory bandwidth. These are about {@code 2^B} times
     * the bucket size, whatever the count. If dirty buckets are tracked, only what was written since the last clear is
     * zeroed. Allocates nothing.
     *
     * <p><b>Remains:</b> array, {@code B} and the cursor flags. Overflow buckets outside the spare area and boxes are
     * retired and keep their bytes until later writes take them back; then they are zeroed or given to the system. A
     * map without entries is left as it is, tombstones, chains and seed included, as in Go.
     *
     * <p><b>Mid-growth:</b> the growth ends; the old array is retired.
     *
     * <p><b>Cursors:</b> go on and may deliver entries added later. Go 1.23 still delivers cleared NaN keys of a
     * growth that has ended; this map does not.
     */
    THREE_STEP,

    /**
     * Go's loop {@code for k := range m { delete(m, k) }}.
     *
     * <p><b>Cost:</b> one lookup an entry, which is far more than {@link #THREE_STEP} on a full map. Allocates nothing;
     * in the middle of a growth it uses what the growth has reserved.
     *
     * <p><b>Remains:</b> array, chains, {@code noverflow}, and the bytes of keys without pointers. The seed is redrawn
     * when the count reaches 0. Unlike Go's loop it also removes NaN keys, which no delete can find. A map without
     * entries is left as it is.
     *
     * <p><b>Mid-growth:</b> every delete moves one or two old chains, as any delete does. With NaN keys the growth
     * runs to its end.
     *
     * <p><b>Cursors:</b> it is an iteration itself, so the cursor flags are set afterwards. Open cursors go on as
     * after deletes; if NaN keys were removed, they end. {@link IllegalStateException} if the limit of open cursors
     * is reached; nothing has changed then.
     */
    DELETE_EACH,

    /**
     * A new table, as {@code m = make(map[K]V, hint)} makes it, with the hint that the map was made with. An attached
     * map has the hint 0, so it has no array before its first write.
     *
     * <p><b>Cost:</b> constant, plus the page faults of a new array. The new array is allocated before anything changes
     * and while the old one still counts, so it may be refused. With the size of a window as hint this is the cheapest
     * way to fill and clear a map that once was large, because its cost follows the hint.
     *
     * <p><b>Remains:</b> the header's place. The old array, its overflow buckets and boxes are retired; later writes
     * and {@code advance} return them in slices of at most 64 KiB. A map without entries gets a new table too. So does
     * a map whose header is corrupted; the strategies that keep the array refuse it.
     *
     * <p><b>Mid-growth:</b> both arrays are retired. <b>Cursors:</b> end.
     */
    REALLOCATE,

    /**
     * A new table for as many entries as the map holds now, if that is smaller than the present one; otherwise
     * {@link #THREE_STEP}. For windows: fill, clear, fill again, where one window may be large and the next ones small.
     *
     * <p><b>Cost:</b> follows what was in the map, not what once was. It is constant plus the page faults of a new
     * array, or the zeroing of an array that the entries need. The array never gets smaller than the capacity that the
     * map was made with.
     *
     * <p><b>Allocates</b> the smaller array before anything changes. Where the budget does not allow it, the three
     * steps are taken instead. So it is never refused.
     *
     * <p><b>Remains:</b> as after {@link #REALLOCATE} or {@link #THREE_STEP}. A map without entries gives its array
     * back, down to its capacity.
     *
     * <p><b>Mid-growth:</b> the growth ends, or both arrays are retired. <b>Cursors:</b> end, or go on as after
     * {@link #THREE_STEP}.
     */
    FIT,

    /**
     * A spare zeroed array of the same size takes over and the former one becomes the spare. For maps that are emptied
     * within a latency budget.
     *
     * <p><b>Cost:</b> constant at any size: about 0.5 microseconds, or 1 to 2 when its code is in no cache. {@link
     * OffHeapMap#prepareSwap} right before brings the code there. The former array is cleaned in slices
     * of 16 KiB: one with each write, more by {@code advance(budgetNanos)} or by another thread through {@link
     * MapAgent}. If the next swap comes before that is done, it cleans the rest itself. That is the only case that is
     * not constant.
     *
     * <p><b>Allocates</b> the spare at the first swap, and again at the first swap after the map has grown. This
     * doubles the memory of the array and may be refused. Later swaps allocate nothing. {@link OffHeapMap#prepareSwap}
     * does it ahead, with the pages.
     *
     * <p><b>Remains:</b> {@code B}, the cursor flags, and both arrays. Overflow buckets outside the spare area and
     * boxes are retired as by {@link #THREE_STEP}. Tombstones of a map without entries vanish; a map without an array
     * stays as it is.
     *
     * <p><b>Mid-growth:</b> the new array is swapped, the old one retired. <b>Cursors:</b> end.
     */
    SWAP,

    /**
     * Gives the array up ({@code B} = 0, {@code buckets} nil) and its pages back to the system before it returns.
     *
     * <p><b>Cost:</b> one system call a range; its time follows the pages that were touched. Allocates nothing. The
     * next write makes the first bucket, and the map grows from there.
     *
     * <p><b>Remains:</b> the header. Ranges of less than a page are zeroed and kept. While older cursors are open,
     * what they can read stays; later writes and {@code advance} return it. Works on a map without entries too, and
     * on one whose header is corrupted.
     *
     * <p><b>Mid-growth:</b> both arrays are released. <b>Cursors:</b> end.
     */
    RELEASE,

    /**
     * Zeroes every byte that the map ever used, for secrets: arrays, spare area, overflow buckets, lists, boxes, what
     * was retired, staged keys and key buffers. Only the header stays, and what its pointers and the sentinel need.
     *
     * <p><b>Cost:</b> all address space ever handed out is read, and written where it is not zero. Allocates nothing
     * and commits no page. Works on a map without entries too.
     *
     * <p><b>Remains:</b> array, {@code B} and the cursor flags, as after {@link #THREE_STEP}. Not reached: what the
     * caller or a cursor holds in Java objects, copies that the garbage collector made of a Java key buffer, swapped
     * pages and core files.
     *
     * <p><b>Mid-growth:</b> the growth ends. <b>Cursors:</b> end, also for what they pinned: their current key and
     * elem read as zero where they were not copied before.
     */
    WIPE
}
