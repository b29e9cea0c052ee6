// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings, a bounded number of each check.
 */
final class Findings
{
    private final List<Finding> kept = new ArrayList<>(0);
    private final Map<Check, Long> counts = new EnumMap<>(Check.class);

    void add(
        final Check check, final long offset, final String location, final String expected, final String actual)
    {
        if (counts.merge(check, 1L, Long::sum) <= VerifyReport.MAX_FINDINGS_PER_CHECK)
        {
            kept.add(new Finding(check, offset, location, expected, actual));
        }
    }

    VerifyReport report(final boolean hashChecked, final long entryCount, final long bucketCount)
    {
        return new VerifyReport(kept, counts, hashChecked, entryCount, bucketCount);
    }
}
