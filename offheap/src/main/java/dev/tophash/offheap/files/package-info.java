// SPDX-License-Identifier: Apache-2.0
/**
 * Writing files: a whole new file takes the place of the old one, or the old one stays as it was. Not exported.
 */
package dev.tophash.offheap.files;
