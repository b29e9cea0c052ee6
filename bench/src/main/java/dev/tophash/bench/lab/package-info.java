// SPDX-License-Identifier: Apache-2.0
/**
 * The lab: clears maps in the wrong ways, on copies of real bytes, and shows what that does.
 *
 * <p>A map is built by the product, its bytes are copied, and only the copy is broken. The one literal walk over such
 * bytes, as Go has it, is {@link dev.tophash.bench.lab.GoWalk}; nothing of this package is in a product jar.
 */
package dev.tophash.bench.lab;
