// SPDX-License-Identifier: Apache-2.0
/**
 * What a user of the maps programs against: the map, set and cursor contracts and the exceptions.
 *
 * <p>Nothing here knows where the bytes live.  The off-heap implementations are in the module
 * {@code dev.tophash.offheap}.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash;

import org.jspecify.annotations.NullMarked;
