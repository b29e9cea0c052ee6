// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison with real Go came to.
 *
 * @param scripts     scripts replayed.
 * @param records     records of Go compared, of all versions.
 * @param comparisons single comparisons.
 * @param operations  map operations done.
 * @param mismatches  the first difference of each replay that had one.
 */
public record ConformReport(long scripts, long records, long comparisons, long operations, List<Mismatch> mismatches)
{
    /**
     * Copies the list.
     */
    public ConformReport
    {
        mismatches = List.copyOf(mismatches);
    }

    /**
     * The closing line.
     *
     * @return for example {@code 27 scripts, 5000 records, 300000 comparisons, 0 mismatches}.
     */
    public String summary()
    {
        return scripts + " scripts, " + records + " records, " + comparisons + " comparisons, " + mismatches.size() +
            " mismatches";
    }

    /** Adds reports up. */
    static final class Sum
    {
        private final List<Mismatch> mismatches = new ArrayList<>();
        private long scripts;
        private long records;
        private long comparisons;
        private long operations;

        void script()
        {
            scripts++;
        }

        void add(final ScriptReplay.Result result)
        {
            records += result.records();
            comparisons += result.comparisons();
            operations += result.operations();
            if (result.mismatch() != null)
            {
                mismatches.add(result.mismatch());
            }
        }

        ConformReport report()
        {
            return new ConformReport(scripts, records, comparisons, operations, mismatches);
        }
    }
}
