// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.MapExtraDescriptor;
import java.util.List;

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
    record PokeField(Field field, Operand operand) implements SandboxOp
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

    /** Fields of the header and of the block that its extra points to. */
    enum Field
    {
        /** Number of entries. */
        COUNT("count", false, HmapDescriptor.COUNT_OFFSET, 8, false),
        /** Flags. */
        FLAGS("flags", false, HmapDescriptor.FLAGS_OFFSET, 1, false),
        /** Logarithm of the number of buckets. */
        B("B", false, HmapDescriptor.B_OFFSET, 1, false),
        /** Number of overflow buckets. */
        NOVERFLOW("noverflow", false, HmapDescriptor.NOVERFLOW_OFFSET, 2, false),
        /** Seed. */
        HASH0("hash0", false, HmapDescriptor.HASH0_OFFSET, 4, false),
        /** The array. */
        BUCKETS("buckets", false, HmapDescriptor.BUCKETS_OFFSET, 8, true),
        /** The old array. */
        OLDBUCKETS("oldbuckets", false, HmapDescriptor.OLDBUCKETS_OFFSET, 8, true),
        /** Evacuation mark. */
        NEVACUATE("nevacuate", false, HmapDescriptor.NEVACUATE_OFFSET, 8, false),
        /** The optional block. */
        EXTRA("extra", false, HmapDescriptor.EXTRA_OFFSET, 8, true),
        /** In extra: the list of overflow buckets. */
        OVERFLOW("overflow", true, MapExtraDescriptor.OVERFLOW_OFFSET, 8, true),
        /** In extra: the list of the old array. */
        OLDOVERFLOW("oldoverflow", true, MapExtraDescriptor.OLDOVERFLOW_OFFSET, 8, true),
        /** In extra: the next spare bucket. */
        NEXT_OVERFLOW("nextOverflow", true, MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 8, true);

        private final String word;
        private final boolean inExtra;
        private final int offset;
        private final int size;
        private final boolean pointer;

        Field(final String word, final boolean inExtra, final int offset, final int size, final boolean pointer)
        {
            this.word = word;
            this.inExtra = inExtra;
            this.offset = offset;
            this.size = size;
            this.pointer = pointer;
        }

        static Field parse(final String word)
        {
            for (final Field field : values())
            {
                if (field.word.equals(word))
                {
                    return field;
                }
            }
            return null;
        }

        String word()
        {
            return word;
        }

        boolean inExtra()
        {
            return inExtra;
        }

        int offset()
        {
            return offset;
        }

        int size()
        {
            return size;
        }

        boolean pointer()
        {
            return pointer;
        }
    }
}
