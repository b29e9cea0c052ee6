// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.hash.HashKeys;
import dev.tophash.it.subject.Subject;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The one number that a run follows from: operations, hash keys, seeds of maps, starts of iterations.
 *
 * <p>The default build always runs the same one, so that a change is judged and not luck. The long suites and
 * {@code -Dtophash.seed=random} draw a new one, {@code -Dtophash.seed=NUMBER} repeats a former run. Whoever fails
 * prints it.
 */
final class Seed
{
    private static final String PROPERTY = "tophash.seed";
    private static final String DRAWN = "random";
    private static final String DEFAULT = "849256220580093946";
    private static final long BASE = base();

    private Seed()
    {
    }

    private static long base()
    {
        final String given = System.getProperty(PROPERTY, Boolean.getBoolean("tophash.long") ? DRAWN : DEFAULT);
        return given.equals(DRAWN) ? new SecureRandom().nextLong() >>> 1 : Long.parseLong(given);
    }

    /** The seed of one run, which does not depend on the runs before it. */
    static long of(final String run)
    {
        return BASE * 0x9e37_79b9_7f4a_7c15L ^ run.hashCode() * 0xc2b2_ae3d_27d4_eb4fL;
    }

    static SplittableRandom random(final String run)
    {
        return new SplittableRandom(of(run));
    }

    static String replay()
    {
        return "-D" + PROPERTY + "=" + BASE;
    }

    /** What a map needs to be repeatable. */
    static MapConfig config(final SplittableRandom random)
    {
        return config(random, GoVersion.GO_1_23);
    }

    static MapConfig config(final SplittableRandom random, final GoVersion version)
    {
        return MapConfig.defaults()
            .withReservation(1L << 30)
            .withMissingValue(Subject.ABSENT)
            .withGoProfile(new MapConfig.GoProfile(version, false, false, 0))
            .withUnsafeRandomnessForTests(FixedRandom.from(random.split()), HashKeys.random(random));
    }
}
