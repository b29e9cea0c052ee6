// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A script of the sandbox with a hole. An answer is right if the script, with the answer in the hole, runs and every
 * {@code expect} in it is met.
 *
 * <pre>
 *   map i64 i64 100
 *   ??? most=3 only=poke        a hole for at most three lines that begin with poke
 *   expect get ??1 found        or holes for words; the first word of the answer goes here
 *   --- answer
 *   poke count 12               an answer that is right
 * </pre>
 *
 * @param id     its name.
 * @param script the lines, with the hole.
 * @param hole   what is missing.
 * @param answer an answer that is right: lines, or words.
 */
public record Exercise(String id, List<String> script, Hole hole, List<String> answer)
{
    private static final String ANSWER = "--- answer";

    /** Fixed lists. */
    public Exercise
    {
        script = List.copyOf(script);
        answer = List.copyOf(answer);
    }

    static Exercise parse(final String id, final String text)
    {
        final List<String> all = text.lines().filter((line) -> !line.isBlank() && !line.startsWith("# SPDX")).toList();
        final int end = all.indexOf(ANSWER);
        final List<String> script = all.subList(0, end);
        final List<String> answer = all.subList(end + 1, all.size());
        final List<Hole> holes =
            script.stream().filter((line) -> line.startsWith(Hole.LINES)).map(Hole::parse).toList();
        if (!holes.isEmpty())
        {
            return new Exercise(id, script, holes.getFirst(), answer);
        }
        final List<String> words = List.of(answer.getFirst().split(" ", -1));
        return new Exercise(id, script, Hole.words(words.size()), words);
    }

    /**
     * What comes before the hole: the map as a learner finds it.
     *
     * @return lines of the script.
     */
    public List<String> opening()
    {
        return script.stream().takeWhile((line) -> !line.contains(Hole.WORD)).toList();
    }

    /**
     * The whole script with an answer in it.
     *
     * @param given lines, or words.
     * @return a script of the sandbox.
     */
    public List<String> filled(final List<String> given)
    {
        final List<String> lines = new ArrayList<>();
        for (final String line : script)
        {
            if (line.startsWith(Hole.LINES))
            {
                lines.addAll(given);
            }
            else
            {
                String text = line;
                for (int i = 0; i < given.size() && !hole.lines(); i++)
                {
                    text = text.replace(Hole.WORD + (i + 1), given.get(i));
                }
                lines.add(text);
            }
        }
        return lines;
    }

    /**
     * Judges an answer.
     *
     * @param given lines, or words.
     * @return whether it is right, and if not, why.
     */
    public Verdict check(final List<String> given)
    {
        final Verdict broken = rules(given);
        if (broken != null)
        {
            return broken;
        }
        try (Sandbox sandbox = new Sandbox(id, Sandbox.Settings.DEFAULT))
        {
            for (final Script.Line line : Sandbox.parse(id, filled(given)).lines())
            {
                final SandboxStep.Expectation expectation = sandbox.run(line).expectation();
                if (expectation != null && !expectation.met())
                {
                    return Verdict.unmet(line.text(), expectation);
                }
            }
        }
        catch (final ScriptException e)
        {
            return Verdict.of(Verdict.Reason.SCRIPT, given.size(), e.getMessage());
        }
        return Verdict.RIGHT;
    }

    /** What is wrong with an answer before it is tried; null if nothing is. */
    private Verdict rules(final List<String> given)
    {
        if (given.isEmpty())
        {
            return Verdict.of(Verdict.Reason.EMPTY, 0, "");
        }
        if (!hole.lines())
        {
            if (given.size() != hole.most())
            {
                return Verdict.of(Verdict.Reason.COUNT, given.size(), "");
            }
            final HashSet<String> seen = new HashSet<>();
            return given.stream().filter((word) -> !seen.add(word)).findFirst()
                .map((word) -> Verdict.of(Verdict.Reason.TWICE, given.size(), word)).orElse(null);
        }
        if (given.size() > hole.most())
        {
            return Verdict.of(Verdict.Reason.LONG, given.size(), "");
        }
        for (final String line : given)
        {
            final List<String> words = List.of(line.strip().split("\\s+", -1));
            if (!hole.only().contains(words.getFirst()))
            {
                return Verdict.of(Verdict.Reason.WORD, given.size(), line);
            }
            if (words.stream().anyMatch(hole.not()::contains))
            {
                return Verdict.of(Verdict.Reason.FORBIDDEN, given.size(), line);
            }
        }
        return null;
    }
}
