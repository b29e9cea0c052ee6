// SPDX-License-Identifier: Apache-2.0
/**
 * The layout of Go's classic map, the one of Go 1.19 to 1.23: header, side structure and buckets
 * ({@code *Descriptor}), the states of a tophash byte, when a map grows, and how many buckets an array has.
 *
 * <p>Everything in this package is a pure function of its arguments.  Offsets are relative to the start of the record
 * that the descriptor describes.  What another layout of a Go map would have in common with this one is in
 * {@link dev.tophash.layout}, which knows nothing of this package.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.layout.classic;

import org.jspecify.annotations.NullMarked;
