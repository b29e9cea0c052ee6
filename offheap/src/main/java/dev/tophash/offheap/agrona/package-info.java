// SPDX-License-Identifier: Apache-2.0
/**
 * Keys from Agrona's buffers, for those who have Agrona, which is needed by this package alone.
 */
@NullMarked
package dev.tophash.offheap.agrona;

import org.jspecify.annotations.NullMarked;
