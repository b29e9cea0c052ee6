// SPDX-License-Identifier: Apache-2.0
/**
 * Off-heap maps whose bytes are the bytes that Go's classic map would have written.
 */
module dev.tophash.offheap
{
    requires transitive dev.tophash.core;
    requires jdk.management;

    exports dev.tophash.offheap;
    exports dev.tophash.offheap.image;
    exports dev.tophash.offheap.verify;
}
