// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

/**
 * One broken rule, at one place.
 *
 * @param rule     the rule.
 * @param offset   offset in the region of the bytes that break it, or -1 if it is no single place.
 * @param location the place in the map.
 * @param expected what the rule wants there.
 * @param actual   what is there.
 */
public record Finding(Rule rule, long offset, Location location, String expected, String actual)
{
    /** Refuses missing parts. */
    public Finding
    {
        Required.argument(rule, "rule");
        Required.argument(location, "location");
        Required.argument(expected, "expected");
        Required.argument(actual, "actual");
    }

    /** One line: code, location, expected and actual. */
    @Override
    public String toString()
    {
        return rule.code() + " " + location + (offset >= 0 ? " @0x" + Long.toHexString(offset) : "") +
            ": expected=" + expected + ", actual=" + actual;
    }
}
