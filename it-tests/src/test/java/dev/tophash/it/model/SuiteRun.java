// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.TestFailure;
import junit.framework.TestListener;
import junit.framework.TestResult;
import junit.framework.TestSuite;

/**
 * What came of a suite of guava-testlib.
 *
 * @param complaints failures and errors.
 * @param testCount  tests that were run.
 */
record SuiteRun(List<String> complaints, int testCount)
{
    /** Runs a whole suite. */
    static SuiteRun all(final TestSuite suite)
    {
        return run(suite, new TestResult());
    }

    /** Runs a suite that is to find a bug: one failure is enough. */
    static SuiteRun untilAComplaint(final TestSuite suite)
    {
        final TestResult result = new TestResult();
        result.addListener(new StopAtFirst(result));
        return run(suite, result);
    }

    private static SuiteRun run(final TestSuite suite, final TestResult result)
    {
        suite.run(result);
        return new SuiteRun(
            Stream.concat(Collections.list(result.failures()).stream(), Collections.list(result.errors()).stream())
                .map(TestFailure::toString).toList(), result.runCount());
    }

    /** The bytes of a map for others that are to begin where it is. */
    static MapImage copyOf(final MapImage image)
    {
        final MemorySegment bytes = Arena.ofAuto().allocate(image.size(), Long.BYTES);
        return withBytes(image, bytes.copyFrom(image.memory()));
    }

    /** The same bytes for one more map: each attaches an image of its own. */
    static MapImage handleOf(final MapImage image)
    {
        return withBytes(image, image.memory());
    }

    private static MapImage withBytes(final MapImage image, final MemorySegment bytes)
    {
        return new MapImage(bytes, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
    }

    private record StopAtFirst(TestResult result) implements TestListener
    {
        @Override
        public void addError(final junit.framework.Test test, final Throwable e)
        {
            result.stop();
        }

        @Override
        public void addFailure(final junit.framework.Test test, final AssertionFailedError e)
        {
            result.stop();
        }

        @Override
        public void startTest(final junit.framework.Test test)
        {
            // Nothing yet.
        }

        @Override
        public void endTest(final junit.framework.Test test)
        {
            // Nothing more.
        }
    }
}
