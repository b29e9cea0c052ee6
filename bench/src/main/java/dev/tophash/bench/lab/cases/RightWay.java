// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.check.Rule;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The product's clear in the state in which the lesson went wrong.
 */
public enum RightWay
{
    /** 330 int64 keys, 30 of them in one chain. */
    FILLED(KeyForm.INT64),
    /** The same with string keys. */
    FILLED_STRING(KeyForm.STRING),
    /** In the middle of a growth. */
    GROWING(KeyForm.INT64),
    /** With a cursor in an overflow bucket. */
    CURSOR(KeyForm.INT64),
    /** A map that was never written. */
    EMPTY(KeyForm.INT64);

    private final KeyForm form;

    RightWay(final KeyForm form)
    {
        this.form = form;
    }

    /**
     * What came out.
     *
     * @param told    what was done and answered.
     * @param cleared answers after the clear.
     * @param filled  answers after the same keys were put in again.
     * @param errors  errors that the verifier found at any of these moments.
     */
    public record Outcome(
        List<CaseLine> told, StepResult.Answer cleared, StepResult.Answer filled, List<String> errors)
    {
        /**
         * What was done and answered.
         *
         * @return lines.
         */
        public List<String> lines()
        {
            return told.stream().map(CaseLine::text).toList();
        }
    }

    /**
     * Does it right.
     *
     * @param setup version and seed.
     * @return what came out.
     */
    public Outcome run(final LabMap.Setup setup)
    {
        final long[] keys = switch (this)
        {
            case FILLED, FILLED_STRING -> LabKeys.filledKeys(setup, form);
            case GROWING -> LabKeys.seq(0, 210);
            case CURSOR -> LabKeys.colliding(setup, form, 0, 4, 3, 12);
            case EMPTY -> new long[0];
        };
        final long hint = this == GROWING || this == EMPTY ? -1 : this == CURSOR ? 100 : 300;
        final List<CaseLine> lines = new ArrayList<>();
        final List<String> errors = new ArrayList<>();
        try (OffHeapTypedMap map = OffHeapTypedMap.create(form.type(), hint, LabMap.config(setup)))
        {
            put(map, keys);
            tell(lines, "before", answer(map, keys));
            check(map, "before", errors);
            if (this == CURSOR)
            {
                clearUnderCursor(map, lines);
            }
            else
            {
                map.clear();
            }
            check(map, "after clear", errors);
            final StepResult.Answer cleared = answer(map, keys);
            tell(lines, "map.clear()", cleared);
            put(map, keys);
            check(map, "refilled", errors);
            final StepResult.Answer filled = answer(map, keys);
            tell(lines, "the same keys again", filled);
            lines.add(errors.isEmpty() ? CaseLine.of("verifier: clean at each of these moments") :
                CaseLine.of("verifier: {}", errors));
            return new Outcome(List.copyOf(lines), cleared, filled, List.copyOf(errors));
        }
    }

    private static void clearUnderCursor(final OffHeapTypedMap map, final List<CaseLine> lines)
    {
        try (TypedCursor cursor = map.cursor(3, 0))
        {
            for (int i = 0; i < 9; i++)
            {
                cursor.next();
            }
            map.clear();
            int stale = 0;
            while (cursor.next())
            {
                stale++;
            }
            lines.add(CaseLine.of(
                "a cursor in the overflow bucket, opened before the clear, delivers after it: {}", stale));
        }
    }

    /** The answers of a healthy map. */
    private static void tell(final List<CaseLine> lines, final String when, final StepResult.Answer answer)
    {
        lines.add(CaseLine.of(when + ": len {}, lookup finds {} of {}, range yields {}", answer.len(), answer.found(),
            answer.asked(), answer.entries()));
    }

    private void put(final OffHeapTypedMap map, final long[] keys)
    {
        for (final long key : keys)
        {
            form.stage(map.key(), key);
            map.elem().setLong(0, key);
            map.assign();
        }
    }

    private StepResult.Answer answer(final OffHeapTypedMap map, final long[] keys)
    {
        final int found = (int)Arrays.stream(keys).filter((key) ->
        {
            form.stage(map.key(), key);
            return map.find();
        }).count();
        int entries = 0;
        try (TypedCursor cursor = map.cursor(0, 0))
        {
            while (cursor.next())
            {
                entries++;
            }
        }
        return StepResult.Answer.of(map.sizeLong(), keys.length, found, entries);
    }

    private static void check(final OffHeapTypedMap map, final String when, final List<String> errors)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        report.findings().stream().filter((finding) -> finding.rule().severity() == Rule.Severity.ERROR)
            .forEach((finding) -> errors.add(when + ": " + finding));
    }
}
