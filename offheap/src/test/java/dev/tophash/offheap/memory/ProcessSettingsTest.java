// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F30: a property with an unknown value was taken for another one without a word. */
class ProcessSettingsTest
{
    private static void require(final String name, final String value)
    {
        ProcessSettings.requireKnown(Map.of(name, value)::get);
    }

    private static String refusal(final String name, final String value)
    {
        return assertThrows(IllegalArgumentException.class, () -> require(name, value)).getMessage();
    }

    @Test
    void f30ShouldRefuseAnUnknownLevelOfLeakDetection()
    {
        assertEquals("unknown value of a system property: tophash.leakDetection=Paranoid, " +
            "known=[simple, paranoid, disabled]", refusal(ProcessSettings.LEAK_DETECTION, "Paranoid"));
        LeakDetector.LEVELS.forEach(level -> require(ProcessSettings.LEAK_DETECTION, level));
    }

    @ParameterizedTest
    @ValueSource(strings = {FilePolicy.FORCE_PROPERTY, ProcessSettings.SLOW_WRITES, ProcessSettings.INVARIANTS})
    void f30ShouldRefuseASwitchThatIsNeitherTrueNorFalse(final String name)
    {
        assertEquals("unknown value of a system property: " + name + "=yes, known=[true, false]", refusal(name, "yes"));
        refusal(name, "");
        require(name, "TRUE");
        require(name, "false");
    }

    @Test
    void f30ShouldRefuseAFolderThatIsNoPath()
    {
        final var refused = assertThrows(IllegalArgumentException.class, () -> ProcessSettings.folder("a\0b"));
        assertEquals("not a path in a system property: tophash.allowFile=a?b", refused.getMessage());
        assertEquals(Path.of("/tmp"), ProcessSettings.folder("/tmp"));
        assertNull(ProcessSettings.folder(""));
        require("tophash.other", "anything");
    }
}
