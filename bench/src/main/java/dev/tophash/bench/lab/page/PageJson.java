// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.cases.BarChart;
import dev.tophash.bench.lab.cases.KeyLesson;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Ledger;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.cases.StepProbe;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The data of the lab's page in one language: the texts, and each lesson with its frames.
 */
final class PageJson
{
    private final JsonGenerator json;
    private final LessonTexts texts;
    private final Sentences sentences;
    private final Glossary glossary;
    private final FrameJson frames;

    PageJson(final JsonGenerator json, final LessonTexts texts)
    {
        this.json = json;
        this.texts = texts;
        this.sentences = new Sentences(texts);
        this.glossary = new Glossary(texts, "words/");
        this.frames = new FrameJson(json, texts);
    }

    /** Writes everything. */
    void write(final List<LessonResult> results, final LabPage.Extras extras) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("lang", texts.language().code());
        texts();
        words();
        json.writeStringField("other", LabPage.file(texts.language() == LessonTexts.Language.EN ?
            LessonTexts.Language.ZH : LessonTexts.Language.EN));
        quiz(extras.quiz());
        tasks(extras.tasks());
        json.writeArrayFieldStart("lessons");
        keys();
        tour(extras.tour());
        for (int i = 0; i < results.size(); i++)
        {
            lesson(results.get(i), Lessons.number(i));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void texts() throws IOException
    {
        json.writeObjectFieldStart("texts");
        for (final String key : texts.keys("page.", "map.", "way.", "code.", "group."))
        {
            json.writeStringField(key, texts.get(key));
        }
        json.writeEndObject();
    }

    private void words() throws IOException
    {
        json.writeArrayFieldStart("words");
        for (final Glossary.Word word : glossary.words())
        {
            json.writeStartObject();
            json.writeStringField("id", word.id());
            json.writeStringField("name", word.name());
            json.writeStringField("html", glossary.linked(word.text()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // ------------------------------------------------------------------------------------------------ lessons

    /** A key's way: each picture follows one key, and nothing changes. */
    private void keys() throws IOException
    {
        json.writeStartObject();
        json.writeStringField("id", "keys");
        json.writeStringField("title", texts.get("page.keylesson.title"));
        html("problem", texts.get("page.keylesson.problem"));
        html("why", texts.get("page.keylesson.why"));
        json.writeNumberField("follow", 0);
        json.writeArrayFieldStart("frames");
        for (final StepResult step : KeyLesson.run(LabMap.Setup.DEFAULT))
        {
            final FrameMaker maker = new FrameMaker(texts);
            maker.before(step);
            json.writeStartObject();
            html("title", texts.get("step." + step.key()));
            html("text", texts.get("step." + step.key() + ".text"));
            json.writeFieldName("frame");
            frames.write(maker.after(step));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void quiz(final List<StepQuestions.Question> questions) throws IOException
    {
        json.writeArrayFieldStart("quiz");
        for (final StepQuestions.Question question : questions)
        {
            question(question);
        }
        json.writeEndArray();
    }

    private void tasks(final List<LabPage.Task> tasks) throws IOException
    {
        json.writeArrayFieldStart("exercises");
        for (final LabPage.Task task : tasks)
        {
            json.writeStartObject();
            json.writeStringField("title", task.title());
            linked("task", task.task());
            strings("script", task.script());
            linked("hints", task.hints());
            strings("answer", task.answer());
            html("why", task.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void linked(final String name, final List<String> texts) throws IOException
    {
        strings(name, texts.stream().map(glossary::linked).toList());
    }

    private void tour(final Tour tour) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("id", "tour");
        json.writeStringField("title", texts.get("tour.title"));
        html("problem", texts.get("tour.intro"));
        json.writeArrayFieldStart("frames");
        FrameMaker maker = new FrameMaker(texts);
        StepResult last = null;
        for (final Tour.Stop stop : tour.stops())
        {
            maker = last == null || last.key().equals(stop.step().key()) ||
                sameMap(last, stop.step()) ? maker : new FrameMaker(texts);
            final Frame before = maker.before(stop.step());
            json.writeStartObject();
            json.writeStringField("title", texts.get("tour." + stop.key() + ".title"));
            html("text", tour.text(stop, texts));
            json.writeFieldName("frame");
            frames.write(stop.after() ? maker.after(stop.step()) : before);
            json.writeEndObject();
            last = stop.step();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static boolean sameMap(final StepResult last, final StepResult next)
    {
        return last.whole().after().type().equals(next.whole().before().type()) &&
            last.after().equals(next.before());
    }

    private void lesson(final LessonResult result, final String number) throws IOException
    {
        final String id = result.lesson().id();
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("number", number);
        json.writeStringField("group", result.lesson().group());
        json.writeStringField("title", texts.get(id + ".title"));
        json.writeStringField("hazard", texts.get(sentences.harmless(id) ? "ui.harmless" : "ui.hazard"));
        json.writeBooleanField("harmless", sentences.harmless(id));
        html("problem", texts.get(id + ".hazard"));
        html("why", texts.get(id + ".why"));
        html("right", texts.get(id + ".right"));
        if (texts.has(id + ".more"))
        {
            html("more", texts.get(id + ".more"));
        }
        strings("rightLines", sentences.lines(result.right().told()));
        json.writeArrayFieldStart("parts");
        for (final LessonResult.Part part : result.parts())
        {
            part(part, result.lesson().variant(part.name()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("frames");
        for (int i = 0; i < result.parts().size(); i++)
        {
            frames(result.parts().get(i), i);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void part(final LessonResult.Part part, final boolean variant) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("name", part.name());
        json.writeBooleanField("variant", variant);
        json.writeStringField("caption", sentences.caption(part));
        strings("lines", sentences.lines(part.told()));
        json.writeArrayFieldStart("charts");
        for (final BarChart chart : part.charts())
        {
            json.writeStartObject();
            json.writeStringField("title", texts.get(chart.title()));
            json.writeStringField("unit", chart.unit());
            strings("labels", chart.labels());
            json.writeArrayFieldStart("series");
            for (final BarChart.Series series : chart.series())
            {
                json.writeStartObject();
                json.writeStringField("name", series.name());
                json.writeArrayFieldStart("values");
                for (final double value : series.values())
                {
                    json.writeNumber(String.format(Locale.ROOT, "%.2f", value));
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    // ------------------------------------------------------------------------------------------------ frames

    /** The moment after each step, and the one before it where the moment after the last step is not the same. */
    private void frames(final LessonResult.Part part, final int index) throws IOException
    {
        final FrameMaker maker = new FrameMaker(texts, part.steps());
        StepResult last = null;
        for (int i = 0; i < part.steps().size(); i++)
        {
            final StepResult step = part.steps().get(i);
            final Frame before = maker.before(step);
            if (last == null || !last.whole().after().equals(step.whole().before()))
            {
                begin(index, "before", texts.get("step." + step.key()), before);
                json.writeEndObject();
            }
            begin(index, "after", texts.get("step." + step.key()), maker.after(step));
            answers(step, part.probes().get(i));
            json.writeEndObject();
            last = step;
        }
    }

    private void begin(final int part, final String moment, final String title, final Frame frame) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("part", part);
        json.writeStringField("moment", moment);
        html("title", title);
        json.writeFieldName("frame");
        frames.write(frame);
    }

    private void answers(final StepResult step, final StepProbe probe) throws IOException
    {
        json.writeStringField("go", sentences.answer(step, step.go()));
        json.writeStringField("product", sentences.answer(step, step.product()));
        json.writeArrayFieldStart("verifier");
        for (final Finding finding : step.findings())
        {
            if (finding.rule().severity() == Rule.Severity.ERROR)
            {
                finding(step, finding);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ask");
        for (final StepQuestions.Question question : StepQuestions.of(step, probe, texts))
        {
            question(question);
        }
        json.writeEndArray();
        strings("changes", sentences.changes(step.changes()));
        json.writeArrayFieldStart("ledgers");
        for (final Ledger ledger : step.ledgers())
        {
            ledger(ledger);
        }
        json.writeEndArray();
    }

    private void ledger(final Ledger ledger) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("head", LedgerLines.head(texts, ledger));
        json.writeArrayFieldStart("lines");
        for (final LedgerLines.Line line : LedgerLines.of(texts, ledger))
        {
            json.writeStartObject();
            json.writeStringField("text", line.text());
            json.writeBooleanField("written", line.written());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void finding(final StepResult step, final Finding finding) throws IOException
    {
        final FindingText text = new FindingText(texts, step, finding);
        json.writeStartObject();
        json.writeStringField("code", finding.rule().code());
        json.writeNumberField("count", step.codes().get(finding.rule().code()));
        json.writeStringField("where", text.place() + text.difference());
        json.writeEndObject();
    }

    private void question(final StepQuestions.Question question) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("question", question.text());
        strings("options", question.options());
        json.writeNumberField("right", question.right());
        html("why", question.why());
        json.writeEndObject();
    }

    private void html(final String name, final String text) throws IOException
    {
        json.writeStringField(name, glossary.linked(text));
    }

    private void strings(final String name, final List<String> values) throws IOException
    {
        json.writeFieldName(name);
        strings(values);
    }

    private void strings(final List<String> values) throws IOException
    {
        json.writeStartArray();
        for (final String value : values)
        {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
