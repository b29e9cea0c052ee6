// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Required;
import dev.tophash.hash.GoEquality;
import dev.tophash.hash.GoHash;
import dev.tophash.hash.MemHash;
import dev.tophash.it.faults.EveryMethod.Environment;
import dev.tophash.it.faults.EveryMethod.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * every public method of the exported packages refuses null in the same words, unless the parameter says that it
 * may be null; and of whatever else is refused, it names a value. {@link BadInputTest} has what only maps take.
 */
class BadArgumentTest
{
    static final String IS_NULL = "argument is null: \\w+=null";
    private static final String NAMED_VALUE = "[^:]+: (\\w+: )?\\w+=.+";

    /**
     * What is called for each key or each of its words, and is given its source by those who know it: a null is told
     * by the access. And who says it.
     */
    private static final Set<String> LEFT_OUT =
        Set.of(GoEquality.class.getName(), GoHash.class.getName(), MemHash.class.getName(), Required.class.getName());

    private static final int LEAST_CALLS = 1_000;

    @TempDir
    private Path folder;

    private final Set<String> faults = new TreeSet<>();

    private void check(final Outcome outcome)
    {
        final String method = outcome.method();
        if (!LEFT_OUT.contains(method.substring(0, method.indexOf('#'))) &&
            outcome.thrown().contains("NullPointerException") && !outcome.message().matches(IS_NULL))
        {
            faults.add("not in the words: " + outcome.line());
        }
    }

    /** What the file system says is its own, and a cast names both classes. */
    private void checkNamed(final Outcome outcome)
    {
        final String method = outcome.method();
        if (!LEFT_OUT.contains(method.substring(0, method.indexOf('#'))) &&
            !outcome.thrown().contains("IOException") && !outcome.thrown().contains("ClassCastException") &&
            !outcome.message().matches(NAMED_VALUE))
        {
            faults.add("names no value: " + outcome.line());
        }
    }

    private void checkAccepted(final Method method, final int nullAt)
    {
        if (!LEFT_OUT.contains(method.getDeclaringClass().getName()) &&
            !method.getAnnotatedParameterTypes()[nullAt].isAnnotationPresent(Nullable.class))
        {
            faults.add("not refused: " + EveryMethod.signature(method) + ", parameter " + nullAt);
        }
    }

    @Test
    void a01ShouldRefuseEveryNullInTheSameWords() throws IOException
    {
        final int count = new EveryMethod(Environment.NULL, folder, this::check, this::checkAccepted).run();
        assertEquals("", String.join("\n", faults), faults.size() + " faults");
        assertTrue(count > LEAST_CALLS, "calls: " + count);
    }

    /** Each call also has to come back: a length below zero had no end where a multiple of eight was taken off it. */
    @ParameterizedTest
    @EnumSource(names = {"AS_IS", "NEGATIVE", "PAST_END", "LARGEST", "SMALLEST", "CLOSED"})
    void a01ShouldNameWhateverIsRefused(final Environment environment) throws InterruptedException
    {
        final int count = new CallWatch(new EveryMethod(environment, folder, this::checkNamed)).run();
        assertEquals("", String.join("\n", faults), faults.size() + " faults");
        assertTrue(count > LEAST_CALLS, "calls: " + count);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNoticeACallThatDoesNotComeBack(final boolean isLoop)
    {
        final AtomicBoolean ended = new AtomicBoolean();
        final CallWatch.Calls calls = new CallWatch.Calls()
        {
            @Override
            public int run()
            {
                while (!ended.get())
                {
                    if (!isLoop)
                    {
                        LockSupport.park(this);
                    }
                }
                return 1;
            }

            @Override
            public int callCount()
            {
                return 1;
            }

            @Override
            public String underWay()
            {
                return "X#m(long) LARGEST 0";
            }
        };
        final CallWatch watch = new CallWatch(calls, isLoop ? 1 : Long.MAX_VALUE, isLoop ? Long.MAX_VALUE : 1);
        try
        {
            final String message = assertThrows(AssertionError.class, watch::run).getMessage();
            assertTrue(message.startsWith("does not come back: X#m(long) LARGEST 0\n  at "), message);
        }
        finally
        {
            ended.set(true);
            watch.caller().interrupt();
        }
    }

    /** Takes null. */
    static void takeAnything(final String key)
    {
        assertFalse(key != null && key.isEmpty(), "called by the test alone");
    }

    /** May be given null. */
    static void takeNull(final @Nullable String key)
    {
        takeAnything(key);
    }

    @Test
    void shouldNoticeWhoSaysItInOtherWordsOrTakesNull() throws NoSuchMethodException
    {
        for (final String message : List.of("key", "Cannot invoke \"String.length()\" because \"key\" is null", "null"))
        {
            check(new Outcome("X#m(String)", "NULL 0", List.of("NullPointerException"), true, message, ""));
        }
        assertEquals(3, faults.size());
        check(new Outcome("X#m(String)", "NULL 0", List.of("NullPointerException"), true,
            Required.absent("key").getMessage(), ""));
        checkAccepted(BadArgumentTest.class.getDeclaredMethod("takeNull", String.class), 0);
        assertEquals(3, faults.size());
        checkAccepted(BadArgumentTest.class.getDeclaredMethod("takeAnything", String.class), 0);
        assertEquals(4, faults.size());
        for (final String message : List.of("Index -1 out of bounds for length 0", "wrong: index -1"))
        {
            checkNamed(new Outcome("X#m(int)", "NEGATIVE 0", List.of("IndexOutOfBoundsException"), true, message, ""));
        }
        assertEquals(6, faults.size());
        checkNamed(new Outcome("X#m(int)", "NEGATIVE 0", List.of("IndexOutOfBoundsException"), true,
            "no such field: index=-1", ""));
        assertEquals(6, faults.size());
    }
}
