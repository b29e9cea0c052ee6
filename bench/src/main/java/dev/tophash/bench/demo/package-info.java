// SPDX-License-Identifier: Apache-2.0
/**
 * The tour: two maps filled from the class files of the running JDK, looked at, broken on a copy, and reset right.
 */
package dev.tophash.bench.demo;
