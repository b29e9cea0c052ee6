// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.offheap.ClearStrategy;
import java.util.List;
import java.util.Locale;

/**
 * What the sandbox adds to the script language.
 */
sealed interface SandboxOp extends ScriptOp.Extra
{
    /**
     * What is written into memory: a number, or the address of a place.
     *
     * @param number the number.
     * @param place  the place; null for a number.
     */
    record Operand(long number, Place place)
    {
    }

    /** {@code poke FIELD N}. */
    record PokeField(MapField field, Operand operand) implements SandboxOp
    {
    }

    /** {@code poke BUCKET overflow|byte|word|tophash ...}: raw bytes at an offset in a bucket. */
    record PokeBytes(Place place, int offset, int size, Operand operand) implements SandboxOp
    {
    }

    /** {@code poke BUCKET key|elem SLOT N}: the value that the number stands for. */
    record PokeValue(Place place, boolean key, int slot, ScriptNumber number) implements SandboxOp
    {
    }

    /** {@code zero main|spare|all|old|bmap}. */
    record ZeroArray(Range range) implements SandboxOp
    {
    }

    /** {@code zero each FROM SIZE}: the same bytes of every main bucket. */
    record ZeroEach(long from, long size) implements SandboxOp
    {
    }

    /** {@code zero PLACE [FROM SIZE]}; without a size the whole bucket. */
    record ZeroPlace(Place place, long from, long size) implements SandboxOp
    {
    }

    /** {@code verify}. */
    record Verify() implements SandboxOp
    {
    }

    /** {@code undo [N]}. */
    record Undo(int times) implements SandboxOp
    {
    }

    /** {@code redo [N]}. */
    record Redo(int times) implements SandboxOp
    {
    }

    /** {@code grow}: assigns new keys until a growth begins. */
    record Grow() implements SandboxOp
    {
    }

    /** {@code evacuate [N]}: deletes of an absent key, each of which moves one or two old chains. */
    record Evacuate(int times) implements SandboxOp
    {
    }

    /** {@code clear STRATEGY}: the product's clear in one of its ways. */
    record ClearBy(ClearStrategy strategy) implements SandboxOp
    {
        /** The name of a strategy in a script: "three-step". */
        static String word(final ClearStrategy strategy)
        {
            return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@code itend ID}: forgets an iterator. */
    record IteratorEnd(String id) implements SandboxOp
    {
    }

    /** {@code show [BUCKET]}; null: header and growth. */
    record Show(Place place) implements SandboxOp
    {
    }

    /** {@code len}. */
    record Len() implements SandboxOp
    {
    }

    /** {@code found A B [STEP]}: how many of these keys a lookup finds. */
    record Found(long from, long to, long step) implements SandboxOp
    {
    }

    /** {@code crowd BUCKET N [FROM]}: assigns keys that all fall into one main bucket. */
    record Crowd(long bucket, int count, long from) implements SandboxOp
    {
    }

    /** A word that means something to {@code conform} alone. */
    record Nothing(String why) implements SandboxOp
    {
    }

    /** {@code expect get K found|absent|fails}. */
    record ExpectGet(ScriptNumber key, String wanted) implements SandboxOp
    {
    }

    /** {@code expect len N}, {@code expect iter N|endless|fails}. */
    record ExpectNumber(boolean iterate, String wanted) implements SandboxOp
    {
    }

    /** {@code expect verify clean|CODE...}. */
    record ExpectVerify(List<String> codes) implements SandboxOp
    {
    }

    /** {@code expect verify with|without CODE...}. */
    record ExpectFindings(boolean with, List<String> codes) implements SandboxOp
    {
    }

    /** {@code expect field FIELD N}. */
    record ExpectField(MapField field, Operand operand) implements SandboxOp
    {
    }

    /** {@code expect product answers|refuses}. */
    record ExpectProduct(boolean answers) implements SandboxOp
    {
    }

    /** Ranges of whole arrays. */
    enum Range
    {
        /** The 2^B main buckets. */
        MAIN("main"),
        /** The spare buckets behind them. */
        SPARE("spare"),
        /** Both. */
        ALL("all"),
        /** The old array with its spare buckets. */
        OLD("old"),
        /** The article's 2^B times the size of Go's type bmap, which is 8. */
        BMAP("bmap");

        private final String word;

        Range(final String word)
        {
            this.word = word;
        }

        static Range parse(final String word)
        {
            for (final Range range : values())
            {
                if (range.word.equals(word))
                {
                    return range;
                }
            }
            return null;
        }
    }
}
