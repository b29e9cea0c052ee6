// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.StepQuestions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Questions that somebody who has read the lessons can answer, each with four answers to choose from. Their order is
 * the same in every language and every run.
 */
public final class Quiz
{
    private static final int COUNT = 10;
    private static final int WRONG = 3;
    private static final int WIDTH = 78;

    private Quiz()
    {
    }

    /**
     * One question.
     *
     * @param id      its name, "q01".
     * @param ask     the question.
     * @param answers what one can choose from.
     * @param right   index of the right answer.
     * @param why     why it is right.
     */
    public record Question(String id, String ask, List<String> answers, int right, String why)
    {
        /** A fixed list. */
        public Question
        {
            answers = List.copyOf(answers);
        }
    }

    /**
     * All questions.
     *
     * @param language in which language.
     * @return in the order in which they are best asked.
     */
    public static List<Question> questions(final LessonTexts.Language language)
    {
        final Wording texts = Wording.of(Quiz.class, "quiz", language);
        final Random order = new Random(COUNT);
        final List<Question> questions = new ArrayList<>();
        for (int i = 1; i <= COUNT; i++)
        {
            final String id = String.format(Locale.ROOT, "q%02d", i);
            final String right = texts.get(id + ".right");
            final List<String> answers = new ArrayList<>(List.of(right));
            for (int j = 1; j <= WRONG; j++)
            {
                answers.add(texts.get(id + ".wrong" + j));
            }
            Collections.shuffle(answers, order);
            questions.add(
                new Question(id, texts.get(id + ".ask"), answers, answers.indexOf(right), texts.get(id + ".why")));
        }
        return questions;
    }

    /**
     * All questions as the page asks them.
     *
     * @param language in which language.
     * @return the same questions in the same order.
     */
    public static List<StepQuestions.Question> onPage(final LessonTexts.Language language)
    {
        return questions(language).stream().map((question) ->
            new StepQuestions.Question(question.ask, question.answers, question.right, question.why)).toList();
    }

    /**
     * Asks all questions.
     *
     * @param out      where to.
     * @param language in which language.
     * @param answers  gives the next line that somebody typed; null when there are no more.
     */
    public static void ask(final PrintWriter out, final LessonTexts.Language language, final Supplier<String> answers)
    {
        final Wording texts = Wording.of(Quiz.class, "quiz", language);
        out.println(texts.get("ui.title"));
        out.println(texts.get("ui.type"));
        int asked = 0;
        int right = 0;
        String typed = "";
        for (final Question question : questions(language))
        {
            if (typed != null && !typed.equals("q"))
            {
                print(out, question);
                final String line = answers.get();
                typed = line == null ? null : line.strip().toLowerCase(Locale.ROOT);
                if (typed != null && !typed.equals("q"))
                {
                    final boolean good = typed.equals(letter(question.right()));
                    asked += typed.isEmpty() ? 0 : 1;
                    right += good ? 1 : 0;
                    final String head =
                        texts.get(typed.isEmpty() ? "ui.answer" : good ? "ui.right" : "ui.wrong") + ' ';
                    say(out, head + (good ? "" : letter(question.right()) + ") ") + question.why());
                }
            }
        }
        if (asked > 0)
        {
            out.println();
            out.println(texts.get("ui.score").replace("{right}", Integer.toString(right))
                .replace("{asked}", Integer.toString(asked)));
        }
        out.println(texts.get("ui.more"));
        out.flush();
    }

    private static String letter(final int index)
    {
        return String.valueOf((char)('a' + index));
    }

    private static void print(final PrintWriter out, final Question question)
    {
        out.println();
        say(out, question.ask());
        for (int i = 0; i < question.answers().size(); i++)
        {
            say(out, "  " + letter(i) + ") " + question.answers().get(i));
        }
        out.print("> ");
        out.flush();
    }

    private static void say(final PrintWriter out, final String text)
    {
        Glossary.wrapped(text, WIDTH).forEach(out::println);
    }
}
