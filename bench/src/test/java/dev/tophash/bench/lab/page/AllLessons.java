// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.layout.GoVersion;
import java.util.List;
import java.util.Map;

/** All lessons, run once for all tests that look at what they show. */
final class AllLessons
{
    /** Builds maps of 100,000 entries, and has no steps. */
    private static final String LARGE = "struct-keys";
    private static final Map<String, List<String>> REAL = GoRecords.recorded(GoVersion.GO_1_23);

    private AllLessons()
    {
    }

    /** What came out, but of the large one. */
    static List<LessonResult> results()
    {
        return Results.ALL;
    }

    /** One of them. */
    static LessonResult of(final String id)
    {
        return Results.ALL.stream().filter((result) -> result.lesson().id().equals(id)).findFirst().orElseThrow();
    }

    /** Made when they are first asked for. */
    private static final class Results
    {
        private static final List<LessonResult> ALL =
            Lessons.all().stream().filter((lesson) -> !lesson.id().equals(LARGE))
                .map((lesson) -> LessonResult.run(lesson, LabMap.Setup.DEFAULT, REAL)).toList();
    }
}
