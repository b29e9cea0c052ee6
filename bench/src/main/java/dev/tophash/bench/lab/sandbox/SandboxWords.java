// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.conform.ScriptWords;
import dev.tophash.check.Check;
import dev.tophash.layout.BmapDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads the words that the sandbox adds to the script language. Everything else is left to the language's own parser.
 */
final class SandboxWords implements ScriptWords
{
    /** More keys than this in one step are a mistake: the copy has no room for them. */
    private static final long MAX_KEYS = 1_000_000;
    private static final int MAX_NEXT = 100_000;
    private static final int MAX_CROWD = 10_000;
    private static final long MAX_UNDO = 1_000_000;

    @Override
    public ScriptOp read(final List<String> words, final ScriptType type)
    {
        return switch (words.getFirst())
        {
            case "load" -> throw new IllegalArgumentException("the sandbox makes its own maps: use map, not load");
            case "save", "dump" -> new SandboxOp.Nothing(words.getFirst() + " means something to conform alone;" +
                " here show, verify and --json tell what the map is like");
            case "fill", "drop" -> bounded(words);
            case "itnext" -> boundedNext(words);
            case "iter" -> 1 == words.size() ? new ScriptOp.Iterate(0, 0) : null;
            case "poke" -> poke(words, type);
            case "zero" -> zero(words, type);
            case "expect" -> expect(words, type);
            default -> question(words);
        };
    }

    private static SandboxOp question(final List<String> words)
    {
        return switch (words.getFirst())
        {
            case "verify" -> arguments(words, 0, 0, new SandboxOp.Verify());
            case "len" -> arguments(words, 0, 0, new SandboxOp.Len());
            case "undo" ->
            {
                arguments(words, 0, 1, null);
                yield new SandboxOp.Undo(words.size() > 1 ? (int)within(words.get(1), 1, MAX_UNDO) : 1);
            }
            case "show" ->
            {
                arguments(words, 0, 1, null);
                yield new SandboxOp.Show(words.size() > 1 ? place(words.get(1)) : null);
            }
            case "found" ->
            {
                arguments(words, 2, 3, null);
                bounded(words);
                yield new SandboxOp.Found(number(words.get(1)), number(words.get(2)),
                    words.size() > 3 ? number(words.get(3)) : 1);
            }
            case "crowd" ->
            {
                arguments(words, 2, 3, null);
                yield new SandboxOp.Crowd(within(words.get(1), 0, Long.MAX_VALUE),
                    (int)within(words.get(2), 1, MAX_CROWD), words.size() > 3 ? number(words.get(3)) : 0);
            }
            default -> null;
        };
    }

    private static <T> T arguments(final List<String> words, final int atLeast, final int atMost, final T op)
    {
        final int count = words.size() - 1;
        if (count < atLeast || count > atMost)
        {
            throw new IllegalArgumentException(
                "number of arguments: count=" + count + ", least=" + atLeast + ", most=" + atMost);
        }
        return op;
    }

    private static long number(final String word)
    {
        return ScriptNumber.parseLong(word);
    }

    private static long within(final String word, final long least, final long most)
    {
        final long number = number(word);
        if (number < least || number > most)
        {
            throw new IllegalArgumentException(
                "number out of range: number=" + word + ", least=" + least + ", most=" + most);
        }
        return number;
    }

    private static Place place(final String word)
    {
        final Place place = Place.parse(word);
        if (null == place || Place.Kind.NIL == place.kind())
        {
            throw new IllegalArgumentException("not a bucket (M5, O2, H3, +144 or @4096): word=" + word);
        }
        return place;
    }

    /** Lets the language's own parser read it, if it is not too much. */
    private static SandboxOp bounded(final List<String> words)
    {
        if (words.size() == 3 || words.size() == 4)
        {
            final long step = words.size() > 3 ? number(words.get(3)) : 1;
            final long keys = 0 == step ? 0 : keyCount(number(words.get(1)), number(words.get(2)), step);
            if (0 == step)
            {
                throw new IllegalArgumentException("step of a range: step=0");
            }
            if (Long.compareUnsigned(keys, MAX_KEYS) > 0)
            {
                throw new IllegalArgumentException(
                    "too many keys for one step: count=" + Long.toUnsignedString(keys) + ", most=" + MAX_KEYS);
            }
        }
        return null;
    }

    /** How many keys there are from one number up to another, compared unsigned. */
    static long keyCount(final long from, final long to, final long step)
    {
        return Long.compareUnsigned(from, to) >= 0 ? 0 : Long.divideUnsigned(to - from - 1, step) + 1;
    }

    private static SandboxOp boundedNext(final List<String> words)
    {
        if (3 == words.size())
        {
            within(words.get(2), 1, MAX_NEXT);
        }
        return null;
    }

    // ------------------------------------------------------------------------------------------------ poke

    private static SandboxOp poke(final List<String> words, final ScriptType type)
    {
        arguments(words, 2, 4, null);
        final SandboxOp.Field field = SandboxOp.Field.parse(words.get(1));
        if (null != field)
        {
            arguments(words, 2, 2, null);
            return new SandboxOp.PokeField(field, operand(words.get(2), field.size(), field.pointer()));
        }
        if (null == Place.parse(words.get(1)))
        {
            throw new IllegalArgumentException(
                "neither a field nor a bucket (M5, O2, H3, +144, @4096): word=" + words.get(1));
        }
        return pokeBucket(words, type);
    }

    private static SandboxOp pokeBucket(final List<String> words, final ScriptType type)
    {
        final Place place = place(words.get(1));
        final int bucketSize = type.mapType().bucketSize();
        final String part = words.get(2);
        if ("overflow".equals(part))
        {
            arguments(words, 3, 3, null);
            return new SandboxOp.PokeBytes(place, type.mapType().overflowOffset(), Long.BYTES,
                operand(words.get(3), Long.BYTES, true));
        }
        arguments(words, 4, 4, null);
        return switch (part)
        {
            case "tophash" -> new SandboxOp.PokeBytes(place, slot(words), 1, operand(words.get(4), 1, false));
            case "byte" -> new SandboxOp.PokeBytes(place, (int)within(words.get(3), 0, bucketSize - 1), 1,
                operand(words.get(4), 1, false));
            case "word" -> new SandboxOp.PokeBytes(place, (int)within(words.get(3), 0, bucketSize - Long.BYTES),
                Long.BYTES, operand(words.get(4), Long.BYTES, true));
            case "key" -> new SandboxOp.PokeValue(place, true, slot(words), key(words.get(4), type));
            case "elem" ->
                new SandboxOp.PokeValue(place, false, slot(words), ScriptNumber.of(number(words.get(4))));
            default -> throw new IllegalArgumentException(
                "not a part of a bucket (tophash, key, elem, overflow, byte, word): word=" + part);
        };
    }

    private static int slot(final List<String> words)
    {
        return (int)within(words.get(3), 0, BmapDescriptor.SLOT_COUNT - 1);
    }

    private static ScriptNumber key(final String word, final ScriptType type)
    {
        final ScriptNumber key = ScriptNumber.parse(word);
        if (key.needsFloat() && !"f64".equals(type.key().word()))
        {
            throw new IllegalArgumentException("only a float key can be this: word=" + word);
        }
        return key;
    }

    private static SandboxOp.Operand operand(final String word, final int size, final boolean pointer)
    {
        final Place place = pointer ? Place.parse(word) : null;
        if (null != place)
        {
            return new SandboxOp.Operand(0, place);
        }
        final long number = number(word);
        final int unused = Long.SIZE - size * Byte.SIZE;
        if (number << unused >> unused != number && number << unused >>> unused != number)
        {
            throw new IllegalArgumentException("number does not fit: number=" + word + ", bytes=" + size);
        }
        return new SandboxOp.Operand(number, null);
    }

    // ------------------------------------------------------------------------------------------------ zero

    private static SandboxOp zero(final List<String> words, final ScriptType type)
    {
        arguments(words, 1, 3, null);
        final SandboxOp.Range range = SandboxOp.Range.parse(words.get(1));
        if (null != range)
        {
            return arguments(words, 1, 1, new SandboxOp.ZeroArray(range));
        }
        final boolean each = "each".equals(words.get(1));
        if (!each && null == Place.parse(words.get(1)))
        {
            throw new IllegalArgumentException(
                "neither a range (main, spare, all, old, bmap, each) nor a bucket: word=" + words.get(1));
        }
        final long bucketSize = type.mapType().bucketSize();
        long from = 0;
        long size = bucketSize;
        if (each || words.size() > 2)
        {
            arguments(words, 3, 3, null);
            from = within(words.get(2), 0, bucketSize - 1);
            size = within(words.get(3), 1, bucketSize - from);
        }
        return each ? new SandboxOp.ZeroEach(from, size) : new SandboxOp.ZeroPlace(place(words.get(1)), from, size);
    }

    // ------------------------------------------------------------------------------------------------ expect

    private static SandboxOp expect(final List<String> words, final ScriptType type)
    {
        arguments(words, 2, Check.values().length, null);
        final String wanted = words.getLast();
        return switch (words.get(1))
        {
            case "get" ->
            {
                arguments(words, 3, 3, null);
                yield new SandboxOp.ExpectGet(
                    key(words.get(2), type), oneOf(wanted, "found", "absent", "fails"));
            }
            case "len" -> arguments(words, 2, 2, new SandboxOp.ExpectNumber(false, Long.toString(number(wanted))));
            case "iter" -> arguments(words, 2, 2, new SandboxOp.ExpectNumber(true,
                "endless".equals(wanted) || "fails".equals(wanted) ? wanted : Long.toString(number(wanted))));
            case "product" -> arguments(words, 2, 2,
                new SandboxOp.ExpectProduct("answers".equals(oneOf(wanted, "answers", "refuses"))));
            case "verify" -> new SandboxOp.ExpectVerify(codes(words.subList(2, words.size())));
            default -> throw new IllegalArgumentException(
                "nothing to expect of (get, len, iter, verify, product): word=" + words.get(1));
        };
    }

    private static String oneOf(final String word, final String... known)
    {
        if (!Arrays.asList(known).contains(word))
        {
            throw new IllegalArgumentException("expected one of " + String.join(", ", known) + ": word=" + word);
        }
        return word;
    }

    private static List<String> codes(final List<String> words)
    {
        if (words.equals(List.of("clean")))
        {
            return List.of();
        }
        final List<String> codes = new ArrayList<>();
        for (final String word : words)
        {
            final String code = word.toUpperCase(Locale.ROOT);
            if (Arrays.stream(Check.values()).noneMatch((check) -> check.code().equals(code)))
            {
                throw new IllegalArgumentException("no such finding, nor clean: word=" + word);
            }
            codes.add(code);
        }
        return codes.stream().sorted().toList();
    }
}
