// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that the bytes of a healthy map obey, each with a stable code, and the form in which a broken one is
 * reported: a {@link dev.tophash.check.Finding} names the {@link dev.tophash.check.Rule} and the
 * {@link dev.tophash.check.Location}.
 *
 * <p>The rules are named here, so that exceptions and tools can speak of them; the verifier that applies them is in the
 * module {@code dev.tophash.offheap}.
 *
 * <p>A method that is given null where it needs an object throws {@link NullPointerException}.
 */
@NullMarked
package dev.tophash.check;

import org.jspecify.annotations.NullMarked;
