// SPDX-License-Identifier: Apache-2.0
/**
 * The layout of Go's classic map: offsets ({@code *Descriptor}), what a map type determines, the states of a tophash
 * byte, and the arithmetic of growth and of the allocator's size classes.
 *
 * <p>Everything in this package is a pure function of its arguments.  Offsets are relative to the start of the record
 * that the descriptor describes.
 */
package dev.tophash.layout;
