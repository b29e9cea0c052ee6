// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoVersionTest
{
    @ParameterizedTest
    @CsvSource({
        "1.19, GO_1_19", "go1.19.8, GO_1_19", "1.20.14, GO_1_20", "go1.21rc2, GO_1_21", "1.21.0, GO_1_21",
        "go1.22, GO_1_22", "1.23.5, GO_1_23", "go1.23.5 X:nocoverageredesign, GO_1_23", "go1.23beta1, GO_1_23"})
    void shouldReadVersions(final String text, final GoVersion expected)
    {
        assertEquals(expected, GoVersion.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.24", "go1.24.1", "1.25rc1", "1.100"})
    void shouldSayWhyNewerVersionsAreRefused(final String text)
    {
        final var e = assertThrows(IllegalArgumentException.class, () -> GoVersion.parse(text));
        assertTrue(e.getMessage().contains("Swiss"), e.getMessage());
        assertTrue(e.getMessage().contains("version=" + text), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "go", "1.", "1.18.10", "1.2", "2.19", "x", "1.19x", "1.-9", "1.99999999999", "devel"})
    void shouldRefuseWhatIsNoVersion(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> GoVersion.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "GO_1_19, false, false, false, 1.19", "GO_1_20, false, false, false, 1.20",
        "GO_1_21, false, true, false, 1.21", "GO_1_22, true, true, false, 1.22", "GO_1_23, true, true, true, 1.23"})
    void shouldKnowWhatDiffers(
        final GoVersion version, final boolean headers, final boolean marks, final boolean words, final String label)
    {
        assertEquals(headers, version.objectHeaders());
        assertEquals(marks, version.clearMarksChains());
        assertEquals(words, version.fourKeyWords());
        assertEquals(label, version.label());
        assertEquals(label, version.toString());
        assertEquals(version, GoVersion.parse(label));
    }

    @Test
    void shouldRefuseNull()
    {
        assertThrows(NullPointerException.class, () -> GoVersion.parse(null));
    }
}
