// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts entries where one call handles many: JMH then prints the time per entry too. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Entries
{
    /** Entries handled. */
    public long entries;
}
