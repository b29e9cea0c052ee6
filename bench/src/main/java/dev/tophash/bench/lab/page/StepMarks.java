// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the pictures of a case have to point out, worked out from the bytes alone: which slots changed, which entries
 * are ghosts and why, which links were cut, who owns a bucket twice, which pointers dangle. It remembers from step to
 * step: an entry that was a ghost once stays one until its slot is written.
 */
final class StepMarks
{
    /** Why an entry that is there should not be. */
    enum Ghost
    {
        /** Its bucket is on no chain. */
        LOST,
        /** The map says that it is empty. */
        COUNT,
        /** A byte before it in the chain says that nothing follows. */
        BEHIND,
        /** It was a ghost before, and is in a chain again. */
        BACK,
        /** Its key was wiped, its tophash byte was not. */
        PHANTOM,
        /** It was moved here by a growth, but its old bucket says that it was not: lookups go there. */
        HIDDEN
    }

    /**
     * What there is to say about one bucket.
     *
     * @param bucket   the bucket.
     * @param lost     whether no chain leads here.
     * @param changed  slots that are not what they were before the step.
     * @param ghosts   live slots that should be dead, with the reason.
     * @param cut      name of the bucket that its overflow word led to before the step, if it leads nowhere now.
     * @param sentinel whether that word was the sentinel.
     * @param owners   who leads here, if more than one does: names of buckets; "" is the cursor.
     * @param next     whether nextOverflow points here.
     * @param cursor   whether the lesson's cursor stands here.
     * @param dangling whether the cursor came here with another chain than the one that the bucket is in now.
     * @param findings what the verifier says of this bucket.
     * @param wrong    slots of which it says that, with the code.
     */
    record Marks(
        BucketView bucket, boolean lost, Set<Integer> changed, Map<Integer, Ghost> ghosts, String cut,
        boolean sentinel, List<String> owners, boolean next, boolean cursor, boolean dangling, List<Finding> findings,
        Map<Integer, String> wrong)
    {
        boolean used()
        {
            return bucket.slots().stream().anyMatch((slot) -> slot.tophash() != TopHash.EMPTY_REST);
        }
    }


    /** Rules about a bucket as a whole: what they find is reported at its first byte. */
    private static final Set<Check> WHOLE_BUCKET = EnumSet.of(Check.O05);

    private final Map<String, Ghost> remembered = new HashMap<>();
    /** First bucket of the chain in which the cursor came to stand where it stands. */
    private long cursorHead = -1;
    private long cursorAt = -1;

    /** The bytes before a step. */
    List<Marks> before(final StepResult step)
    {
        return marks(step.before(), Map.of(), step.headerBefore(), step.standing().before(), List.of());
    }

    /** The bytes after a step. */
    List<Marks> after(final StepResult step)
    {
        final Map<Long, BucketView> old = new HashMap<>();
        step.before().forEach((chain) -> chain.buckets().forEach((bucket) -> old.put(bucket.offset(), bucket)));
        return marks(step.after(), old, step.headerAfter(), step.standing().after(), step.findings().stream()
            .filter((finding) -> finding.rule().severity() == Rule.Severity.ERROR).toList());
    }

    private List<Marks> marks(
        final List<ChainView> chains, final Map<Long, BucketView> old, final HeaderView header,
        final long cursor, final List<Finding> findings)
    {
        final Map<Long, List<String>> owners = owners(chains);
        final Set<Long> drawn = new HashSet<>();
        final List<Marks> marks = new ArrayList<>();
        follow(chains, cursor);
        for (final ChainView chain : chains)
        {
            boolean rest = false;
            for (final BucketView bucket : chain.buckets())
            {
                final Map<Integer, Ghost> ghosts = new LinkedHashMap<>();
                rest = ghosts(bucket, chain, header.count() == 0, rest, ghosts);
                if (ghosts.isEmpty() && unmoved(chain, chains, header))
                {
                    live(bucket).forEach((slot) -> ghosts.put(slot, Ghost.HIDDEN));
                }
                final BucketView was = old.get(bucket.offset());
                phantoms(was, bucket, ghosts);
                if (drawn.add(bucket.offset()))
                {
                    final boolean here = cursor == bucket.offset();
                    final boolean dangling =
                        here && (chain.cutOff() || chain.buckets().getFirst().offset() != cursorHead);
                    marks.add(new Marks(bucket, chain.cutOff(), changed(was, bucket), ghosts, cut(was, bucket),
                        was != null && was.link() == BucketView.Link.SENTINEL,
                        leading(owners.getOrDefault(bucket.offset(), List.of()), dangling),
                        bucket.name().equals(header.value(MapField.NEXT_OVERFLOW)), here, dangling,
                        about(bucket, findings, header), wrong(bucket, findings, header)));
                }
            }
        }
        return marks;
    }

    private static String cut(final BucketView was, final BucketView bucket)
    {
        return was != null && bucket.link() == BucketView.Link.END && was.link() != BucketView.Link.END ?
            was.next() : "";
    }

    /** Who leads to a bucket, if more than one does; a cursor counts if it came with another chain. */
    private static List<String> leading(final List<String> owners, final boolean dangling)
    {
        final List<String> all = new ArrayList<>(owners);
        if (dangling && !all.isEmpty())
        {
            all.add("");
        }
        return all.size() > 1 ? List.copyOf(all) : List.of();
    }

    /** The chain in which a cursor arrives is the one it belongs to. */
    private void follow(final List<ChainView> chains, final long cursor)
    {
        if (cursor != cursorAt)
        {
            cursorAt = cursor;
            for (final ChainView chain : chains)
            {
                if (chain.buckets().stream().anyMatch((bucket) -> bucket.offset() == cursor))
                {
                    cursorHead = chain.buckets().getFirst().offset();
                    return;
                }
            }
        }
    }

    private static Map<Long, List<String>> owners(final List<ChainView> chains)
    {
        final Map<Long, List<String>> owners = new HashMap<>();
        for (final ChainView chain : chains)
        {
            for (int i = 1; i < chain.buckets().size(); i++)
            {
                owners.computeIfAbsent(chain.buckets().get(i).offset(), (offset) -> new ArrayList<>())
                    .add(chain.buckets().get(i - 1).name());
            }
        }
        return owners;
    }

    private static Set<Integer> changed(final BucketView was, final BucketView bucket)
    {
        final Set<Integer> changed = new TreeSet<>();
        for (int i = 0; was != null && i < bucket.slots().size(); i++)
        {
            if (!was.slots().get(i).equals(bucket.slots().get(i)))
            {
                changed.add(i);
            }
        }
        return changed;
    }

    private boolean ghosts(
        final BucketView bucket, final ChainView chain, final boolean empty, final boolean behind,
        final Map<Integer, Ghost> ghosts)
    {
        boolean rest = behind;
        for (int i = 0; i < bucket.slots().size(); i++)
        {
            final BucketView.SlotView slot = bucket.slots().get(i);
            rest |= slot.tophash() == TopHash.EMPTY_REST;
            final String entry = entry(bucket, i);
            if (!slot.live())
            {
                continue;
            }
            if (chain.cutOff() || empty || rest)
            {
                ghosts.put(i, chain.cutOff() ? Ghost.LOST : empty ? Ghost.COUNT : Ghost.BEHIND);
                remembered.put(entry, Ghost.BACK);
            }
            else if (remembered.containsKey(entry))
            {
                ghosts.put(i, remembered.get(entry));
            }
        }
        return rest;
    }

    private static String entry(final BucketView bucket, final int slot)
    {
        final BucketView.SlotView view = bucket.slots().get(slot);
        return bucket.offset() + " " + slot + ' ' + view.tophash() + ' ' + view.key();
    }

    private void phantoms(final BucketView was, final BucketView bucket, final Map<Integer, Ghost> ghosts)
    {
        for (int i = 0; was != null && i < bucket.slots().size(); i++)
        {
            final BucketView.SlotView slot = bucket.slots().get(i);
            if (slot.live() && slot.tophash() == was.slots().get(i).tophash() && slot.key().isEmpty() &&
                !was.slots().get(i).key().isEmpty())
            {
                ghosts.put(i, Ghost.PHANTOM);
                remembered.put(entry(bucket, i), Ghost.PHANTOM);
            }
        }
    }

    private static List<Integer> live(final BucketView bucket)
    {
        return IntStream.range(0, bucket.slots().size()).filter((i) -> bucket.slots().get(i).live()).boxed().toList();
    }

    /** Whether a chain of the new array belongs to an old bucket that does not look as if it had been moved. */
    private static boolean unmoved(
        final ChainView chain, final List<ChainView> chains, final HeaderView header)
    {
        final BucketName head = chain.buckets().getFirst().place();
        if (!header.growing() || chain.cutOff() ||
            head.kind() != BucketName.Kind.MAIN && head.kind() != BucketName.Kind.SPARE)
        {
            return false;
        }
        final BucketName old = new BucketName(BucketName.Kind.OLD, head.number() & (1L << header.oldB()) - 1);
        return chains.stream().map((one) -> one.buckets().getFirst()).anyMatch((bucket) ->
            bucket.place().equals(old) && !TopHash.isEvacuated(bucket.slots().getFirst().tophash()));
    }

    /** Findings whose bytes lie in a bucket. */
    private static List<Finding> about(
        final BucketView bucket, final List<Finding> findings, final HeaderView header)
    {
        final int size = BmapDescriptor.bucketSize(header.layout().type());
        return findings.stream().filter((finding) ->
            finding.offset() >= bucket.offset() && finding.offset() < bucket.offset() + size).toList();
    }

    private static Map<Integer, String> wrong(
        final BucketView bucket, final List<Finding> findings, final HeaderView header)
    {
        final Map<Integer, String> wrong = new TreeMap<>();
        for (final Finding finding : about(bucket, findings, header))
        {
            final int slot = header.layout().slot(finding.offset() - bucket.offset());
            if (slot >= 0 && !WHOLE_BUCKET.contains(finding.rule()))
            {
                wrong.put(slot, finding.rule().code());
            }
        }
        return wrong;
    }

    /** Header fields that a finding is about, by name. */
    static Set<String> wrongFields(final StepResult step)
    {
        final Set<String> wrong = new LinkedHashSet<>();
        for (final Finding finding : step.findings())
        {
            final MapField field = step.headerAfter().layout().field(finding.offset());
            if (field != null)
            {
                wrong.add(field.word());
            }
        }
        return wrong;
    }
}
