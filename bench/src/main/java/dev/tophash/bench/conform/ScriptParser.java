// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the script language of {@code mapdump}: one operation per line, {@code #} starts a comment.
 */
public final class ScriptParser
{
    /** Some editors write it first, and it is in the middle where files were joined. */
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int[] ONE = {1, 1};
    private static final int[] ONE_OR_TWO = {1, 2};
    private static final int[] TWO = {2, 2};
    private static final int[] TWO_OR_THREE = {2, 3};
    private static final int[] THREE = {3, 3};

    private final String name;
    private final ScriptWords extra;
    private int lineNumber;
    private String[] words;
    private ScriptType type;
    private boolean mapSeen;

    /**
     * A parser that is given one line after the other.
     *
     * @param name  what to call the script in messages.
     * @param extra more words.
     */
    public ScriptParser(final String name, final ScriptWords extra)
    {
        this.name = name;
        this.extra = extra;
    }

    /**
     * Reads a script file.
     *
     * @param file the file.
     * @return the script, named after the file.
     * @throws IOException     if it cannot be read.
     * @throws ScriptException if a line is wrong.
     */
    public static Script parse(final Path file) throws IOException
    {
        return parse(String.valueOf(file.getFileName()), ScriptText.read(file));
    }

    /**
     * Reads a script.
     *
     * @param name  what to call it in messages.
     * @param lines its lines.
     * @return the script.
     * @throws ScriptException if a line is wrong.
     */
    public static Script parse(final String name, final List<String> lines)
    {
        return parse(name, lines, ScriptWords.NONE);
    }

    /**
     * Reads a script in a language with more words.
     *
     * @param name  what to call it in messages.
     * @param lines its lines.
     * @param extra the words.
     * @return the script.
     * @throws ScriptException if a line is wrong.
     */
    public static Script parse(final String name, final List<String> lines, final ScriptWords extra)
    {
        final ScriptParser parser = new ScriptParser(name, extra);
        final List<Script.Line> ops = new ArrayList<>();
        for (final String line : lines)
        {
            parser.next(line).ifPresent(ops::add);
        }
        return new Script(name, ops);
    }

    /**
     * Reads the next line.
     *
     * @param line the line.
     * @return its operation; none in an empty line and in a comment.
     * @throws ScriptException if it is wrong; the parser goes on as if it had not been there.
     */
    public Optional<Script.Line> next(final String line)
    {
        lineNumber++;
        final String text = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        final int comment = text.indexOf('#');
        final String code = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (code.isEmpty())
        {
            return Optional.empty();
        }
        words = code.split("\\s+", -1);
        try
        {
            return Optional.of(new Script.Line(lineNumber, String.join(" ", words), operation()));
        }
        catch (final IllegalArgumentException ex) // NumberFormatException among them
        {
            throw new ScriptException(name, lineNumber, ex.getMessage() + " in \"" + code + '"');
        }
    }

    private ScriptOp operation()
    {
        if (!mapSeen && !words[0].equals("map") && !words[0].equals("load"))
        {
            throw new IllegalArgumentException("no map yet");
        }
        final ScriptOp own = extra.read(List.of(words), type);
        final ScriptOp op = own != null ? own : switch (words[0])
        {
            case "map" -> newMap();
            case "load" -> new ScriptOp.Load(load());
            default -> onMap();
        };
        mapSeen = true;
        return op;
    }

    private ScriptOp newMap()
    {
        arguments(2, 3);
        type = ScriptType.of(words[1], words[2]);
        return new ScriptOp.NewMap(type, words.length > 3 ? Math.max(-1, number(3)) : -1);
    }

    /** The type of the map is in the image, so every key is allowed until the replay meets it. */
    private String load()
    {
        arguments(1, 1);
        type = null;
        return words[1];
    }

    private ScriptOp onMap()
    {
        return switch (words[0])
        {
            case "clear" -> new ScriptOp.Clear();
            case "rangedelete" -> new ScriptOp.RangeDelete();
            case "eachdelete" -> new ScriptOp.EachDelete();
            case "clone" -> new ScriptOp.CloneMap();
            case "dump" -> new ScriptOp.Dump();
            default -> withArguments();
        };
    }

    private ScriptOp withArguments()
    {
        final int[] arity = switch (words[0])
        {
            case "save", "mode", "hash0", "delete", "get" -> ONE;
            case "assign", "iter" -> TWO;
            case "fill", "drop" -> TWO_OR_THREE;
            case "itnew" -> THREE;
            case "itnext" -> ONE_OR_TWO;
            default -> throw new IllegalArgumentException("unknown operation: word=" + words[0]);
        };
        arguments(arity[0], arity[1]);
        return switch (words[0])
        {
            case "save" -> new ScriptOp.Save(words[1]);
            case "mode" -> new ScriptOp.Mode(isGeneric(words[1]));
            case "hash0" -> new ScriptOp.Hash0((int)number(1));
            case "delete" -> new ScriptOp.Delete(key(1));
            case "get" -> new ScriptOp.Get(key(1));
            case "assign" -> new ScriptOp.Assign(key(1), ScriptNumber.of(number(2)));
            case "iter" -> new ScriptOp.Iterate(number(1), offset(2));
            case "fill" -> new ScriptOp.Fill(number(1), number(2), step());
            case "drop" -> new ScriptOp.Drop(number(1), number(2), step());
            case "itnew" -> new ScriptOp.IteratorNew(words[1], number(2), offset(3));
            default -> new ScriptOp.IteratorNext(words[1], words.length > 2 ? Math.toIntExact(number(2)) : 1);
        };
    }

    private void arguments(final int atLeast, final int atMost)
    {
        if (words.length - 1 < atLeast || words.length - 1 > atMost)
        {
            throw new IllegalArgumentException("number of arguments: count=" + (words.length - 1) +
                ", least=" + atLeast + ", most=" + atMost);
        }
    }

    private long number(final int word)
    {
        return ScriptNumber.parseLong(words[word]);
    }

    private ScriptNumber key(final int word)
    {
        final ScriptNumber number = ScriptNumber.parse(words[word]);
        if (type != null && number.needsFloat() && !type.key().isFloat())
        {
            throw new IllegalArgumentException("only a float key can be this: word=" + words[word]);
        }
        return number;
    }

    private long step()
    {
        final long step = words.length > 3 ? number(3) : 1;
        if (step == 0)
        {
            throw new IllegalArgumentException("step of a range: step=0");
        }
        return step;
    }

    private int offset(final int word)
    {
        final long offset = number(word);
        if (offset < 0 || offset > 7)
        {
            throw new IllegalArgumentException("slot offset not in 0..7: offset=" + offset);
        }
        return (int)offset;
    }

    private static boolean isGeneric(final String word)
    {
        return switch (word)
        {
            case "generic" -> true;
            case "native" -> false;
            default -> throw new IllegalArgumentException("mode is native or generic: word=" + word);
        };
    }
}
