// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckTest
{
    private static final Location HEADER = Location.of(Location.Part.HEADER);

    @ParameterizedTest
    @EnumSource(Check.class)
    void shouldHaveAStableCodeAndARuleOfOneSentence(final Check check)
    {
        assertTrue(check.code().matches("[A-Z]\\d\\d"), check.code());
        assertEquals(check, Check.valueOf(check.code()));
        assertTrue(check.meaning().matches("[^.]+\\."), check.meaning());
    }

    @Test
    void shouldKeepEveryCodeEverPublished()
    {
        final Set<String> codes = Arrays.stream(Check.values()).map(Check::code).collect(Collectors.toSet());
        final Set<String> published = Set.of(
            "H01", "H02", "H03", "C01", "T01", "T02", "T03", "B01", "B02", "B03", "O01", "O02", "O03", "O04", "O05",
            "O06", "O07", "L01", "L02", "E01", "P01", "P02", "F01", "M01", "X01", "G01", "S01");
        assertTrue(codes.containsAll(published), () -> "codes=" + codes);
    }

    @Test
    void shouldCallOnlyWhatGoItselfShowsInformation()
    {
        final Set<Check> information = EnumSet.allOf(Check.class);
        information.removeIf((check) -> check.severity() == Rule.Severity.ERROR);
        assertEquals(EnumSet.of(Check.G01, Check.S01), information);
    }

    @Test
    void shouldPrintAFindingOnOneLine()
    {
        assertEquals(
            "T01 bucket M3, slot 2 @0x1f: expected=0x4f, actual=0x50",
            new Finding(Check.T01, 31, Location.of(Location.Part.MAIN_BUCKET, 3).at(2), "0x4f", "0x50").toString());
        assertEquals(
            "C01 header: expected=7, actual=8", new Finding(Check.C01, -1, HEADER, "7", "8").toString());
        assertThrows(NullPointerException.class, () -> new Finding(null, 0, HEADER, "", ""));
        assertThrows(NullPointerException.class, () -> new Finding(Check.C01, 0, HEADER, null, ""));
    }
}
