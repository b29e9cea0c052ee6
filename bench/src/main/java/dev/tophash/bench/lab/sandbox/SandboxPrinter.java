// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.lab.go.Changes;
import dev.tophash.bench.lab.page.TerminalText;
import dev.tophash.bench.lab.page.TwoColumns;
import dev.tophash.check.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Prints the steps of a script for people at a terminal.
 */
public final class SandboxPrinter
{
    private static final String INDENT = "  ";
    private static final int MAX_CHANGES = 12;
    private static final int MAX_ENTRIES = 12;
    private static final int MAX_SLOTS = 4;
    private static final int COLUMN = (TerminalText.WIDTH - 2 - 3) / 2;

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
        out.printf(Locale.ROOT, "%4d  %s%n", step.line(), step.text());
        if (step.note() != null)
        {
            tell(step.note().text());
        }
        if (step.failure() != null)
        {
            tell("! " + step.failure());
        }
        changes(step);
        if (step.question() != null)
        {
            question(step.question());
        }
        if (step.findings() != null)
        {
            tell(step.findings().codes().isEmpty() ? "clean" : "findings " + step.findings().codes());
            step.findings().firsts().forEach(this::finding);
        }
        step.picture().forEach(this::print);
        if (step.expectation() != null)
        {
            tell(step.expectation().met() ? "as expected" :
                "! NOT AS EXPECTED: expected " + step.expectation().wanted() + ", is " + step.expectation().actual());
        }
        out.flush();
    }

    /** The code and its place, and in a line of its own what the code means. */
    private void finding(final Finding finding)
    {
        tell(2, finding.toString());
        tell(2, finding.rule().code() + " means: " + finding.rule().meaning());
    }

    private void tell(final String text)
    {
        tell(1, text);
    }

    /** What is wider than a terminal is broken. */
    private void tell(final int depth, final String text)
    {
        final int margin = depth * INDENT.length();
        if (TerminalText.columns(text) <= TerminalText.WIDTH - margin)
        {
            out.println(INDENT.repeat(depth) + text);
        }
        else
        {
            TerminalText.lines(margin, text).forEach(out::println);
        }
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
            changes.stream().limit(all ? MAX_CHANGES : MAX_CHANGES - 2).forEach((line) -> tell(2, line));
            if (!all)
            {
                print("  ... and " + (changes.size() - MAX_CHANGES + 1) + " lines more");
                tell(2, changes.getLast());
            }
        }
        else if (step.note() == null && step.failure() == null && step.question() == null &&
            step.findings() == null && step.expectation() == null && step.picture().isEmpty())
        {
            print("changed nothing");
        }
    }

    /** Keys and elems slot by slot are too much, if there are more than a few: their slots say enough. */
    private static List<String> brief(final Changes changes)
    {
        if (changes.parts().stream().filter((change) -> change.slot() >= 0).count() <= MAX_SLOTS)
        {
            return changes.lines();
        }
        final Map<String, String> slots = new LinkedHashMap<>();
        for (final Changes.Change change : changes.parts())
        {
            slots.merge(head(change), change.slot() < 0 ? "" : " " + change.slot(), String::concat);
        }
        final List<String> lines = new ArrayList<>(changes.lines());
        final List<String> rest = lines.subList(changes.parts().size(), lines.size());
        final List<String> brief = new ArrayList<>();
        for (final Changes.Change change : changes.parts())
        {
            final String in = slots.remove(head(change));
            if (change.slot() < 0)
            {
                brief.add(change.line());
            }
            else if (in != null)
            {
                brief.add(String.format(Locale.ROOT, "%-20s in slots%s", head(change), in));
            }
        }
        brief.addAll(rest);
        return brief;
    }

    private static String head(final Changes.Change change)
    {
        return change.slot() < 0 ? change.what() : change.place() + ' ' + change.part().name().toLowerCase(Locale.ROOT);
    }

    private void question(final SandboxStep.Question question)
    {
        if (question.product().outcome() == Answer.Outcome.NONE)
        {
            lines(question.go()).forEach((line) -> tell("Go's walk: " + line));
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
