// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.ArrayStrip;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import dev.tophash.check.Rule;
import dev.tophash.layout.classic.BmapDescriptor;
import java.util.Set;

/**
 * Where a finding is, and what is wrong there. The verifier says it in English; in another language the place is named
 * by the names of the picture, and what is expected is said only for rules that compare values.
 */
final class FindingText
{
    /** What they expect and what is there has a name in Go, the same in each language; all others say it in words. */
    private static final Set<Rule> RULES_OF_VALUES = Set.of(Check.T01);

    private final LessonTexts texts;
    private final StepResult step;
    private final Finding finding;

    FindingText(final LessonTexts texts, final StepResult step, final Finding finding)
    {
        this.texts = texts;
        this.step = step;
        this.finding = finding;
    }

    /** The place: M16 tophash[3], header.count. */
    String place()
    {
        return texts.language() == LessonTexts.Language.EN ? finding.location().toString() : names(finding.location());
    }

    /** What is expected there, and what is there. */
    String difference()
    {
        final boolean values = texts.language() == LessonTexts.Language.EN ||
            RULES_OF_VALUES.contains(finding.rule());
        return values ? texts.get("ui.difference").replace("{expected}", finding.expected())
            .replace("{actual}", finding.actual()) : "";
    }

    private String names(final Location place)
    {
        final String item = place.number() < 0 ? "" : "[" + place.number() + ']';
        final String part = switch (place.part())
        {
            case HEADER -> "header";
            case EXTRA -> "extra";
            case OVERFLOW_LIST -> "extra.overflow" + item;
            case OLDOVERFLOW_LIST -> "extra.oldoverflow" + item;
            case MAIN_BUCKET -> "M" + place.number();
            case OLD_BUCKET -> "O" + place.number();
            case HEAP_BUCKET -> bucket(finding.offset());
            case OTHER -> "";
        };
        final String slot = place.slot() < 0 ? "" : " [" + place.slot() + ']';
        return part + slot + (place.field().isEmpty() || part.isEmpty() ? "" : ".") + place.field();
    }

    /** The name of the bucket in which a byte lies. */
    private String bucket(final long offset)
    {
        final MapView map = step.whole().after();
        final int size = BmapDescriptor.bucketSize(map.type());
        return map.strip().cells().stream().filter((cell) -> cell.offset() <= offset && offset < cell.offset() + size)
            .map(ArrayStrip.Cell::name).findFirst().orElse("@" + offset);
    }
}
