// SPDX-License-Identifier: Apache-2.0
/**
 * What happens inside maps, told to JDK Flight Recorder. The package knows numbers and names, and no map. No other
 * package names classes of the module {@code jdk.jfr}; where that module is missing, no such class is asked for.
 */
package dev.tophash.offheap.events;
