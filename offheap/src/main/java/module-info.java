// SPDX-License-Identifier: Apache-2.0
/**
 * Off-heap maps whose bytes are the bytes that Go's classic map would have written.
 */
@SuppressWarnings("requires-automatic")
module dev.tophash.offheap
{
    requires transitive dev.tophash.core;
    // What may be null, used or closed, for tools; nobody needs them at run time.
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    // Asked for the size of the RAM where there is no /proc/meminfo.
    requires static jdk.management;
    // Told of growths, clears, refusals and leaks while somebody records them.
    requires static jdk.jfr;
    // Shows the maps to a management console that asks.
    requires static java.management;
    // The tests of whoever uses maps can look for leaks.
    requires static org.junit.jupiter.api;
    // Keys from its buffers.
    requires static org.agrona;
    // Shows the maps to whatever a program is watched by.
    requires static micrometer.core;

    exports dev.tophash.offheap;
    exports dev.tophash.offheap.agrona;
    exports dev.tophash.offheap.image;
    exports dev.tophash.offheap.junit;
    exports dev.tophash.offheap.micrometer;
    exports dev.tophash.offheap.verify;

    opens dev.tophash.offheap.junit to org.junit.platform.commons;
}
