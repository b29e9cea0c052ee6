// SPDX-License-Identifier: Apache-2.0
/** What a benchmark has measured, as tables: for people, as JSON, and as a page with charts. */
package dev.tophash.bench.report;
