// SPDX-License-Identifier: Apache-2.0
/** The lab's pages in a real browser. */
package dev.tophash.it.browser;
