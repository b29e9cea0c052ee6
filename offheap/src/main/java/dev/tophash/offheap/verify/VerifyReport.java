// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Required;
import dev.tophash.check.Rule;
import java.util.List;
import java.util.Map;

/**
 * What the verifier found. Immutable.
 *
 * <p>At most {@value #MAX_FINDINGS_PER_CHECK} findings of each check are kept, in the order in which they were met; the
 * counts are complete. Findings name places and tophash bytes, never keys, elems, seeds or hash keys.
 */
public final class VerifyReport
{
    /** How many findings of one check are kept; a map broken everywhere breaks everywhere alike. */
    public static final int MAX_FINDINGS_PER_CHECK = 50;

    private final List<Finding> findings;
    private final Map<Rule, Long> counts;
    private final boolean hashChecked;
    private final long entryCount;
    private final long bucketCount;

    VerifyReport(
        final List<Finding> findings,
        final Map<Rule, Long> counts,
        final boolean hashChecked,
        final long entryCount,
        final long bucketCount)
    {
        this.findings = List.copyOf(findings);
        this.counts = Map.copyOf(counts);
        this.hashChecked = hashChecked;
        this.entryCount = entryCount;
        this.bucketCount = bucketCount;
    }

    /**
     * The findings.
     *
     * @return an immutable list; empty for a map without any.
     */
    public List<Finding> findings()
    {
        return findings;
    }

    /**
     * Whether the map is healthy.
     *
     * @return true if no finding is an error; there may be information.
     */
    public boolean clean()
    {
        return errorCount() == 0;
    }

    /**
     * How often a rule is broken, kept findings and others.
     *
     * @param rule the rule.
     * @return number of findings.
     */
    public long count(final Rule rule)
    {
        Required.argument(rule, "rule");
        return counts.getOrDefault(rule, 0L);
    }

    /**
     * Number of errors, kept findings and others.
     *
     * @return 0 for a healthy map.
     */
    public long errorCount()
    {
        long sum = 0;
        for (final Check check : Check.values())
        {
            sum += check.severity() == Rule.Severity.ERROR ? count(check) : 0;
        }
        return sum;
    }

    /**
     * Whether hashes were recomputed. If not (an image without hash keys), T01 and B01 say nothing.
     *
     * @return true if every key was hashed.
     */
    public boolean hashChecked()
    {
        return hashChecked;
    }

    /**
     * Live entries met.
     *
     * @return their number; count, if the map is healthy.
     */
    public long entryCount()
    {
        return entryCount;
    }

    /**
     * Buckets visited, main and overflow, current and old.
     *
     * @return their number.
     */
    public long bucketCount()
    {
        return bucketCount;
    }

    /** The findings, one a line, and a last line with the verdict. */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        findings.forEach((finding) -> text.append(finding).append('\n'));
        for (final Check check : Check.values())
        {
            final long more = count(check) - MAX_FINDINGS_PER_CHECK;
            if (more > 0)
            {
                text.append(check).append(": ").append(more).append(" more\n");
            }
        }
        text.append(clean() ? "clean" : "broken: errors=" + errorCount())
            .append(", entries=").append(entryCount)
            .append(", buckets=").append(bucketCount);
        return text.append(hashChecked ? "" : ", hashes not checked (no hash keys)").toString();
    }
}
