// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A ledger word by word, with what was read, written and destroyed.
 */
public final class LedgerLines
{
    private static final int WORD_LENGTH = 23;

    private final LessonTexts texts;
    private final Ledger ledger;

    private LedgerLines(final LessonTexts texts, final Ledger ledger)
    {
        this.texts = texts;
        this.ledger = ledger;
    }

    /**
     * One line.
     *
     * @param text    what it says.
     * @param written whether the step wrote the word that it is about.
     */
    public record Line(String text, boolean written)
    {
    }

    /**
     * The head of a ledger: what memory it is, who holds its address, who acted.
     *
     * @param texts  in which language.
     * @param ledger what.
     * @return one line.
     */
    public static String head(final LessonTexts texts, final Ledger ledger)
    {
        final String holders = ledger.owners().isEmpty() ? texts.get("ledger.nobody") :
            ledger.owners().stream().map((name) -> texts.get("owner." + name)).collect(Collectors.joining(" + "));
        return texts.get("ledger.head").replace("{place}", ledger.place()).replace("{owners}", holders)
            .replace("{actor}", texts.get("owner." + ledger.actor()));
    }

    /**
     * The words of a ledger.
     *
     * @param texts  in which language.
     * @param ledger what.
     * @return lines.
     */
    public static List<Line> of(final LessonTexts texts, final Ledger ledger)
    {
        return new LedgerLines(texts, ledger).lines();
    }

    private List<Line> lines()
    {
        final List<Line> lines = new ArrayList<>();
        for (final Ledger.Word word : ledger.words())
        {
            if (word.written() || word.read() || word.leftover())
            {
                lines.add(new Line(String.format(Locale.ROOT, "%-9s %s %s %s%s", part(word), hex(word.before()),
                    word.written() ? "->" : "  ", word.written() ? hex(word.after()) : " ".repeat(WORD_LENGTH),
                    note(word))
                    .stripTrailing(), word.written()));
            }
        }
        if (ledger.words().isEmpty())
        {
            lines.add(new Line(texts.get("ledger.untouched"), false));
        }
        if (ledger.hidden() > 0)
        {
            lines.add(new Line(texts.get("ledger.more").replace("{n}", Integer.toString(ledger.hidden())), false));
        }
        return lines;
    }

    private static String part(final Ledger.Word word)
    {
        return switch (word.part())
        {
            case TOPHASH -> "tophash";
            case KEY -> "key[" + word.number() + ']';
            case ELEM -> "elem[" + word.number() + ']';
            case OVERFLOW -> "overflow";
            case WORD -> "word " + word.number();
        };
    }

    /** The bytes in the order in which they lie in memory. */
    private static String hex(final long word)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++)
        {
            text.append(i > 0 ? " " : "").append(String.format(Locale.ROOT, "%02x", word >>> Byte.SIZE * i & 0xff));
        }
        return text.toString();
    }

    private String note(final Ledger.Word word)
    {
        if (!word.destroyed().isEmpty())
        {
            return "  " + texts.get("ledger.destroyed").replace("{actor}", texts.get("owner." + ledger.actor()))
                .replace("{victim}", texts.get("owner." + word.destroyed()));
        }
        if (word.leftover())
        {
            return "  " + texts.get("ledger.leftover");
        }
        return word.read() && ledger.owners().size() > 1 ? "  " + texts.get("ledger.both") : "";
    }
}
