// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import static dev.tophash.bench.lab.cases.RightWay.CURSOR;
import static dev.tophash.bench.lab.cases.RightWay.EMPTY;
import static dev.tophash.bench.lab.cases.RightWay.FILLED;
import static dev.tophash.bench.lab.cases.RightWay.FILLED_STRING;
import static dev.tophash.bench.lab.cases.RightWay.GROWING;

import java.util.ArrayList;
import java.util.List;

/**
 * All lessons, in the order in which they are best taken.
 */
public final class Lessons
{
    private static final String REWOUND = "nextOverflow-rewound-chains-kept/";
    private static final List<Lesson> ALL = List.of(
        lesson("dangling", "dangling", CURSOR, "dangling/recycled-under-a-cursor", REWOUND + "shared-bucket",
            "dangling/three-steps-one-by-one"),
        lesson("self-loop", "dangling", FILLED, REWOUND + "self-loop-lookup"),
        lesson("shared-bucket", "dangling", FILLED, REWOUND + "shared-bucket"),
        lesson("chain-cut", "dangling", FILLED, REWOUND + "chain-cut"),
        lesson("wrong-size", "zeroing", FILLED, "article-4.2-memclr-sizeof-bmap/int64",
            "article-4.2-memclr-sizeof-bmap/string"),
        lesson("main-only", "zeroing", FILLED, "zero-main-buckets/int64", "zero-main-buckets/struct",
            "zero-main-buckets/string"),
        lesson("main-and-count", "zeroing", FILLED, "zero-main-count-reset/int64"),
        lesson("spare-too", "zeroing", FILLED, "zero-all-spare-too/int64", "zero-all-spare-too/struct",
            "zero-all-spare-too/string"),
        lesson("three-steps", "article", FILLED, "article-4.3-three-step/int64", "article-4.3-three-step/struct",
            "article-4.3-three-step/string"),
        lesson("three-steps-count", "article", FILLED, "article-4.3-three-step-plus-count/int64",
            "article-4.3-three-step-plus-count/struct", "article-4.3-three-step-plus-count/string"),
        lesson("no-size-check", "article", EMPTY, "three-step/skip-nil-check"),
        lesson("no-data-clear", "article", FILLED, "three-step/skip-data-clear/int64",
            "three-step/skip-data-clear/struct"),
        lesson("no-tophash-reset", "article", FILLED_STRING, "three-step/skip-tophash-reset/int64",
            "three-step/skip-tophash-reset/struct", "three-step/skip-tophash-reset/string"),
        lesson("count-only", "header", FILLED, "count-zero-buckets-kept"),
        lesson("count-high", "header", FILLED, "count-too-high"),
        lesson("count-low", "header", FILLED, "count-too-low"),
        lesson("noverflow-kept", "header", FILLED, "noverflow-kept"),
        lesson("seed-kept", "header", FILLED, "seed/kept-after-reset"),
        lesson("grow-new", "growth", GROWING, "growing/zero-new-array"),
        lesson("grow-old", "growth", GROWING, "growing/zero-old-array"),
        lesson("grow-both", "growth", GROWING, "growing/zero-both-arrays"),
        lesson("grow-three-steps", "growth", GROWING, "growing/three-step-count-0"),
        lesson("oldbuckets-forgotten", "growth", GROWING, "growing/oldbuckets-nil-only"),
        lesson("bad-map-state", "growth", GROWING, "growing/first-tophash-byte-only"),
        lesson("oldoverflow-kept", "growth", GROWING, "growing/oldbuckets-nil-oldoverflow-kept"),
        lesson("cursor-stale", "cursor", CURSOR, "iterator/zero-main-while-in-overflow-bucket"),
        lesson("cursor-growth", "cursor", CURSOR, "iterator/clear-in-the-middle-of-growth",
            "iterator/clear-during-growth-NaN", "iterator/clear-after-growth-finished-NaN"),
        lesson("list-leak", "leak", FILLED, "leak/overflow-list"),
        lesson("spare-leak", "leak", FILLED, "leak/spare-buckets"),
        lesson("task-leak", "leak", EMPTY, "leak/tasks"),
        lesson("nil-map", "ways", EMPTY, "ways/nil-map"),
        lesson("literal-or-make", "ways", EMPTY, "ways/literal-and-make"),
        lesson("delete-loop", "ways", FILLED, "ways/delete-loop"),
        lesson("delete-refill", "ways", FILLED, "ways/delete-all-refill"),
        lesson("new-map", "ways", FILLED, "ways/new-map-others-hold-old"),
        lesson("sync-map-clear", "ways", FILLED, "ways/sync-map-clear"),
        lesson("same-size", "ways", FILLED, "ways/same-size-growth"),
        lesson("struct-keys", "ways", FILLED, "ways/struct-keys"),
        lesson("real-clear", "ways", FILLED, "reference/real-clear"));

    private Lessons()
    {
    }

    private static Lesson lesson(final String id, final String group, final RightWay right, final String... cases)
    {
        return new Lesson(id, group, List.of(cases), right);
    }

    /**
     * All of them.
     *
     * @return in order.
     */
    public static List<Lesson> all()
    {
        return ALL;
    }

    /**
     * Finds lessons by id, number or "all".
     *
     * @param name what somebody typed.
     * @return the lessons; none if nobody knows the name.
     */
    public static List<Lesson> named(final String name)
    {
        final List<Lesson> found = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++)
        {
            if (name.equals("all") || ALL.get(i).id().equals(name) || number(i).equals(name) ||
                Integer.toString(i + 1).equals(name))
            {
                found.add(ALL.get(i));
            }
        }
        return found;
    }

    /**
     * The number of a lesson in the list.
     *
     * @param index its position, from 0.
     * @return two digits.
     */
    public static String number(final int index)
    {
        return index < 9 ? "0" + (index + 1) : Integer.toString(index + 1);
    }
}
