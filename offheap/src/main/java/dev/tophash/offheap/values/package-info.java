// SPDX-License-Identifier: Apache-2.0
/**
 * Keys and elems in Go's memory form: how a Java value gets into the region, how the pointers in it are owned, and how
 * it is read again.
 *
 * <p>{@link dev.tophash.offheap.values.Heap} is what all of them stand on. A key is staged by
 * {@link dev.tophash.offheap.values.KeyStage}, which encodes a string with {@link dev.tophash.offheap.values.Utf8}. The
 * pointers of a slot are found and copied by {@link dev.tophash.offheap.values.PointerFields}; the types that an
 * interface can hold are known to {@link dev.tophash.offheap.values.DynamicTypes}. Nothing here knows a bucket or a
 * map. The package is not exported.
 */
package dev.tophash.offheap.values;
