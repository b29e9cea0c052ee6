// SPDX-License-Identifier: Apache-2.0
/**
 * The program that {@link dev.tophash.bench.against} runs in a JVM of its own, with the classes of an old jar or of the
 * new one behind it.
 *
 * <p>This package uses the JDK and the public API of the maps, and nothing else: all its classes are copied in front of
 * the jar, so whatever else it named would come from that jar.
 */
package dev.tophash.bench.against.driver;
