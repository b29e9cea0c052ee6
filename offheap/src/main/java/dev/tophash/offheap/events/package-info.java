// SPDX-License-Identifier: Apache-2.0
/**
 * What happens inside maps, told to JDK Flight Recorder. The package knows numbers and names, and no map. Only {@code
 * FlightEvents} names classes of the module {@code jdk.jfr}; it is not loaded where that module is missing.
 */
package dev.tophash.offheap.events;
