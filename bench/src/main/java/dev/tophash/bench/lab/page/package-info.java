// SPDX-License-Identifier: Apache-2.0
/**
 * How the lab looks, at a terminal and in a browser: pictures, printer, pages, quiz, tour, glossary and the texts in
 * both languages. It reads what {@link dev.tophash.bench.lab.cases} recorded and works nothing out about maps itself.
 */
package dev.tophash.bench.lab.page;
