// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.lab.TwoColumns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints the steps of a script for people at a terminal.
 */
public final class SandboxPrinter
{
    private static final String INDENT = "      ";
    private static final int MAX_CHANGES = 12;
    private static final int MAX_ENTRIES = 12;
    private static final int MAX_SLOTS = 4;
    private static final Pattern SLOT = Pattern.compile("^(\\S+ (?:key|elem))\\[([0-7])]");
    private static final int COLUMN = 54;

    private final PrintWriter out;

    /**
     * A printer.
     *
     * @param out where to.
     */
    public SandboxPrinter(final PrintWriter out)
    {
        this.out = out;
    }

    /**
     * Prints a step.
     *
     * @param step what was done.
     */
    public void print(final SandboxStep step)
    {
        out.printf("%4d  %s%n", step.line(), step.text());
        if (null != step.note())
        {
            print(step.note());
        }
        if (null != step.failure())
        {
            print("! " + step.failure());
        }
        changes(step);
        if (null != step.question())
        {
            question(step.question());
        }
        if (null != step.findings())
        {
            print(step.findings().codes().isEmpty() ? "clean" : "findings " + step.findings().codes());
            step.findings().firsts().forEach((finding) -> print("  " + finding));
        }
        step.picture().forEach(this::print);
        if (null != step.expectation())
        {
            print(step.expectation().met() ? "as expected" :
                "! NOT AS EXPECTED: expected " + step.expectation().wanted() + ", is " + step.expectation().actual());
        }
        out.flush();
    }

    private void print(final String line)
    {
        out.println(INDENT + line);
    }

    private void changes(final SandboxStep step)
    {
        if (step.changedBytes() > 0)
        {
            print("changed bytes: " + step.changedBytes());
            final List<String> changes = brief(step.changes());
            final boolean all = changes.size() <= MAX_CHANGES;
            changes.stream().limit(all ? MAX_CHANGES : MAX_CHANGES - 2).forEach((line) -> print("  " + line));
            if (!all)
            {
                print("  ... and " + (changes.size() - MAX_CHANGES + 1) + " lines more");
                print("  " + changes.getLast());
            }
        }
        else if (null == step.note() && null == step.failure() && null == step.question() &&
            null == step.findings() && null == step.expectation() && step.picture().isEmpty())
        {
            print("changed nothing");
        }
    }

    /** Keys and elems slot by slot are too much, if there are more than a few: their slots say enough. */
    private static List<String> brief(final List<String> changes)
    {
        if (changes.stream().filter((line) -> SLOT.matcher(line).find()).count() <= MAX_SLOTS)
        {
            return changes;
        }
        final Map<String, String> slots = new LinkedHashMap<>();
        final List<String> lines = new ArrayList<>();
        for (final String line : changes)
        {
            final Matcher slot = SLOT.matcher(line);
            if (!slot.find())
            {
                lines.add(line);
            }
            else if (null == slots.put(slot.group(1), slots.getOrDefault(slot.group(1), "") + ' ' + slot.group(2)))
            {
                lines.add(slot.group(1));
            }
        }
        lines.replaceAll((line) -> slots.containsKey(line) ?
            String.format("%-20s in slots%s", line, slots.get(line)) : line);
        return lines;
    }

    private void question(final SandboxStep.Question question)
    {
        if (Answer.Outcome.NONE == question.product().outcome())
        {
            lines(question.go()).forEach((line) -> print("Go's walk: " + line));
            return;
        }
        new TwoColumns(COLUMN).of(List.of("Go's walk", "Tophash"), lines(question.go()), lines(question.product()),
            UnaryOperator.identity()).forEach(this::print);
    }

    private static List<String> lines(final Answer answer)
    {
        final List<String> lines = new ArrayList<>(List.of(answer.text()));
        if (!answer.entries().isEmpty())
        {
            lines.add(String.join(" ", answer.entries().subList(0, Math.min(MAX_ENTRIES, answer.entries().size()))) +
                (answer.entries().size() > MAX_ENTRIES ? " ..." : ""));
        }
        return lines;
    }
}
