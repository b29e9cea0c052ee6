// SPDX-License-Identifier: Apache-2.0
/**
 * The checker: are these bytes a healthy map?
 *
 * <p>{@link dev.tophash.offheap.verify.MapVerifier} reads a {@link dev.tophash.offheap.image.MapImage} and reports what
 * breaks the rules of {@link dev.tophash.check.Check}. It shares the descriptors with the engine and nothing else: no
 * code that built a map checks it.
 *
 * <p>Which class checks what, in the order of the check:
 *
 * <pre>
 *   MapVerifier           whether there is a header; the counts           C01 G01 O02 X01
 *     HeaderChecks        header and extra, from which Geometry follows   H01 H02 H03 O02 O03 F01 M01
 *     ChainWalk           every bucket of every chain, current and old    T02 T03 H03 O01 O05 O06 O07 E01 P01
 *       EntryChecks       one live entry: hash, place, duplicates         T01 B01 B02 B03 P02
 *         PointerChecks   what its pointers lead to                       P02
 *     SpareChecks         the spare areas: order, sentinel, blank rest    O04 O05
 *     SplitChecks         where evacuated entries went                    E01 P02
 *     ListChecks          the overflow lists against the chains           L01 L02
 *     ExtentChecks        no two things lie on the same bytes             H02 L02 P01 P02
 *     StaleBytes          bytes of former entries in empty slots          S01
 * </pre>
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.offheap.verify;

import org.jspecify.annotations.NullMarked;
