// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the stage recorded, as sentences of one language.
 */
public final class Sentences
{
    private final LessonTexts texts;

    /**
     * Sentences.
     *
     * @param texts in which language.
     */
    public Sentences(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /**
     * What a walk answered.
     *
     * @param step   in which step.
     * @param answer the answer.
     * @return the sentence.
     */
    public String answer(final StepResult step, final StepResult.Answer answer)
    {
        if (answer.refusal() != null)
        {
            final Finding refusal = answer.refusal();
            return told("ui.refuses", step, refusal);
        }
        return answer.failure() != null ? ended(answer.failure()) : texts.get("ui.answer")
            .replace("{len}", Long.toString(answer.len())).replace("{found}", Integer.toString(answer.found()))
            .replace("{asked}", Integer.toString(answer.asked()))
            .replace("{lookup}", answer.lookup() == null ? "" : " (" + ended(answer.lookup()) + ")")
            .replace("{entries}", Integer.toString(answer.entries()))
            .replace("{range}", answer.range() == null ? "" : " (" + ended(answer.range()) + ")");
    }

    /** How a walk ended: Go's own words stay as they are. */
    private String ended(final String how)
    {
        return texts.told(CaseLine.of(how));
    }

    /**
     * What is dangerous about a reset, or that nothing is.
     *
     * @param lesson id of the lesson.
     * @return a word and a sentence.
     */
    public String hazard(final String lesson)
    {
        return texts.get(harmless(lesson) ? "ui.harmless" : "ui.hazard") + ": " + texts.get(lesson + ".hazard");
    }

    /**
     * Whether nothing is dangerous about it.
     *
     * @param lesson id of the lesson.
     * @return true if it is only there to be known.
     */
    boolean harmless(final String lesson)
    {
        return List.of(texts.get("harmless").split(" ", -1)).contains(lesson);
    }

    /**
     * What the verifier found, with the meaning of the code.
     *
     * @param step    in which step.
     * @param finding the finding.
     * @return one sentence.
     */
    public String finding(final StepResult step, final Finding finding)
    {
        return told("ui.finding", step, finding);
    }

    private String told(final String key, final StepResult step, final Finding finding)
    {
        final FindingText text = new FindingText(texts, step, finding);
        return texts.get(key).replace("{code}", finding.rule().code())
            .replace("{meaning}", texts.get("code." + finding.rule().code()))
            .replace("{place}", text.place()).replace("{difference}", text.difference());
    }

    /**
     * Which bytes a step changed.
     *
     * @param changes what changed.
     * @return a line for each thing, and one about all buckets.
     */
    public List<String> changes(final Changes changes)
    {
        final List<String> lines = new ArrayList<>(changes.parts().stream().map(Changes.Change::line).toList());
        if (changes.buckets() > 0)
        {
            lines.add(texts.get("ui.changes.sum").replace("{buckets}", Integer.toString(changes.buckets()))
                .replace("{zeroed}", Integer.toString(changes.zeroed()))
                .replace("{bytes}", Long.toString(changes.bytes())));
        }
        return lines;
    }

    /**
     * What a case prints. The output of a Go program stays as it is; what only the lab tells is translated.
     *
     * @param told lines of a case.
     * @return lines in this language.
     */
    public List<String> lines(final List<CaseLine> told)
    {
        return told.stream().map(texts::told).toList();
    }

    /**
     * The line above what a case prints.
     *
     * @param part the case.
     * @return what it is, and whether Go prints the same.
     */
    public String caption(final LessonResult.Part part)
    {
        if (Objects.equals(part.caption(), "ui.shows"))
        {
            return texts.get(part.caption());
        }
        final String lines = texts.get(part.go().isEmpty() ? "ui.unrecorded" : part.same() ? "ui.same" : "ui.differs");
        return texts.get(part.caption()) + " (" + lines +
            (part.bytes().isEmpty() ? "" : "; " + texts.get(part.bytes())) + ")";
    }
}
