// SPDX-License-Identifier: Apache-2.0
/**
 * Go's portable hash, and hash and equality of whole Go values by their type (layout sections 7 and 16).
 *
 * <p>Bytes are read through a {@link dev.tophash.hash.ByteSource}, so that the same code runs over native memory, over
 * an image and over a plain array in a test.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.hash;

import org.jspecify.annotations.NullMarked;
