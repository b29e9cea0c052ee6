// SPDX-License-Identifier: Apache-2.0
/**
 * Save files: the entries of a map in a form of their own, checked block by block. Whoever loads one inserts the
 * entries, so no byte of a file becomes a pointer. Not exported.
 */
package dev.tophash.offheap.save;
