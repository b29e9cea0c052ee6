// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.demo;

/**
 * What a tour found, for {@code --json} and for the test that runs it.
 */
public final class DemoResult
{
    long classFiles;
    long names;
    long numbers;
    long naiveFindings;
    boolean growthShown;
    boolean cleanBefore;
    boolean cleanAfter;

    DemoResult()
    {
    }

    /**
     * Tells whether every part came out as it was told.
     *
     * @return true if the maps were clean before, broken by the naive reset and clean after the right one.
     */
    public boolean asTold()
    {
        return cleanBefore && cleanAfter && growthShown && naiveFindings > 0;
    }

    /**
     * The result as one JSON object.
     *
     * @return a line without a line end.
     */
    public String toJson()
    {
        return "{\"classFiles\":" + classFiles + ",\"names\":" + names + ",\"numbers\":" + numbers +
            ",\"cleanBefore\":" + cleanBefore + ",\"naiveFindings\":" + naiveFindings + ",\"growthShown\":" +
            growthShown + ",\"cleanAfter\":" + cleanAfter + "}";
    }
}
