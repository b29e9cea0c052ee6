// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class TopHashTest
{
    private static final long SEED = 0x746f7068617368L;

    @Test
    void shouldMoveTheFiveStatesOutOfTheWay()
    {
        for (int top = 0; top < 256; top++)
        {
            final int expected = top < 5 ? top + 5 : top;
            assertEquals(expected, TopHash.of((long)top << 56));
            assertEquals(expected, TopHash.of((long)top << 56 | 0x00FFFFFFFFFFFFFFL));
        }
    }

    @Test
    void shouldMissNoMatchAndHaveATrueLowestFlagForEveryPairOfBytesAtEveryPairOfPositions()
    {
        // Every value against every value: one byte at one position, the other at another, under fillings that are a
        // match, a false-match candidate, and neither.
        for (int top = 0; top < 256; top++)
        {
            final long repeated = TopHash.repeat(top);
            for (int value = 0; value < 256; value++)
            {
                for (final int filling : new int[]{top ^ 0x55, top ^ 1, top})
                {
                    checkAllPositions(top, repeated, value, TopHash.repeat(filling));
                }
            }
        }
    }

    private static void checkAllPositions(final int top, final long repeated, final int value, final long filling)
    {
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < 8; j++)
            {
                checkMatch(TopHash.with(TopHash.with(filling, i, top), j, value), top, repeated);
            }
        }
    }

    private static void checkMatch(final long word, final int top, final long repeated)
    {
        final long matches = TopHash.match(word, repeated);
        final long exact = naive(word, (t) -> t == top);
        if ((matches & exact) != exact || Long.lowestOneBit(matches) != Long.lowestOneBit(exact))
        {
            throw new AssertionError(message("match", word, top, matches, exact));
        }
        for (long wrong = matches & ~exact; wrong != 0; wrong &= wrong - 1)
        {
            final int slot = TopHash.slot(wrong);
            if (TopHash.at(word, slot) != (top ^ 1) || (exact & ((0x80L << (slot << 3)) - 1)) == 0)
            {
                throw new AssertionError(message("false match", word, top, matches, exact));
            }
        }
    }

    @Test
    void shouldReallyShowTheFalseMatchThatTheProofSpeaksOf()
    {
        final long word = TopHash.with(TopHash.with(TopHash.repeat(200), 2, 100), 3, 101);
        final long matches = TopHash.match(word, TopHash.repeat(100));
        assertEquals(0x0000_0000_8080_0000L, matches);
        assertEquals(2, TopHash.slot(matches));
    }

    @Test
    void shouldNeverMatchAnEmptySlotFalsely()
    {
        for (int top = TopHash.MIN_TOP_HASH; top < 256; top++)
        {
            assertTrue((top ^ 1) >= TopHash.EVACUATED_EMPTY);
        }
    }

    @Test
    void shouldAgreeWithALoopOverBytesOnEveryPairOfBytesAtEveryPairOfPositions()
    {
        for (int a = 0; a < 256; a++)
        {
            for (int b = 0; b < 256; b++)
            {
                for (int i = 0; i < 8; i++)
                {
                    for (int j = 0; j < 8; j++)
                    {
                        checkWord(TopHash.with(TopHash.with(TopHash.repeat(a), i, b), j, b));
                        checkWord(TopHash.with(TopHash.repeat(i * 36), j, a));
                    }
                }
            }
        }
    }

    @Test
    void shouldRepeatTheTophashOfEveryHash()
    {
        for (long top = 0; top < 256; top++)
        {
            for (final long rest : new long[]{0, 1, 0x00ff_ffff_ffff_ffffL, 0x0080_0000_0000_0000L})
            {
                final long hash = top << 56 | rest;
                assertEquals(TopHash.repeat(TopHash.of(hash)), TopHash.repeatOf(hash));
            }
        }
    }

    /** A well-formed word: once a slot is emptyRest, so are all after it. */
    @Test
    void shouldKnowAnAbsentKeyByTheLastSlotOfAWellFormedWord()
    {
        for (int filled = 0; filled <= 8; filled++)
        {
            long word = 0;
            for (int i = 0; i < filled; i++)
            {
                word = TopHash.with(word, i, TopHash.MIN_TOP_HASH + 35 * i);
            }
            for (int top = TopHash.MIN_TOP_HASH; top < 256; top++)
            {
                final long matches = TopHash.match(word, TopHash.repeat(top));
                assertEquals(matches == 0 && TopHash.hasEmptyRest(word), TopHash.isAbsent(word, matches));
            }
        }
    }

    /** Behind a last slot that is emptyOne the chain may go on. */
    @Test
    void shouldNotTakeATombstoneInTheLastSlotForTheEnd()
    {
        final long word = TopHash.with(TopHash.repeat(TopHash.MIN_TOP_HASH), 7, TopHash.EMPTY_ONE);
        assertFalse(TopHash.isAbsent(word, TopHash.match(word, TopHash.repeat(200))));
    }

    /** Whatever the bytes are: never without an emptyRest, never with a match. */
    @Test
    void shouldNotTakeAKeyForAbsentThatCanBeThere()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 100_000; n++)
        {
            long word = 0;
            for (int i = 0; i < 8; i++)
            {
                word = TopHash.with(word, i, random.nextBoolean() ? TopHash.EMPTY_REST : random.nextInt(256));
            }
            final long matches = TopHash.match(word, TopHash.repeat(random.nextInt(TopHash.MIN_TOP_HASH, 256)));
            assertTrue(!TopHash.isAbsent(word, matches) || matches == 0 && TopHash.hasEmptyRest(word));
        }
    }

    @Test
    void shouldAgreeWithALoopOverBytesOnRandomWords()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 1_000_000; n++)
        {
            final long raw = random.nextLong();
            checkWord(raw);
            final int top = TopHash.of(raw);
            checkMatch(raw, top, TopHash.repeat(top));
            final long small = raw & 0x0707070707070707L;
            checkWord(small);
            checkMatch(small, (int)(raw >>> 60) & 7, TopHash.repeat((int)(raw >>> 60) & 7));
        }
    }

    private static void checkWord(final long word)
    {
        final long empty = naive(word, TopHash::isEmpty);
        final long filled = naive(word, (t) -> t >= TopHash.MIN_TOP_HASH);
        if (TopHash.matchEmpty(word) != empty)
        {
            throw new AssertionError(message("matchEmpty", word, 0, TopHash.matchEmpty(word), empty));
        }
        if (TopHash.matchFilled(word) != filled)
        {
            throw new AssertionError(message("matchFilled", word, 0, TopHash.matchFilled(word), filled));
        }
        if (TopHash.hasEmptyRest(word) != (naive(word, (t) -> t == TopHash.EMPTY_REST) != 0))
        {
            throw new AssertionError(message("hasEmptyRest", word, 0, 0, 0));
        }
    }

    /** Go's loop of mapdelete, for every slot of every word of emptyRest, emptyOne and one live tophash. */
    @Test
    void shouldDeleteAsGosLoopDoes()
    {
        final int[] values = {TopHash.EMPTY_REST, TopHash.EMPTY_ONE, 0x80};
        for (int number = 0; number < 6_561; number++)
        {
            long word = 0;
            for (int slot = 0, rest = number; slot < 8; slot++, rest /= 3)
            {
                word = TopHash.with(word, slot, values[rest % 3]);
            }
            assertEquals(TopHash.at(word, 7) == TopHash.EMPTY_REST, TopHash.endsChain(word));
            assertEquals(TopHash.at(word, 7), TopHash.last(word));
            for (int slot = 0; slot < 8; slot++)
            {
                assertEquals(deleted(word, slot), TopHash.without(word, slot), Long.toHexString(word) + " " + slot);
            }
            if (!TopHash.hasEmptyRest(word))
            {
                assertEquals(ended(word, 7), TopHash.trimmed(word), Long.toHexString(word));
            }
        }
    }

    private static long deleted(final long word, final int slot)
    {
        final long after = TopHash.with(word, slot, TopHash.EMPTY_ONE);
        return slot == 7 || TopHash.at(after, slot + 1) == TopHash.EMPTY_REST ? ended(after, slot) : after;
    }

    private static long ended(final long word, final int slot)
    {
        long after = word;
        for (int i = slot; i >= 0 && TopHash.at(after, i) == TopHash.EMPTY_ONE; i--)
        {
            after = TopHash.with(after, i, TopHash.EMPTY_REST);
        }
        return after;
    }

    @Test
    void shouldFindWhatIsUsedFromASlotOn()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 10_000; round++)
        {
            long word = random.nextLong();
            for (int slot = 0; slot < 8; slot++)
            {
                word = random.nextBoolean() ? word : TopHash.with(word, slot, random.nextInt(6));
            }
            final long all = naive(word, (top) -> top > TopHash.EMPTY_ONE);
            for (int from = 0; from <= 8; from++)
            {
                final long expected = from == 8 ? 0 : all & -1L << (from << 3);
                final long used = TopHash.from(TopHash.matchUsed(word), from);
                assertEquals(expected, used, Long.toHexString(word) + " from " + from);
            }
            final long evacuated = TopHash.withEmptyEvacuated(word, TopHash.matchFilled(word));
            for (int slot = 0; slot < 8; slot++)
            {
                final int top = TopHash.at(word, slot);
                assertEquals(top < TopHash.MIN_TOP_HASH ? TopHash.EVACUATED_EMPTY : top, TopHash.at(evacuated, slot));
            }
        }
    }

    @Test
    void shouldSplitAWordAsALoopOverItsBytes()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 100_000; round++)
        {
            final long raw = random.nextLong();
            final long word = random.nextBoolean() ? raw : raw & random.nextLong() & 0x0707_0707_0707_0707L;
            final long filled = TopHash.matchFilled(word);
            final long upper = filled & random.nextLong();
            long packed = 0;
            int count = 0;
            for (int slot = 0; slot < 8; slot++)
            {
                final boolean up = (upper & 0x80L << (slot << 3)) != 0;
                packed = up ? TopHash.with(packed, count++, TopHash.at(word, slot)) : packed;
                assertEquals(TopHash.at(word, slot) < TopHash.MIN_TOP_HASH ? TopHash.EVACUATED_EMPTY :
                    up ? TopHash.EVACUATED_Y : TopHash.EVACUATED_X, TopHash.at(TopHash.evacuated(filled, upper), slot));
            }
            assertEquals(packed, TopHash.packed(word, upper), Long.toHexString(word) + " " + Long.toHexString(upper));
        }
    }

    @Test
    void shouldReadAndReplaceSingleBytes()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 1000; n++)
        {
            final long word = random.nextLong();
            final int slot = random.nextInt(8);
            final int top = random.nextInt(256);
            final long changed = TopHash.with(word, slot, top);
            for (int i = 0; i < 8; i++)
            {
                assertEquals((int)(word >>> 8 * i) & 0xFF, TopHash.at(word, i));
                assertEquals(i == slot ? top : TopHash.at(word, i), TopHash.at(changed, i));
            }
        }
    }

    @Test
    void shouldWalkFlagsFromTheLowestSlot()
    {
        assertEquals(8, TopHash.slot(0));
        long flags = 0x8000_8000_0000_0080L;
        assertEquals(0, TopHash.slot(flags));
        flags &= flags - 1;
        assertEquals(5, TopHash.slot(flags));
        flags &= flags - 1;
        assertEquals(7, TopHash.slot(flags));
    }

    @Test
    void shouldNameTheStates()
    {
        final String[] names = {"emptyRest", "emptyOne", "evacuatedX", "evacuatedY", "evacuatedEmpty"};
        for (int top = 0; top < names.length; top++)
        {
            assertEquals(names[top], TopHash.describe(top));
            assertEquals(top <= 1, TopHash.isEmpty(top));
            assertEquals(top >= 2, TopHash.isEvacuated(top));
        }
        assertEquals("live(0x05)", TopHash.describe(5));
        assertEquals("live(0xff)", TopHash.describe(255));
        assertFalse(TopHash.isEvacuated(5) || TopHash.isEmpty(5) || TopHash.isEvacuated(255) || TopHash.isEmpty(255));
    }

    private static long naive(final long word, final IntPredicate wanted)
    {
        long flags = 0;
        for (int i = 0; i < 8; i++)
        {
            if (wanted.test((int)(word >>> 8 * i) & 0xFF))
            {
                flags |= 0x80L << 8 * i;
            }
        }
        return flags;
    }

    private static String message(
        final String what, final long word, final int top, final long actual, final long expected)
    {
        return String.format(Locale.ROOT,
            "%s: word=%016x, top=%d, actual=%016x, expected=%016x", what, word, top, actual, expected);
    }
}
