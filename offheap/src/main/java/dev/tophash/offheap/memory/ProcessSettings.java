// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The system properties of the product. A value that a property cannot have is refused with the first map or memory
 * that is made; taken without a word it would be something else than what was asked for.
 */
public final class ProcessSettings
{
    /** System property: what is said of maps that are dropped, see {@link LeakDetector}. */
    public static final String LEAK_DETECTION = "tophash.leakDetection";

    /** System property that makes every write of every map set Go's write flag. */
    public static final String SLOW_WRITES = "tophash.slowWrites";

    /** System property that runs the verifier after every write. */
    public static final String INVARIANTS = "tophash.invariants";

    private ProcessSettings()
    {
    }

    /**
     * Refuses values that are none. The folder of {@link FilePolicy} is refused when it is read.
     *
     * @throws IllegalArgumentException naming the first property, its value and what it can be.
     */
    public static void requireKnown()
    {
        requireKnown(System::getProperty);
    }

    static void requireKnown(final UnaryOperator<String> properties)
    {
        final String level = properties.apply(LEAK_DETECTION);
        if (level != null && !LeakDetector.LEVELS.contains(level))
        {
            throw new IllegalArgumentException(
                "unknown value of a system property: " + LEAK_DETECTION + '=' + level + ", known=" +
                LeakDetector.LEVELS);
        }
        requireSwitch(properties, FilePolicy.FORCE_PROPERTY);
        requireSwitch(properties, SLOW_WRITES);
        requireSwitch(properties, INVARIANTS);
    }

    private static void requireSwitch(final UnaryOperator<String> properties, final String name)
    {
        final String value = properties.apply(name);
        if (value != null && !isSwitch(value.toLowerCase(Locale.ROOT)))
        {
            throw new IllegalArgumentException(
                "unknown value of a system property: " + name + '=' + value + ", known=[true, false]");
        }
    }

    private static boolean isSwitch(final String value)
    {
        return value.equals("true") || value.equals("false");
    }

    /** The folder that a property names; null for none. */
    static Path folder(final String folder)
    {
        try
        {
            return folder == null || folder.isEmpty() ? null : Path.of(folder);
        }
        catch (final InvalidPathException e)
        {
            throw new IllegalArgumentException("not a path in a system property: " + FilePolicy.ALLOW_PROPERTY + '=' +
                folder.replace('\0', '?'), e);
        }
    }

    static String leakDetection()
    {
        return System.getProperty(LEAK_DETECTION, LeakDetector.LEVELS.getFirst());
    }
}
