// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.ClearStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Scripts of pokes, zeroes and operations: nothing is too absurd. */
final class RandomScript
{
    private static final ClearStrategy[] STRATEGIES = ClearStrategy.values();

    private static final long[] ABSURD = {
        0, 1, 2, 3, 4, 5, 8, 63, 64, 127, 128, 255, 256, 4095, 65535, 1L << 31, 1L << 40, 1L << 48, Long.MAX_VALUE,
        Long.MIN_VALUE, -1, -8, 0xc000000000L, 0xc000000040L, 0xc000004000L};

    private final Random random;
    private final ScriptType type;

    private RandomScript(final long seed)
    {
        random = new Random(seed);
        type = ScriptType.ALL.get(random.nextInt(ScriptType.ALL.size()));
    }

    static List<String> of(final long seed, final int length)
    {
        return new RandomScript(seed).lines(length);
    }

    /** A line that names what the map does not have is refused; everything else has to work. */
    static SandboxStep runOne(final Sandbox sandbox, final Script.Line line)
    {
        try
        {
            return sandbox.run(line);
        }
        catch (final ScriptException e)
        {
            return null;
        }
    }

    private List<String> lines(final int length)
    {
        final List<String> lines = new ArrayList<>();
        final int[] hints = {0, 9, 60, 100, 300};
        lines.add("map " + type.key().word() + ' ' + type.elem().word() + ' ' + hints[random.nextInt(hints.length)]);
        lines.add("fill 0 " + random.nextInt(120));
        if (random.nextBoolean())
        {
            lines.add("drop 0 60 " + (1 + random.nextInt(5)));
        }
        while (lines.size() < length)
        {
            lines.add(random.nextInt(10) < 5 ? damage() : operation());
        }
        return lines;
    }

    private long number(final int bits)
    {
        final long number = switch (random.nextInt(4))
        {
            case 0 -> ABSURD[random.nextInt(ABSURD.length)];
            case 1 -> random.nextLong();
            default -> random.nextInt(300);
        };
        return bits == Long.SIZE ? number : number & ((1L << bits) - 1);
    }

    private String place()
    {
        return switch (random.nextInt(8))
        {
            case 0 -> "O" + random.nextInt(8);
            case 1 -> "H" + random.nextInt(3);
            case 2 -> "+" + random.nextInt(400);
            case 3 -> "@" + random.nextInt(40_000);
            default -> "M" + random.nextInt(20);
        };
    }

    private String address()
    {
        return random.nextInt(4) == 0 ? Long.toString(number(Long.SIZE)) : random.nextInt(6) == 0 ? "nil" : place();
    }

    private String damage()
    {
        final int slot = random.nextInt(8);
        final int size = BmapDescriptor.bucketSize(type.mapType());
        return switch (random.nextInt(12))
        {
            case 0, 1 ->
            {
                final List<MapField> fields = List.of(MapField.values());
                final MapField field = fields.get(random.nextInt(fields.size()));
                yield "poke " + field.word() + ' ' +
                    (field.pointer() ? address() : Long.toString(number(field.size() * 8)));
            }
            case 2 -> "poke " + place() + " tophash " + slot + ' ' + number(8);
            case 3 -> "poke " + place() + " key " + slot + ' ' + number(Long.SIZE);
            case 4 -> "poke " + place() + " elem " + slot + ' ' + number(Long.SIZE);
            case 5, 6 -> "poke " + place() + " overflow " + address();
            case 7 -> "poke " + place() + " byte " + random.nextInt(size) + ' ' + number(8);
            case 8 -> "poke " + place() + " word " + random.nextInt(size - 7) + ' ' + address();
            case 9 -> "zero " + List.of("main", "spare", "all", "old", "bmap").get(random.nextInt(5));
            case 10 -> "zero each " + slot + " 8";
            default -> "zero " + place();
        };
    }

    private String operation()
    {
        return switch (random.nextInt(26))
        {
            case 0, 1 -> "assign " + random.nextInt(200) + ' ' + random.nextInt(9);
            case 2 -> "delete " + random.nextInt(200);
            case 3 -> "fill 0 " + random.nextInt(200);
            case 4 -> "drop 0 200 3";
            case 5 -> "clear";
            case 6 -> "rangedelete";
            case 7 -> "eachdelete";
            case 8 -> "clone";
            case 9 -> "mode " + (random.nextBoolean() ? "generic" : "native");
            case 10 -> "itnew x " + random.nextInt(20) + ' ' + random.nextInt(8);
            case 11 -> "itnext x " + (1 + random.nextInt(20));
            case 12 -> "iter";
            case 13 -> "verify";
            case 14 -> "show " + place();
            case 15 -> "show";
            case 16 -> "found 0 100";
            case 17 -> "undo";
            case 18 -> "len";
            case 19, 20 -> "redo";
            case 21 -> "grow";
            case 22 -> "evacuate " + (1 + random.nextInt(9));
            case 23, 24 -> "clear " + SandboxOp.ClearBy.word(
                STRATEGIES[random.nextInt(STRATEGIES.length)]);
            default -> "get " + random.nextInt(200);
        };
    }
}
