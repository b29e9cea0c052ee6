// SPDX-License-Identifier: Apache-2.0
/**
 * The proof against real Go: scripts of map operations are replayed on our engine and on a real Go map, and every byte,
 * field, lookup and iteration is compared.
 *
 * <pre>
 *   NAME.txt ──► ScriptParser ──► Script ──► ScriptReplay ──► ReplayMap (our engine)
 *      │                                         │  ▲
 *      ▼                                         ▼  │ memory, cursors
 *   mapdump (real Go) ──► JSON lines ──► DumpReader ──► DumpComparator ──► counts, first mismatch
 * </pre>
 *
 * <p>The script language and the meaning of its numbers are those of the Go program {@code mapdump}, whose sources
 * travel in this module's jar under {@code golang/}. Go runs with {@code GODEBUG=cpu.aes=off}: its portable hash is the
 * one we know.
 */
package dev.tophash.bench.conform;
