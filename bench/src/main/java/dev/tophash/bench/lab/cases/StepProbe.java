// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.GoFailure;

/**
 * What Go's walk answers to the questions that are asked before a step is revealed.
 *
 * @param survives whether Go's program is still alive after the step.
 * @param len      {@code len(m)}.
 * @param key      a key as text; null if the step is about none.
 * @param found    whether a lookup of the key finds it.
 * @param elem     its elem.
 * @param failure  how the lookup, or the step itself, ended Go's program; null if it did not.
 */
public record StepProbe(boolean survives, long len, String key, boolean found, long elem, String failure)
{
    private static final int KEY_SIZE = 64;

    /** Asks a copy, of a key whose lookup ends Go's program, or else of the last: it lies deepest in its chain. */
    static StepProbe of(final LabMap map, final long[] keys, final GoFailure ended)
    {
        if (ended != null)
        {
            return new StepProbe(false, map.walk().len(), null, false, 0, ended.getMessage());
        }
        if (keys.length == 0)
        {
            return new StepProbe(true, map.walk().len(), null, false, 0, null);
        }
        try (LabMap copy = map.fork())
        {
            final long len = copy.walk().len();
            long number = 0;
            try
            {
                for (final long key : keys)
                {
                    number = key;
                    copy.has(key);
                }
                return new StepProbe(true, len, text(copy, number), copy.has(number), copy.get(number), null);
            }
            catch (final GoFailure e)
            {
                return new StepProbe(true, len, text(copy, number), false, 0, e.getMessage());
            }
        }
    }

    private static String text(final LabMap copy, final long number)
    {
        final long address = copy.image().allocate(KEY_SIZE);
        copy.form().stage(copy.image(), address, number, 0);
        return copy.form().read(copy.image(), address);
    }
}
