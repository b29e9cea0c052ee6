// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadFactorTest
{
    @ParameterizedTest
    @CsvSource({"0, 8", "1, 13", "2, 26", "3, 52", "4, 104", "5, 208", "6, 416", "20, 6815744", "47, 914793674309632"})
    void shouldGrowAboveThirteenHalves(final int b, final long limit)
    {
        assertEquals(limit, LoadFactor.growLimit(b));
        assertFalse(LoadFactor.overLoad(limit, b));
        assertTrue(LoadFactor.overLoad(limit + 1, b));
        assertFalse(LoadFactor.overLoad(0, b));
    }

    @Test
    void shouldFollowTheRuleAsGoWritesIt()
    {
        for (int b = 0; b < 20; b++)
        {
            for (long count = 0; count < 500; count++)
            {
                assertEquals(count > 8 && count > 13 * ((1L << b) / 2), LoadFactor.overLoad(count, b));
            }
        }
    }

    @Test
    void shouldHaveAnAnswerForEveryByteThatACorruptedHeaderCanHold()
    {
        for (int b = 1; b < 256; b++)
        {
            assertTrue(LoadFactor.growLimit(b) >= LoadFactor.growLimit(b - 1), "B=" + b);
            assertFalse(LoadFactor.overLoad(8, b));
            assertEquals(b >= 15 ? 32768 : 1 << b, firstTooMany(b));
        }
    }

    private static int firstTooMany(final int b)
    {
        int noverflow = 0;
        while (!LoadFactor.tooManyOverflow(noverflow, b))
        {
            noverflow++;
        }
        return noverflow;
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0", "-9223372036854775808, 0", "0, 0", "8, 0", "9, 1", "13, 1", "14, 2", "26, 2", "27, 3", "52, 3",
        "53, 4", "104, 4", "105, 5", "209, 6", "417, 7", "833, 8", "1665, 9", "1664, 8"})
    void shouldChooseTheSmallestBThatHoldsTheHint(final long hint, final int b)
    {
        assertEquals(b, LoadFactor.bForHint(hint));
    }

    @Test
    void shouldEndForTheLargestHint()
    {
        assertEquals(60, LoadFactor.bForHint(Long.MAX_VALUE));
    }

    @Test
    void shouldTakeImpossibleHintsAsNone()
    {
        assertEquals(0, LoadFactor.effectiveHint(-5, 144));
        assertEquals(100, LoadFactor.effectiveHint(100, 144));
        assertEquals((1L << 48) / 16, LoadFactor.effectiveHint((1L << 48) / 16, 16));
        assertEquals(0, LoadFactor.effectiveHint((1L << 48) / 16 + 1, 16));
        assertEquals((1L << 48) / 144, LoadFactor.effectiveHint((1L << 48) / 144, 144));
        assertEquals(0, LoadFactor.effectiveHint((1L << 48) / 144 + 1, 144));
        assertEquals(0, LoadFactor.effectiveHint(Long.MAX_VALUE, 2064));
    }
}
