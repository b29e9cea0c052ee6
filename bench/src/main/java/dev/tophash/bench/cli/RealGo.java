// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.Lesson;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Go that a lesson is compared with: one that is installed and runs the same cases now, or else the answers that
 * were recorded. What goes wrong with an installed one is said once, and the recorded answers take its place.
 */
final class RealGo
{
    private final GoVersion version;
    private final LessonTexts texts;
    private final PrintWriter err;
    private Map<String, List<String>> recorded;
    private GoPrograms programs;
    private String source;
    private String sentence;

    private RealGo(final GoVersion version, final LessonTexts texts, final PrintWriter err)
    {
        this.version = version;
        this.texts = texts;
        this.err = err;
    }

    /** No Go: with another seed it has nothing to say. */
    static RealGo none(final LessonTexts texts)
    {
        final RealGo go = new RealGo(null, texts, null);
        go.recorded = Map.of();
        go.source = "";
        go.sentence = texts.get("ui.real.seed");
        return go;
    }

    /** Recorded answers, because somebody wants them. */
    static RealGo recorded(final GoVersion version, final LessonTexts texts)
    {
        final RealGo go = new RealGo(version, texts, null);
        go.useRecords("ui.real.recorded", "");
        return go;
    }

    /** The Go of this version that is installed. */
    static RealGo installed(final GoVersion version, final LessonTexts texts, final PrintWriter err)
    {
        final Optional<GoToolchain> found =
            GoToolchain.installed().stream().filter((one) -> one.version() == version).findFirst();
        if (found.isPresent())
        {
            return live(found.get(), texts, err);
        }
        final RealGo go = new RealGo(version, texts, err);
        go.useRecords("ui.real.none", "");
        return go;
    }

    /** One toolchain. */
    static RealGo live(final GoToolchain toolchain, final LessonTexts texts, final PrintWriter err)
    {
        final RealGo go = new RealGo(toolchain.version(), texts, err);
        final String building = texts.get("ui.real.building").replace("{go}", toolchain.release());
        try
        {
            go.programs = new Progress(err).during(building, () -> GoPrograms.build(toolchain));
            go.source = texts.get("ui.real.now").replace("{go}", toolchain.release());
            go.sentence = texts.get("ui.real.live").replace("{go}", toolchain.release())
                .replace("{path}", toolchain.command().toString());
        }
        catch (final IOException e)
        {
            go.useRecords("ui.real.failed", firstLine(e));
        }
        return go;
    }

    private void useRecords(final String key, final String why)
    {
        programs = null;
        recorded = GoRecords.recorded(version);
        final String release = GoRecords.release(version);
        source = texts.get("ui.real.then").replace("{go}", release);
        sentence = texts.get(key).replace("{go}", release).replace("{version}", version.label()).replace("{why}", why);
    }

    private static String firstLine(final IOException e)
    {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    /** Which Go it is, as the head of a column. */
    String source()
    {
        return source;
    }

    /** Which Go it is and why, as a sentence. */
    String sentence()
    {
        return sentence;
    }

    /** What it prints for the cases of a lesson. */
    Map<String, List<String>> answers(final Lesson lesson)
    {
        if (programs == null)
        {
            return recorded;
        }
        final String running = texts.get("ui.real.running").replace("{lesson}", lesson.id());
        try
        {
            return new Progress(err).during(running, () -> GoRecords.live(programs, lesson.cases()));
        }
        catch (final IOException e)
        {
            useRecords("ui.real.failed", firstLine(e));
            err.println(sentence);
            err.flush();
            return recorded;
        }
    }
}
