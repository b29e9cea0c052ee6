// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that touches memory and the only one that obtains it.
 *
 * <p>{@link dev.tophash.offheap.memory.Memory} holds every load and store, {@link dev.tophash.offheap.memory.Region}
 * every allocation. Nothing outside calls {@code MemorySegment.get}, {@code set}, {@code copy} or {@code fill}; other
 * packages pass a segment around as an opaque handle. The package is not exported.
 *
 * <p>From the bottom up: {@code PageTable} (what the allocator knows of each page), {@code PageRuns} and {@code Blocks}
 * (ranges from a page on and below), {@code Allocator} (both), {@link dev.tophash.offheap.memory.BoxHeap} (slabs),
 * {@link dev.tophash.offheap.memory.Region} (the budget), {@link dev.tophash.offheap.memory.Grant} (what an operation
 * gets before it changes a byte), {@link dev.tophash.offheap.memory.Reclaimer} (how memory comes back).
 *
 * <p><b>Naming code.</b> An <i>offset</i> is a position in the region, an <i>address</i> is the number that stands in a
 * pointer field: {@code address = base + offset}. Offset 0 is never handed out, so it serves as nil. A plain access has
 * no suffix; an atomic one says so ({@code getAndBitwiseOrInt}).
 *
 * <p><i>Decision 2026-11-23: one shared arena a region.</i> A map must be readable by many threads while nobody writes,
 * so its segment cannot be confined, and mixing arena kinds at one call site spoils the type profile of every access.
 * The price is a thread-local handshake at close (13 microseconds in the median on two cores).
 */
package dev.tophash.offheap.memory;
