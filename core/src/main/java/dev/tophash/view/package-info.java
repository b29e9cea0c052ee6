// SPDX-License-Identifier: Apache-2.0
/**
 * The maps as {@link java.util.Map} and the sets as {@link java.util.Set}: views that box keys and values on
 * the way, on top of the contracts of {@link dev.tophash}.
 *
 * <p>A codec says which number, string or bytes stand for an object.  A map of its own type needs none:
 * {@code map.asMap()}, {@code set.asSet()}.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.view;

import org.jspecify.annotations.NullMarked;
