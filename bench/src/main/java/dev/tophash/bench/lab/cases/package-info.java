// SPDX-License-Identifier: Apache-2.0
/**
 * What the lessons do: cases on a stage, and what came out, as data. A case breaks a copy of real bytes; after each
 * step the stage asks Go's walk, the product and the verifier. How that looks is the business of
 * {@link dev.tophash.bench.lab.page}.
 */
package dev.tophash.bench.lab.cases;
