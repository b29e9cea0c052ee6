// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All cases that real Go has been recorded with, by the names of the oracle's program.
 */
public final class LabCases
{
    private LabCases()
    {
    }

    /**
     * The cases.
     *
     * @return by name.
     */
    public static Map<String, LabCase> all()
    {
        final Map<String, LabCase> cases = new LinkedHashMap<>();
        ZeroingCases.register(cases);
        HeaderCases.register(cases);
        GrowthCases.register(cases);
        return cases;
    }
}
