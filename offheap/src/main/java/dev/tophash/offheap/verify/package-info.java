// SPDX-License-Identifier: Apache-2.0
/**
 * The checker: are these bytes a healthy map?
 *
 * <p>{@link dev.tophash.offheap.verify.MapVerifier} reads a {@link dev.tophash.offheap.image.MapImage} and reports what
 * breaks the rules of {@link dev.tophash.check.Check}. It shares the descriptors with the engine and nothing else: no
 * code that built a map judges it.
 *
 * <pre>
 *   MapVerifier ─► HeaderChecks      header and extra, from which Geometry follows
 *               ─► ChainWalk         every bucket of every chain, current and old
 *                     └► EntryChecks    one live entry: hash, place, pointers, duplicates
 *               ─► SpareChecks       the spare areas: order, sentinel, blank rest
 *               ─► ListChecks        the overflow lists against the chains
 *               ─► ExtentChecks      no two things lie on the same bytes
 * </pre>
 */
package dev.tophash.offheap.verify;
