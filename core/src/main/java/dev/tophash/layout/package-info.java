// SPDX-License-Identifier: Apache-2.0
/**
 * What every layout of a Go map has in common: types and what a map type determines, the records of strings, slices
 * and interfaces ({@code *Descriptor}), Go's versions, and the size classes of its allocator.
 *
 * <p>Everything in this package is a pure function of its arguments.  Offsets are relative to the start of the record
 * that the descriptor describes.  The header and the buckets of the classic map are in
 * {@link dev.tophash.layout.classic}.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.layout;

import org.jspecify.annotations.NullMarked;
