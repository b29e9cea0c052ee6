// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.sandbox.SandboxPrinter;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import dev.tophash.layout.GoVersion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation about one exercise. A map stands as it is before the hole; the learner works on it, line by line. What
 * changes it becomes the answer, {@code undo} takes the last part of it back, and {@code check} runs the whole script
 * with it on a new map.
 */
public final class ExerciseTalk implements AutoCloseable
{
    private static final int WIDTH = 78;

    private final Exercise exercise;
    private final ExerciseTexts texts;
    private final PrintWriter out;
    private final boolean colour;
    private final List<String> answer = new ArrayList<>();
    private Sandbox sandbox;
    private ScriptParser parser;
    private int hints;
    private boolean fine = true;

    /**
     * A conversation.
     *
     * @param exercise about which exercise.
     * @param texts    in which language.
     * @param out      where to.
     * @param colour   whether pictures have colours.
     */
    public ExerciseTalk(
        final Exercise exercise, final ExerciseTexts texts, final PrintWriter out, final boolean colour)
    {
        this.exercise = exercise;
        this.texts = texts;
        this.out = out;
        this.colour = colour;
    }

    /** Says what to do, and makes the map. */
    public void open()
    {
        say(Exercises.number(exercise) + "  " + texts.title(exercise));
        out.println();
        say(texts.task(exercise));
        script();
        say(texts.rules(exercise));
        say(exercise.hole().lines() ? texts.get("ui.keys.lines") :
            texts.get("ui.keys.words").replace("{example}", example()));
        say(texts.get("ui.stand"));
        restart();
    }

    private String example()
    {
        return exercise.hole().most() == 1 ? "7" : "7 8";
    }

    private void script()
    {
        out.println();
        say(exercise.hole().lines() ? texts.get("ui.script") :
            texts.get("ui.words").replace("{holes}", ExerciseTexts.holes(exercise)));
        for (final String line : exercise.script())
        {
            out.println("    " + (line.startsWith(Hole.LINES) ? Hole.LINES : line));
        }
        out.println();
    }

    private void restart()
    {
        close();
        answer.clear();
        sandbox = new Sandbox(exercise.id(),
            new Sandbox.Settings(GoVersion.GO_1_23, LabMap.SEED, Sandbox.Settings.DEFAULT.room(), colour));
        parser = Sandbox.parser(exercise.id());
        for (final String line : exercise.opening())
        {
            parser.next(line).ifPresent(sandbox::run);
        }
    }

    /**
     * Answers a line that was typed.
     *
     * @param line the line.
     * @return whether the conversation goes on.
     */
    public boolean take(final String line)
    {
        final List<String> words = List.of(line.strip().split("\\s+", -1));
        switch (words.getFirst())
        {
            case "" ->
            {
                return true;
            }
            case "quit", "q", "exit" ->
            {
                return false;
            }
            case "check", "c" ->
            {
                return !judge(exercise.hole().lines() ? answer : words.subList(1, words.size()));
            }
            case "hint", "h" -> hint();
            case "solution" -> solution();
            case "script" -> script();
            case "again" ->
            {
                restart();
                say(texts.get("ui.again"));
            }
            default -> work(line);
        }
        return true;
    }

    private void work(final String line)
    {
        try
        {
            final Optional<Script.Line> operation = parser.next(line);
            if (operation.isPresent())
            {
                final SandboxStep step = sandbox.run(operation.get());
                new SandboxPrinter(out).print(step);
                remember(operation.get().text(), step);
            }
        }
        catch (final ScriptException e)
        {
            say("? " + e.getMessage());
        }
    }

    private void remember(final String line, final SandboxStep step)
    {
        if (!exercise.hole().lines() || step.changedBytes() == 0)
        {
            return;
        }
        if (line.startsWith("undo"))
        {
            final int steps = line.equals("undo") ? 1 : Integer.parseInt(line.substring("undo ".length()));
            answer.subList(Math.max(0, answer.size() - steps), answer.size()).clear();
        }
        else
        {
            answer.add(line);
        }
        say(answer.isEmpty() ? texts.get("ui.noanswer") :
            texts.get("ui.answer") + ' ' + String.join("; ", answer));
    }

    private void hint()
    {
        final List<String> all = texts.hints(exercise);
        say(hints < all.size() ? all.get(hints++) : texts.get("ui.nohint"));
    }

    private void solution()
    {
        say(texts.get("ui.solution"));
        final List<String> lines = exercise.hole().lines() ? exercise.answer() :
            List.of("check " + String.join(" ", exercise.answer()));
        lines.forEach((line) -> out.println("    " + line));
    }

    /**
     * Judges an answer and says why.
     *
     * @param given lines, or words.
     * @return whether it is right.
     */
    public boolean judge(final List<String> given)
    {
        final Verdict verdict = exercise.check(given);
        fine = verdict.right();
        texts.verdict(exercise, verdict).forEach(this::say);
        if (fine)
        {
            final int number = Exercises.number(exercise);
            say(number == Exercises.all().size() ? texts.get("ui.last") :
                texts.get("ui.next").replace("{next}", Integer.toString(number + 1)));
        }
        out.flush();
        return fine;
    }

    /**
     * How it ended.
     *
     * @return false if the last answer that was judged is wrong.
     */
    public boolean fine()
    {
        return fine;
    }

    private void say(final String text)
    {
        Glossary.wrapped(text, WIDTH).forEach(out::println);
    }

    @Override
    public void close()
    {
        if (sandbox != null)
        {
            sandbox.close();
            sandbox = null;
        }
    }
}
