// SPDX-License-Identifier: Apache-2.0
/**
 * Off-heap maps whose bytes are Go's classic map.
 *
 * <p>{@link dev.tophash.offheap.OffHeapMaps} makes them. The engine stands beside them, package-private, because
 * Java's own fence is the strongest and because a map <i>is</i> its table: {@code OffHeapLongDoubleMap} extends {@code
 * LongKeyTable} extends {@code MapSkin} extends {@code Hmap}, one object from the API to the bytes. The build derives
 * the tables of the other kinds of keys, the maps of the other pairs and the sets from these texts, see
 * {@code core/src/build/Derive.java}.
 *
 * <pre>
 *   map.put(k, v)                                             OffHeapLongDoubleMap stores the elem
 *     assign(k)             Go's mapassign                    LongKeyTable         one walk a key kind
 *       hashGrow            arrays from BucketArrays          Hmap                 header, growth, overflow
 *       Memory.putLong      the only loads and stores         memory.Memory
 *       Region.require      the only allocation               memory.Region        asked before anything changes
 * </pre>
 *
 * <p>Where to look: a walk in {@code LongKeyTable}; what one key kind does in {@code LongKey}, {@code IntKey}, {@code
 * BytesKey}, {@code StringKey}, {@code TypedKey}; iteration in {@code HmapCursor}; clear in {@code Clearing}; clone in
 * {@code Cloning}; room for entries to come in {@code Reserving}; the header's fields in {@code HmapHeader}; the
 * memory of an array in {@code arrays.Generation}; how a String becomes key bytes in {@code values.KeyStage}; where a
 * map's memory is unmapped in {@code memory.NativeRange}. {@code ENGINE.md} tells how they work together.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.offheap;

import org.jspecify.annotations.NullMarked;
