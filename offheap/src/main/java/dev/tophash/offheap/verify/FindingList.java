// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import dev.tophash.check.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings, a bounded number of each check.
 */
final class FindingList
{
    private final List<Finding> kept = new ArrayList<>(0);
    private final Map<Rule, Long> counts = new HashMap<>();

    void add(
        final Rule rule, final long offset, final Location location, final String expected, final String actual)
    {
        if (counts.merge(rule, 1L, Long::sum) <= VerifyReport.MAX_FINDINGS_PER_CHECK)
        {
            kept.add(new Finding(rule, offset, location, expected, actual));
        }
    }

    VerifyReport report(final boolean hashChecked, final long entryCount, final long bucketCount)
    {
        return new VerifyReport(kept, counts, hashChecked, entryCount, bucketCount);
    }
}
