// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.KeyWay;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.check.Finding;
import dev.tophash.offheap.image.MapImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step of a lesson did.
 *
 * @param key          name of the step; its title is in the texts under this name.
 * @param headerBefore header before.
 * @param headerAfter  header after.
 * @param before       the chains that the step is about, before.
 * @param after        the same chains, after.
 * @param changes      which bytes changed.
 * @param go           what Go's walk answers now.
 * @param product      what the product says that was asked to open a map on exactly these bytes; in a step that the
 *                     product takes itself, what its live map answers.
 * @param codes        what the verifier finds: code and how often, errors only.
 * @param findings     the first finding of each code.
 * @param ledgers      memory with more than one owner, word by word.
 * @param standing     where the lesson's cursor stands.
 * @param whole        the whole map, before and after.
 */
public record StepResult(
    String key,
    HeaderView headerBefore,
    HeaderView headerAfter,
    List<ChainView> before,
    List<ChainView> after,
    Changes changes,
    Answer go,
    Answer product,
    Map<String, Long> codes,
    List<Finding> findings,
    List<Ledger> ledgers,
    Standing standing,
    Whole whole)
{
    /**
     * The whole map, before and after a step.
     *
     * @param before its header and its array before.
     * @param after  the same after it.
     * @param zeroed what the step zeroed.
     * @param ways   how lookups of some keys go afterwards.
     */
    public record Whole(MapView before, MapView after, List<LabImage.Span> zeroed, List<KeyWay> ways)
    {
        /** Fixed lists. */
        public Whole
        {
            zeroed = List.copyOf(zeroed);
            ways = List.copyOf(ways);
        }

        /**
         * What the bytes alone say: buckets whose tophash bytes were not all zero before and are now were zeroed.
         *
         * @param before the map before.
         * @param after  the same map after.
         * @param names  of buckets of their own, by address.
         * @return both, without ways of keys.
         */
        public static Whole of(final MapImage before, final MapImage after, final Map<Long, BucketName> names)
        {
            final MapView was = MapView.of(before, false, names);
            final MapView is = MapView.of(after, false, names);
            final Map<Long, Long> tops = new HashMap<>();
            was.strip().cells().forEach((cell) -> tops.put(cell.offset(), cell.top()));
            return new Whole(was, is, is.strip().cells().stream()
                .filter((cell) -> cell.top() == 0 && tops.getOrDefault(cell.offset(), 0L) != 0)
                .map((cell) -> new LabImage.Span(cell.offset(), after.bucketSize())).toList(), List.of());
        }
    }

    /**
     * The bucket in which a cursor stands, as an offset in the image; negative if there is none.
     *
     * @param before before the step.
     * @param after  after it.
     */
    public record Standing(long before, long after)
    {
        /** No cursor. */
        public static final Standing NOWHERE = new Standing(-1, -1);

        public boolean same()
        {
            return before == after;
        }
    }

    /**
     * What a walk answers.
     *
     * @param len     {@code len(m)}.
     * @param asked   number of keys looked up.
     * @param found   how many of them were found.
     * @param entries entries that a range delivered.
     * @param failure how it ended instead; null if it answered.
     * @param lookup  how the first lookup ended that did not answer; null if all did.
     * @param range   how the range ended after its entries; null if it came to its end.
     * @param refusal the rule for which the product does not open these bytes; null if it answered.
     */
    public record Answer(
        long len, int asked, int found, int entries, String failure, String lookup, String range,
        Finding refusal)
    {
        static Answer failed(final String failure)
        {
            return new Answer(-1, 0, 0, 0, failure, null, null, null);
        }

        static Answer refused(final Finding refusal)
        {
            return new Answer(-1, 0, 0, 0, null, null, null, refusal);
        }

        /**
         * All questions were answered.
         *
         * @param len     {@code len(m)}.
         * @param asked   number of keys looked up.
         * @param found   how many of them were found.
         * @param entries entries that a range delivered.
         * @return the answer.
         */
        public static Answer of(final long len, final int asked, final int found, final int entries)
        {
            return new Answer(len, asked, found, entries, null, null, null, null);
        }

        /** Nobody was asked. */
        public static Answer none()
        {
            return failed("-");
        }

        /**
         * One line.
         *
         * @return the line.
         */
        public String line()
        {
            if (refusal != null)
            {
                return "refuses: " + refusal.rule().code() + ' ' + refusal.location();
            }
            return failure != null ? failure :
                "len " + len + ", lookup finds " + found + " of " + asked + end(lookup) + ", range yields " + entries +
                end(range);
        }

        private static String end(final String how)
        {
            return how == null ? "" : " (" + how + ")";
        }
    }
}
