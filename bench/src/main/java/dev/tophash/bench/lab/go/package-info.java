// SPDX-License-Identifier: Apache-2.0
/**
 * Go's side of the lab: a private copy of a map's bytes, the one literal walk over such bytes as Go has it, and how a
 * person reads them (names of buckets, chains, what changed). It knows no lesson and prints nothing.
 *
 * <p>A map is built by the product, its bytes are copied, and only the copy is broken: see
 * {@link dev.tophash.bench.lab.go.LabImage} and {@link dev.tophash.bench.lab.go.GoWalk}. Nothing of the lab is in a
 * product jar.
 */
package dev.tophash.bench.lab.go;
