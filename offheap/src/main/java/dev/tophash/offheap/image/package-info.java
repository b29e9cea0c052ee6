// SPDX-License-Identifier: Apache-2.0
/**
 * Looking at the bytes of a map without its code: as a view, in a file, as text, and side by side with another.
 *
 * <p>{@link dev.tophash.offheap.image.MapImage} is the view that everything here, and the verifier, works on.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.offheap.image;

import org.jspecify.annotations.NullMarked;
