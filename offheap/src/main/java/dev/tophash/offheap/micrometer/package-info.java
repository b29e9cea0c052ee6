// SPDX-License-Identifier: Apache-2.0
/**
 * Gauges of open maps for Micrometer, which is needed by this package alone.
 */
@NullMarked
package dev.tophash.offheap.micrometer;

import org.jspecify.annotations.NullMarked;
