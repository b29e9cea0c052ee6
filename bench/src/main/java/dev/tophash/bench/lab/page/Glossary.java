// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.check.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of the lab in one language, and the links from texts to them: in each text the first occurrence of each
 * word becomes a link.
 */
public final class Glossary
{
    /** Where the entries stand on a page: the words, each with an anchor of its own. */
    static final String ANCHOR = "w-";

    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** After a space, and after a Chinese character unless a comma or the like follows. */
    private static final Pattern BREAK = Pattern.compile(
        "(?<= )|(?<=[\\u3000-\\u9fff\\uff00-\\uffef])(?![\\u3001\\u3002\\uff0c\\uff1a\\uff1b\\uff09\\u201d])");

    /** A code of the verifier. */
    private static final String CODE = "(?-i:(?<![A-Za-z0-9])(?<code>" + Arrays.stream(Check.values()).map(Check::code)
        .collect(Collectors.joining("|")) + ")(?![A-Za-z0-9]))";

    private final LessonTexts texts;
    private final String anchor;
    private final List<Word> words = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Pattern any;
    private final Set<String> used = new LinkedHashSet<>();

    /**
     * One word.
     *
     * @param id   its name in the texts.
     * @param name as a reader sees it.
     * @param text what it means.
     */
    public record Word(String id, String name, String text)
    {
    }

    /**
     * The words of a language.
     *
     * @param texts the texts.
     */
    public Glossary(final LessonTexts texts)
    {
        this(texts, ANCHOR);
    }

    /** With links to other addresses on the page than those of {@link #html}. */
    Glossary(final LessonTexts texts, final String anchor)
    {
        this.texts = texts;
        this.anchor = anchor;
        for (final String id : SPACE.split(texts.get("words"), -1))
        {
            words.add(new Word(id, texts.get("word." + id + ".name"), texts.get("word." + id + ".text")));
            for (final String spelling : texts.get("word." + id + ".match").split("\\|", -1))
            {
                ids.put(spelling.toLowerCase(Locale.ROOT), id);
            }
        }
        final List<String> spellings = new ArrayList<>(ids.keySet());
        spellings.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        final List<String> quoted = spellings.stream().map(Glossary::pattern).toList();
        any = Pattern.compile(CODE + '|' + String.join("|", quoted), Pattern.CASE_INSENSITIVE);
    }

    /** Latin letters before or after would make another word of it; Chinese words have no borders. */
    private static String pattern(final String spelling)
    {
        final boolean first = spelling.charAt(0) < 128;
        final boolean last = Character.isLetterOrDigit(spelling.charAt(spelling.length() - 1)) &&
            spelling.charAt(spelling.length() - 1) < 128;
        final String word = (first ? "(?<![A-Za-z0-9])" : "") + Pattern.quote(spelling) +
            (last ? "(?![A-Za-z0-9])" : "");
        return spelling.startsWith("tophash") ? "(?-i:" + word + ')' : word; // Tophash is somebody else
    }

    /**
     * All words.
     *
     * @return in an order in which each can be understood from those before it, nearly.
     */
    public List<Word> words()
    {
        return List.copyOf(words);
    }

    /** Escapes a text and links the first occurrence of each word. */
    public String linked(final String text)
    {
        return linked(text, "");
    }

    private String linked(final String text, final String itself)
    {
        final Set<String> here = new HashSet<>(Set.of(itself));
        final StringBuilder html = new StringBuilder();
        final Matcher matcher = any.matcher(text);
        int end = 0;
        while (matcher.find())
        {
            if (matcher.group("code") != null)
            {
                html.append(PageShell.escape(text.substring(end, matcher.start()))).append(code(matcher.group()));
                end = matcher.end();
                continue;
            }
            final String id = ids.get(matcher.group().toLowerCase(Locale.ROOT));
            if (here.add(id))
            {
                used.add(id);
                html.append(PageShell.escape(text.substring(end, matcher.start())))
                    .append("<a class=\"word\" href=\"#").append(anchor).append(id).append("\">")
                    .append(PageShell.escape(matcher.group())).append("</a>");
                end = matcher.end();
            }
        }
        return html.append(PageShell.escape(text.substring(end))).toString();
    }

    /** A code with what it means. */
    private String code(final String code)
    {
        return "<abbr class=\"code\" title=\"" + PageShell.escape(texts.get("code." + code)) + "\">" + code + "</abbr>";
    }

    /** Ids of the words that occur in a text. */
    Set<String> in(final String text)
    {
        final Set<String> found = new LinkedHashSet<>();
        final Matcher matcher = any.matcher(text);
        while (matcher.find())
        {
            if (matcher.group("code") == null)
            {
                found.add(ids.get(matcher.group().toLowerCase(Locale.ROOT)));
            }
        }
        return found;
    }

    /** All entries, or those that the page has linked to and that these link to in turn; forgets what was linked. */
    public String html(final boolean all)
    {
        final Map<String, String> entries = new HashMap<>();
        final Set<String> wanted = new LinkedHashSet<>(used);
        while (entries.size() < wanted.size() || all && entries.size() < words.size())
        {
            words.stream().filter((word) -> all || wanted.contains(word.id)).forEach((word) ->
                entries.computeIfAbsent(word.id, (id) -> linked(word.text, id)));
            wanted.addAll(used);
        }
        used.clear();
        final StringBuilder html = new StringBuilder("<h2 id=\"words\">")
            .append(PageShell.escape(texts.get("ui.glossary"))).append("</h2>\n<dl>\n");
        words.stream().filter((word) -> entries.containsKey(word.id)).forEach((word) ->
            html.append("<dt id=\"").append(ANCHOR).append(word.id).append("\">")
                .append(PageShell.escape(word.name)).append("</dt><dd>").append(entries.get(word.id))
                .append("</dd>\n"));
        return html.append("</dl>\n").toString();
    }

    /**
     * The words for a terminal.
     *
     * @param width columns of the terminal.
     * @return lines.
     */
    public List<String> lines(final int width)
    {
        final List<String> lines = new ArrayList<>();
        for (final Word word : words)
        {
            lines.add(word.name);
            lines.addAll(wrapped(word.text, width - 4).stream().map((line) -> "    " + line).toList());
        }
        lines.add("");
        lines.add(texts.get("page.codes"));
        for (final Check check : Check.values())
        {
            lines.add("    " + check.code() + "  " + texts.get("code." + check.code()));
        }
        return lines;
    }

    /**
     * A text in lines; a Chinese character takes two columns and may end a line anywhere.
     *
     * @param text  the text.
     * @param width columns of a line; a longer word has a line of its own.
     * @return the lines.
     */
    public static List<String> wrapped(final String text, final int width)
    {
        final List<String> lines = new ArrayList<>();
        final StringBuilder line = new StringBuilder();
        int columns = 0;
        for (final String piece : BREAK.split(text, -1))
        {
            final int length = piece.strip().codePoints().map((c) -> c > 0x2e80 ? 2 : 1).sum();
            if (columns + length > width && !line.isEmpty())
            {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                columns = 0;
            }
            line.append(piece);
            columns += piece.codePoints().map((c) -> c > 0x2e80 ? 2 : 1).sum();
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
