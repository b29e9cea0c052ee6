// SPDX-License-Identifier: Apache-2.0
/**
 * For tests with JUnit 5: {@link dev.tophash.offheap.junit.CheckMapLeaks}. Whoever uses it has the module {@code
 * org.junit.jupiter.api}; nobody else needs it.
 */
@NullMarked
package dev.tophash.offheap.junit;

import org.jspecify.annotations.NullMarked;
