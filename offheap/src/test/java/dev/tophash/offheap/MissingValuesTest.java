// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MissingValuesTest
{
    @Test
    void shouldTakeWhatIsAValueOfTheType()
    {
        assertTrue(MissingValues.LONG.has(Long.MIN_VALUE));
        assertFalse(MissingValues.LONG.has(0.5), "it would be cut");
        assertTrue(MissingValues.INT.has((long)Integer.MIN_VALUE));
        assertFalse(MissingValues.INT.has(Integer.MAX_VALUE + 1L));
        assertTrue(MissingValues.DOUBLE.has(Double.NaN));
        assertTrue(MissingValues.DOUBLE.has(1L << 53));
        assertFalse(MissingValues.DOUBLE.has((1L << 53) + 1), "no double is equal to it");
    }

    @Test
    void shouldNameTheNumberThatItRefuses()
    {
        assertEquals(7L, MissingValues.INT.require(7L));
        final var refused = assertThrows(IllegalArgumentException.class, () -> MissingValues.INT.require(1L << 31));
        assertEquals("missing value out of range: missingValue=2147483648, minimum=-2147483648, maximum=2147483647",
            refused.getMessage());
    }
}
