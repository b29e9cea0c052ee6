// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmapFlagsTest
{
    @ParameterizedTest
    @CsvSource({
        "0, -", "1, iterator", "2, oldIterator", "4, hashWriting", "8, sameSizeGrow", "3, iterator|oldIterator",
        "15, iterator|oldIterator|hashWriting|sameSizeGrow", "16, 0x10", "242, oldIterator|0xf0"})
    void shouldNameTheBits(final int flags, final String expected)
    {
        assertEquals(expected, HmapFlags.describe(flags));
    }
}
