// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

/**
 * How much the server takes.
 *
 * @param bodyBytes  of one request.
 * @param lines      of one script.
 * @param hint       of one map: it has to fit on a screen.
 * @param sessions   maps that are kept at a time; the one that was not asked for longest is let go first.
 * @param perSecond  requests a second, over all sessions.
 */
public record Limits(int bodyBytes, int lines, int hint, int sessions, int perSecond)
{
    /** For a person and a few windows. */
    public static final Limits DEFAULT = new Limits(64 << 10, 2_000, 400, 16, 1_000);
}
