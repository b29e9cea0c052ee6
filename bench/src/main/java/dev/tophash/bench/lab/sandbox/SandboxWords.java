// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.conform.ScriptWords;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.ClearStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
            case "clear" -> words.size() == 1 ? null :
                arguments(words, 1, 1, new SandboxOp.ClearBy(strategy(words.get(1))));
            case "iter" -> words.size() == 1 ? new ScriptOp.Iterate(0, 0) : null;
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
            case "undo" -> new SandboxOp.Undo(times(words, MAX_UNDO));
            case "redo" -> new SandboxOp.Redo(times(words, MAX_UNDO));
            case "grow" -> arguments(words, 0, 0, new SandboxOp.Grow());
            case "evacuate" -> new SandboxOp.Evacuate(times(words, MAX_NEXT));
            case "itend" ->
            {
                arguments(words, 1, 1, null);
                yield new SandboxOp.IteratorEnd(words.get(1));
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

    private static int times(final List<String> words, final long most)
    {
        arguments(words, 0, 1, null);
        return words.size() > 1 ? (int)within(words.get(1), 1, most) : 1;
    }

    private static ClearStrategy strategy(final String word)
    {
        return Arrays.stream(ClearStrategy.values()).filter((one) -> SandboxOp.ClearBy.word(one).equals(word))
            .findFirst().orElseThrow(() -> new IllegalArgumentException("no such way to clear (" +
                Arrays.stream(ClearStrategy.values()).map(SandboxOp.ClearBy::word).collect(Collectors.joining(", ")) +
                "): word=" + word));
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
        if (place == null || place.kind() == Place.Kind.NIL)
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
            final long keys = step == 0 ? 0 : keyCount(number(words.get(1)), number(words.get(2)), step);
            if (step == 0)
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
        if (words.size() == 3)
        {
            within(words.get(2), 1, MAX_NEXT);
        }
        return null;
    }

    // ------------------------------------------------------------------------------------------------ poke

    private static SandboxOp poke(final List<String> words, final ScriptType type)
    {
        arguments(words, 2, 4, null);
        final MapField field = MapField.parse(words.get(1));
        if (field != null)
        {
            arguments(words, 2, 2, null);
            return new SandboxOp.PokeField(field, operand(words.get(2), field.size(), field.pointer()));
        }
        if (Place.parse(words.get(1)) == null)
        {
            throw new IllegalArgumentException(
                "neither a field nor a bucket (M5, O2, H3, +144, @4096): word=" + words.get(1));
        }
        return pokeBucket(words, type);
    }

    private static SandboxOp pokeBucket(final List<String> words, final ScriptType type)
    {
        final Place place = place(words.get(1));
        final int bucketSize = BmapDescriptor.bucketSize(type.mapType());
        final String part = words.get(2);
        if (part.equals("overflow"))
        {
            arguments(words, 3, 3, null);
            return new SandboxOp.PokeBytes(place, BmapDescriptor.overflowOffset(type.mapType()), Long.BYTES,
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
        if (key.needsFloat() && !type.key().word().equals("f64"))
        {
            throw new IllegalArgumentException("only a float key can be this: word=" + word);
        }
        return key;
    }

    private static SandboxOp.Operand operand(final String word, final int size, final boolean pointer)
    {
        final Place place = pointer ? Place.parse(word) : null;
        if (place != null)
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
        if (range != null)
        {
            return arguments(words, 1, 1, new SandboxOp.ZeroArray(range));
        }
        final boolean each = words.get(1).equals("each");
        if (!each && Place.parse(words.get(1)) == null)
        {
            throw new IllegalArgumentException(
                "neither a range (main, spare, all, old, bmap, each) nor a bucket: word=" + words.get(1));
        }
        final long bucketSize = BmapDescriptor.bucketSize(type.mapType());
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
                wanted.equals("endless") || wanted.equals("fails") ? wanted : Long.toString(number(wanted))));
            case "product" -> arguments(words, 2, 2,
                new SandboxOp.ExpectProduct(oneOf(wanted, "answers", "refuses").equals("answers")));
            case "verify" -> expectVerify(words);
            case "field" -> expectField(words);
            default -> throw new IllegalArgumentException(
                "nothing to expect of (get, len, iter, verify, field, product): word=" + words.get(1));
        };
    }

    private static SandboxOp expectVerify(final List<String> words)
    {
        final String first = words.get(2);
        if (!first.equals("with") && !first.equals("without"))
        {
            return new SandboxOp.ExpectVerify(codes(words.subList(2, words.size())));
        }
        final List<String> codes = codes(words.subList(3, words.size()));
        if (codes.isEmpty())
        {
            throw new IllegalArgumentException("a code is missing: word=" + first);
        }
        return new SandboxOp.ExpectFindings(first.equals("with"), codes);
    }

    private static SandboxOp expectField(final List<String> words)
    {
        arguments(words, 3, 3, null);
        final MapField field = MapField.parse(words.get(2));
        if (field == null)
        {
            throw new IllegalArgumentException("no such field: word=" + words.get(2));
        }
        return new SandboxOp.ExpectField(field, operand(words.get(3), field.size(), field.pointer()));
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
