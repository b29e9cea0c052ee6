// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All cases; those that real Go has been recorded with have the names of the oracle's program.
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
        DanglingCases.register(cases);
        ZeroingCases.register(cases);
        HeaderCases.register(cases);
        GrowthCases.register(cases);
        OtherCases.register(cases);
        return cases;
    }
}
