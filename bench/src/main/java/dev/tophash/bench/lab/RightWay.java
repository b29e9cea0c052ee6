// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.check.Check;
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
     * @param lines   what was done and answered.
     * @param cleared answers after the clear.
     * @param filled  answers after the same keys were put in again.
     * @param errors  errors that the verifier found at any of these moments.
     */
    public record Outcome(
        List<String> lines, StepResult.Answer cleared, StepResult.Answer filled, List<String> errors)
    {
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
            case FILLED, FILLED_STRING -> LabMap.filledKeys(setup, form);
            case GROWING -> LabMap.seq(0, 210);
            case CURSOR -> LabMap.colliding(setup, form, 0, 4, 3, 12);
            case EMPTY -> new long[0];
        };
        final long hint = GROWING == this || EMPTY == this ? -1 : CURSOR == this ? 100 : 300;
        final List<String> lines = new ArrayList<>();
        final List<String> errors = new ArrayList<>();
        try (OffHeapTypedMap map = OffHeapTypedMap.create(form.type(), hint, LabMap.config(setup.version())))
        {
            map.unsafePinHash0(setup.seed());
            put(map, keys);
            lines.add("before: " + answer(map, keys).line());
            check(map, "before", errors);
            if (CURSOR == this)
            {
                clearUnderCursor(map, lines);
            }
            else
            {
                map.clear();
            }
            check(map, "after clear", errors);
            final StepResult.Answer cleared = answer(map, keys);
            lines.add("map.clear(): " + cleared.line());
            put(map, keys);
            check(map, "refilled", errors);
            final StepResult.Answer filled = answer(map, keys);
            lines.add("the same keys again: " + filled.line());
            lines.add(errors.isEmpty() ? "verifier: clean at each of these moments" : "verifier: " + errors);
            return new Outcome(List.copyOf(lines), cleared, filled, List.copyOf(errors));
        }
    }

    private static void clearUnderCursor(final OffHeapTypedMap map, final List<String> lines)
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
            lines.add("a cursor in the overflow bucket, opened before the clear, delivers after it: " + stale);
        }
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
        return new StepResult.Answer(map.sizeLong(), keys.length, found, entries, null, null, null);
    }

    private static void check(final OffHeapTypedMap map, final String when, final List<String> errors)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        report.findings().stream().filter((finding) -> Check.Severity.ERROR == finding.check().severity())
            .forEach((finding) -> errors.add(when + ": " + finding));
    }
}
