// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepProbe;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.KeyWay;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody can guess before the answers of a step are shown: each question with some answers to choose from, and
 * the reason why the right one is right.
 */
public final class StepQuestions
{
    private final LessonTexts texts;
    private final StepResult step;
    private final StepProbe probe;
    private final List<Question> questions = new ArrayList<>();

    /**
     * A question.
     *
     * @param text    what is asked.
     * @param options answers to choose from.
     * @param right   index of the right one.
     * @param why     why it is right.
     */
    public record Question(String text, List<String> options, int right, String why)
    {
        /** A fixed list. */
        public Question
        {
            options = List.copyOf(options);
        }
    }

    private StepQuestions(final LessonTexts texts, final StepResult step, final StepProbe probe)
    {
        this.texts = texts;
        this.step = step;
        this.probe = probe;
    }

    /**
     * The questions of a step.
     *
     * @param step  the step.
     * @param probe what Go's walk answers after it; null if it cannot be asked.
     * @param texts in which language.
     * @return questions in the order in which they are best asked.
     */
    public static List<Question> of(final StepResult step, final StepProbe probe, final LessonTexts texts)
    {
        final StepQuestions all = new StepQuestions(texts, step, probe);
        if (probe != null)
        {
            all.len();
            all.get();
        }
        all.verifier();
        return List.copyOf(all.questions);
    }

    private void len()
    {
        final TreeSet<Long> lengths = new TreeSet<>(List.of(0L, probe.len()));
        lengths.add(step.headerBefore().count());
        lengths.add((long)step.go().asked());
        final List<String> options = lengths.stream().map(String::valueOf).collect(Collectors.toList());
        options.add(texts.get("ask.dies"));
        ask(texts.get("ask.len"), options,
            probe.survives() ? Long.toString(probe.len()) : texts.get("ask.dies"),
            probe.survives() ? texts.get("ask.len.why").replace("{count}", Long.toString(probe.len())) :
                texts.get("ask.dies.why").replace("{failure}", probe.failure()));
    }

    private void get()
    {
        if (!probe.survives() || probe.key() == null)
        {
            return;
        }
        final TreeSet<Long> values = new TreeSet<>(List.of(0L, (long)step.go().asked()));
        values.add(probe.found() ? probe.elem() : 1L);
        final List<String> options = values.stream().filter((value) -> value != 0).map(String::valueOf)
            .collect(Collectors.toList());
        options.addFirst(texts.get("ask.absent"));
        options.add(texts.get("ask.dies"));
        final String right = probe.failure() != null ? texts.get("ask.dies") :
            probe.found() ? Long.toString(probe.elem()) : texts.get("ask.absent");
        ask(texts.get("ask.get").replace("{key}", probe.key()), options, right, whyGet());
    }

    private String whyGet()
    {
        if (probe.failure() != null)
        {
            return texts.get("ask.dies.why").replace("{failure}", probe.failure());
        }
        final KeyWay way = step.whole().ways().stream().filter((one) -> one.key().equals(probe.key())).findFirst()
            .orElse(null);
        if (way == null)
        {
            return "";
        }
        final boolean found = way.end() == KeyWay.End.FOUND;
        final String last = way.visits().isEmpty() ? "" : way.visits().getLast().name();
        final String own = texts.get("way.end." + way.end()).replace("{name}", last).replace("{key}", way.key())
            .replace("{slot}", found ? Integer.toString(way.visits().getLast().equal()) : "")
            .replace("{elem}", way.elem());
        return found == probe.found() ? own :
            own + ' ' + texts.get(probe.found() ? "ask.get.go-finds" : "ask.get.go-misses");
    }

    private void verifier()
    {
        final boolean clean = step.codes().isEmpty();
        ask(texts.get("ask.verifier"), List.of(texts.get("ask.clean"), texts.get("ask.broken")),
            texts.get(clean ? "ask.clean" : "ask.broken"), clean ? texts.get("ask.clean.why") :
                step.codes().keySet().stream().map((code) -> code + ": " + texts.get("code." + code))
                    .collect(Collectors.joining("; ")));
    }

    private void ask(final String text, final List<String> options, final String right, final String why)
    {
        questions.add(new Question(text, options, options.indexOf(right), why));
    }
}
