// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuildTest
{
    @Test
    void shouldRunOnTheJdkThatTheProjectAsksFor()
    {
        assertTrue(Runtime.version().feature() >= 22, () -> "JDK of the tests: version=" + Runtime.version());
    }
}
