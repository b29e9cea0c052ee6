// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/** Keys that are objects: in the order of putting, in that of probing, and absent ones. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record KeyObjects<K>(K[] keys, K[] probes, K[] absent)
{
}
