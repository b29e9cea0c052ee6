// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that touches memory and the only one that obtains it.
 *
 * <p>{@link dev.tophash.offheap.memory.Memory} holds every load and store, {@link dev.tophash.offheap.memory.Region}
 * every allocation. Nothing outside calls {@code MemorySegment.get}, {@code set}, {@code copy} or {@code fill}; other
 * packages pass a segment around as an opaque handle. The package is not exported.
 *
 * <p><b>Naming code.</b> An <i>offset</i> is a position in the region, an <i>address</i> is the number that stands in a
 * pointer field: {@code address = base + offset}. Offset 0 is never handed out, so it serves as nil. A plain access has
 * no suffix; an ordered one says so ({@code getIntVolatile}).
 *
 * <p><i>Decision 2026-11-23: one shared arena a region.</i> A map must be readable by many threads while nobody writes,
 * so its segment cannot be confined, and mixing arena kinds at one call site spoils the type profile of every access.
 * The price is a thread-local handshake at close (13 microseconds in the median on two cores).
 */
package dev.tophash.offheap.memory;
